//! The people of a group.

use maud::{Markup, html};
use ui::Href;
use ui::avatar::{self, Avatar};
use ui::kind::EntityLink;
use ui::table::{self, Pager};
use ui::tabs::{self, Tab};

/// One person.
pub struct Member {
    pub link: EntityLink,
    pub email: Option<String>,
    pub picture: Option<Href>,
}

/// The tab "Members".
pub struct Members {
    /// Between direct members and those of the groups below; empty where there are no such groups.
    pub switch: Vec<Tab>,
    pub members: Vec<Member>,
    /// Which part of them this is.
    pub summary: String,
    pub previous: Option<Href>,
    pub next: Option<Href>,
}

/// Renders the tab.
pub fn members(page: &Members) -> Markup {
    let pager = Pager {
        summary: page.summary.clone(),
        names: table::PAGES,
        previous: page.previous.clone(),
        next: page.next.clone(),
    };
    html! {
        @if !page.switch.is_empty() { (tabs::segments("Whose members", &page.switch)) }
        section.card {
            header { h2 { "Members" } }
            div.card-body { (grid(&page.members)) }
            @if !page.members.is_empty() { (table::pager(&pager)) }
        }
    }
}

/// The people side by side.
pub fn grid(members: &[Member]) -> Markup {
    html! {
        @if members.is_empty() {
            p.muted { "Nobody is a member. A user is by spec.memberOf, or the group by spec.members." }
        } @else {
            ul.people { @for member in members { li { (one(member)) } } }
        }
    }
}

fn one(member: &Member) -> Markup {
    let face =
        Avatar { name: member.link.label.clone(), picture: member.picture.clone(), ..Avatar::default() };
    html! {
        (avatar::avatar(&face))
        div.row-text {
            a.cut href=[member.link.href.get()] title=(member.link.reference) {
                bdi { (member.link.label) }
                @if member.link.missing { span.unseen { " (not in the catalog)" } }
            }
            @if let Some(email) = &member.email { div.cut.quiet { bdi { (email) } } }
        }
    }
}

//! A page among pages of one sort, such as those of the settings: the list of all stands beside it, and above it on a phone.

use maud::{Markup, html};

use crate::{Href, Icon, count, icon};

/// Pages that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Group {
    /// `None` for the first group, which the list's own name stands for.
    pub title: Option<String>,
    pub entries: Vec<Entry>,
}

/// A page of the list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub label: String,
    pub href: Href,
    pub icon: Option<Icon>,
    pub is_open: bool,
    /// What is wrong there, if that is known.
    pub problems: Option<u64>,
}

/// The list with the open page beside it. `label` names the list.
pub fn side(label: &str, groups: &[Group], content: &Markup) -> Markup {
    html! {
        div.sided {
            nav.side aria-label=(label) data-side {
                @for group in groups {
                    @if let Some(title) = &group.title { p.side-title { (title) } }
                    ul aria-label=[group.title.as_deref()] { @for entry in &group.entries { li { (link(entry)) } } }
                }
            }
            div.sided-content { (content) }
        }
    }
}

fn link(entry: &Entry) -> Markup {
    html! {
        a href=[entry.href.get()] aria-current=[entry.is_open.then_some("page")] {
            @if let Some(symbol) = entry.icon { (icon::draw(symbol)) }
            span { bdi { (entry.label) } }
            @if let Some(problems @ 1..) = entry.problems {
                " " small.tone-bad { (count(problems)) span.unseen { " with problems" } }
            }
        }
    }
}

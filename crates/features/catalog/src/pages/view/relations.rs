//! The relations of an entity, grouped by their type under titles for people.

use maud::{Markup, html};
use ui::kind::{self, EntityLink};
use ui::table::{self, Pager};
use ui::tabs::{self, Tab};
use ui::{Href, Link, count};

use super::entities::{self, EntityTable};

/// All relations of one type.
pub struct RelationGroup {
    /// The wire name, such as `ownedBy`.
    pub relation_type: String,
    /// The first of them; those whose target is not in the catalog are marked.
    pub targets: Vec<EntityLink>,
    /// How many there are in all.
    pub total: u64,
    /// Leads to all of them, when there are more than shown.
    pub more: Option<Link>,
}

/// The tab "Relations": all of one type.
#[derive(Default)]
pub struct RelationPage {
    /// Between the types.
    pub switch: Vec<Tab>,
    /// The kind to which the list is narrowed, and the list of all.
    pub only: Option<(String, Href)>,
    pub table: Option<EntityTable>,
    /// Which part of them this is.
    pub summary: String,
    pub previous: Option<Href>,
    pub next: Option<Href>,
}

/// Renders the tab.
pub fn page(page: &RelationPage) -> Markup {
    let pager = Pager {
        summary: page.summary.clone(),
        names: table::PAGES,
        previous: page.previous.clone(),
        next: page.next.clone(),
    };
    html! {
        @match &page.table {
            None => div.card { div.card-body { (groups(&[])) } },
            Some(table) => {
                (tabs::segments("Types of relations", &page.switch))
                @if let Some((kind, all)) = &page.only {
                    p.quiet { "Only " bdi { (kind) } " entities. " a.link href=[all.get()] { "Show all" } }
                }
                section.card { div.card-body { (entities::table(table)) } (table::pager(&pager)) }
            },
        }
    }
}

/// The groups side by side.
pub fn groups(groups: &[RelationGroup]) -> Markup {
    html! {
        @if groups.is_empty() {
            p.muted { "Nothing in the catalog names this entity, and it names nothing." }
        } @else {
            div.relations { @for group in groups { (one_group(group)) } }
        }
    }
}

fn one_group(group: &RelationGroup) -> Markup {
    html! {
        section data-relation=(group.relation_type) {
            h3 { (title(&group.relation_type)) span.muted { (count(group.total)) } }
            ul {
                @for target in &group.targets { li { (kind::entity_link(target)) } }
                @if let Some(more) = &group.more { li { a.link href=[more.href.get()] { (more.label) } } }
            }
        }
    }
}

/// The words for a relation type. Types that the portal does not know are taken apart at their capitals.
pub fn title(relation_type: &str) -> String {
    let known = match relation_type {
        "ownedBy" => "Owned by",
        "ownerOf" => "Owner of",
        "consumesApi" => "Consumes APIs",
        "apiConsumedBy" => "API consumed by",
        "providesApi" => "Provides APIs",
        "apiProvidedBy" => "API provided by",
        "dependsOn" => "Depends on",
        "dependencyOf" => "Dependency of",
        "parentOf" => "Parent of",
        "childOf" => "Child of",
        "memberOf" => "Member of",
        "hasMember" => "Members",
        "partOf" => "Part of",
        "hasPart" => "Has parts",
        other => return words(other),
    };
    known.to_owned()
}

fn words(relation_type: &str) -> String {
    let mut text = String::with_capacity(relation_type.len() + 4);
    for (position, letter) in relation_type.chars().enumerate() {
        if position == 0 {
            text.extend(letter.to_uppercase());
        } else if letter.is_uppercase() {
            text.push(' ');
            text.extend(letter.to_lowercase());
        } else {
            text.push(if letter == '_' { ' ' } else { letter });
        }
    }
    text
}

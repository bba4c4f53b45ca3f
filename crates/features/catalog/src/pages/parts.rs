//! The tabs and cards that the core adds to the page of an entity, through the door that every feature uses. The order is
//! that in which people look for things; ids, where Backstage has such a part, are Backstage's.

use std::future::Future;

use kernel::Error;
use kernel::extension::{Area, Count, Extension, More, Subject, View};
use serde_json::{Value, json};

use super::related::{self, Related};
use super::{
    Pages, apis, dependencies, facts, graph, health, hierarchy, history, members, overview, ownership,
};
use super::{problems, profile, raw, relations, unprocessed};
use crate::permissions::{INGESTION_READ, UNPROCESSED_READ};

/// The id of the tab that opens when the address names none.
pub(super) const OVERVIEW: &str = "entity-content:catalog/overview";

/// Everything that the core adds.
pub(crate) fn extensions(pages: &Pages) -> Vec<Extension> {
    let mut all = tabs(pages);
    all.extend(cards(pages));
    all.extend(org_cards(pages));
    all.extend(settings_pages(pages));
    all.extend(related::CARDS.iter().map(|related| related_card(pages, related)));
    all
}

/// What every part of the core starts from.
fn part<Drawing>(
    pages: &Pages,
    id: &'static str,
    title: &'static str,
    order: u16,
    draw: fn(Pages, View) -> Drawing,
) -> Extension
where
    Drawing: Future<Output = Result<Option<String>, Error>> + Send + 'static,
{
    let pages = pages.clone();
    Extension { order, ..Extension::new(id, title, move |view| draw(pages.clone(), view)) }
}

/// The pages of those who look after the catalog.
fn settings_pages(pages: &Pages) -> Vec<Extension> {
    vec![
        Extension {
            path: health::PATH,
            icon: "catalog",
            permission: Some(INGESTION_READ.name),
            ..part(pages, "sub-page:user-settings/catalog-sources", "Sources", 100, health::draw)
        },
        Extension {
            path: unprocessed::PATH,
            icon: "warning",
            permission: Some(UNPROCESSED_READ.name),
            ..part(
                pages,
                "sub-page:user-settings/catalog-unprocessed-entities",
                "Unprocessed entities",
                110,
                unprocessed::draw,
            )
        },
    ]
}

fn kinds(kinds: &[&str]) -> Value {
    json!({ "kind": { "$in": kinds } })
}

fn relates(types: &[&str]) -> Value {
    let any: Vec<Value> =
        types.iter().map(|kind| json!({ "relations": { "$contains": { "type": kind } } })).collect();
    json!({ "$any": any })
}

fn tabs(pages: &Pages) -> Vec<Extension> {
    let depends = relates(&["dependsOn", "dependencyOf"]);
    let has_apis = relates(&["providesApi", "consumesApi"]);
    vec![
        part(pages, OVERVIEW, "Overview", 10, overview::draw),
        Extension {
            path: "api",
            condition: Some(json!({ "$any": [{ "kind": "component" }, has_apis] })),
            count: Some(|subject| count(subject, &["providesApi", "consumesApi"])),
            ..part(pages, "entity-content:api-docs/apis", "APIs", 30, apis::draw)
        },
        Extension {
            path: "dependencies",
            condition: Some(json!({ "$any": [{ "kind": { "$in": ["component", "resource"] } }, depends] })),
            count: Some(|subject| count(subject, &["dependsOn", "dependencyOf"])),
            ..part(pages, "entity-content:catalog/dependencies", "Dependencies", 40, dependencies::draw)
        },
        Extension {
            path: "members",
            condition: Some(kinds(&["group"])),
            count: Some(|subject| count(subject, &["hasMember"])),
            ..part(pages, "entity-content:org/members", "Members", 50, members::tab)
        },
        Extension {
            path: "relations",
            count: Some(|subject| some(subject.relations.len(), false)),
            ..part(pages, "entity-content:catalog/relations", "Relations", 800, relations::tab)
        },
        Extension {
            path: "problems",
            count: Some(|subject| some(subject.status_items().count(), true)),
            ..part(pages, "entity-content:catalog/problems", "Problems", 810, problems::tab)
        },
        Extension {
            path: "history",
            ..part(pages, "entity-content:catalog/history", "History", 820, history::tab)
        },
        Extension { path: "yaml", ..part(pages, "entity-content:catalog/raw", "Raw", 830, raw::draw) },
    ]
}

fn count(subject: &Subject, types: &[&str]) -> Option<Count> {
    some(types.iter().map(|relation| subject.relations.count(relation)).sum(), false)
}

fn some(number: usize, is_bad: bool) -> Option<Count> {
    let number = u64::try_from(number).unwrap_or(u64::MAX);
    (number > 0).then_some(Count { number, is_bad })
}

fn cards(pages: &Pages) -> Vec<Extension> {
    vec![
        Extension {
            area: Area::Summary,
            ..part(pages, "entity-card:catalog/problems", "Problems", 10, problems::summary)
        },
        Extension {
            condition: Some(json!({ "$not": { "kind": { "$in": ["group", "user"] } } })),
            area: Area::Info,
            ..part(pages, "entity-card:catalog/about", "About", 10, facts::about)
        },
        Extension { area: Area::Info, ..part(pages, "entity-card:catalog/links", "Links", 40, facts::links) },
        Extension {
            area: Area::Info,
            ..part(pages, "entity-card:catalog/labels", "Labels", 50, facts::labels)
        },
        Extension {
            more: Some(More { label: "View graph", href: graph_of }),
            ..part(pages, "entity-card:catalog-graph/relations", "Relations", 50, graph::card::draw)
        },
        Extension {
            more: Some(More { label: "All relations", href: |view| link(view, "?tab=relations") }),
            ..part(pages, "entity-card:catalog/relations", "Relations by type", 60, relations::card)
        },
        Extension {
            more: Some(More { label: "All history", href: |view| link(view, "?tab=history") }),
            ..part(pages, "entity-card:catalog/changes", "What changed", 700, history::card)
        },
    ]
}

fn org_cards(pages: &Pages) -> Vec<Extension> {
    vec![
        Extension {
            condition: Some(kinds(&["user"])),
            area: Area::Info,
            ..part(pages, "entity-card:org/user-profile", "Profile", 20, profile::draw)
        },
        Extension {
            condition: Some(kinds(&["group"])),
            area: Area::Info,
            ..part(pages, "entity-card:org/group-profile", "Profile", 20, profile::draw)
        },
        Extension {
            condition: Some(kinds(&["group"])),
            area: Area::Info,
            ..part(pages, "entity-card:org/hierarchy", "Hierarchy", 30, hierarchy::draw)
        },
        Extension {
            condition: Some(kinds(&["group", "user"])),
            ..part(pages, "entity-card:org/ownership", "Ownership", 20, ownership::draw)
        },
        Extension {
            condition: Some(kinds(&["group"])),
            more: Some(More { label: "All members", href: |view| link(view, "?tab=members") }),
            ..part(pages, "entity-card:org/members-list", "Members", 30, members::card)
        },
    ]
}

fn graph_of(view: &View) -> Option<String> {
    view.subject.as_ref().map(|subject| graph::of_entity(&subject.reference, graph::Show::Around))
}

fn link(view: &View, query: &str) -> Option<String> {
    view.subject.as_ref().map(|subject| format!("{}{query}", subject.path))
}

fn related_card(pages: &Pages, related: &'static Related) -> Extension {
    let pages = pages.clone();
    let draw = move |view: View| {
        let pages = pages.clone();
        async move { related::card(&pages, &view, related).await }
    };
    Extension {
        order: related.order,
        condition: Some(kinds(related.on)),
        ..Extension::new(related.id, related.title, draw)
    }
}

//! One entity as a row of the table.

use ui::{Href, Link, shorten};

use super::address::{Field, list_of};
use super::shown::{self, Shown};
use super::titles::{Titles, path_of};
use crate::pages::view::catalog::{ProblemCount, Row};

/// Owners and tags of a row that are told at all.
const TOLD_OWNERS: usize = 5;
const TOLD_TAGS: usize = 10;
/// Characters of a description in a row.
const TOLD_DESCRIPTION: usize = 300;

/// The refs that a row names.
pub(super) fn named_refs(shown: &Shown) -> impl Iterator<Item = &str> {
    shown.targets("ownedBy").take(TOLD_OWNERS).chain(system_of(shown))
}

/// The system that an entity is a part of.
fn system_of(shown: &Shown) -> Option<&str> {
    shown.targets("partOf").find(|target| target.starts_with("system:"))
}

pub(super) fn row(shown: &Shown, titles: &Titles) -> Row {
    let own = entity::EntityRef::new(&*shown.kind, shown.namespace(), shown.name());
    let path = path_of(&own);
    let problems = u64::try_from(shown.status_items().count()).unwrap_or(u64::MAX);
    let is_error =
        |item: &serde_json::Value| item.get("level").and_then(serde_json::Value::as_str) == Some("error");
    Row {
        href: Href::new(&*path),
        kind: shown.kind.clone(),
        name: shown.name().to_owned(),
        title: shown.title().map(str::to_owned),
        owners: shown.targets("ownedBy").take(TOLD_OWNERS).map(|owner| titles.link(owner)).collect(),
        system: system_of(shown).map(|system| titles.link(system)),
        entity_type: shown.spec("type").map(str::to_owned),
        lifecycle: shown.spec("lifecycle").map(str::to_owned),
        tags: tags(shown, TOLD_TAGS),
        description: shown.metadata("description").map(|text| shorten(text, TOLD_DESCRIPTION)),
        problems: (problems > 0).then(|| ProblemCount {
            count: problems,
            href: Href::new(format!("{path}?tab=problems")),
            errors: shown.status_items().any(is_error),
        }),
        orphan: shown::is_orphan(shown),
    }
}

/// The first tags, each leading to the list of its kind with that tag.
pub(super) fn tags(shown: &Shown, most: usize) -> Vec<Link> {
    let tags = shown.tags().take(most);
    tags.map(|tag| Link { label: tag.to_owned(), href: list_of(&shown.kind, Field::Tags, tag) }).collect()
}

//! One entity as a row of the table.

use serde_json::Value;
use ui::{Href, Link, shorten};

use super::address::{Field, list_of};
use super::column::Column;
use super::shown::{self, Shown};
use super::titles::{Titles, path_of};
use super::words::short_place;
use crate::ingest::annotate;
use crate::pages::view::catalog::{Cell, ProblemCount, Row};

/// Entities and tags of a cell that are told at all.
const TOLD_ENTITIES: usize = 5;
const TOLD_TAGS: usize = 10;
/// Characters of a description in a row.
const TOLD_DESCRIPTION: usize = 300;

/// The refs that the cells of a row name.
pub(super) fn named_refs<'a>(shown: &'a Shown, columns: &[Column]) -> Vec<&'a str> {
    columns.iter().flat_map(|column| refs(*column, shown)).collect()
}

/// The refs that one cell names.
fn refs(column: Column, shown: &Shown) -> Vec<&str> {
    match column {
        Column::Owner => shown.targets("ownedBy").take(TOLD_ENTITIES).collect(),
        Column::System => part_of(shown, "system:").collect(),
        Column::Domain => part_of(shown, "domain:").collect(),
        Column::Parent => shown.targets("childOf").take(TOLD_ENTITIES).collect(),
        Column::Groups => shown.targets("memberOf").take(TOLD_ENTITIES).collect(),
        _ => Vec::new(),
    }
}

/// What of a kind the entity is a part of.
fn part_of<'a>(shown: &'a Shown, kind: &'a str) -> impl Iterator<Item = &'a str> {
    shown.targets("partOf").filter(move |target| target.starts_with(kind)).take(TOLD_ENTITIES)
}

pub(super) fn row(shown: &Shown, columns: &[Column], titles: &Titles) -> Row {
    let own = entity::EntityRef::new(&*shown.kind, shown.namespace(), shown.name());
    let path = path_of(&own);
    let problems = u64::try_from(shown.status_items().count()).unwrap_or(u64::MAX);
    let is_error = |item: &Value| item.get("level").and_then(Value::as_str) == Some("error");
    Row {
        href: Href::new(&*path),
        reference: shown::reference(shown),
        kind: shown.kind.clone(),
        name: shown.name().to_owned(),
        title: shown.title().map(str::to_owned),
        description: shown.metadata("description").map(|text| shorten(text, TOLD_DESCRIPTION)),
        problems: (problems > 0).then(|| ProblemCount {
            count: problems,
            href: Href::new(format!("{path}?tab=problems")),
            errors: shown.status_items().any(is_error),
        }),
        orphan: shown::is_orphan(shown),
        cells: columns.iter().map(|column| cell(*column, shown, titles)).collect(),
    }
}

/// What an entity says in a column; `None` where it says nothing.
fn cell(column: Column, shown: &Shown, titles: &Titles) -> Option<Cell> {
    let text = |text: Option<&str>| text.map(|text| Cell::Text(text.to_owned()));
    match column {
        Column::Name => None,
        Column::Owner | Column::System | Column::Domain | Column::Parent | Column::Groups => {
            let refs = refs(column, shown);
            let links = || refs.iter().map(|entity_ref| titles.link(entity_ref)).collect();
            (!refs.is_empty()).then(|| Cell::Entities(links()))
        }
        Column::Type => text(shown.spec("type")),
        Column::Lifecycle => shown.spec("lifecycle").map(|stage| Cell::Lifecycle(stage.to_owned())),
        Column::Tags => {
            let tags = tags(shown, TOLD_TAGS);
            (!tags.is_empty()).then_some(Cell::Tags(tags))
        }
        Column::Members => {
            let members = u64::try_from(shown.targets("hasMember").count()).unwrap_or(u64::MAX);
            (members > 0).then_some(Cell::Count(members))
        }
        Column::Email => text(shown.profile("email")),
        Column::Target => targets(shown).map(Cell::Text),
        Column::Namespace => text(Some(shown.namespace())),
        Column::Source => {
            shown.annotation(annotate::LOCATION).map(|location| Cell::Text(short_place(location)))
        }
    }
}

/// The targets of a Location: `spec.target`, and the number of further ones.
fn targets(shown: &Shown) -> Option<String> {
    let listed = shown.spec.get("targets").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let mut all = shown.spec("target").into_iter().chain(listed.iter().filter_map(Value::as_str));
    let first = all.next()?;
    Some(match all.count() {
        0 => first.to_owned(),
        further => format!("{first} and {further} more"),
    })
}

/// The first tags, each leading to the list of its kind with that tag.
pub(super) fn tags(shown: &Shown, most: usize) -> Vec<Link> {
    let tags = shown.tags().take(most);
    tags.map(|tag| Link { label: tag.to_owned(), href: list_of(&shown.kind, Field::Tags, tag) }).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The text of a cell.
    fn told(cell: Option<Cell>) -> String {
        match cell {
            None => String::new(),
            Some(Cell::Text(text) | Cell::Lifecycle(text)) => text,
            Some(Cell::Count(number)) => number.to_string(),
            Some(Cell::Entities(links)) => {
                links.iter().map(|link| link.label.clone()).collect::<Vec<_>>().join(" ")
            }
            Some(Cell::Tags(links)) => {
                links.iter().map(|link| link.label.clone()).collect::<Vec<_>>().join(" ")
            }
        }
    }

    #[test]
    fn cells_say_what_there_is_in_any_shape() {
        let edge = |kind: &str, target: &str| json!({"type": kind, "targetRef": target});
        let full = json!({
            "kind": "Group",
            "metadata": {"name": "x", "namespace": "ns", "tags": ["a", "b"], "annotations": {annotate::LOCATION: "url:https://h/o/r/a.yaml"}},
            "spec": {"type": "team", "lifecycle": "old", "profile": {"email": "e@x"}, "target": "./a", "targets": ["./b", 5, "./c"]},
            "relations": [
                edge("ownedBy", "group:default/o"), edge("partOf", "system:default/s"), edge("partOf", "domain:default/d"),
                edge("childOf", "group:default/p"), edge("memberOf", "group:default/g"), edge("hasMember", "user:default/u"),
            ],
        });
        let odd = json!({"kind": "Odd", "metadata": {"name": "y", "tags": "no"}, "spec": [1]});
        let table = [
            (Column::Owner, "o", ""),
            (Column::System, "s", ""),
            (Column::Domain, "d", ""),
            (Column::Type, "team", ""),
            (Column::Lifecycle, "old", ""),
            (Column::Tags, "a b", ""),
            (Column::Parent, "p", ""),
            (Column::Members, "1", ""),
            (Column::Email, "e@x", ""),
            (Column::Groups, "g", ""),
            (Column::Target, "./a and 2 more", ""),
            (Column::Namespace, "ns", "default"),
            (Column::Source, "o/r/a.yaml", ""),
            (Column::Name, "", ""),
        ];
        let read = |value: &Value| shown::read(value.to_string().as_bytes()).unwrap();
        let titles = Titles::default();
        for (column, of_full, of_odd) in table {
            assert_eq!(told(cell(column, &read(&full), &titles)), of_full, "{column:?}");
            assert_eq!(told(cell(column, &read(&odd), &titles)), of_odd, "{column:?}");
        }
    }
}

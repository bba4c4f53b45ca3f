//! What changed in an entity: entries of the change log as people read them.

use kernel::{Ctx, Error};
use serde_json::Value;
use ui::{Href, Link};

use super::Pages;
use super::words::{moment, short_place, shorten};
use crate::entities::changes;
use crate::pages::view::changes::{Change, FieldChange, History, What};

/// Entries of a page, and on the overview.
const PAGE: usize = 25;
const FEW: usize = 3;
/// Fields of one entry, and characters of a value.
const TOLD_FIELDS: usize = 20;
const TOLD_VALUE: usize = 160;

/// The cause of what was found when a location was due, which is most of what is ever found.
const SCHEDULE: &str = "schedule";

/// The newest few.
pub(super) async fn few(pages: &Pages, ctx: &Ctx, entity_ref: &str) -> Result<Vec<Change>, Error> {
    let found = changes::of_entity(&pages.catalog, ctx, entity_ref, i64::MAX, FEW).await?;
    Ok(found.iter().map(|change| draw(change, ctx)).collect())
}

/// The part of the history before the sequence `before`, for the page at `path`.
pub(super) async fn part(
    pages: &Pages,
    ctx: &Ctx,
    entity_ref: &str,
    path: &str,
    before: Option<i64>,
) -> Result<History, Error> {
    let from = before.unwrap_or(i64::MAX);
    // One more than shown tells whether there are older ones.
    let found = changes::of_entity(&pages.catalog, ctx, entity_ref, from, PAGE + 1).await?;
    let shown = found.get(..PAGE.min(found.len())).unwrap_or_default();
    let last = shown.last().and_then(|change| change.get("sequence")).and_then(Value::as_i64);
    let older = last.filter(|_| found.len() > PAGE);
    Ok(History {
        changes: shown.iter().map(|change| draw(change, ctx)).collect(),
        newer: before.map(|_| Href::new(format!("{path}?tab=history"))),
        older: older.map(|sequence| Href::new(format!("{path}?tab=history&before={sequence}"))),
    })
}

fn draw(change: &Value, ctx: &Ctx) -> Change {
    let text = |name: &str| change.get(name).and_then(Value::as_str).unwrap_or_default();
    let at = text("time").parse::<jiff::Timestamp>().map_or(ctx.now, jiff::Timestamp::as_millisecond);
    Change {
        what: match text("operation") {
            "created" => What::Added,
            "deleted" => What::Removed,
            "status" => What::Judged,
            _ => What::Changed(fields(change)),
        },
        who: who(text("cause")),
        when: moment(at, ctx.now),
        source: source(text("source")),
    }
}

/// The person in `registration by user:default/ada`, else what made the portal look.
fn who(cause: &str) -> String {
    if cause == SCHEDULE {
        return "Scheduled read".to_owned();
    }
    let Some((_, subject)) = cause.split_once(" by ") else {
        let mut letters = cause.chars();
        return letters
            .next()
            .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect());
    };
    subject.rsplit_once('/').map_or(subject, |(_, name)| name).to_owned()
}

fn source(source: &str) -> Option<Link> {
    let (kind, target) = source.split_once(':')?;
    match kind {
        "url" => Some(Link::new(short_place(source), target)),
        "file" => Some(Link { label: short_place(source), href: Href::default() }),
        _ => None,
    }
}

fn fields(change: &Value) -> Vec<FieldChange> {
    let fields = change.get("fields").and_then(Value::as_array).into_iter().flatten();
    let told = fields.take(TOLD_FIELDS).map(|field| FieldChange {
        field: dotted(field.get("path").and_then(Value::as_str).unwrap_or_default()),
        before: field.get("before").map(value),
        after: field.get("after").map(value),
    });
    told.collect()
}

/// A JSON pointer as people write paths.
fn dotted(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', ".").replace("~1", "/").replace("~0", "~")
}

fn value(value: &Value) -> String {
    match value {
        Value::String(text) => shorten(text, TOLD_VALUE),
        other => shorten(&other.to_string(), TOLD_VALUE),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn causes_name_people_where_there_are_any() {
        let table = [
            ("schedule", "Scheduled read"),
            ("configuration", "Configuration"),
            ("registration by user:default/ada", "ada"),
            ("refresh by external:ci", "external:ci"),
            ("", ""),
        ];
        for (cause, expected) in table {
            assert_eq!(who(cause), expected);
        }
    }

    #[test]
    fn sources_lead_to_addresses_only() {
        let link = |text: &str| source(text).map(|link| (link.label, link.href.get().map(str::to_owned)));
        let url = "https://h.test/a/b.yaml";
        assert_eq!(link(&format!("url:{url}")), Some(("a/b.yaml".to_owned(), Some(url.to_owned()))));
        assert_eq!(link("file:/srv/a.yaml"), Some(("srv/a.yaml".to_owned(), None)));
        assert_eq!(link("url:javascript:alert(1)").unwrap().1, None);
        assert_eq!(link("provider:x"), None);
    }

    #[test]
    fn fields_are_told_with_dots() {
        let told = fields(&json!({"fields": [
            {"path": "/metadata/annotations/a.b~1c", "after": "x"},
            {"path": "/spec/x", "before": {"a": 1}, "after": null},
        ]}));
        let lines: Vec<_> = told
            .iter()
            .map(|field| (field.field.as_str(), field.before.as_deref(), field.after.as_deref()))
            .collect();
        assert_eq!(
            lines,
            [("metadata.annotations.a.b/c", None, Some("x")), ("spec.x", Some("{\"a\":1}"), Some("null"))]
        );
    }
}

//! What changed in an entity: entries of the change log as people read them.

use kernel::extension::View;
use kernel::{Ctx, Error};
use page::address::query_part;
use serde_json::Value;
use ui::{Href, Link, diff, shorten};

use super::shown::dotted;
use super::words::{moment, short_place};
use super::{Pages, raw, stored};
use crate::entities::{changes, find, history as past};
use crate::pages::view::changes::{self as view, Change, FieldChange, History, Past, What};

/// Entries of a page, and on the overview.
const PAGE: usize = 25;
const FEW: usize = 3;
/// Fields of one entry, and characters of a value.
const TOLD_FIELDS: usize = 20;
const TOLD_VALUE: usize = 160;
/// Characters of a value that are compared line by line.
const COMPARED_CHARACTERS: usize = 20_000;

/// The cause of what was found when a location was due, which is most of what is ever found.
const SCHEDULE: &str = "schedule";

/// The card: the newest few.
pub(super) async fn card(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let found = changes::of_entity(&pages.catalog, &asked.ctx, &subject.reference, i64::MAX, FEW).await?;
    let drawn: Vec<Change> = found.iter().map(|change| draw(change, &asked.ctx, &subject.path)).collect();
    Ok((!drawn.is_empty()).then(|| view::list(&drawn).into_string()))
}

/// The tab: all changes in parts, or the entity as it was at the moment that the address names.
pub(super) async fn tab(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let path = &subject.path;
    let at = asked.query.get("at").filter(|at| !at.is_empty());
    let past = match at {
        Some(at) => Some(as_of(&pages, &asked, at).await?),
        None => None,
    };
    let before = asked.query.integer("before");
    // One more than shown tells whether there are older ones.
    let from = before.unwrap_or(i64::MAX);
    let found = changes::of_entity(&pages.catalog, &asked.ctx, &subject.reference, from, PAGE + 1).await?;
    let shown = found.get(..PAGE.min(found.len())).unwrap_or_default();
    let last = shown.last().and_then(|change| change.get("sequence")).and_then(Value::as_i64);
    let older = last.filter(|_| found.len() > PAGE);
    let history = History {
        changes: shown.iter().map(|change| draw(change, &asked.ctx, path)).collect(),
        newer: before.map(|_| Href::new(format!("{path}?tab=history"))),
        older: older.map(|sequence| Href::new(format!("{path}?tab=history&before={sequence}"))),
        action: Href::new(path.as_str()),
        past,
        stored: stored::last(&pages, &asked.ctx, subject).await?,
    };
    Ok(Some(view::history(&history).into_string()))
}

/// The entity as it was, beside what it is.
async fn as_of(pages: &Pages, asked: &View, at: &str) -> Result<Past, Error> {
    let subject = asked.subject.as_deref().cloned().unwrap_or_default();
    let Some(moment) = instant(at) else {
        return Ok(Past {
            at: at.to_owned(),
            outcome: Err("This is no moment. Write it as 2026-11-23T09:12.".to_owned()),
            left_out: 0,
        });
    };
    let (catalog, ctx) = (&pages.catalog, &asked.ctx);
    let mut left_out = 0;
    let outcome = match past::entity_as_of(catalog, ctx, &subject.reference, moment).await {
        Ok(mut then) => {
            let now = find::by_ref(catalog, ctx, &subject.reference).await?.unwrap_or_default();
            let mut now: Value = serde_json::from_slice(&now).map_err(Error::internal)?;
            for document in [&mut then, &mut now] {
                without_marks(document);
            }
            left_out = raw::cut(&mut then).max(raw::cut(&mut now));
            Ok((raw::yaml(then), raw::yaml(now)))
        }
        Err(Error::NotFound(_)) => Err("The catalog did not have it at that moment.".to_owned()),
        Err(Error::Input(message)) => Err(message),
        Err(error) => return Err(error),
    };
    Ok(Past { at: kernel::clock::iso(moment), outcome, left_out })
}

/// Takes out what the portal itself writes at every change, which is no difference to anybody.
fn without_marks(document: &mut Value) {
    if let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.shift_remove("uid");
        metadata.shift_remove("etag");
    }
    if let Some(fields) = document.as_object_mut() {
        fields.shift_remove("status");
    }
}

/// A moment with or without zone; without one it is in UTC, as all times here. Browsers leave out the seconds.
fn instant(text: &str) -> Option<i64> {
    let parse = kernel::clock::parse;
    parse(text).or_else(|| parse(&format!("{text}Z"))).or_else(|| parse(&format!("{text}:00Z")))
}

fn draw(change: &Value, ctx: &Ctx, path: &str) -> Change {
    let text = |name: &str| change.get(name).and_then(Value::as_str).unwrap_or_default();
    let at = kernel::clock::parse(text("time")).unwrap_or(ctx.now);
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
        then: Href::new(format!("{path}?tab=history&at={}", query_part(text("time")))),
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
    let told = fields.take(TOLD_FIELDS).map(|field| {
        let (before, after) = (field.get("before"), field.get("after"));
        FieldChange {
            field: dotted(field.get("path").and_then(Value::as_str).unwrap_or_default()),
            lines: if is_long(before) || is_long(after) { lines(before, after) } else { Vec::new() },
            before: before.map(value),
            after: after.map(value),
        }
    });
    told.collect()
}

/// Whether a value says more than fits into a line.
fn is_long(value: Option<&Value>) -> bool {
    match value {
        Some(Value::String(text)) => text.contains('\n') || text.len() > TOLD_VALUE,
        Some(value) => value.is_array() || value.is_object(),
        None => false,
    }
}

/// The lines that differ, of texts as they are and of everything else as YAML.
fn lines(before: Option<&Value>, after: Option<&Value>) -> Vec<diff::Line> {
    let text = |value: Option<&Value>| match value {
        None => String::new(),
        Some(Value::String(text)) => shorten(text, COMPARED_CHARACTERS),
        Some(other) => shorten(&entity::yaml::to_yaml(other), COMPARED_CHARACTERS),
    };
    diff::between(&text(before), &text(after))
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
    fn moments_are_read_as_people_and_browsers_write_them() {
        let moment = instant("2026-11-23T09:12:00Z");
        assert!(moment.is_some());
        for text in ["2026-11-23T09:12", "2026-11-23T09:12:00", "2026-11-23T10:12:00+01:00"] {
            assert_eq!(instant(text), moment, "{text}");
        }
        assert_eq!((instant("yesterday"), instant("")), (None, None));
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

//! What a change would mean for each entity: saved here, brought into a file, refused, or nothing at all.

use kernel::{Ctx, Error};
use serde_json::Value;

use super::super::draft;
use super::change::Change;
use crate::difference;
use crate::entities::find;
use crate::ingest::annotate;
use crate::pages::titles::Titles;
use crate::pages::view::edit::bulk::{Fate, FieldChange, Row as Drawn};
use crate::pages::words::short_place;
use crate::pages::{Pages, shown};
use crate::permissions::{ENTITY_UPDATE, visible};
use crate::portal::revisions;
use crate::portal::save::{Draft, Fault, check};

/// Characters of a value that are shown.
const TOLD_VALUE: usize = 60;

/// The whole of it.
pub(super) struct Plan {
    pub(super) rows: Vec<Row>,
}

/// One entity.
pub(super) struct Row {
    entity_ref: String,
    before: Value,
    after: Value,
    becomes: Becomes,
}

enum Becomes {
    Same,
    /// There is none, or the reader may not see it.
    Missing,
    Saved(Draft),
    /// It comes from this place, which the portal does not write to.
    File(String),
    Refused(String),
    Denied,
}

/// What becomes of each of `refs`.
pub(super) async fn plan(pages: &Pages, ctx: &Ctx, refs: &[String], change: &Change) -> Result<Plan, Error> {
    let may = visible(pages.catalog.gate(), ctx, &ENTITY_UPDATE).await?;
    let is_readonly = pages.catalog.ingest.settings().readonly;
    let found = find::by_refs(&pages.catalog, ctx, refs, None).await?;
    let mut rows = Vec::with_capacity(refs.len());
    for (entity_ref, answer) in refs.iter().zip(found) {
        let entity_ref = entity_ref.clone();
        let Some(answer) = answer else {
            rows.push(Row { entity_ref, before: Value::Null, after: Value::Null, becomes: Becomes::Missing });
            continue;
        };
        let stored = revisions::last(&pages.catalog, &entity_ref).await?;
        let stored = stored.and_then(|last| last.document.map(|text| (last.revision, text)));
        let entity: Value = serde_json::from_slice(&answer).map_err(Error::internal)?;
        let before = match &stored {
            Some((_, text)) => serde_json::from_str(text).map_err(Error::internal)?,
            None => draft::of(&entity, &pages.catalog.ingest.services.integrations),
        };
        let after = change.apply(&before);
        let becomes = if before == after {
            Becomes::Same
        } else if let Err(Fault::Problem(problem)) = check(&pages.catalog, &after) {
            Becomes::Refused(problem.message)
        } else if let Some((revision, _)) = stored {
            if is_readonly || !pages.catalog.is_visible(&entity_ref, &may) {
                Becomes::Denied
            } else {
                Becomes::Saved(Draft { document: after.clone(), based_on: Some(revision) })
            }
        } else {
            let place = annotate::get(&entity, annotate::LOCATION).unwrap_or_default();
            Becomes::File(short_place(place))
        };
        rows.push(Row { entity_ref, before, after, becomes });
    }
    Ok(Plan { rows })
}

impl Plan {
    /// What would be saved here.
    pub(super) fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.rows.iter().filter_map(|row| match &row.becomes {
            Becomes::Saved(draft) => Some(draft),
            _ => None,
        })
    }

    /// What has to be brought into files.
    pub(super) fn of_files(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| matches!(row.becomes, Becomes::File(_)))
    }

    /// Every document that the change makes different and that the catalog would take.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Value> {
        let counts =
            |row: &&Row| matches!(row.becomes, Becomes::File(_) | Becomes::Saved(_) | Becomes::Denied);
        self.rows.iter().filter(counts).map(|row| &row.after)
    }
}

impl Row {
    /// The row as it is shown.
    pub(super) fn draw(&self, titles: &Titles) -> Drawn {
        let text = |value: Option<&Value>| match value {
            None => String::new(),
            Some(Value::String(text)) => ui::shorten(text, TOLD_VALUE),
            Some(Value::Array(items)) if items.iter().all(Value::is_string) => {
                let texts: Vec<&str> = items.iter().filter_map(Value::as_str).collect();
                ui::shorten(&texts.join(", "), TOLD_VALUE)
            }
            Some(Value::Object(pairs)) if pairs.values().all(Value::is_string) => {
                let pair = |(name, value): (&String, &Value)| {
                    format!("{name}: {}", value.as_str().unwrap_or_default())
                };
                let texts: Vec<String> = pairs.iter().map(pair).collect();
                ui::shorten(&texts.join(", "), TOLD_VALUE)
            }
            Some(other) => ui::shorten(&other.to_string(), TOLD_VALUE),
        };
        let fields = difference::fields(&self.before, &self.after);
        let changes = fields.iter().map(|field| FieldChange {
            field: shown::dotted(field.get("path").and_then(Value::as_str).unwrap_or_default()),
            before: text(field.get("before")),
            after: text(field.get("after")),
        });
        Drawn {
            entity: titles.link(&self.entity_ref),
            changes: changes.collect(),
            fate: match &self.becomes {
                Becomes::Same => Fate::Same,
                Becomes::Missing => Fate::Missing,
                Becomes::Saved(_) => Fate::Saved,
                Becomes::File(place) => Fate::File(place.clone()),
                Becomes::Refused(why) => Fate::Refused(why.clone()),
                Becomes::Denied => Fate::Denied,
            },
        }
    }
}

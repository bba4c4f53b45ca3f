//! Ends a pass over a Location: what it no longer names becomes an orphan, its problems are written down, and the next
//! reading is set. Deletes nothing itself, and stops where too much would go.

use std::collections::HashSet;

use kernel::Error;
use kernel::db::Tx;
use serde_json::Value;

use super::{Ingest, annotate, problem};
use crate::difference;
use crate::projection::load::update_of;
use crate::projection::update::Update;
use crate::store::change::{self, NewChange, Operation};
use crate::store::entity::{self, EntityRow, IndexRow};
use crate::store::reference;

/// What a pass has found.
pub struct Finish<'a> {
    pub location: &'a EntityRow,
    pub source: &'a str,
    pub cause: &'a str,
    pub named: &'a HashSet<String>,
    pub kept: &'a HashSet<String>,
    /// Whether every target of the Location could be told.
    pub complete: bool,
    pub problems: Vec<Value>,
    /// Whether anything was read without a problem.
    pub sound: bool,
}

/// What finishing did.
#[derive(Clone, Copy, Debug, Default)]
pub struct Finished {
    pub removed: usize,
    pub problems: usize,
}

/// Log entries and index updates of one transaction.
#[derive(Default)]
pub struct Effects {
    pub changes: Vec<NewChange>,
    pub updates: Vec<Update>,
}

/// Ends the pass in one transaction.
pub async fn finish(ingest: &Ingest, mut finish: Finish<'_>) -> Result<Finished, Error> {
    let _turn = ingest.writer.lock().await;
    let now = ingest.shared_now();
    let mut tx = ingest.begin().await?;
    let mut effects = Effects::default();
    let removed = if finish.complete {
        drop_unnamed(ingest, &mut tx, &mut finish, &mut effects, now).await?
    } else {
        0
    };
    let problems = finish.problems.len();
    let sound = finish.sound;
    settle(ingest, &mut tx, finish.location, finish.problems, sound, &mut effects).await?;
    let origin = finish.location.location_key.as_deref().unwrap_or(finish.source);
    let sequence = change::append(&mut tx, &effects.changes, now, origin, finish.cause).await?;
    ingest.commit(tx, sequence, effects.changes.len(), effects.updates).await?;
    Ok(Finished { removed, problems })
}

/// Forgets references that were not seen again and marks what nobody names any more. Returns how many there were.
async fn drop_unnamed(
    ingest: &Ingest,
    tx: &mut Tx,
    finish: &mut Finish<'_>,
    effects: &mut Effects,
    now: i64,
) -> Result<usize, Error> {
    let before = reference::of_source(tx, finish.source).await?;
    let mut dropped = Vec::new();
    for (target, file) in &before {
        if !finish.named.contains(target) && !finish.kept.contains(file) {
            dropped.push(target.as_str());
        }
    }
    if dropped.is_empty() {
        return Ok(0);
    }
    let guard = ingest.settings().deletion_guard;
    if guard.stops(dropped.len(), before.len()) {
        let message = format!(
            "the source names {} of its {} entities no longer, which is more than the allowed share of {}; nothing was \
             removed. Raise callboard.catalog.deletionGuard.share if this is meant",
            dropped.len(),
            before.len(),
            guard.share
        );
        tracing::warn!(location = finish.location.entity_ref, "{message}");
        finish.problems.push(problem::item("ConflictError", &message));
        return Ok(0);
    }
    reference::delete_many(tx, finish.source, &dropped).await?;
    let orphans = reference::unreferenced(tx, &dropped).await?;
    mark_orphans(tx, &orphans, effects, now).await?;
    Ok(dropped.len())
}

/// Marks entities that nobody names. One that never was sound goes at once.
pub async fn mark_orphans(
    tx: &mut Tx,
    refs: &[String],
    effects: &mut Effects,
    now: i64,
) -> Result<(), Error> {
    let names: Vec<&str> = refs.iter().map(String::as_str).collect();
    let mut rows = Vec::new();
    let mut gone = Vec::new();
    for (entity_ref, row) in entity::find_many(tx, &names).await? {
        let Some(document) = row.document.clone() else {
            gone.push(entity_ref);
            continue;
        };
        let before: Value = serde_json::from_str(&document).map_err(Error::internal)?;
        let mut after = before.clone();
        if let Some(annotations) = after.pointer_mut("/metadata/annotations").and_then(Value::as_object_mut) {
            annotations.insert(annotate::ORPHAN.to_owned(), "true".into());
        }
        let document = crate::document::compose(&after);
        effects.changes.push(NewChange {
            entity_ref: entity_ref.clone(),
            entity_id: row.entity_id.clone(),
            operation: Operation::Updated,
            fields: Value::from(difference::fields(&before, &after)).to_string(),
        });
        let (document_text, problems) = (document.clone(), row.problems.clone());
        effects.updates.push(Update::Document {
            entity_ref,
            entity: after,
            document: document_text,
            problems,
        });
        rows.push(EntityRow { document: Some(document), orphan: true, updated_at: now, ..row });
    }
    entity::upsert_many(tx, &rows).await?;
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    entity::delete_many(tx, &gone).await?;
    Ok(())
}

/// Writes down the problems of the Location, lists it when it has earned it, and sets the next reading.
async fn settle(
    ingest: &Ingest,
    tx: &mut Tx,
    location: &EntityRow,
    problems: Vec<Value>,
    sound: bool,
    effects: &mut Effects,
) -> Result<(), Error> {
    let Some(current) = entity::find(tx, &location.entity_ref).await? else { return Ok(()) };
    let now = ingest.shared_now();
    let problems = problem::to_text(problems);
    let next_update_at = match current.next_update_at {
        // Somebody asked for a refresh meanwhile.
        Some(at) if at <= now => Some(at),
        _ => ingest.settings().next_reading(now),
    };
    let mut row = EntityRow { next_update_at, ..current };
    let listed = row.document.is_some();
    if !listed && (sound || is_generated(&row)) {
        row.document = row.unprocessed.take();
        effects.changes.push(new_change(&row, Operation::Created));
        let settings = ingest.settings();
        if let Some(document) = row.document.clone() {
            let (entity_id, entity_ref) = (row.entity_id.clone(), row.entity_ref.clone());
            let put = IndexRow { entity_id, entity_ref, document, problems: problems.clone() };
            effects.updates.extend(update_of(put, &settings.kinds, &settings.limits));
        }
    } else if listed && row.problems != problems {
        effects.changes.push(new_change(&row, Operation::Status));
        effects
            .updates
            .push(Update::Problems { entity_ref: row.entity_ref.clone(), problems: problems.clone() });
    }
    row.problems = problems;
    entity::upsert_many(tx, &[row]).await?;
    Ok(())
}

fn new_change(row: &EntityRow, operation: Operation) -> NewChange {
    NewChange {
        entity_ref: row.entity_ref.clone(),
        entity_id: row.entity_id.clone(),
        operation,
        fields: "[]".to_owned(),
    }
}

fn is_generated(row: &EntityRow) -> bool {
    let text = row.unprocessed.as_deref().unwrap_or("null");
    serde_json::from_str::<Value>(text).is_ok_and(|entity| annotate::is_generated(&entity))
}

/// How many Locations stand above this one, counted along the first parents.
pub async fn depth(ingest: &Ingest, location_ref: &str) -> Result<usize, Error> {
    let limit = ingest.settings().maximum_depth + 1;
    let mut at = location_ref.to_owned();
    let mut seen = HashSet::new();
    while seen.len() < limit && seen.insert(at.clone()) {
        match reference::parents(&ingest.services.db, &at).await?.into_iter().next() {
            Some(parent) => at = parent,
            None => break,
        }
    }
    Ok(seen.len())
}

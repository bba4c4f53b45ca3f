//! Writes what one file gave: entities, references, log, all in one transaction; then feeds the read index. The first
//! to name a ref keeps it: another location's version is refused. Source: catalog-api contract, section 10.6.

use std::collections::{HashMap, HashSet};

use kernel::Error;
use kernel::db::Tx;
use serde_json::Value;

use super::Ingest;
use super::prepare::{Prepared, Refused};
use super::problem;
use crate::difference;
use crate::projection::update::Update;
use crate::store::change::{self, NewChange, Operation};
use crate::store::entity::{self, EntityRow};
use crate::store::{reference, source};

/// What is to be written together.
pub struct Batch<'a> {
    /// `entity:<ref>` or `provider:<name>`.
    pub source: &'a str,
    /// The file, as `type:target`; empty for providers.
    pub file: &'a str,
    pub cause: &'a str,
    pub prepared: Vec<Prepared>,
    pub refused: &'a [Refused],
    /// The Location that is being read, whose lease is renewed to this moment, and the new state of the file.
    pub location: Option<(&'a str, i64, Option<String>)>,
}

/// What was written.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Refs that this source names from now on.
    pub named: Vec<String>,
    /// Refs that belong to somebody else.
    pub conflicts: Vec<String>,
    pub changed: usize,
    /// The last change's place in the log.
    pub sequence: Option<i64>,
}

/// The rows, log entries and index updates that a batch comes to.
#[derive(Default)]
struct Plan {
    rows: Vec<EntityRow>,
    changes: Vec<NewChange>,
    updates: Vec<Update>,
    outcome: Outcome,
}

/// A batch that is in the transaction and waits for its commit.
pub struct Written {
    pub outcome: Outcome,
    pub changes: usize,
    pub updates: Vec<Update>,
}

/// Writes a batch. Nothing of it is visible unless all of it is. A Location that was unregistered while its files were
/// read has nothing to say any more: its entities would stay for ever.
pub async fn apply(ingest: &Ingest, batch: Batch<'_>) -> Result<Outcome, Error> {
    let _turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    if let Some((location_ref, ..)) = &batch.location
        && entity::find(&mut tx, location_ref).await?.is_none()
    {
        tx.rollback().await?;
        return Ok(Outcome::default());
    }
    let written = write(&mut tx, batch, ingest.shared_now()).await?;
    ingest.commit(tx, written.outcome.sequence, written.changes, written.updates).await?;
    Ok(written.outcome)
}

/// The same inside a transaction of the caller, who commits it with [`Ingest::commit`].
pub async fn write(tx: &mut Tx, batch: Batch<'_>, now: i64) -> Result<Written, Error> {
    let prepared = last_of_each(batch.prepared);
    let plan = plan(tx, prepared, batch.refused, now).await?;
    entity::upsert_many(tx, &plan.rows).await?;
    let named: Vec<&str> = plan.outcome.named.iter().map(String::as_str).collect();
    reference::upsert_many(tx, batch.source, batch.file, &named).await?;
    if let Some((location_ref, lease_until, state)) = &batch.location {
        entity::renew_lease(tx, location_ref, now, *lease_until).await?;
        // A file in conflict is processed at every pass, so that the conflict stays visible and ends when the other goes.
        if !plan.outcome.conflicts.is_empty() {
            source::delete(tx, location_ref, batch.file).await?;
        } else if let Some(state) = state {
            source::upsert(tx, location_ref, batch.file, state, now).await?;
        }
    }
    let origin = if batch.file.is_empty() { batch.source } else { batch.file };
    let sequence = change::append(tx, &plan.changes, now, origin, batch.cause).await?;
    let outcome = Outcome { sequence, ..plan.outcome };
    Ok(Written { outcome, changes: plan.changes.len(), updates: plan.updates })
}

/// When a file names a ref twice, the last one counts. Source: entity-model contract, section 7.
fn last_of_each(prepared: Vec<Prepared>) -> Vec<Prepared> {
    let mut last: HashMap<String, usize> = HashMap::with_capacity(prepared.len());
    for (position, entity) in prepared.iter().enumerate() {
        last.insert(entity.entity_ref.clone(), position);
    }
    let mut kept = Vec::with_capacity(last.len());
    for (position, entity) in prepared.into_iter().enumerate() {
        if last.get(&entity.entity_ref) == Some(&position) {
            kept.push(entity);
        }
    }
    kept
}

async fn plan(tx: &mut Tx, prepared: Vec<Prepared>, refused: &[Refused], now: i64) -> Result<Plan, Error> {
    let mut refs: Vec<&str> = prepared.iter().map(|entity| entity.entity_ref.as_str()).collect();
    refs.extend(refused.iter().filter_map(|refused| refused.entity_ref.as_deref()));
    let mut existing = entity::find_many(tx, &refs).await?;
    let mut plan = Plan::default();
    // Each ref is decided once: its row is taken out, so that a second look would find it free to take.
    let mut decided: HashSet<String> = HashSet::with_capacity(prepared.len());
    for entity in prepared {
        let row = existing.remove(&entity.entity_ref);
        decided.insert(entity.entity_ref.clone());
        plan_one(&mut plan, entity, row, now);
    }
    for refused in refused {
        let Some(entity_ref) = &refused.entity_ref else { continue };
        if !decided.insert(entity_ref.clone()) {
            continue;
        }
        let row = existing.remove(entity_ref);
        plan_refused(&mut plan, entity_ref, refused, row, now);
    }
    Ok(plan)
}

fn plan_one(plan: &mut Plan, new: Prepared, existing: Option<EntityRow>, now: i64) {
    let Some(old) = existing else {
        let row = row_of(&new, kernel::random::time_ordered_id(), now);
        if row.is_location {
            plan.pend(row);
            return;
        }
        plan.change(&row, Operation::Created, "[]".to_owned());
        plan.put(row, new);
        return;
    };
    let same_key = old.location_key.is_none() || old.location_key == new.location_key;
    if !same_key {
        plan.outcome.conflicts.push(new.entity_ref);
        return;
    }
    let settled = old.is_location || (old.document.is_some() && old.problems == "[]");
    if settled && !old.orphan && old.content_hash == new.content_hash {
        plan.outcome.named.push(new.entity_ref);
        return;
    }
    if new.is_location && old.document.is_none() {
        let problems = old.problems;
        plan.pend(EntityRow { problems, ..row_of(&new, old.entity_id, now) });
        return;
    }
    let before = old.document.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    let operation = if before.is_some() { Operation::Updated } else { Operation::Created };
    let after: Value = serde_json::from_str(&new.document).unwrap_or_default();
    let fields = before.map(|before| difference::fields(&before, &after)).unwrap_or_default();
    let operation =
        if operation == Operation::Updated && fields.is_empty() { Operation::Status } else { operation };
    let mut row = row_of(&new, old.entity_id, now);
    // A Location's own problems belong to its reading, not to the file that names it.
    if row.is_location && operation != Operation::Created {
        row.problems = old.problems;
    }
    plan.change(&row, operation, Value::from(fields).to_string());
    plan.put(row, new);
}

fn plan_refused(plan: &mut Plan, entity_ref: &str, refused: &Refused, existing: Option<EntityRow>, now: i64) {
    let raw = refused.raw.as_ref().map(Value::to_string);
    let key = refused
        .raw
        .as_ref()
        .and_then(|raw| super::annotate::get(raw, super::annotate::LOCATION))
        .map(str::to_owned);
    // The file that a document was read from is also who may replace its entity.
    let problems = problem::to_text(vec![match &key {
        Some(file) => problem::of_document(file, &refused.problem),
        None => problem::item(refused.problem.name.as_str(), &refused.problem.message),
    }]);
    match existing {
        None => {
            plan.outcome.named.push(entity_ref.to_owned());
            plan.rows.push(EntityRow {
                entity_id: kernel::random::time_ordered_id(),
                entity_ref: entity_ref.to_owned(),
                document: None,
                unprocessed: raw,
                problems,
                location_key: key,
                content_hash: String::new(),
                orphan: false,
                is_location: false,
                next_update_at: None,
                updated_at: now,
            });
        }
        Some(old) if old.location_key.is_some() && old.location_key != key => {
            plan.outcome.conflicts.push(entity_ref.to_owned());
        }
        Some(old) => {
            plan.outcome.named.push(entity_ref.to_owned());
            if old.problems == problems && old.unprocessed == raw {
                return;
            }
            let row = EntityRow {
                problems: problems.clone(),
                unprocessed: raw,
                content_hash: String::new(),
                updated_at: now,
                ..old
            };
            if row.document.is_some() {
                plan.change(&row, Operation::Status, "[]".to_owned());
                plan.updates.push(Update::Problems { entity_ref: entity_ref.to_owned(), problems });
            }
            plan.rows.push(row);
        }
    }
}

fn row_of(new: &Prepared, entity_id: String, now: i64) -> EntityRow {
    EntityRow {
        entity_id,
        entity_ref: new.entity_ref.clone(),
        document: Some(new.document.clone()),
        unprocessed: None,
        problems: "[]".to_owned(),
        location_key: new.location_key.clone(),
        content_hash: new.content_hash.clone(),
        orphan: false,
        is_location: new.is_location,
        next_update_at: new.is_location.then_some(now),
        updated_at: now,
    }
}

impl Plan {
    /// A Location is not listed before its first reading: Backstage never lists what has not succeeded once.
    fn pend(&mut self, mut row: EntityRow) {
        row.unprocessed = row.document.take();
        self.outcome.named.push(row.entity_ref.clone());
        self.rows.push(row);
    }

    fn change(&mut self, row: &EntityRow, operation: Operation, fields: String) {
        self.changes.push(NewChange {
            entity_ref: row.entity_ref.clone(),
            entity_id: row.entity_id.clone(),
            operation,
            fields,
        });
    }

    fn put(&mut self, row: EntityRow, new: Prepared) {
        self.outcome.named.push(new.entity_ref.clone());
        self.outcome.changed += 1;
        self.updates.push(Update::Put {
            entity_id: row.entity_id.clone(),
            entity_ref: new.entity_ref,
            entity: new.entity,
            document: new.document,
            relations: new.relations,
            problems: row.problems.clone(),
        });
        self.rows.push(row);
    }
}

//! Entities that a source has named but that are not (yet) part of the catalog. Source: catalog-api contract, section 1.

use kernel::{Ctx, Error};
use serde_json::{Value, json};

use crate::Catalog;
use crate::ingest::finish::Effects;
use crate::ingest::prune;
use crate::permissions::{PLUGIN, UNPROCESSED_DELETE, UNPROCESSED_READ};
use crate::store::change;
use crate::store::entity::{self, EntityRow};

/// Rows in one answer.
const LIMIT: i64 = 1_000;

/// Failed or pending entities, as rows of Backstage's refresh state; `owner` keeps those whose spec names that owner.
pub async fn list(
    catalog: &Catalog,
    ctx: &Ctx,
    failed: bool,
    owner: Option<&str>,
) -> Result<Vec<Value>, Error> {
    let mut listed = Vec::new();
    for row in page(catalog, ctx, failed, 0, LIMIT).await? {
        if owner.is_some_and(|owner| row.raw.pointer("/spec/owner").and_then(Value::as_str) != Some(owner)) {
            continue;
        }
        listed.push(show(&row));
    }
    Ok(listed)
}

/// One of them.
#[derive(Clone, Debug)]
pub struct Unprocessed {
    pub row: EntityRow,
    /// The entity as its source has it; null when that could not be read.
    pub raw: Value,
    /// Status items.
    pub items: Vec<Value>,
}

/// Up to `limit` of them by ref, after the first `offset`.
pub async fn page(
    catalog: &Catalog,
    ctx: &Ctx,
    failed: bool,
    offset: i64,
    limit: i64,
) -> Result<Vec<Unprocessed>, Error> {
    catalog.gate().require(ctx, PLUGIN, &UNPROCESSED_READ).await?;
    let rows = entity::unprocessed(&catalog.ingest.services.db, failed, offset, limit).await?;
    let read = |text: Option<&str>| text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let items = serde_json::from_str(&row.problems).unwrap_or_default();
        found.push(Unprocessed { raw: read(row.unprocessed.as_deref()), items, row });
    }
    Ok(found)
}

/// How many there are: failed and pending.
pub async fn counts(catalog: &Catalog, ctx: &Ctx) -> Result<(u64, u64), Error> {
    catalog.gate().require(ctx, PLUGIN, &UNPROCESSED_READ).await?;
    let db = &catalog.ingest.services.db;
    Ok((entity::count_unprocessed(db, true).await?, entity::count_unprocessed(db, false).await?))
}

fn show(unprocessed: &Unprocessed) -> Value {
    let row = &unprocessed.row;
    let errors: Vec<&Value> = unprocessed.items.iter().filter_map(|item| item.get("error")).collect();
    json!({
        "entity_id": row.entity_id,
        "entity_ref": row.entity_ref,
        "unprocessed_entity": unprocessed.raw,
        "processed_entity": Value::Null,
        "unprocessed_hash": row.content_hash,
        "errors": errors,
        "location_key": row.location_key,
        "next_update_at": kernel::clock::iso(row.next_update_at.unwrap_or(row.updated_at)),
        "last_discovery_at": kernel::clock::iso(row.updated_at),
    })
}

/// Forgets one of them; the next reading of its source may bring it back.
pub async fn delete(catalog: &Catalog, ctx: &Ctx, entity_id: &str) -> Result<(), Error> {
    catalog.gate().require(ctx, PLUGIN, &UNPROCESSED_DELETE).await?;
    let ingest = &catalog.ingest;
    let _turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    let Some(row) = entity::find_by_id(&mut tx, entity_id).await? else { return Ok(()) };
    if row.document.is_some() {
        return Err(Error::Conflict(format!(
            "{} is part of the catalog; delete it by its uid",
            row.entity_ref
        )));
    }
    let mut effects = Effects::default();
    prune::remove(&mut tx, vec![row.entity_ref], &mut effects).await?;
    let cause = format!("deletion by {}", ctx.credentials.subject());
    let sequence = change::append(&mut tx, &effects.changes, ctx.now, "api", &cause).await?;
    ingest.commit(tx, sequence, effects.changes.len(), effects.updates).await?;
    ingest.projection.refresh();
    Ok(())
}

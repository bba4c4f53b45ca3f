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
    catalog.gate().require(ctx, PLUGIN, &UNPROCESSED_READ).await?;
    let rows = entity::unprocessed(&catalog.ingest.services.db, failed, LIMIT).await?;
    let mut listed = Vec::with_capacity(rows.len());
    for row in rows {
        let raw: Value =
            row.unprocessed.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        if owner.is_some_and(|owner| raw.pointer("/spec/owner").and_then(Value::as_str) != Some(owner)) {
            continue;
        }
        listed.push(show(&row, &raw));
    }
    Ok(listed)
}

fn show(row: &EntityRow, raw: &Value) -> Value {
    let items: Vec<Value> = serde_json::from_str(&row.problems).unwrap_or_default();
    let errors: Vec<Value> = items.into_iter().filter_map(|item| item.get("error").cloned()).collect();
    json!({
        "entity_id": row.entity_id,
        "entity_ref": row.entity_ref,
        "unprocessed_entity": raw,
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

//! The change log as callers may see it: changes of entities that they may read, filtered. Knows no transport.

use kernel::{Ctx, Error};
use query::predicate::Predicate;
use serde_json::{Value, json};

use crate::Catalog;
use crate::permissions::{Visible, readable};
use crate::store::change::{self, ChangeRow, Operation};

/// Changes looked at for one page; a filter that passes few of them gives short pages, with a position to go on from.
const MAXIMUM_LOOKED_AT: usize = 5_000;
/// Changes in memory at a time: each may hold a whole entity.
const STEP: usize = 250;

/// A page of the log.
pub struct Page {
    pub items: Vec<Value>,
    /// The sequence after which to go on; everything up to it has been looked at.
    pub after: i64,
    /// Whether there may be more right now.
    pub more: bool,
}

/// Changes after `after`, oldest first, at most `limit`.
pub async fn list(
    catalog: &Catalog,
    ctx: &Ctx,
    after: i64,
    limit: usize,
    filter: Option<&Predicate>,
) -> Result<Page, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    let mut page = Page { items: Vec::new(), after, more: false };
    let mut looked_at = 0;
    while looked_at < MAXIMUM_LOOKED_AT {
        let step = STEP.min(limit - page.items.len() + 1);
        let count = i64::try_from(step).unwrap_or(i64::MAX);
        let rows = change::after(&catalog.ingest.services.db, page.after, count).await?;
        let is_last = rows.len() < step;
        looked_at += rows.len();
        for row in rows {
            if page.items.len() == limit {
                page.more = true;
                return Ok(page);
            }
            page.after = row.sequence;
            if passes(catalog, &row, &may, filter) {
                page.items.push(show(&row));
            }
        }
        if is_last {
            return Ok(page);
        }
    }
    page.more = true;
    Ok(page)
}

/// The changes of one entity, newest first, before the sequence `before`.
pub async fn of_entity(
    catalog: &Catalog,
    ctx: &Ctx,
    entity_ref: &str,
    before: i64,
    limit: usize,
) -> Result<Vec<Value>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = change::of_entity(&catalog.ingest.services.db, entity_ref, before, limit).await?;
    let shown: Vec<Value> = rows.iter().filter(|row| passes(catalog, row, &may, None)).map(show).collect();
    if shown.is_empty() && !catalog.is_visible(entity_ref, &may) {
        return Err(Error::NotFound(format!("no entity {entity_ref} is or was known")));
    }
    Ok(shown)
}

/// The newest changes of any of some entities, newest first, at most `limit`. Changes that the caller may not see are
/// left out, so that there may be fewer.
pub async fn of_entities(
    catalog: &Catalog,
    ctx: &Ctx,
    refs: &[String],
    limit: usize,
) -> Result<Vec<ChangeRow>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = change::of_entities(&catalog.ingest.services.db, refs, limit).await?;
    rows.retain(|row| passes(catalog, row, &may, None));
    Ok(rows)
}

/// An entity that is gone is judged by what it was when it went.
fn passes(catalog: &Catalog, row: &ChangeRow, may: &Visible, filter: Option<&Predicate>) -> bool {
    if *may == Visible::None {
        return false;
    }
    let restriction = if let Visible::Where(predicate) = may { Some(predicate) } else { None };
    if restriction.is_none() && filter.is_none() {
        return true;
    }
    let conditions = restriction.into_iter().chain(filter);
    if row.operation == Operation::Deleted || !catalog.exists(&row.entity_ref) {
        let Some(before) = before_deletion(row) else { return false };
        return conditions.into_iter().all(|condition| condition.matches(&before));
    }
    catalog.projection().read(|state| {
        conditions
            .into_iter()
            .all(|condition| state.index.is_match(&row.entity_ref, condition).unwrap_or(false))
    })
}

fn before_deletion(row: &ChangeRow) -> Option<Value> {
    let fields: Vec<Value> = serde_json::from_str(&row.fields).ok()?;
    fields
        .into_iter()
        .find(|field| field.get("path").and_then(Value::as_str) == Some(""))?
        .get("before")
        .cloned()
}

/// A change as clients get it.
pub fn show(row: &ChangeRow) -> Value {
    json!({
        "sequence": row.sequence,
        "time": kernel::clock::iso(row.changed_at),
        "entityRef": row.entity_ref,
        "uid": row.entity_id,
        "operation": row.operation.as_str(),
        "fields": serde_json::from_str::<Value>(&row.fields).unwrap_or_default(),
        "source": row.source,
        "cause": row.cause,
    })
}

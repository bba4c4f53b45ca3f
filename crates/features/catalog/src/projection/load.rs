//! Fills the read index from the entity rows when the portal starts. The rows come in pages; parsing runs beside reading.

use std::sync::Arc;

use entity::{Kinds, Limits};
use kernel::{Db, Error};
use serde_json::Value;
use tokio::sync::mpsc;

use super::Projection;
use super::update::Update;
use crate::store::{change, entity as rows};

/// Rows read at a time.
const PAGE: i64 = 500;
/// Pages that may wait to be parsed.
const WAITING: usize = 2;

/// Loads everything and returns how many entities there are.
pub async fn load(
    projection: &Projection,
    db: &Db,
    kinds: &Arc<Kinds>,
    limits: &Limits,
) -> Result<usize, Error> {
    // The position is taken first: what is committed meanwhile is seen again by the follower, which does no harm.
    let position = change::position(db).await?;
    let (pages, mut unparsed) = mpsc::channel::<Vec<rows::IndexRow>>(WAITING);
    let (parsed, mut updates) = mpsc::channel::<Vec<Update>>(WAITING);
    let reader = async {
        let mut after = String::new();
        loop {
            let page = rows::page(db, &after, PAGE).await?;
            let Some(last) = page.last() else { return Ok::<(), Error>(()) };
            after.clone_from(&last.entity_id);
            if pages.send(page).await.is_err() {
                return Ok(());
            }
        }
    };
    let (kinds, limits) = (Arc::clone(kinds), limits.clone());
    let parser = tokio::task::spawn_blocking(move || {
        while let Some(page) = unparsed.blocking_recv() {
            let updates = page.into_iter().filter_map(|row| update_of(row, &kinds, &limits)).collect();
            if parsed.blocking_send(updates).is_err() {
                return;
            }
        }
    });
    let target = projection.clone();
    let indexer = tokio::task::spawn_blocking(move || {
        let mut count = 0;
        while let Some(page) = updates.blocking_recv() {
            count += page.len();
            target.apply(page);
        }
        target.note(0, position);
        target.refresh();
        count
    });
    let read = reader.await;
    drop(pages);
    parser.await.map_err(Error::internal)?;
    let count = indexer.await.map_err(Error::internal)?;
    read?;
    Ok(count)
}

/// A row as the index takes it; `None` for a row that cannot be read, which is logged.
pub fn update_of(row: rows::IndexRow, kinds: &Kinds, limits: &Limits) -> Option<Update> {
    let entity: Value = match serde_json::from_str(&row.document) {
        Ok(entity) => entity,
        Err(error) => {
            tracing::error!(entity = row.entity_ref, %error, "stored entity cannot be read");
            return None;
        }
    };
    let relations = ::entity::relations::emitted(&entity, kinds, limits).unwrap_or_default();
    Some(Update::Put {
        entity_id: row.entity_id,
        entity_ref: row.entity_ref,
        entity,
        document: row.document,
        relations,
        problems: row.problems,
    })
}

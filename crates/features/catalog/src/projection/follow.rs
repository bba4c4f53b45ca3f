//! Follows the change log: what other replicas commit becomes visible here. What this replica commits is applied right
//! after its commit, so that the follower has nothing left to do.

use std::time::Duration;

use kernel::Error;

use super::load::update_of;
use super::update::Update;
use crate::ingest::{CHANGE_CHANNEL, Ingest};
use crate::store::{change, entity as rows};

/// How long a missed notification may go unnoticed.
const POLL: Duration = Duration::from_millis(500);
/// Changes caught up with at a time.
const STEP: i64 = 5_000;

/// Runs until the portal drains.
pub async fn run(ingest: Ingest) {
    let mut signal = ingest.services.db.listen(CHANGE_CHANNEL);
    loop {
        if let Err(error) = catch_up(&ingest).await {
            tracing::warn!(%error, "the change log cannot be followed; trying again");
        }
        tokio::select! {
            () = ingest.services.tasks.draining() => return,
            () = tokio::time::sleep(POLL) => {}
            () = signal.changed() => {}
        }
    }
}

/// Applies everything that is in the log and not yet in the index.
pub async fn catch_up(ingest: &Ingest) -> Result<(), Error> {
    let db = &ingest.services.db;
    let target = change::position(db).await?;
    if ingest.projection.applied() >= target {
        return Ok(());
    }
    // Commits of this process wait here, so that the index never goes back to an older state.
    let _turn = ingest.writer.lock().await;
    loop {
        let from = ingest.projection.applied();
        let until = change::position(db).await?.min(from + STEP);
        if until <= from {
            return Ok(());
        }
        let refs = change::changed_refs(db, from, until).await?;
        let names: Vec<&str> = refs.iter().map(String::as_str).collect();
        let found = rows::read_many(db, &names).await?;
        let updates = updates_of(ingest, &refs, found);
        ingest.projection.apply(updates);
        ingest.projection.note(from, until);
        ingest.projection.refresh();
    }
}

/// Rows that are there and sound are put; the others are removed.
fn updates_of(ingest: &Ingest, refs: &[String], found: Vec<rows::EntityRow>) -> Vec<Update> {
    let settings = ingest.settings();
    let mut updates = Vec::with_capacity(refs.len());
    let mut sound = std::collections::HashSet::new();
    for row in found {
        let Some(document) = row.document else { continue };
        sound.insert(row.entity_ref.clone());
        let row = rows::IndexRow {
            entity_id: row.entity_id,
            entity_ref: row.entity_ref,
            document,
            problems: row.problems,
        };
        updates.extend(update_of(row, &settings.kinds, &settings.limits));
    }
    for entity_ref in refs {
        if !sound.contains(entity_ref) {
            updates.push(Update::Remove { entity_ref: entity_ref.clone() });
        }
    }
    updates
}

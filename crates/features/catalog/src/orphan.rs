//! Sweeps entities that nothing names any more. Source: catalog-api contract, section 10.8.

use std::time::Duration;

use kernel::Error;

use crate::ingest::finish::Effects;
use crate::ingest::{Ingest, prune};
use crate::settings::OrphanStrategy;
use crate::store::{change, entity, reference};

/// Time between two sweeps.
const INTERVAL: Duration = Duration::from_secs(30);
/// Rounds of one sweep; each may make new orphans.
const MAXIMUM_ROUNDS: usize = 100;
/// Orphans removed in one transaction.
const STEP: i64 = 500;

/// Runs until the portal drains.
pub async fn run(ingest: Ingest) {
    loop {
        tokio::select! {
            () = ingest.services.tasks.draining() => return,
            () = tokio::time::sleep(INTERVAL) => {}
        }
        if let Err(error) = sweep(&ingest).await {
            tracing::warn!(%error, "orphans could not be swept; trying again");
        }
    }
}

/// Removes every orphan, if that is the strategy; returns how many.
pub async fn sweep(ingest: &Ingest) -> Result<usize, Error> {
    if ingest.settings().orphan_strategy == OrphanStrategy::Keep {
        return Ok(0);
    }
    let mut removed = 0;
    for _ in 0..MAXIMUM_ROUNDS {
        let orphans = entity::orphans(&ingest.services.db, STEP).await?;
        if orphans.is_empty() {
            break;
        }
        removed += remove(ingest, &orphans).await?;
    }
    Ok(removed)
}

async fn remove(ingest: &Ingest, orphans: &[String]) -> Result<usize, Error> {
    let _turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    let mut effects = Effects::default();
    // Somebody may have named one again since.
    let names: Vec<&str> = orphans.iter().map(String::as_str).collect();
    let still = reference::unreferenced(&mut tx, &names).await?;
    entity::clear_orphans(&mut tx, &names).await?;
    let removed = prune::remove(&mut tx, still, &mut effects).await?;
    let now = ingest.shared_now();
    let sequence = change::append(&mut tx, &effects.changes, now, "orphan", "orphan sweep").await?;
    ingest.commit(tx, sequence, effects.changes.len(), effects.updates).await?;
    ingest.projection.refresh();
    Ok(removed)
}

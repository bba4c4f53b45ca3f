//! The loop that reads Locations when they are due. Any number of replicas may run it: a Location is claimed before it is
//! read. Source: catalog-api contract, section 10.2.

use std::time::Duration;

use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use kernel::Error;

use super::Ingest;
use super::pass::{self, lease_until};
use crate::store::entity::{self, EntityRow};

/// How often the database is asked when nobody nudges.
const POLL: Duration = Duration::from_secs(1);
/// Pause after a failure, so that an unreachable database is not flooded.
const PAUSE: Duration = Duration::from_secs(2);

/// Runs until the portal drains.
pub async fn run(ingest: Ingest) {
    loop {
        if ingest.services.tasks.is_draining() {
            return;
        }
        let pause = match round(&ingest).await {
            Ok(0) => POLL,
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(%error, "locations cannot be read; trying again");
                PAUSE
            }
        };
        tokio::select! {
            () = ingest.services.tasks.draining() => return,
            () = tokio::time::sleep(pause) => {}
            () = ingest.nudge.notified() => {}
        }
    }
}

/// Reads every Location that is due, several at a time; returns how many there were. A slow one holds up its own slot
/// only: the others are filled again as they come free.
pub async fn round(ingest: &Ingest) -> Result<usize, Error> {
    let mut passes = FuturesUnordered::new();
    let mut count = 0;
    loop {
        let free = ingest.settings().concurrency.saturating_sub(passes.len());
        let due = if ingest.services.tasks.is_draining() { Vec::new() } else { claim(ingest, free).await? };
        count += due.len();
        for row in due {
            passes.push(read(ingest, row));
        }
        if passes.is_empty() {
            return Ok(count);
        }
        // While others are read, new ones may become due.
        tokio::select! {
            _ = passes.next() => {}
            () = tokio::time::sleep(POLL), if passes.len() < ingest.settings().concurrency => {}
            () = ingest.nudge.notified(), if passes.len() < ingest.settings().concurrency => {}
        }
    }
}

/// Takes up to `limit` Locations that are due, unless reading is switched off.
async fn claim(ingest: &Ingest, limit: usize) -> Result<Vec<EntityRow>, Error> {
    if limit == 0 || ingest.settings().interval.is_none() {
        return Ok(Vec::new());
    }
    let now = ingest.services.clock.now();
    let limit = i64::try_from(limit).unwrap_or(1);
    Ok(entity::claim_due(&ingest.services.db, now, lease_until(now), limit).await?)
}

async fn read(ingest: &Ingest, row: EntityRow) {
    let location = &row.entity_ref;
    match pass::run(ingest, &row, "schedule").await {
        Ok(report) if report.changed > 0 || report.removed > 0 || report.problems > 0 => {
            tracing::info!(location, ?report, "location read");
        }
        Ok(_) => {}
        Err(error) => {
            eprintln!("DBG {location} {error:?}");
            tracing::warn!(location, %error, "location could not be read to the end; it stays as it was");
        }
    }
}

//! The loop that reads Locations when they are due. Any number of replicas may run it: a Location is claimed before it is
//! read. Source: catalog-api contract, section 10.2.

use std::time::Duration;

use futures_util::StreamExt as _;
use kernel::Error;

use super::Ingest;
use super::pass::{self, lease_until};
use crate::store::entity;

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

/// Reads every Location that is due, several at a time; returns how many there were.
pub async fn round(ingest: &Ingest) -> Result<usize, Error> {
    let settings = ingest.settings();
    if settings.interval.is_none() {
        return Ok(0);
    }
    let now = ingest.services.clock.now();
    let limit = i64::try_from(settings.concurrency).unwrap_or(1);
    let due = entity::claim_due(&ingest.services.db, now, lease_until(now), limit).await?;
    let count = due.len();
    let mut passes = futures_util::stream::iter(due.into_iter().map(|row| async move {
        let outcome = pass::run(ingest, &row, "schedule").await;
        (row.entity_ref, outcome)
    }))
    .buffer_unordered(settings.concurrency);
    while let Some((location, outcome)) = passes.next().await {
        match outcome {
            Ok(report) if report.changed > 0 || report.removed > 0 || report.problems > 0 => {
                tracing::info!(location, ?report, "location read");
            }
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(location, %error, "location could not be read to the end; it stays as it was")
            }
        }
    }
    Ok(count)
}

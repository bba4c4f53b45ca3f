//! The loop that reads Locations when they are due. Any number of replicas may run it: a Location is claimed before it is
//! read. Source: catalog-api contract, section 10.2.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::FutureExt as _;
use futures_util::future::join_all;
use kernel::Error;
use tokio::sync::Notify;
use tracing::Instrument as _;

use super::Ingest;
use super::pass::{self, LEASE, lease_until};
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

/// A SQLite file belongs to one process: what was being read when the last one ended is nobody's now, and need not wait
/// for its lease. Called once, before anything is read.
pub async fn take_over(ingest: &Ingest) -> Result<(), Error> {
    let db = &ingest.services.db;
    if !db.is_postgres() {
        let now = ingest.shared_now();
        entity::end_leases(db, now, lease_until(now)).await?;
    }
    Ok(())
}

/// The readers of one round. All of them count as busy from its beginning: one that has not looked yet may still find
/// something slow, and must not be left alone with it.
struct Readers {
    busy: AtomicUsize,
    /// Told when nobody is busy any more, which ends the round for all.
    done: Notify,
}

/// Reads every Location that is due, several at a time, and those that become due meanwhile; returns how many there
/// were. A slow source holds up one reader: the others go on.
pub async fn round(ingest: &Ingest) -> Result<usize, Error> {
    ingest.compare_clocks().await?;
    make_wishes_due(ingest).await?;
    let concurrency = ingest.settings().concurrency;
    let readers = Readers { busy: AtomicUsize::new(concurrency), done: Notify::new() };
    let mut count = 0;
    for read in join_all((0..concurrency).map(|_| read_on(ingest, &readers))).await {
        count += read?;
    }
    Ok(count)
}

/// What people wanted to have read too soon after the last time.
async fn make_wishes_due(ingest: &Ingest) -> Result<(), Error> {
    let now = ingest.shared_now();
    let waiting = ingest.pace.due(now);
    if waiting.is_empty() {
        return Ok(());
    }
    let refs: Vec<&str> = waiting.iter().map(String::as_str).collect();
    let mut tx = ingest.services.db.begin().await?;
    entity::make_due(&mut tx, &refs, now).await?;
    Ok(tx.commit().await?)
}

/// One reader: takes what is due until nobody finds anything. It claims and reads beside the others, which may hold the
/// only connection that writes.
async fn read_on(ingest: &Ingest, readers: &Readers) -> Result<usize, Error> {
    let mut count = 0;
    loop {
        let claimed = claim(ingest).await;
        if let Ok(Some(row)) = &claimed {
            read(ingest, row).await;
            count += 1;
            continue;
        }
        let last = readers.busy.fetch_sub(1, Ordering::SeqCst) == 1;
        if last {
            readers.done.notify_waiters();
        }
        claimed?;
        if last {
            return Ok(count);
        }
        tokio::select! {
            biased;
            () = readers.done.notified() => return Ok(count),
            () = tokio::time::sleep(POLL) => {}
            () = ingest.nudge.notified() => {}
        }
        readers.busy.fetch_add(1, Ordering::SeqCst);
    }
}

/// Takes a Location that is due, unless reading is switched off or the portal drains.
async fn claim(ingest: &Ingest) -> Result<Option<EntityRow>, Error> {
    let db = &ingest.services.db;
    let now = ingest.shared_now();
    if ingest.services.tasks.is_draining() || ingest.settings().interval.is_none() {
        return Ok(None);
    }
    // Looking costs no write, and mostly nothing is due.
    if entity::next_due(db).await?.is_none_or(|next| next > now) {
        return Ok(None);
    }
    Ok(entity::claim_due(db, now, lease_until(now), 1).await?.pop())
}

/// A panic costs this reading only: the Location is looked at again when its lease ends.
async fn read(ingest: &Ingest, row: &EntityRow) {
    let location = &row.entity_ref;
    let span = tracing::info_span!("read location", location);
    let reading =
        AssertUnwindSafe(Box::pin(pass::run(ingest, row, "schedule"))).catch_unwind().instrument(span);
    let ended = tokio::select! {
        ended = reading => ended,
        never = keep_lease(ingest, location) => match never {},
    };
    let Ok(outcome) = ended else {
        tracing::error!(location, "reading a location panicked; it stays as it was");
        return;
    };
    match outcome {
        Ok(report) if report.changed > 0 || report.removed > 0 || report.problems > 0 => {
            tracing::info!(location, ?report, "location read");
        }
        Ok(_) => {}
        Err(error) => {
            tracing::warn!(location, %error, "location could not be read to the end; it stays as it was");
        }
    }
}

/// A reading may take longer than a lease; a replica that was killed must not hold a Location for longer than one.
async fn keep_lease(ingest: &Ingest, location: &str) -> Infallible {
    loop {
        tokio::time::sleep(LEASE / 3).await;
        if let Err(error) = renew(ingest, location).await {
            tracing::debug!(location, %error, "the lease could not be renewed; trying again");
        }
    }
}

async fn renew(ingest: &Ingest, location: &str) -> Result<(), Error> {
    let mut tx = ingest.services.db.begin().await?;
    let now = ingest.shared_now();
    entity::renew_lease(&mut tx, location, now, lease_until(now)).await?;
    Ok(tx.commit().await?)
}

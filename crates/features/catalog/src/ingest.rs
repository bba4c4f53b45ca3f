//! From a source to the catalog: read, parse, prepare, apply, finish. Each stage is a file; the pass over one Location
//! runs them in order. Knows no HTTP route and no page.

pub mod annotate;
pub mod apply;
pub mod due;
pub mod file;
pub mod finish;
pub mod pace;
pub mod parse;
pub mod pass;
pub mod placeholder;
pub mod prepare;
pub mod problem;
pub mod prune;
pub mod read;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use arc_swap::ArcSwap;
use kernel::{Clock, Services, Timestamp};

use pace::Pace;

use crate::projection::Projection;
use crate::projection::update::Update;
use crate::settings::Settings;
use crate::store::change;

/// The database channel on which replicas tell each other of changes.
pub const CHANGE_CHANNEL: &str = "catalog_change";

/// What every stage needs. Cheap to clone.
#[derive(Clone)]
pub struct Ingest {
    pub services: Services,
    pub settings: Arc<ArcSwap<Settings>>,
    pub projection: Projection,
    /// One write at a time in this process, so that the read index is fed in the order of commits.
    pub writer: Arc<tokio::sync::Mutex<()>>,
    /// Wakes the loop that looks for due Locations.
    pub nudge: Arc<tokio::sync::Notify>,
    /// By how many milliseconds the database's clock is ahead of this process'.
    pub skew: Arc<AtomicI64>,
    pub pace: Arc<Pace>,
}

impl Ingest {
    pub fn settings(&self) -> Arc<Settings> {
        self.settings.load_full()
    }

    /// The time by which Locations are due, leases end and changes are dated: that of the database, so that replicas
    /// whose clocks differ agree.
    pub fn shared_now(&self) -> Timestamp {
        self.services.clock.now().saturating_add(self.skew.load(Ordering::Relaxed))
    }

    /// Looks at the database's clock. A clock that stands in tests is the only one there is.
    pub async fn compare_clocks(&self) -> Result<(), kernel::Error> {
        if matches!(self.services.clock, Clock::System) {
            self.skew.store(self.services.db.clock_skew().await?, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Opens a write transaction that no other replica writes beside, so that two which first see the same ref at the same
    /// moment cannot both make it.
    pub async fn begin(&self) -> Result<kernel::db::Tx, kernel::Error> {
        let mut tx = self.services.db.begin().await?;
        change::take_turn(&mut tx).await?;
        Ok(tx)
    }

    /// Commits a transaction that logged `count` changes, the last as `sequence`; feeds them to the index of this
    /// replica and wakes the others. The caller holds the writer's turn.
    pub async fn commit(
        &self,
        mut tx: kernel::db::Tx,
        sequence: Option<i64>,
        count: usize,
        updates: Vec<Update>,
    ) -> Result<(), kernel::Error> {
        if sequence.is_some() {
            self.services.db.notify(&mut tx, CHANGE_CHANNEL).await?;
        }
        tx.commit().await?;
        self.projection.apply(updates);
        if let Some(last) = sequence {
            self.projection.note(last - i64::try_from(count).unwrap_or(0), last);
        }
        Ok(())
    }
}

//! The loop of a replica: claims what is due as long as there is a free worker, sleeps until the next is. Knows no work.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::claim::{self, Wanted, Which};
use super::schedule::milliseconds;
use super::store::{self, Claimed};
use super::{CHANNEL, Inner, Registered, Scope, run};
use crate::db::DbError;
use crate::tasks::Tasks;

/// Pause after a claim that found nothing although something is due: another replica was faster, or the key is taken.
const PASSED_OVER: Duration = Duration::from_millis(250);
/// Pause after an error of the database.
const AFTER_ERROR: Duration = Duration::from_secs(1);
const SHORTEST_SLEEP: Duration = Duration::from_millis(5);
/// Smaller differences are not worth a line.
const TOLERATED_SKEW_MILLISECONDS: i64 = 5_000;
const FORGET_EVERY: Duration = Duration::from_hours(1);

/// Counts the runs of this replica.
#[derive(Default)]
pub(super) struct Running {
    by_kind: Mutex<HashMap<&'static str, usize>>,
    ended: Notify,
}

/// One run; its end frees the worker, also when the run is dropped.
pub(super) struct Slot {
    running: Arc<Running>,
    kind: &'static str,
}

impl Running {
    fn take(self: &Arc<Self>, kind: &'static str) -> Slot {
        *self.by_kind.lock().entry(kind).or_default() += 1;
        Slot { running: self.clone(), kind }
    }

    fn total(&self) -> usize {
        self.by_kind.lock().values().sum()
    }

    fn of(&self, kind: &str) -> usize {
        self.by_kind.lock().get(kind).copied().unwrap_or_default()
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(count) = self.running.by_kind.lock().get_mut(self.kind) {
            *count = count.saturating_sub(1);
        }
        self.running.ended.notify_one();
    }
}

struct Worker {
    inner: Arc<Inner>,
    handlers: BTreeMap<&'static str, Registered>,
    running: Arc<Running>,
    tasks: Tasks,
    /// When running jobs were last looked through for abandoned ones.
    swept: Option<Instant>,
    forgot: Option<Instant>,
    skewed: bool,
}

/// Works on the queue until `tasks` drains.
pub(super) async fn work(inner: Arc<Inner>, handlers: BTreeMap<&'static str, Registered>, tasks: Tasks) {
    let running = Arc::new(Running::default());
    let mut wakes = inner.db.listen(CHANNEL);
    let mut worker = Worker { inner, handlers, running, tasks, swept: None, forgot: None, skewed: false };
    while !worker.tasks.is_draining() {
        let pause = match worker.turn().await {
            Ok(pause) => pause,
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "cannot look at the queue of jobs");
                AFTER_ERROR
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = wakes.changed() => {}
            () = worker.running.ended.notified() => {}
            () = worker.tasks.draining() => {}
        }
    }
}

impl Worker {
    /// Claims what can be run now; answers how long to sleep if nothing wakes.
    async fn turn(&mut self) -> Result<Duration, DbError> {
        self.forget().await?;
        let settings = self.inner.settings;
        if self.swept.is_none_or(|at| at.elapsed() >= settings.lease / 3) {
            let kinds = self.free_kinds();
            self.claim(&kinds, Which::Abandoned).await?;
            self.swept = Some(Instant::now());
            self.compare_clocks().await?;
        }
        let kinds = self.free_kinds();
        let Some(due) = claim::next_due(&self.inner.db, &kinds).await? else { return Ok(settings.poll) };
        let wait = due.saturating_sub(self.inner.db.now().await?);
        if wait > 0 {
            let wait = Duration::from_millis(wait.unsigned_abs());
            return Ok(wait.clamp(SHORTEST_SLEEP, settings.poll));
        }
        let claimed = self.claim(&kinds, Which::Due).await?;
        Ok(if claimed == 0 { PASSED_OVER } else { Duration::ZERO })
    }

    /// The kinds that have a free worker.
    fn free_kinds(&self) -> Vec<&'static str> {
        let settings = self.inner.settings;
        if self.running.total() >= settings.workers {
            return Vec::new();
        }
        let mut kinds = Vec::new();
        for (kind, registered) in &self.handlers {
            let free = self.running.of(kind) < settings.workers_per_kind;
            if free && registered.handler.scope == Scope::Global {
                kinds.push(*kind);
            }
        }
        kinds
    }

    async fn claim(&self, kinds: &[&'static str], which: Which) -> Result<usize, DbError> {
        let settings = self.inner.settings;
        let mut limit = settings.workers.saturating_sub(self.running.total());
        for kind in kinds {
            limit =
                limit.min(settings.workers_per_kind - self.running.of(kind).min(settings.workers_per_kind));
        }
        let wanted = Wanted {
            kinds,
            limit,
            lease_milliseconds: milliseconds(settings.lease),
            replica: &self.inner.replica,
        };
        let claimed = claim::claim(&self.inner.db, &wanted, which).await?;
        let count = claimed.len();
        for job in claimed {
            if which == Which::Abandoned {
                tracing::warn!(job = job.id, kind = job.kind, "taking over a job whose replica fell silent");
            }
            self.start(job);
        }
        Ok(count)
    }

    fn start(&self, job: Claimed) {
        let Some(registered) = self.handlers.get(job.kind.as_str()) else { return };
        let slot = self.running.take(registered.handler.kind);
        let work = run::run(self.inner.clone(), registered.handler.clone(), job, self.tasks.clone());
        self.tasks.spawn("jobs.run", async move {
            let _slot = slot;
            work.await;
        });
    }

    /// Leases and schedules follow the database's clock, so that a wrong one here does no harm to them; tokens do.
    /// Said once until it is over.
    async fn compare_clocks(&mut self) -> Result<(), DbError> {
        let skew_milliseconds = self.inner.db.clock_skew().await?;
        let skewed = skew_milliseconds.abs() > TOLERATED_SKEW_MILLISECONDS;
        if skewed && !self.skewed {
            let message = "the clocks of database and process differ";
            tracing::warn!(event = "clock.skew", skew_milliseconds, "{message}");
        }
        self.skewed = skewed;
        Ok(())
    }

    async fn forget(&mut self) -> Result<(), DbError> {
        if self.forgot.is_some_and(|at| at.elapsed() < FORGET_EVERY) {
            return Ok(());
        }
        store::forget_failed(&self.inner.db, milliseconds(self.inner.settings.keep_failed)).await?;
        self.forgot = Some(Instant::now());
        Ok(())
    }
}

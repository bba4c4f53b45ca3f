//! Work that can wait: a queue with leases, fencing, retries and schedules. Knows nothing of what the work is.
//!
//! A job is a row, written in the transaction that makes it necessary. A replica claims it for the length of a lease and
//! under a fencing number that grows with every claim; a replica that dies or falls silent loses it to another. Jobs
//! carry ids, load what they need afresh, and are safe to run twice: a job may run again after a crash, never twice at
//! once within its lease. Leases are judged by the database's clock.

mod claim;
mod cron;
mod handler;
mod local;
mod run;
pub mod schedule;
mod store;
#[cfg(test)]
mod tests;
mod view;
mod worker;

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use serde_json::Value;

pub use handler::{JobError, JobHandler, JobRun, Scope};
pub use schedule::{Frequency, Schedule};
pub use store::{FailedJob, MIGRATIONS, Waiting};
pub use view::{TaskState, TaskView, WorkerState};

use local::LocalState;

use crate::config::{ConfigError, Section};
use crate::db::{DbError, Tx};
use crate::tasks::Tasks;
use crate::{Db, Error, Timestamp};

/// Owner of the table of jobs in the bookkeeping of migrations.
pub const PLUGIN: &str = "kernel";
/// Wakes workers when there is something to claim.
const CHANNEL: &str = "jobs";
/// Wakes running jobs to see whether they are cancelled.
const CANCEL_CHANNEL: &str = "jobs.cancel";

/// How this replica works on the queue.
#[derive(Clone, Copy, Debug)]
pub struct JobSettings {
    /// How long a claimed job stays with a replica that gives no sign of life; it is renewed every third of that.
    pub lease: Duration,
    /// Jobs that this replica runs at once.
    pub workers: usize,
    /// Jobs of one kind that this replica runs at once, so that long ones do not keep the others out.
    pub workers_per_kind: usize,
    /// How often the queue is looked at without being woken.
    pub poll: Duration,
    /// How long jobs that gave up are kept for those who look for the reason.
    pub keep_failed: Duration,
}

impl Default for JobSettings {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(30),
            workers: 16,
            workers_per_kind: 8,
            poll: Duration::from_secs(2),
            keep_failed: Duration::from_hours(7 * 24),
        }
    }
}

const SHORTEST_LEASE: Duration = Duration::from_secs(1);
const MAX_WORKERS: usize = 256;

impl JobSettings {
    /// Reads `callboard.jobs.lease` (duration, at least 1 second) and `callboard.jobs.workers` (1 to 256).
    pub fn from_config(root: &Section) -> Result<Self, ConfigError> {
        let mut settings = Self::default();
        if let Some(lease) = root.duration("callboard.jobs.lease")? {
            if lease < SHORTEST_LEASE {
                return Err(
                    root.error_at("callboard.jobs.lease", "callboard.jobs.lease must be at least 1 second")
                );
            }
            settings.lease = lease;
        }
        if let Some(workers) = root.integer("callboard.jobs.workers")? {
            let workers = usize::try_from(workers).unwrap_or(usize::MAX);
            if !(1..=MAX_WORKERS).contains(&workers) {
                return Err(root.error_at(
                    "callboard.jobs.workers",
                    format!("callboard.jobs.workers must be 1 to {MAX_WORKERS}"),
                ));
            }
            settings.workers = workers;
            settings.workers_per_kind = workers.div_ceil(2);
        }
        Ok(settings)
    }
}

/// A job to be queued.
#[derive(Clone, Debug)]
pub struct NewJob {
    /// The handler that runs it.
    pub kind: &'static str,
    /// Jobs of one kind and key never run at once, and while one is queued another is folded into it: the newer payload
    /// and the earlier time win.
    pub key: Option<String>,
    /// Ids of what is to be done; at most [`MAX_PAYLOAD_BYTES`] of JSON.
    pub payload: Value,
    /// Not before this moment of the database's clock; `None` is now.
    pub run_at: Option<Timestamp>,
}

/// Jobs carry ids, not data.
pub const MAX_PAYLOAD_BYTES: usize = 64 * 1024;

/// The queue. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    settings: JobSettings,
    /// Name of this replica in the rows it holds.
    replica: String,
    handlers: Mutex<BTreeMap<&'static str, Registered>>,
}

#[derive(Clone)]
struct Registered {
    plugin: &'static str,
    handler: Arc<JobHandler>,
    /// State of a job that each replica runs for itself.
    local: Option<Arc<LocalState>>,
}

impl Jobs {
    /// The queue of `db`. Nothing runs until [`Jobs::start`].
    pub fn new(db: &Db, settings: JobSettings) -> Self {
        let handlers = Mutex::new(BTreeMap::new());
        let replica = crate::random::id();
        Self { inner: Arc::new(Inner { db: db.clone(), settings, replica, handlers }) }
    }

    /// [`Jobs::new`] with [`JobSettings::from_config`].
    pub fn from_config(db: &Db, root: &Section) -> Result<Self, ConfigError> {
        Ok(Self::new(db, JobSettings::from_config(root)?))
    }

    /// Makes the table; before the first push.
    pub async fn migrate(&self) -> Result<usize, DbError> {
        self.inner.db.migrate(PLUGIN, MIGRATIONS).await
    }

    /// Queues `job` as part of `tx`; it runs once that is committed.
    pub async fn push(tx: &mut Tx, job: &NewJob) -> Result<(), Error> {
        store::push(tx, job).await?;
        tx.notify(CHANNEL).await?;
        Ok(())
    }

    /// Takes in a handler of a feature, before [`Jobs::start`]. Two handlers of one kind are refused.
    pub fn register(&self, plugin: &'static str, handler: JobHandler) -> Result<(), Error> {
        let kind = handler.kind;
        let local = match handler.scope {
            Scope::Replica => Some(Arc::new(LocalState::default())),
            Scope::Global => None,
        };
        let mut known = self.inner.handlers.lock();
        if known.contains_key(kind) {
            return Err(Error::Conflict(format!("two handlers for jobs of kind '{kind}'")));
        }
        known.insert(kind, Registered { plugin, handler: Arc::new(handler), local });
        Ok(())
    }

    /// Writes the schedules down and starts to work; ends with `tasks`. Call it once, after every [`Jobs::register`].
    pub async fn start(&self, tasks: &Tasks) -> Result<(), DbError> {
        let handlers = self.handlers();
        for registered in handlers.values() {
            let (Some(schedule), Scope::Global) = (&registered.handler.schedule, registered.handler.scope)
            else {
                continue;
            };
            store::put_schedule(&self.inner.db, registered.handler.kind, schedule).await?;
        }
        for registered in handlers.values() {
            if let (Some(state), Some(schedule)) = (&registered.local, &registered.handler.schedule) {
                let (handler, state) = (registered.handler.clone(), state.clone());
                let (db, schedule, own) = (self.inner.db.clone(), schedule.clone(), tasks.clone());
                tasks.spawn_loop("jobs.local", move || {
                    local::follow(db.clone(), handler.clone(), schedule.clone(), state.clone(), own.clone())
                });
            }
        }
        let (inner, own) = (self.inner.clone(), tasks.clone());
        tasks.spawn_loop("jobs.worker", move || worker::work(inner.clone(), handlers.clone(), own.clone()));
        Ok(())
    }

    /// The scheduled jobs of a plugin, for its scheduler routes. Source: platform-services contract, "devtools".
    pub async fn list(&self, plugin: &str) -> Result<Vec<TaskView>, Error> {
        view::list(self, Some(plugin)).await
    }

    /// The scheduled jobs of all plugins.
    pub async fn all(&self) -> Result<Vec<TaskView>, Error> {
        view::list(self, None).await
    }

    /// How many jobs without a schedule are queued, run and gave up, by kind.
    pub async fn waiting(&self) -> Result<Vec<Waiting>, Error> {
        Ok(store::waiting(&self.inner.db).await?)
    }

    /// Up to `limit` jobs that gave up, the last first. They are kept for [`JobSettings::keep_failed`].
    pub async fn failed(&self, limit: usize) -> Result<Vec<FailedJob>, Error> {
        Ok(store::failed(&self.inner.db, limit).await?)
    }

    /// Runs a scheduled job now. Unknown is not found, running already is a conflict.
    pub async fn trigger(&self, plugin: &str, task_id: &str) -> Result<(), Error> {
        view::trigger(self, plugin, task_id).await
    }

    /// Stops the running job; its schedule goes on. Unknown is not found, not running is a conflict.
    pub async fn cancel(&self, plugin: &str, task_id: &str) -> Result<(), Error> {
        view::cancel(self, plugin, task_id).await
    }

    /// Removes the queued job of this kind and key, and asks the running one to stop. Answers whether there was one.
    pub async fn cancel_key(tx: &mut Tx, kind: &'static str, key: &str) -> Result<bool, DbError> {
        let any = store::cancel_key(tx, kind, key).await?;
        tx.notify(CANCEL_CHANNEL).await?;
        Ok(any)
    }

    fn handlers(&self) -> BTreeMap<&'static str, Registered> {
        self.inner.handlers.lock().clone()
    }

    fn find(&self, plugin: &str, task_id: &str) -> Result<Registered, Error> {
        let known = self.inner.handlers.lock();
        let found = known.get(task_id).filter(|registered| registered.plugin == plugin);
        let scheduled = found.filter(|registered| registered.handler.schedule.is_some());
        scheduled.cloned().ok_or_else(|| Error::NotFound(format!("Task {task_id} not found")))
    }
}

//! What a feature says about one kind of job, and what a running job is told. Knows no table.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use parking_lot::Mutex;
use serde_json::Value;
use thiserror::Error;
use tokio_util::sync::CancellationToken;

use super::{Schedule, store};
use crate::db::{DbError, Tx};

/// What a feature runs for one kind of job.
#[derive(Clone)]
pub struct JobHandler {
    /// `catalog.refresh`: unique in the portal. It is the task id of the scheduler routes where there is a schedule.
    pub kind: &'static str,
    pub schedule: Option<Schedule>,
    pub scope: Scope,
    /// After this long a run is stopped and counts as failed, to be tried again.
    pub timeout: Duration,
    /// Runs of one job before it is given up; at least 1. A run that ended with its replica counts.
    pub max_attempts: u32,
    pub run: Arc<dyn Fn(JobRun) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>,
}

impl fmt::Debug for JobHandler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JobHandler")
            .field("kind", &self.kind)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// Who runs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// One replica of all, through the queue.
    Global,
    /// Every replica for itself by its schedule; such jobs cannot be pushed.
    Replica,
}

/// How a run ended otherwise than well. The texts are shown to operators.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum JobError {
    /// May go better later: tried again after a pause that doubles, until the attempts are used up.
    #[error("{0}")]
    Retry(String),
    /// Will not go better.
    #[error("{0}")]
    GiveUp(String),
    /// Stopped in good order because the replica drains; another goes on at once, and the attempt does not count.
    #[error("handed back")]
    HandBack,
}

/// A run of a job, as its handler sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct JobRun {
    pub id: Arc<str>,
    pub key: Option<Arc<str>>,
    pub payload: Arc<Value>,
    /// Counts from 1.
    pub attempt: u32,
    /// Grows with every claim of this job; whoever holds an older one has lost it.
    pub fence: i64,
    /// Cancelled when the replica takes no new work: reach a safe point soon and answer [`JobError::HandBack`].
    pub draining: CancellationToken,
    /// Cancelled when somebody asked for this job to stop; a few seconds later the run is dropped.
    pub cancelled: CancellationToken,
    pub(super) progress: Arc<Mutex<Option<Progress>>>,
}

/// How far a job has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Progress {
    pub(super) percent: u8,
    pub(super) text: String,
}

/// Longer progress texts are cut.
const MAX_PROGRESS_CHARACTERS: usize = 200;

impl JobRun {
    /// Says how far it has come, 0 to 100; written down about once a second.
    pub fn progress(&self, percent: u8, text: &str) {
        let text = text.chars().take(MAX_PROGRESS_CHARACTERS).collect();
        *self.progress.lock() = Some(Progress { percent: percent.min(100), text });
    }

    /// Makes a write of the job conditional on still holding it: false when another replica has taken it over, and then
    /// `tx` must not be committed.
    pub async fn holds(&self, tx: &mut Tx) -> Result<bool, DbError> {
        store::holds(tx, &self.id, self.fence).await
    }
}

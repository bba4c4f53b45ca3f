//! Scheduled jobs that each replica runs for itself: no row, no lease, the state in memory.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use parking_lot::Mutex;
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

use super::handler::{JobHandler, JobRun};
use super::run::CANCEL_GRACE;
use super::schedule::Schedule;
use crate::tasks::Tasks;
use crate::{Db, Timestamp};

/// Pause after the clock of the database could not be read.
const AFTER_ERROR: Duration = Duration::from_secs(1);

/// What the scheduler routes show, and how they reach in.
#[derive(Default)]
pub(super) struct LocalState {
    pub(super) shown: Mutex<Shown>,
    trigger: Notify,
}

#[derive(Clone, Default)]
pub(super) struct Shown {
    /// Of the run that goes on.
    pub(super) running: Option<LocalRun>,
    pub(super) next: Option<Timestamp>,
    pub(super) last_error: Option<String>,
    pub(super) last_ended_at: Option<Timestamp>,
}

#[derive(Clone)]
pub(super) struct LocalRun {
    pub(super) started_at: Timestamp,
    cancelled: CancellationToken,
}

impl LocalState {
    /// False when it is running.
    pub(super) fn trigger(&self) -> bool {
        let idle = self.shown.lock().running.is_none();
        if idle {
            self.trigger.notify_one();
        }
        idle
    }

    /// False when it is not running.
    pub(super) fn cancel(&self) -> bool {
        let running = self.shown.lock().running.clone();
        running.is_some_and(|run| {
            run.cancelled.cancel();
            true
        })
    }
}

/// Runs by the schedule until `tasks` drains.
pub(super) async fn follow(
    db: Db,
    handler: Arc<JobHandler>,
    schedule: Schedule,
    state: Arc<LocalState>,
    tasks: Tasks,
) {
    let mut next = schedule.first(now(&db).await);
    while !tasks.is_draining() {
        state.shown.lock().next = next;
        let wait = match next {
            Some(at) => Duration::from_millis(at.saturating_sub(now(&db).await).max(0).unsigned_abs()),
            None => Duration::MAX,
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = state.trigger.notified() => {}
            () = tasks.draining() => return,
        }
        let started_at = now(&db).await;
        run_once(&handler, &state, started_at, &tasks).await;
        let ended_at = now(&db).await;
        state.shown.lock().last_ended_at = Some(ended_at);
        next = schedule.following(started_at, ended_at);
    }
}

async fn run_once(handler: &JobHandler, state: &LocalState, started_at: Timestamp, tasks: &Tasks) {
    let cancelled = CancellationToken::new();
    state.shown.lock().running = Some(LocalRun { started_at, cancelled: cancelled.clone() });
    let run = JobRun {
        id: format!("local:{}:{started_at}", handler.kind).into(),
        key: None,
        payload: Arc::default(),
        attempt: 1,
        fence: 0,
        draining: tasks.drain_token(),
        cancelled: cancelled.clone(),
        progress: Arc::default(),
    };
    let work = AssertUnwindSafe(async { (handler.run)(run).await }).catch_unwind();
    let stop = async {
        cancelled.cancelled().await;
        tokio::time::sleep(CANCEL_GRACE).await;
    };
    let error = tokio::select! {
        result = tokio::time::timeout(handler.timeout, work) => match result {
            Ok(Ok(Ok(()))) => None,
            Ok(Ok(Err(_))) if cancelled.is_cancelled() => Some("cancelled".to_owned()),
            Ok(Ok(Err(error))) => Some(error.to_string()),
            Ok(Err(_)) => Some("it panicked".to_owned()),
            Err(_) => Some(format!("stopped after {} seconds", handler.timeout.as_secs())),
        },
        () = stop => Some("cancelled".to_owned()),
    };
    if let Some(error) = &error {
        tracing::warn!(kind = handler.kind, error, "job of this replica failed");
    }
    let mut shown = state.shown.lock();
    shown.running = None;
    shown.last_error = error;
}

/// The clock of the database, waited for.
async fn now(db: &Db) -> Timestamp {
    loop {
        match db.now().await {
            Ok(now) => return now,
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "cannot read the clock of the database"
                );
                tokio::time::sleep(AFTER_ERROR).await;
            }
        }
    }
}

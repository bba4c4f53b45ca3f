//! One run of a claimed job: keeps its lease while the handler works, stops it in time, and writes down how it ended.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use parking_lot::Mutex;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::handler::{JobError, JobHandler, JobRun};
use super::schedule::milliseconds;
use super::store::{self, Claimed, Requeue};
use super::{CANCEL_CHANNEL, CHANNEL, Inner};
use crate::db::DbError;
use crate::tasks::Tasks;
use crate::{Timestamp, random};

/// How often progress is written and the lease is looked at; never more than a third of the lease.
const BEAT: Duration = Duration::from_secs(1);
/// How long a cancelled run may take to stop by itself.
pub(super) const CANCEL_GRACE: Duration = Duration::from_secs(5);
/// Pause before the second attempt; doubled with each, up to the longest, and varied by a quarter either way.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_mins(10);
/// Pause before the end of a job is written again after an error of the database.
const WRITE_AGAIN: Duration = Duration::from_millis(500);

/// How a run ended.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Outcome {
    Done,
    Failed(JobError),
    Cancelled,
    /// Another replica has it now: there is nothing to write.
    Lost,
}

/// Runs a claimed job to its end, whatever that is.
pub(super) async fn run(inner: Arc<Inner>, handler: Arc<JobHandler>, job: Claimed, tasks: Tasks) {
    let started = Instant::now();
    let outcome = if job.cancelled {
        Outcome::Cancelled
    } else if job.attempt > handler.max_attempts.max(1) {
        Outcome::Failed(JobError::GiveUp(format!("its replica ended {} times while it ran", job.attempt - 1)))
    } else {
        supervise(&inner, &handler, &job, &tasks).await
    };
    let result = match &outcome {
        Outcome::Done => "done",
        Outcome::Failed(JobError::HandBack) => "handed_back",
        Outcome::Failed(_) => "failed",
        Outcome::Cancelled => "cancelled",
        Outcome::Lost => "lost",
    };
    metrics::counter!("callboard_jobs_total", "kind" => handler.kind, "outcome" => result).increment(1);
    metrics::histogram!("callboard_job_seconds", "kind" => handler.kind)
        .record(started.elapsed().as_secs_f64());
    if let Outcome::Failed(error) = &outcome {
        tracing::warn!(job = job.id, kind = job.kind, attempt = job.attempt, %error, "job failed");
    }
    if outcome == Outcome::Lost {
        tracing::warn!(job = job.id, kind = job.kind, "job was lost to another replica");
        return;
    }
    finish(&inner, &handler, &job, &outcome).await;
}

async fn supervise(inner: &Inner, handler: &JobHandler, job: &Claimed, tasks: &Tasks) -> Outcome {
    let run = JobRun {
        id: job.id.as_str().into(),
        key: job.key.as_deref().map(Into::into),
        payload: Arc::new(job.payload.clone()),
        attempt: job.attempt,
        fence: job.fence,
        draining: tasks.drain_token(),
        cancelled: CancellationToken::new(),
        progress: Arc::new(Mutex::new(None)),
    };
    let mut lease = Lease { inner, job, run: run.clone(), renewed: Instant::now(), stop_at: None };
    let work = AssertUnwindSafe(async { (handler.run)(run.clone()).await }).catch_unwind();
    tokio::pin!(work);
    let timeout = tokio::time::sleep(handler.timeout);
    tokio::pin!(timeout);
    let mut beat = tokio::time::interval(BEAT.min(inner.settings.lease / 3));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut wakes = inner.db.listen(CANCEL_CHANNEL);
    loop {
        let looked_for = tokio::select! {
            result = &mut work => return lease.outcome(result),
            () = &mut timeout => {
                let error = JobError::Retry(format!("stopped after {} seconds", handler.timeout.as_secs()));
                return Outcome::Failed(error);
            }
            _ = beat.tick() => lease.beat(false).await,
            () = wakes.changed() => lease.beat(true).await,
        };
        if let Some(outcome) = looked_for {
            return outcome;
        }
    }
}

/// The hold on a running job.
struct Lease<'a> {
    inner: &'a Inner,
    job: &'a Claimed,
    run: JobRun,
    renewed: Instant,
    /// When a cancelled run is dropped.
    stop_at: Option<Instant>,
}

impl Lease<'_> {
    /// Renews when a third of the lease is over, there is progress to write, or `now`. Answers when the run must end.
    async fn beat(&mut self, now: bool) -> Option<Outcome> {
        if self.stop_at.is_some_and(|at| Instant::now() >= at) {
            return Some(Outcome::Cancelled);
        }
        let lease = self.inner.settings.lease;
        let progress = self.run.progress.lock().take();
        if !now && progress.is_none() && self.renewed.elapsed() < lease / 3 {
            return None;
        }
        let asked = Instant::now();
        match store::renew(&self.inner.db, self.job, milliseconds(lease), progress).await {
            Ok(Some(cancel)) => {
                self.renewed = asked;
                if cancel && self.stop_at.is_none() {
                    self.run.cancelled.cancel();
                    self.stop_at = Some(asked + CANCEL_GRACE);
                }
                None
            }
            Ok(None) => Some(Outcome::Lost),
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    job = self.job.id,
                    "cannot renew a lease"
                );
                (self.renewed.elapsed() >= lease).then_some(Outcome::Lost)
            }
        }
    }

    fn outcome(&self, result: std::thread::Result<Result<(), JobError>>) -> Outcome {
        match result {
            Ok(Ok(())) => Outcome::Done,
            Ok(Err(_)) if self.run.cancelled.is_cancelled() => Outcome::Cancelled,
            Ok(Err(error)) => Outcome::Failed(error),
            Err(_) => {
                tracing::error!(job = self.job.id, kind = self.job.kind, "job panicked");
                Outcome::Failed(JobError::Retry("it panicked".to_owned()))
            }
        }
    }
}

/// Writes the end down; tries again until the lease is over, and then whoever takes over runs it once more.
async fn finish(inner: &Inner, handler: &JobHandler, job: &Claimed, outcome: &Outcome) {
    let give_up = Instant::now() + inner.settings.lease;
    while let Err(error) = write_end(inner, handler, job, outcome).await {
        tracing::warn!(
            error = &error as &dyn std::error::Error,
            job = job.id,
            "cannot write the end of a job"
        );
        if Instant::now() >= give_up {
            return;
        }
        tokio::time::sleep(WRITE_AGAIN).await;
    }
}

async fn write_end(
    inner: &Inner,
    handler: &JobHandler,
    job: &Claimed,
    outcome: &Outcome,
) -> Result<(), DbError> {
    let mut tx = inner.db.begin().await?;
    let now = tx.now().await?;
    match end(handler, job, outcome, now) {
        End::Remove => store::remove(&mut tx, job).await?,
        End::Fail(error) => store::fail(&mut tx, job, &error, now).await?,
        End::Requeue(again) => store::requeue(&mut tx, job, &again).await?,
    }
    if job.key.is_some() {
        // One of the same key may have waited for this.
        tx.notify(CHANNEL).await?;
    }
    tx.commit().await
}

enum End {
    Remove,
    Fail(String),
    Requeue(Requeue),
}

/// What becomes of the row.
fn end(handler: &JobHandler, job: &Claimed, outcome: &Outcome, now: Timestamp) -> End {
    let schedule = handler.schedule.as_ref().filter(|_| job.id == store::schedule_id(handler.kind));
    let error = match outcome {
        Outcome::Done | Outcome::Lost => None,
        Outcome::Cancelled => Some("cancelled".to_owned()),
        Outcome::Failed(JobError::HandBack) => {
            let attempt = job.attempt.saturating_sub(1);
            return End::Requeue(Requeue { run_at: Some(now), attempt, last_error: None, ended_at: now });
        }
        Outcome::Failed(error) => Some(error.to_string()),
    };
    let retries =
        matches!(outcome, Outcome::Failed(JobError::Retry(_))) && job.attempt < handler.max_attempts;
    let retry_at = retries.then(|| now.saturating_add(pause_after(job.attempt)));
    if let Some(schedule) = schedule {
        let following = schedule.following(job.started_at, now);
        let (run_at, attempt) = match (retry_at, following) {
            (Some(retry), Some(following)) if following <= retry => (Some(following), 0),
            (Some(retry), _) => (Some(retry), job.attempt),
            (None, following) => (following, 0),
        };
        return End::Requeue(Requeue { run_at, attempt, last_error: error, ended_at: now });
    }
    match (retry_at, error) {
        (Some(_), last_error) => {
            End::Requeue(Requeue { run_at: retry_at, attempt: job.attempt, last_error, ended_at: now })
        }
        (None, Some(error)) => End::Fail(error),
        (None, None) => End::Remove,
    }
}

/// Milliseconds before the next attempt after the `attempt`th, which counts from 1.
fn pause_after(attempt: u32) -> i64 {
    let doubled = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    let pause = milliseconds(doubled.min(LONGEST_PAUSE));
    let jitter = i64::from(u16::from_le_bytes(random::bytes()));
    // 75 % to 125 %.
    pause * 3 / 4 + pause / 2 * jitter / i64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_within_a_quarter_up_to_the_longest() {
        for (attempt, seconds) in
            [(1, 1), (2, 2), (3, 4), (9, 256), (10, 512), (11, 600), (40, 600), (u32::MAX, 600)]
        {
            for _ in 0..100 {
                let pause = pause_after(attempt);
                assert!((seconds * 750..=seconds * 1_250).contains(&pause), "attempt {attempt}: {pause}");
            }
        }
    }
}

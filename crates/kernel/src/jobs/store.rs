//! The table of jobs and every statement on it but the claim. Knows rows; when and why is for others.

use serde_json::Value;

use super::handler::Progress;
use super::{MAX_PAYLOAD_BYTES, NewJob, Schedule};
use crate::db::{Arg, Db, DbError, Migration, Row, Tx};
use crate::{Error, Timestamp};

const TABLE: &str = "CREATE TABLE callboard_job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    job_key TEXT,
    payload TEXT NOT NULL,
    -- queued, running or failed; jobs that went well are removed, those with a schedule are queued again
    state TEXT NOT NULL,
    run_at BIGINT,
    attempt BIGINT NOT NULL,
    fence BIGINT NOT NULL,
    lease_until BIGINT,
    holder TEXT,
    cancel BOOLEAN NOT NULL,
    percent BIGINT,
    progress TEXT,
    started_at BIGINT,
    last_error TEXT,
    last_ended_at BIGINT,
    -- of jobs with a schedule only
    settings TEXT,
    created_at BIGINT NOT NULL
);
CREATE INDEX callboard_job_due ON callboard_job (state, run_at);
CREATE UNIQUE INDEX callboard_job_queued_key ON callboard_job (kind, job_key)
    WHERE state = 'queued' AND job_key IS NOT NULL;
CREATE INDEX callboard_job_running_key ON callboard_job (kind, job_key)
    WHERE state = 'running' AND job_key IS NOT NULL;";

/// The table of jobs.
pub const MIGRATIONS: &[Migration] = &[Migration { name: "0001_job", sqlite: TABLE, postgres: TABLE }];

/// A claimed job.
#[derive(Clone, Debug)]
pub(super) struct Claimed {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) key: Option<String>,
    pub(super) payload: Value,
    pub(super) attempt: u32,
    pub(super) fence: i64,
    pub(super) cancelled: bool,
    pub(super) started_at: Timestamp,
}

impl Claimed {
    /// Reads `id, kind, job_key, payload, attempt, fence, cancel, started_at`.
    pub(super) fn from_row(row: &Row) -> Result<Self, DbError> {
        let payload = row.text(3)?;
        Ok(Self {
            id: row.text(0)?,
            kind: row.text(1)?,
            key: row.opt_text(2)?,
            payload: serde_json::from_str(&payload).unwrap_or_default(),
            attempt: u32::try_from(row.integer(4)?).unwrap_or(u32::MAX),
            fence: row.integer(5)?,
            cancelled: row.boolean(6)?,
            started_at: row.integer(7)?,
        })
    }
}

/// The one row of a scheduled job.
pub(super) fn schedule_id(kind: &str) -> String {
    format!("schedule:{kind}")
}

pub(super) async fn push(tx: &mut Tx, job: &NewJob) -> Result<(), Error> {
    let payload = job.payload.to_string();
    if payload.len() > MAX_PAYLOAD_BYTES {
        let message =
            format!("the payload of a job of kind '{}' is larger than {MAX_PAYLOAD_BYTES} bytes", job.kind);
        return Err(Error::TooLarge(message));
    }
    let now = tx.now().await?;
    tx.execute(
        "INSERT INTO callboard_job (id, kind, job_key, payload, state, run_at, attempt, fence, cancel, created_at)
         VALUES ($1, $2, $3, $4, 'queued', $5, 0, 0, FALSE, $6)
         ON CONFLICT (kind, job_key) WHERE state = 'queued' AND job_key IS NOT NULL
         DO UPDATE SET payload = excluded.payload, attempt = 0,
             run_at = CASE WHEN excluded.run_at < callboard_job.run_at THEN excluded.run_at ELSE callboard_job.run_at END",
        &[
            crate::random::time_ordered_id().into(),
            job.kind.into(),
            job.key.clone().into(),
            payload.into(),
            job.run_at.unwrap_or(now).into(),
            now.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Writes a schedule down. A known one keeps its time unless its settings have changed.
pub(super) async fn put_schedule(db: &Db, kind: &str, schedule: &Schedule) -> Result<(), DbError> {
    let mut tx = db.begin().await?;
    let now = tx.now().await?;
    tx.execute(
        "INSERT INTO callboard_job (id, kind, payload, state, run_at, attempt, fence, cancel, settings, created_at)
         VALUES ($1, $2, 'null', 'queued', $3, 0, 0, FALSE, $4, $5)
         ON CONFLICT (id) DO UPDATE SET settings = excluded.settings,
             run_at = CASE WHEN callboard_job.settings = excluded.settings THEN callboard_job.run_at
                 ELSE excluded.run_at END",
        &[
            schedule_id(kind).into(),
            kind.into(),
            schedule.first(now).into(),
            schedule.settings().to_string().into(),
            now.into(),
        ],
    )
    .await?;
    tx.commit().await
}

/// Extends the lease. `None` when the job is no longer ours, else whether it is asked to stop.
pub(super) async fn renew(
    db: &Db,
    job: &Claimed,
    lease_milliseconds: i64,
    progress: Option<Progress>,
) -> Result<Option<bool>, DbError> {
    let mut tx = db.begin().await?;
    let until = tx.now().await?.saturating_add(lease_milliseconds);
    let (percent, text) = match progress {
        Some(progress) => (Some(i64::from(progress.percent)), Some(progress.text)),
        None => (None, None),
    };
    let row = tx
        .one(
            "UPDATE callboard_job SET lease_until = $3, percent = COALESCE($4, percent),
                 progress = COALESCE($5, progress)
             WHERE id = $1 AND fence = $2 AND state = 'running' RETURNING cancel",
            &[job.id.as_str().into(), job.fence.into(), until.into(), percent.into(), text.into()],
        )
        .await?;
    tx.commit().await?;
    row.map(|row| row.boolean(0)).transpose()
}

/// True while nobody else has claimed the job; keeps it so until the end of `tx`.
pub(super) async fn holds(tx: &mut Tx, id: &str, fence: i64) -> Result<bool, DbError> {
    let touched = tx
        .execute(
            "UPDATE callboard_job SET fence = fence WHERE id = $1 AND fence = $2 AND state = 'running'",
            &[id.into(), fence.into()],
        )
        .await?;
    Ok(touched == 1)
}

/// Removes a job that went well.
pub(super) async fn remove(tx: &mut Tx, job: &Claimed) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM callboard_job WHERE id = $1 AND fence = $2 AND state = 'running'",
        &[job.id.as_str().into(), job.fence.into()],
    )
    .await?;
    Ok(())
}

/// What a job is queued again with.
pub(super) struct Requeue {
    /// `None` is not before it is triggered.
    pub(super) run_at: Option<Timestamp>,
    pub(super) attempt: u32,
    pub(super) last_error: Option<String>,
    pub(super) ended_at: Timestamp,
}

/// Queues a job again, unless one of the same key has been queued meanwhile, which does its work as well.
pub(super) async fn requeue(tx: &mut Tx, job: &Claimed, again: &Requeue) -> Result<(), DbError> {
    if let Some(key) = &job.key {
        let sql = "SELECT 1 FROM callboard_job WHERE kind = $1 AND job_key = $2 AND state = 'queued'";
        if tx.one(sql, &[job.kind.as_str().into(), key.into()]).await?.is_some() {
            return remove(tx, job).await;
        }
    }
    tx.execute(
        "UPDATE callboard_job SET state = 'queued', run_at = $3, attempt = $4, last_error = $5, last_ended_at = $6,
             lease_until = NULL, holder = NULL, cancel = FALSE, percent = NULL, progress = NULL
         WHERE id = $1 AND fence = $2 AND state = 'running'",
        &[
            job.id.as_str().into(),
            job.fence.into(),
            again.run_at.into(),
            i64::from(again.attempt).into(),
            again.last_error.clone().into(),
            again.ended_at.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Keeps a job that gave up, for those who look for the reason.
pub(super) async fn fail(tx: &mut Tx, job: &Claimed, error: &str, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE callboard_job SET state = 'failed', last_error = $3, last_ended_at = $4, lease_until = NULL,
             holder = NULL
         WHERE id = $1 AND fence = $2 AND state = 'running'",
        &[job.id.as_str().into(), job.fence.into(), error.into(), now.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn forget_failed(db: &Db, keep_milliseconds: i64) -> Result<u64, DbError> {
    let before = db.now().await?.saturating_sub(keep_milliseconds);
    db.execute("DELETE FROM callboard_job WHERE state = 'failed' AND last_ended_at < $1", &[before.into()])
        .await
}

pub(super) async fn cancel_key(tx: &mut Tx, kind: &str, key: &str) -> Result<bool, DbError> {
    let args = [Arg::from(kind), Arg::from(key)];
    let queued = "DELETE FROM callboard_job WHERE kind = $1 AND job_key = $2 AND state = 'queued'";
    let running =
        "UPDATE callboard_job SET cancel = TRUE WHERE kind = $1 AND job_key = $2 AND state = 'running'";
    Ok(tx.execute(queued, &args).await? + tx.execute(running, &args).await? > 0)
}

/// Lets a scheduled job run now; false when it is running.
pub(super) async fn trigger(tx: &mut Tx, kind: &str) -> Result<bool, DbError> {
    let now = tx.now().await?;
    let sql = "UPDATE callboard_job SET run_at = $2 WHERE id = $1 AND state = 'queued'";
    Ok(tx.execute(sql, &[schedule_id(kind).into(), now.into()]).await? == 1)
}

/// Asks a running scheduled job to stop; false when it is not running.
pub(super) async fn cancel(tx: &mut Tx, kind: &str) -> Result<bool, DbError> {
    let sql = "UPDATE callboard_job SET cancel = TRUE WHERE id = $1 AND state = 'running'";
    Ok(tx.execute(sql, &[schedule_id(kind).into()]).await? == 1)
}

/// Jobs of one kind that have no schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub kind: String,
    pub queued: u64,
    pub running: u64,
    pub failed: u64,
}

pub(super) async fn waiting(db: &Db) -> Result<Vec<Waiting>, DbError> {
    let sql = "SELECT kind, COUNT(CASE WHEN state = 'queued' THEN 1 END), COUNT(CASE WHEN state = 'running' THEN 1 END), \
               COUNT(CASE WHEN state = 'failed' THEN 1 END) FROM callboard_job WHERE settings IS NULL GROUP BY kind ORDER BY kind";
    let mut kinds = Vec::new();
    for row in db.all(sql, &[]).await? {
        let count = |index| row.integer(index).map(|count| u64::try_from(count).unwrap_or_default());
        kinds.push(Waiting { kind: row.text(0)?, queued: count(1)?, running: count(2)?, failed: count(3)? });
    }
    Ok(kinds)
}

/// A job that gave up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedJob {
    pub id: String,
    pub kind: String,
    pub key: Option<String>,
    pub attempts: u64,
    pub error: String,
    pub ended_at: Timestamp,
}

pub(super) async fn failed(db: &Db, limit: usize) -> Result<Vec<FailedJob>, DbError> {
    let sql = "SELECT id, kind, job_key, attempt, last_error, last_ended_at FROM callboard_job WHERE state = 'failed' \
               ORDER BY last_ended_at DESC, id LIMIT $1";
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut jobs = Vec::new();
    for row in db.all(sql, &[limit.into()]).await? {
        jobs.push(FailedJob {
            id: row.text(0)?,
            kind: row.text(1)?,
            key: row.opt_text(2)?,
            attempts: u64::try_from(row.integer(3)?).unwrap_or_default(),
            error: row.opt_text(4)?.unwrap_or_default(),
            ended_at: row.opt_integer(5)?.unwrap_or_default(),
        });
    }
    Ok(jobs)
}

/// A scheduled job as the scheduler routes show it.
pub(super) struct ScheduleRow {
    pub(super) running: bool,
    pub(super) run_at: Option<Timestamp>,
    pub(super) started_at: Option<Timestamp>,
    pub(super) holder: Option<String>,
    pub(super) last_error: Option<String>,
    pub(super) last_ended_at: Option<Timestamp>,
}

pub(super) async fn schedule_row(db: &Db, kind: &str) -> Result<Option<ScheduleRow>, DbError> {
    let sql = "SELECT state, run_at, started_at, holder, last_error, last_ended_at FROM callboard_job WHERE id = $1";
    let Some(row) = db.one(sql, &[schedule_id(kind).into()]).await? else { return Ok(None) };
    Ok(Some(ScheduleRow {
        running: row.str(0)? == "running",
        run_at: row.opt_integer(1)?,
        started_at: row.opt_integer(2)?,
        holder: row.opt_text(3)?,
        last_error: row.opt_text(4)?,
        last_ended_at: row.opt_integer(5)?,
    }))
}

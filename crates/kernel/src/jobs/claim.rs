//! Takes due jobs out of the queue under a lease. The one statement that differs between the databases: PostgreSQL lets
//! replicas pass each other by skipping rows that another is just claiming.

use super::store::Claimed;
use crate::Timestamp;
use crate::db::{Arg, Db, DbError};

/// What to claim.
pub(super) struct Wanted<'a> {
    /// Kinds that this replica has a handler and a free worker for; at least one.
    pub(super) kinds: &'a [&'static str],
    pub(super) limit: usize,
    pub(super) lease_milliseconds: i64,
    pub(super) replica: &'a str,
}

/// Which jobs.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// Queued ones whose time has come.
    Due,
    /// Running ones whose replica gave no sign of life for a lease.
    Abandoned,
}

/// Claims jobs, the longest due first. A job whose kind and key are being worked on is left alone.
pub(super) async fn claim(db: &Db, wanted: &Wanted<'_>, which: Which) -> Result<Vec<Claimed>, DbError> {
    if wanted.kinds.is_empty() || wanted.limit == 0 {
        return Ok(Vec::new());
    }
    let mut tx = db.begin().await?;
    let now = tx.now().await?;
    let mut args: Vec<Arg> = vec![
        now.into(),
        now.saturating_add(wanted.lease_milliseconds).into(),
        wanted.replica.into(),
        i64::try_from(wanted.limit).unwrap_or(i64::MAX).into(),
    ];
    args.extend(wanted.kinds.iter().map(|kind| Arg::from(*kind)));
    let rows = tx.all_dynamic(claim_text(which, wanted.kinds.len(), db.is_postgres()), &args).await?;
    tx.commit().await?;
    rows.iter().map(Claimed::from_row).collect()
}

fn claim_text(which: Which, kinds: usize, skip_locked: bool) -> String {
    let condition = match which {
        Which::Due => "job.state = 'queued' AND job.run_at <= $1",
        Which::Abandoned => "job.state = 'running' AND job.lease_until <= $1",
    };
    let lock = if skip_locked { "FOR UPDATE OF job SKIP LOCKED" } else { "" };
    format!(
        "WITH due AS MATERIALIZED (
             SELECT job.id FROM callboard_job AS job
             WHERE {condition} AND job.kind IN ({})
               AND NOT EXISTS (
                 SELECT 1 FROM callboard_job AS other
                 WHERE other.kind = job.kind AND other.job_key = job.job_key AND other.state = 'running'
                   AND other.id <> job.id)
             ORDER BY job.run_at LIMIT $4 {lock})
         UPDATE callboard_job SET state = 'running', attempt = attempt + 1, fence = fence + 1, lease_until = $2,
             holder = $3, started_at = $1, percent = NULL, progress = NULL
         FROM due WHERE callboard_job.id = due.id
         RETURNING callboard_job.id, kind, job_key, payload, attempt, fence, cancel, started_at",
        placeholders(5, kinds)
    )
}

/// The time of the next queued job of these kinds, due or not.
pub(super) async fn next_due(db: &Db, kinds: &[&'static str]) -> Result<Option<Timestamp>, DbError> {
    if kinds.is_empty() {
        return Ok(None);
    }
    let sql = format!(
        "SELECT run_at FROM callboard_job WHERE state = 'queued' AND run_at IS NOT NULL AND kind IN ({})
         ORDER BY run_at LIMIT 1",
        placeholders(1, kinds.len())
    );
    let args: Vec<Arg> = kinds.iter().map(|kind| Arg::from(*kind)).collect();
    match db.all_dynamic(sql, &args).await?.first() {
        Some(row) => row.opt_integer(0),
        None => Ok(None),
    }
}

fn placeholders(first: usize, count: usize) -> String {
    let names: Vec<String> = (first..first + count).map(|number| format!("${number}")).collect();
    names.join(", ")
}

//! One line per decision: who did or was refused what. Knows nothing of what the events mean.

use crate::Ctx;

/// Where audit lines go.
#[derive(Clone, Debug, Default)]
pub struct Audit {}

/// How a decision ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Succeeded,
    Failed,
    Denied,
}

impl Audit {
    /// Writes exactly one line for `event` (for example `catalog.location.create`) about `subject`.
    pub fn record(&self, ctx: &Ctx, event: &str, status: Status, subject: &str) {
        tracing::info!(target: "audit", event, status = ?status, actor = ctx.credentials.subject(), request = %ctx.request_id, subject);
    }
}

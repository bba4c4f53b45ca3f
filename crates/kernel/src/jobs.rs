//! Work that can wait: a queue with leases, fencing, retries and schedules. Knows nothing of what the work is.

/// The queue. Cheap to clone.
#[derive(Clone)]
pub struct Jobs {}

/// What a feature runs for one kind of job.
pub struct JobHandler {}

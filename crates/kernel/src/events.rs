//! Events within this process, by topic. Knows nothing of what they mean.

/// Cheap to clone.
#[derive(Clone)]
pub struct Events {}

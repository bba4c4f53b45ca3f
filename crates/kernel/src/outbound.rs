//! The only way out: every outbound request passes here and is checked. Knows no source-code host.

/// Cheap to clone.
#[derive(Clone)]
pub struct Outbound {}

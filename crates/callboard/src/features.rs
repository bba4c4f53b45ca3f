//! The list of features that the binary is made of, in the order in which they start.

use std::sync::Arc;

use kernel::Feature;

/// Every core feature. Features from elsewhere are added by [`crate::PortalBuilder::feature`], through the same door.
pub fn all() -> Vec<Arc<dyn Feature>> {
    Vec::new()
}

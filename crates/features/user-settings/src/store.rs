//! The rows of this feature.

pub(crate) mod setting;

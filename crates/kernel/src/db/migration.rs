//! Schema changes of features.

/// One forward-only schema change, with the same name in both dialects.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `0001_entities`: number and what; unique within the feature.
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

//! The bounds on what a catalog file may cost.
//!
//! Knows numbers only; each check lives next to the work that it bounds.

/// Bounds on one catalog file and on the entities in it. Every reader takes one; [`Limits::default`] suits a
/// portal that reads files written by strangers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one file, before parsing.
    pub file_bytes: usize,
    /// Documents in one file, counting empty ones. A file over it is refused as a whole.
    pub documents: usize,
    /// Nesting of lists and mappings in one document.
    pub depth: usize,
    /// Scalars, lists and mappings in one document, after aliases are expanded.
    pub nodes: usize,
    /// Bytes of one entity, written as JSON.
    pub entity_bytes: usize,
    /// Relations that one entity emits, both directions counted.
    pub relations: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 5 * 1024 * 1024,
            documents: 1000,
            depth: 64,
            nodes: 250_000,
            entity_bytes: 1024 * 1024,
            relations: 10_000,
        }
    }
}

//! The bounds on what a definition may cost.
//!
//! Knows numbers only; each check lives next to the work that it bounds.

/// Bounds on one definition. Whatever is over one of them is left out and named among the problems; only a text
/// over [`Limits::bytes`] is shown without being read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text.
    pub bytes: usize,
    /// Scalars, lists and mappings of a YAML or JSON document, after aliases are expanded.
    pub nodes: usize,
    /// Nesting of lists and mappings, of GraphQL types, of protobuf messages and of XML elements.
    pub depth: usize,
    /// Things made while reading: operations, parameters, schemas, values of examples; a text counts once more for every
    /// 64 bytes. What several places refer to counts once for each place, but for named schemas and for examples, which
    /// are made once.
    pub expansion: usize,
    /// Parameters of one operation.
    pub parameters: usize,
    /// References from one to the next (`$ref` to a `$ref`) before the chain counts as broken.
    pub hops: usize,
    /// Problems that are kept; the rest are counted.
    pub problems: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            bytes: 16 * 1024 * 1024,
            nodes: 1_500_000,
            depth: 100,
            expansion: 1_500_000,
            parameters: 1000,
            hops: 16,
            problems: 100,
        }
    }
}

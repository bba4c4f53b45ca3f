//! What one render may use.
//!
//! Knows no clock: time is counted in steps. Each limit is one configuration value; what exceeds it is an error that
//! carries the limit's name, never a shortened result.

use std::fmt;

/// The most that one template may need. One value over a limit is an error, the value itself is not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one template's source.
    pub source: usize,
    /// Nodes of one parsed template.
    pub nodes: usize,
    /// Steps of one render: a node evaluated, a list item visited, a kibibyte of text looked at.
    pub steps: u64,
    /// Brackets in brackets, blocks in blocks, and macro calls in macro calls.
    pub nesting: usize,
    /// Bytes of output.
    pub output: usize,
    /// Items of one list or record.
    pub items: usize,
    /// Bytes of all texts, lists and records that one render makes, whether it keeps them or not.
    pub growth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            source: 4 << 20,
            nodes: 500_000,
            steps: 1_000_000,
            nesting: 64,
            output: 10 << 20,
            items: 100_000,
            growth: 48 << 20,
        }
    }
}

/// Which limit was exceeded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    Source,
    Nodes,
    Steps,
    Nesting,
    Output,
    Items,
    Growth,
}

impl Limit {
    /// The name that configuration and messages use.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Nodes => "nodes",
            Self::Steps => "steps",
            Self::Nesting => "nesting",
            Self::Output => "output",
            Self::Items => "items",
            Self::Growth => "growth",
        }
    }

    /// What is counted.
    const fn unit(self) -> &'static str {
        match self {
            Self::Source => "bytes of source",
            Self::Nodes => "nodes",
            Self::Steps => "steps",
            Self::Nesting => "levels",
            Self::Output => "bytes of output",
            Self::Items => "items in one list or record",
            Self::Growth => "bytes of values",
        }
    }

    /// The value that this limit has in a set of limits.
    pub const fn of(self, limits: &Limits) -> u64 {
        match self {
            Self::Source => limits.source as u64,
            Self::Nodes => limits.nodes as u64,
            Self::Steps => limits.steps,
            Self::Nesting => limits.nesting as u64,
            Self::Output => limits.output as u64,
            Self::Items => limits.items as u64,
            Self::Growth => limits.growth as u64,
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// The message of an exceeded limit.
pub(crate) fn exceeded(limit: Limit, limits: &Limits) -> String {
    format!("template budget exceeded: limit \"{limit}\" allows {} {}", limit.of(limits), limit.unit())
}

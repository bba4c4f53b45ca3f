//! Makes nodes within the limits.

use super::ast::{Expression, Kind, Statement, StatementKind};
use super::names::Names;
use super::token::Token;
use crate::error::{Failure, Outcome};
use crate::limits::{Limit, Limits};

/// Nodes from an expression to the deepest one below it. Trees are evaluated and dropped by recursion.
const HIGHEST: u32 = 400;

/// What all parts of one template's parser share.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    pub(super) limits: &'a Limits,
    pub(super) names: Names,
    /// The tokens of the tag that is parsed; here, so that one allocation serves all tags.
    pub(super) tokens: Vec<Token<'a>>,
    nodes: usize,
    nesting: usize,
}

impl<'a> Builder<'a> {
    pub(super) fn new(limits: &'a Limits) -> Self {
        Self { limits, names: Names::default(), tokens: Vec::new(), nodes: 0, nesting: 0 }
    }

    pub(super) fn count(&mut self, nodes: usize, at: usize) -> Outcome<()> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes { self.exceeded(Limit::Nodes, at) } else { Ok(()) }
    }

    /// An expression above others, of which `below` is the highest.
    pub(super) fn expression(&mut self, kind: Kind, below: u32, at: usize) -> Outcome<Expression> {
        self.count(1, at)?;
        if below >= HIGHEST {
            return self.exceeded(Limit::Nesting, at);
        }
        Ok(Expression { at: position(at), height: below + 1, kind })
    }

    pub(super) fn statement(&mut self, kind: StatementKind, at: usize) -> Outcome<Statement> {
        self.count(1, at)?;
        Ok(Statement { at: position(at), kind })
    }

    /// One bracket or block deeper.
    pub(super) fn enter(&mut self, at: usize) -> Outcome<()> {
        self.nesting += 1;
        if self.nesting > self.limits.nesting { self.exceeded(Limit::Nesting, at) } else { Ok(()) }
    }

    pub(super) const fn leave(&mut self) {
        self.nesting -= 1;
    }

    fn exceeded<T>(&self, limit: Limit, at: usize) -> Outcome<T> {
        Err(Failure::limit(limit, self.limits, Some(position(at))))
    }
}

/// A place in a source; sources are shorter than 4 GiB.
pub(super) fn position(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

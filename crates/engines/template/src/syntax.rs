//! From source to a tree that is evaluated as it stands.
//!
//! Sources are cut into text and tags by [`scan`], tags into tokens by [`token`], these are parsed by [`expression`] and
//! [`statement`], and [`slots`] says which names a loop or macro binds. Knows no values but literals.

pub(crate) mod ast;
mod build;
mod expression;
mod literal;
pub(crate) mod names;
pub(crate) mod scan;
mod slots;
mod split;
mod statement;
mod token;
mod walk;

use crate::error::{Failure, Outcome};
use crate::limits::{Limit, Limits};
use ast::Program;

pub(crate) use walk::references;

/// How a template is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Syntax {
    /// `{{ }}` instead of `${{ }}`, `True`, `False` and `None`, `jsonify`, and methods of Python's lists and dictionaries.
    pub cookiecutter: bool,
    /// The line break after a statement's tag is dropped.
    pub trim_blocks: bool,
    /// White space between the start of a line and a statement's tag is dropped.
    pub lstrip_blocks: bool,
}

/// Parses a whole template.
pub(crate) fn parse(source: &str, syntax: Syntax, limits: &Limits) -> Outcome<Program> {
    if source.len() > limits.source || source.len() >= u32::MAX as usize {
        return Err(Failure::limit(Limit::Source, limits, Some(0)));
    }
    let pieces = scan::scan(source, syntax)?;
    statement::program(source, pieces, limits)
}

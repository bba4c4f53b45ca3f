//! Why a template could not be read or rendered, and where.
//!
//! Inside the crate a [`Failure`] travels, which knows a byte offset at most; [`Error`] is what callers see.

use std::fmt;

use crate::limits::{Limit, Limits, exceeded};

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The source is no template.
    Syntax,
    /// An expression has no value with this context.
    Evaluation,
    /// A filter or global of the portal refused its arguments.
    Extension,
    /// A budget was exceeded.
    Limit(Limit),
}

/// A failure with its place in the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    pub kind: ErrorKind,
    pub message: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// The line of the source, cut when it is very long.
    pub source_line: String,
    /// The nearest name that exists, when a name was not known.
    pub suggestion: Option<String>,
}

/// Characters of a source line that an error keeps.
pub(crate) const LONGEST_LINE: usize = 200;

impl Error {
    pub(crate) fn new(failure: Failure, source: &str) -> Self {
        let Details { kind, message, at, suggestion } = *failure.details;
        let (line, column, source_line) = place(source, at.unwrap_or(0) as usize);
        Self { kind, message, line, column, source_line, suggestion }
    }

    /// The error with its source line and a caret, in three lines.
    pub fn report(&self) -> String {
        let gutter = self.line.to_string();
        let margin = " ".repeat(gutter.len());
        let column = self.column.min(self.source_line.chars().count() + 1);
        let indent = " ".repeat(column.saturating_sub(1));
        format!("{self}\n{gutter} | {}\n{margin} | {indent}^", self.source_line)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "line {}, column {}: {}", self.line, self.column, self.message)?;
        match &self.suggestion {
            Some(name) => write!(out, "; did you mean \"{name}\"?"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// Line, column and the text of the line at a byte offset.
pub(crate) fn place(source: &str, offset: usize) -> (usize, usize, String) {
    let mut offset = offset.min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &source[..offset];
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let column = source[start..offset].chars().count();
    let rest = source[start..].split('\n').next().unwrap_or_default().trim_end_matches('\r');
    // A very long line is cut from its start, so that the caret still stands under the column.
    let text: String = rest.chars().take(LONGEST_LINE.max(column + 1).min(LONGEST_LINE * 5)).collect();
    (line, column + 1, text)
}

/// A failure on its way out, located by the innermost node that saw it. Small, so that the way that succeeds is.
#[derive(Debug)]
pub(crate) struct Failure {
    details: Box<Details>,
}

#[derive(Debug)]
struct Details {
    kind: ErrorKind,
    message: String,
    at: Option<u32>,
    suggestion: Option<String>,
}

/// The result of everything inside the crate.
pub(crate) type Outcome<T> = Result<T, Failure>;

impl Failure {
    fn new(kind: ErrorKind, message: String, at: Option<u32>) -> Self {
        Self { details: Box::new(Details { kind, message, at, suggestion: None }) }
    }

    pub(crate) fn syntax(message: impl Into<String>, at: usize) -> Self {
        Self::new(ErrorKind::Syntax, message.into(), Some(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    pub(crate) fn evaluation(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Evaluation, message.into(), None)
    }

    pub(crate) fn extension(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Extension, message.into(), None)
    }

    pub(crate) fn limit(limit: Limit, limits: &Limits, at: Option<u32>) -> Self {
        Self::new(ErrorKind::Limit(limit), exceeded(limit, limits), at)
    }

    pub(crate) fn suggesting(mut self, name: Option<&str>) -> Self {
        self.details.suggestion = name.map(str::to_owned);
        self
    }

    /// Keeps the place that is known already.
    pub(crate) fn located(mut self, at: u32) -> Self {
        self.details.at.get_or_insert(at);
        self
    }

    /// Moves a place that was counted within a part of the source.
    pub(crate) fn shifted(mut self, start: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        self.details.at = self.details.at.map(|at| at.saturating_add(start));
        self
    }

    /// Says which filter failed; exceeded limits and extensions say enough themselves.
    pub(crate) fn of_filter(mut self, name: &str) -> Self {
        if self.details.kind == ErrorKind::Evaluation {
            self.details.message = format!("filter \"{name}\": {}", self.details.message);
        }
        self
    }
}

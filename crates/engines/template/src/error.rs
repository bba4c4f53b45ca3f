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
        let (line, column, source_line) = place(source, failure.at.unwrap_or(0) as usize);
        let Failure { kind, message, suggestion, .. } = failure;
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

/// A failure on its way out, located by the innermost node that saw it.
#[derive(Debug)]
pub(crate) struct Failure {
    pub(crate) kind: ErrorKind,
    pub(crate) message: String,
    pub(crate) at: Option<u32>,
    pub(crate) suggestion: Option<String>,
}

/// The result of everything inside the crate. Boxed, so that the way that succeeds stays small.
pub(crate) type Outcome<T> = Result<T, Box<Failure>>;

impl Failure {
    fn new(kind: ErrorKind, message: String, at: Option<u32>) -> Box<Self> {
        Box::new(Self { kind, message, at, suggestion: None })
    }

    pub(crate) fn syntax(message: impl Into<String>, at: usize) -> Box<Self> {
        Self::new(ErrorKind::Syntax, message.into(), Some(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    pub(crate) fn evaluation(message: impl Into<String>) -> Box<Self> {
        Self::new(ErrorKind::Evaluation, message.into(), None)
    }

    pub(crate) fn extension(message: impl Into<String>) -> Box<Self> {
        Self::new(ErrorKind::Extension, message.into(), None)
    }

    pub(crate) fn limit(limit: Limit, limits: &Limits, at: Option<u32>) -> Box<Self> {
        Self::new(ErrorKind::Limit(limit), exceeded(limit, limits), at)
    }

    pub(crate) fn suggesting(mut self: Box<Self>, name: Option<&str>) -> Box<Self> {
        self.suggestion = name.map(str::to_owned);
        self
    }

    /// Keeps the place that is known already.
    pub(crate) fn located(mut self: Box<Self>, at: u32) -> Box<Self> {
        self.at.get_or_insert(at);
        self
    }
}

//! What a definition has that cannot be shown as its author meant it.
//!
//! Problems are collected while everything else is still read. Knows no format.

use std::fmt;

/// One thing to put right in a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the document, as a JSON pointer (`/paths/~1pets/get`); empty for the whole text and for formats
    /// without pointers.
    pub pointer: String,
    /// The line of the text, from 1, where known.
    pub line: Option<u32>,
    /// The character in that line, from 1, where known.
    pub column: Option<u32>,
    /// What is wrong and what was expected: lower case, no full stop.
    pub message: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(line) = self.line {
            write!(out, "line {line}")?;
            if let Some(column) = self.column {
                write!(out, ", column {column}")?;
            }
            out.write_str(": ")?;
        }
        if !self.pointer.is_empty() {
            write!(out, "{}: ", self.pointer)?;
        }
        out.write_str(&self.message)
    }
}

/// Problems up to a limit, and the number of those beyond it.
#[derive(Debug)]
pub(crate) struct Problems {
    kept: Vec<Problem>,
    limit: usize,
    more: usize,
}

impl Problems {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, more: 0 }
    }

    pub(crate) fn push(&mut self, mut problem: Problem) {
        if self.kept.len() < self.limit {
            cut(&mut problem.pointer);
            cut(&mut problem.message);
            self.kept.push(problem);
        } else {
            self.more += 1;
        }
    }

    /// A problem at a place of the text, both from 1.
    pub(crate) fn at(&mut self, line: u32, column: Option<u32>, message: impl Into<String>) {
        self.push(Problem { pointer: String::new(), line: Some(line), column, message: message.into() });
    }

    /// A problem of the whole text.
    pub(crate) fn whole(&mut self, message: impl Into<String>) {
        self.push(Problem { pointer: String::new(), line: None, column: None, message: message.into() });
    }

    pub(crate) fn is_full(&self) -> bool {
        self.kept.len() >= self.limit
    }

    /// All that were kept, with a last one that counts the others.
    pub(crate) fn into_list(mut self) -> Vec<Problem> {
        if self.more > 0 {
            let message = format!("{} more problems (limit {})", self.more, self.limit);
            self.kept.push(Problem { pointer: String::new(), line: None, column: None, message });
        }
        self.kept
    }
}

/// Line and column, both from 1, of a byte offset. Columns count characters.
pub(crate) fn place_of(text: &str, offset: usize) -> (u32, u32) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line = memchr::memchr_iter(b'\n', before.as_bytes()).count() + 1;
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let column = before[start..].chars().count() + 1;
    (count(line), count(column))
}

/// Bytes of a pointer or message; both may quote keys of any length.
const LONGEST: usize = 1000;

fn cut(text: &mut String) {
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
}

/// Lines of offsets that only grow, each found from the one before.
pub(crate) struct Lines<'t> {
    text: &'t str,
    line: u32,
    offset: usize,
}

impl<'t> Lines<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { text, line: 1, offset: 0 }
    }

    /// The line of an offset, from 1; the last known one when the offset lies before it.
    pub(crate) fn at(&mut self, offset: usize) -> u32 {
        if let Some(passed) = self.text.as_bytes().get(self.offset..offset) {
            self.line += count(memchr::memchr_iter(b'\n', passed).count());
            self.offset = offset;
        }
        self.line
    }
}

/// A count for people; texts are far below the bound of the type.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

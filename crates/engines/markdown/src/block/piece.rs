//! Pieces of text between blank lines, and the small things that all kinds of block do with them.

use std::borrow::Cow;
use std::ops::{Bound, RangeBounds};

/// A kind of block that is looked for anywhere in a piece.
#[derive(Debug, Clone, Copy)]
#[repr(u8)]
pub(super) enum Sought {
    Admonition,
    Details,
    Tab,
    Heading,
    Rule,
    Definition,
    Quote,
    Footnote,
    Abbreviation,
    Reference,
}

/// Text between blank lines. Knows what was looked for in vain, so that a piece which is taken apart bit by bit
/// is not searched again from each bit to its end.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'t> {
    pub(super) text: Cow<'t, str>,
    absent: u16,
}

impl<'t> From<&'t str> for Piece<'t> {
    fn from(text: &'t str) -> Self {
        Piece { text: Cow::Borrowed(text), absent: 0 }
    }
}

impl<'t> Piece<'t> {
    pub(super) fn owned(text: String) -> Self {
        Piece { text: Cow::Owned(text), absent: 0 }
    }

    /// Part of the piece, from one line to another. What the whole lacks, the part lacks.
    pub(super) fn part(&self, range: impl RangeBounds<usize>) -> Piece<'t> {
        let start = match range.start_bound() {
            Bound::Included(start) => *start,
            Bound::Excluded(start) => start + 1,
            Bound::Unbounded => 0,
        };
        let end = match range.end_bound() {
            Bound::Included(end) => end + 1,
            Bound::Excluded(end) => *end,
            Bound::Unbounded => self.text.len(),
        };
        let text = match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(&text[start..end]),
            Cow::Owned(text) => Cow::Owned(text[start..end].to_owned()),
        };
        Piece { text, absent: self.absent }
    }

    /// Looks for something, unless it is known not to be there.
    pub(super) fn seek<T>(&mut self, what: Sought, search: impl FnOnce(&str) -> Option<T>) -> Option<T> {
        if self.absent & (1 << what as u16) != 0 {
            return None;
        }
        let found = search(&self.text);
        if found.is_none() {
            self.absent |= 1 << what as u16;
        }
        found
    }
}

/// Where each line of a text starts, and the line.
pub(super) fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    text.split('\n').map(move |line| {
        let at = start;
        start += line.len() + 1;
        (at, line)
    })
}

/// The line without at most `most` spaces before it, when there are not more.
pub(super) fn strip_indent(line: &str, most: usize) -> Option<&str> {
    let rest = line.trim_start_matches(' ');
    (line.len() - rest.len() <= most).then_some(rest)
}

pub(super) fn is_indented(text: &str, width: usize) -> bool {
    text.len() >= width && text.as_bytes()[..width].iter().all(|byte| *byte == b' ')
}

/// Takes an indent off all lines up to the first that has none. Returns those lines, and where the rest starts.
pub(super) fn detab(text: &str, width: usize) -> (String, Option<usize>) {
    let mut taken = String::with_capacity(text.len());
    for (start, line) in lines(text) {
        let content = if is_indented(line, width) {
            &line[width..]
        } else if line.trim().is_empty() {
            ""
        } else {
            if start > 0 {
                taken.pop();
            }
            return (taken, Some(start));
        };
        taken.push_str(content);
        taken.push('\n');
    }
    taken.pop();
    (taken, None)
}

/// Takes an indent off the lines that have it.
pub(super) fn loose_detab(text: &str, width: usize) -> String {
    let mut taken = String::with_capacity(text.len());
    for (start, line) in lines(text) {
        if start > 0 {
            taken.push('\n');
        }
        taken.push_str(if is_indented(line, width) { &line[width..] } else { line });
    }
    taken
}

//! Runs of one mark (`*`, `_`, `~` ...) in a text, and what stands around them.

use crate::text::is_word;

/// A run of the same mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Run {
    pub start: usize,
    pub length: usize,
}

impl Run {
    pub(super) fn end(self) -> usize {
        self.start + self.length
    }
}

/// All runs of a mark, and the rules for where they open and close.
pub(super) struct Runs<'t> {
    pub text: &'t str,
    pub all: Vec<Run>,
    mark: char,
    /// Marks within a word are text.
    smart: bool,
}

impl<'t> Runs<'t> {
    pub(super) fn new(text: &'t str, mark: u8, smart: bool) -> Self {
        let bytes = text.as_bytes();
        let (mut all, mut at) = (Vec::new(), 0);
        while let Some(found) = memchr::memchr(mark, &bytes[at..]) {
            at += found;
            let length = bytes[at..].iter().take_while(|byte| **byte == mark).count();
            all.push(Run { start: at, length });
            at += length;
        }
        Runs { text, all, mark: char::from(mark), smart }
    }

    /// Number of the first run at or behind a place.
    pub(super) fn from(&self, place: usize) -> usize {
        self.all.partition_point(|run| run.start < place)
    }

    pub(super) fn before(&self, place: usize) -> Option<char> {
        self.text[..place].chars().next_back()
    }

    pub(super) fn behind(&self, place: usize) -> Option<char> {
        self.text[place..].chars().next()
    }

    /// Whether markup may open here, as far as what precedes says. An underscore counts as the end of a word
    /// for all marks but itself.
    pub(super) fn opens(&self, run: Run) -> bool {
        let Some(before) = self.before(run.start) else { return true };
        if !self.smart {
            return true;
        }
        if self.mark == '_' { !is_word(before) } else { before == '_' || !is_word(before) }
    }

    /// Whether markup may close here, as far as what follows says.
    pub(super) fn closes(&self, run: Run) -> bool {
        let Some(behind) = self.behind(run.end()) else { return true };
        if !self.smart {
            return true;
        }
        if self.mark == '_' { !is_word(behind) } else { behind == '_' || !is_word(behind) }
    }

    /// Whether white space stands before a place.
    pub(super) fn is_spaced_before(&self, place: usize) -> bool {
        self.before(place).is_some_and(char::is_whitespace)
    }

    /// Whether white space, or nothing, stands behind a run.
    pub(super) fn is_spaced_behind(&self, run: Run) -> bool {
        self.behind(run.end()).is_none_or(char::is_whitespace)
    }

    /// Whether a run is only text within longer markup: inside a word, or with white space on both sides.
    pub(super) fn is_text(&self, run: Run) -> bool {
        let (Some(before), Some(behind)) = (self.before(run.start), self.behind(run.end())) else {
            return false;
        };
        let is_letter = |letter: char| is_word(letter) && (self.mark != '_' || letter != '_');
        (self.smart && is_letter(before) && is_letter(behind))
            || (before.is_whitespace() && behind.is_whitespace())
    }
}

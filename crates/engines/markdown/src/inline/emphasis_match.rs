//! Which markup begins at a run of marks.
//!
//! The rules are those of `pymdownx.betterem` and its siblings: eight forms in a fixed order, each told by the
//! lengths of the runs that open, divide and close it.

use super::runs::{Run, Runs};
use crate::work::Work;

/// The two elements that a mark makes: of a single mark, and of a double one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Tags {
    pub single: Option<&'static str>,
    pub double: Option<&'static str>,
    /// Single marks may not hold white space (`^up^`, `~down~`).
    pub is_tight: bool,
}

/// A form that was found, with the ranges of its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    /// Place among the forms: what is inside is only searched for later ones.
    pub form: usize,
    pub end: usize,
    pub shape: Shape,
}

/// How the elements nest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// `<outer>a</outer>`.
    One { tag: &'static str, text: (usize, usize) },
    /// `<outer><inner>a</inner>b</outer>`.
    InnerFirst { outer: &'static str, inner: &'static str, first: (usize, usize), rest: (usize, usize) },
    /// `<outer>a<inner>b</inner></outer>`.
    InnerLast { outer: &'static str, inner: &'static str, first: (usize, usize), rest: (usize, usize) },
}

/// Number of the form that may hold every form again.
pub(super) const RECURSIVE: usize = 6;

/// The first form, from `first` on, that begins at a run. `place` is the run, or a mark inside it.
pub(super) fn find(
    runs: &Runs<'_>,
    index: usize,
    first: usize,
    tags: Tags,
    work: &mut Work<'_>,
) -> Option<Found> {
    let run = runs.all[index];
    if runs.is_spaced_behind(run) {
        return None;
    }
    let matcher = Matcher { runs, index, tags };
    if !runs.opens(run) && !tags.is_tight {
        return None;
    }
    let forms: &[usize] = match run.length {
        1 => &[5, 6, 7],
        2 => &[3, 4],
        3 => &[0, 1, 2],
        _ => &[],
    };
    forms.iter().filter(|form| **form >= first).find_map(|form| matcher.form(*form, work))
}

struct Matcher<'r, 't> {
    runs: &'r Runs<'t>,
    index: usize,
    tags: Tags,
}

impl Matcher<'_, '_> {
    fn form(&self, form: usize, work: &mut Work<'_>) -> Option<Found> {
        let (single, double) = (self.tags.single, self.tags.double);
        let run = self.runs.all[self.index];
        if self.tags.is_tight && form != 4 && form < 6 {
            return if form == 0 { self.tight_triple(work) } else { None };
        }
        let (shape, end) = match form {
            0 => {
                let (text, end) = self.closing(3, work)?;
                let (outer, inner) = (double?, single?);
                (Shape::InnerFirst { outer, inner, first: text, rest: (text.1, text.1) }, end)
            }
            1 => self.divided(2, 1, double?, single?, work)?,
            2 => self.divided(1, 2, single?, double?, work)?,
            3 => self.nested(1, double?, single?, work)?,
            4 => {
                if !self.runs.opens(run) {
                    return None;
                }
                let (text, end) = self.closing(2, work)?;
                (Shape::One { tag: double?, text }, end)
            }
            5 => self.nested(2, single?, double?, work)?,
            6 => {
                let (text, end) = self.single_run(work)?;
                (Shape::One { tag: single?, text }, end)
            }
            _ => {
                let (text, end) = if self.tags.is_tight { self.tight(work)? } else { self.closing(1, work)? };
                (Shape::One { tag: single?, text }, end)
            }
        };
        Some(Found { form, end, shape })
    }

    fn rest(&self, from: usize) -> &[Run] {
        &self.runs.all[from.min(self.runs.all.len())..]
    }

    /// The text up to the first run that ends with `length` closing marks.
    fn closing(&self, length: usize, work: &mut Work<'_>) -> Option<((usize, usize), usize)> {
        let start = self.runs.all[self.index].end();
        for run in self.rest(self.index + 1) {
            if !work.spend(1) {
                return None;
            }
            if run.length < length || !self.runs.closes(*run) {
                continue;
            }
            let place = run.end() - length;
            if place > start && !self.runs.is_spaced_before(place) {
                return Some(((start, place), run.end()));
            }
        }
        None
    }

    /// The text up to the first run of exactly `length` that fits. Only runs that are text may lie between.
    fn limited(
        &self,
        from: usize,
        length: usize,
        fits: impl Fn(Run) -> bool,
        work: &mut Work<'_>,
    ) -> Option<usize> {
        for (distance, run) in self.rest(from).iter().enumerate() {
            if !work.spend(1) {
                return None;
            }
            if run.length == length && fits(*run) {
                return Some(from + distance);
            }
            if !self.runs.is_text(*run) {
                return None;
            }
        }
        None
    }

    fn closes(&self, run: Run) -> bool {
        self.runs.closes(run) && !self.runs.is_spaced_before(run.start)
    }

    /// `***a**b*`: the inner element first, closed by `inner` marks, the outer by `outer`.
    fn divided(
        &self,
        inner: usize,
        outer: usize,
        inner_tag: &'static str,
        outer_tag: &'static str,
        work: &mut Work<'_>,
    ) -> Option<(Shape, usize)> {
        let start = self.runs.all[self.index].end();
        let middle = self.limited(self.index + 1, inner, |run| self.closes(run), work)?;
        let last = self.limited(middle + 1, outer, |run| self.closes(run), work)?;
        let (middle, last) = (self.runs.all[middle], self.runs.all[last]);
        let (first, rest) = ((start, middle.start), (middle.end(), last.start));
        Some((Shape::InnerFirst { outer: outer_tag, inner: inner_tag, first, rest }, last.end()))
    }

    /// `**a*b***`: the inner element last, opened by `inner` marks.
    fn nested(
        &self,
        inner: usize,
        outer_tag: &'static str,
        inner_tag: &'static str,
        work: &mut Work<'_>,
    ) -> Option<(Shape, usize)> {
        let start = self.runs.all[self.index].end();
        let opens = |run: Run| self.runs.opens(run) && !self.runs.is_spaced_behind(run);
        let middle = self.limited(self.index + 1, inner, opens, work)?;
        let last = self.limited(middle + 1, 3, |run| self.closes(run), work)?;
        let (middle, last) = (self.runs.all[middle], self.runs.all[last]);
        let (first, rest) = ((start, middle.start), (middle.end(), last.start));
        Some((Shape::InnerLast { outer: outer_tag, inner: inner_tag, first, rest }, last.end()))
    }

    /// The text up to the first single mark, which must close.
    fn single_run(&self, work: &mut Work<'_>) -> Option<((usize, usize), usize)> {
        let start = self.runs.all[self.index].end();
        for run in self.rest(self.index + 1) {
            if !work.spend(1) || (self.tags.is_tight && self.is_spaced(start, run.start)) {
                return None;
            }
            if run.length == 1 {
                let closes = if self.tags.is_tight { true } else { self.runs.closes(*run) };
                return (closes && !self.runs.is_spaced_before(run.start))
                    .then(|| ((start, run.start), run.end()));
            }
        }
        None
    }

    fn is_spaced(&self, start: usize, end: usize) -> bool {
        self.runs.text[start..end].contains(char::is_whitespace)
    }

    /// The text without white space up to the next mark.
    fn tight(&self, work: &mut Work<'_>) -> Option<((usize, usize), usize)> {
        let start = self.runs.all[self.index].end();
        let next = *self.runs.all.get(self.index + 1)?;
        if !work.spend((next.start - start) / 8) || self.is_spaced(start, next.start) {
            return None;
        }
        Some(((start, next.start), next.start + 1))
    }

    /// `^^^a^^^` without white space.
    fn tight_triple(&self, work: &mut Work<'_>) -> Option<Found> {
        let start = self.runs.all[self.index].end();
        let next = self.rest(self.index + 1).iter().find(|run| run.length >= 3).copied()?;
        if !work.spend((next.start - start) / 8 + 1) || self.is_spaced(start, next.start) {
            return None;
        }
        let (outer, inner) = (self.tags.double?, self.tags.single?);
        let first = (start, next.start);
        let shape = Shape::InnerFirst { outer, inner, first, rest: (next.start, next.start) };
        Some(Found { form: 0, end: next.start + 3, shape })
    }
}

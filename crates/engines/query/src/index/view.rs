//! What reads derive of a field when first asked: its values in order, and its values as one long text to scan.
//!
//! Both follow later writes one by one, and are dropped, to be made anew, after too many.

use std::collections::HashSet;
use std::sync::OnceLock;

use super::table::{FieldId, PairId, Table};
use crate::like::Like;

/// Changes a view follows at least before it is dropped.
const FOLLOWED_AT_LEAST: usize = 4_096;

/// The derived forms of one field.
#[derive(Default)]
pub(super) struct Views {
    ordered: OnceLock<Ordered>,
    scanned: OnceLock<Scanned>,
}

/// The pairs of a field that have a value, sorted by it.
#[derive(Default)]
struct Ordered {
    pairs: Vec<PairId>,
    changes: usize,
}

/// The values of a field, one after the other.
#[derive(Default)]
struct Scanned {
    text: String,
    /// Where each value starts, and whose it is. Entries of pairs freed later stay until the view is dropped.
    starts: Vec<(usize, PairId)>,
    /// Pairs freed since; their numbers may belong to other values by now.
    freed: HashSet<PairId>,
    changes: usize,
}

impl Views {
    /// Follows a new pair.
    pub(super) fn add(&mut self, pair: PairId, table: &Table) {
        let Some(value) = table.value(pair) else { return };
        if let Some(ordered) = self.ordered.get_mut() {
            let place = ordered.pairs.partition_point(|other| table.value(*other) < Some(value));
            ordered.pairs.insert(place, pair);
            ordered.changes += 1;
        }
        if let Some(scanned) = self.scanned.get_mut() {
            scanned.push(pair, value);
            scanned.changes += 1;
        }
        self.drop_outdated();
    }

    /// Follows a pair that is about to be freed.
    pub(super) fn remove(&mut self, pair: PairId, table: &Table) {
        let Some(value) = table.value(pair) else { return };
        if let Some(ordered) = self.ordered.get_mut() {
            let place = ordered.pairs.partition_point(|other| table.value(*other) < Some(value));
            if ordered.pairs.get(place) == Some(&pair) {
                ordered.pairs.remove(place);
            }
            ordered.changes += 1;
        }
        if let Some(scanned) = self.scanned.get_mut() {
            scanned.freed.insert(pair);
            scanned.changes += 1;
        }
        self.drop_outdated();
    }

    pub(super) fn memory(&self) -> usize {
        let ordered = self.ordered.get().map_or(0, |view| view.pairs.capacity() * size_of::<PairId>());
        let scanned = self
            .scanned
            .get()
            .map_or(0, |view| view.text.capacity() + view.starts.capacity() * size_of::<(usize, PairId)>());
        size_of::<Self>() + ordered + scanned
    }

    fn drop_outdated(&mut self) {
        let outdated = |changes: usize, size: usize| changes > FOLLOWED_AT_LEAST.max(size / 4);
        if self.ordered.get().is_some_and(|view| outdated(view.changes, view.pairs.len())) {
            self.ordered = OnceLock::new();
        }
        if self.scanned.get().is_some_and(|view| outdated(view.changes, view.starts.len())) {
            self.scanned = OnceLock::new();
        }
    }
}

impl Scanned {
    fn push(&mut self, pair: PairId, value: &str) {
        self.starts.push((self.text.len(), pair));
        self.text.push_str(value);
    }

    fn value(&self, entry: usize) -> &str {
        let Some((start, _)) = self.starts.get(entry) else { return "" };
        let end = self.starts.get(entry + 1).map_or(self.text.len(), |(next, _)| *next);
        self.text.get(*start..end).unwrap_or("")
    }
}

impl Table {
    /// The pairs of a field that have a value, sorted by it.
    pub(super) fn ordered_pairs(&self, field: FieldId) -> &[PairId] {
        let field = self.field(field);
        let views = field.views.get_or_init(Box::default);
        let ordered = views.ordered.get_or_init(|| {
            let mut pairs: Vec<PairId> =
                field.pairs.iter().copied().filter(|pair| self.value(*pair).is_some()).collect();
            pairs.sort_unstable_by(|left, right| self.value(*left).cmp(&self.value(*right)));
            Ordered { pairs, changes: 0 }
        });
        &ordered.pairs
    }

    /// Calls `visit` with each pair of a field whose value matches, in no order and perhaps twice.
    pub(super) fn scan(&self, field: FieldId, like: &Like, mut visit: impl FnMut(PairId)) {
        let views = self.field(field).views.get_or_init(Box::default);
        let scanned = views.scanned.get_or_init(|| {
            let mut scanned = Scanned::default();
            for pair in &self.field(field).pairs {
                if let Some(value) = self.value(*pair) {
                    scanned.push(*pair, value);
                }
            }
            scanned
        });
        let is_current = |entry: usize, pair: PairId| {
            !scanned.freed.contains(&pair)
                || (self.pair(pair).field == field && self.value(pair) == Some(scanned.value(entry)))
        };
        // Matches come in ascending order, so the entry is found by walking on from the last.
        let mut entry = 0;
        let searched = like.scan(&scanned.text, |place| {
            entry += scanned.starts[entry..].partition_point(|(start, _)| *start <= place).saturating_sub(1);
            let end = scanned.starts.get(entry + 1).map_or(scanned.text.len(), |(next, _)| *next);
            let (_, pair) = scanned.starts[entry];
            if place + like.literal_len() > end {
                // Half in this value, half in the next.
                return place + 1;
            }
            if (like.is_plain() || like.matches(scanned.value(entry))) && is_current(entry, pair) {
                visit(pair);
            }
            end
        });
        if searched.is_none() {
            for (entry, (_, pair)) in scanned.starts.iter().enumerate() {
                if like.matches(scanned.value(entry)) && is_current(entry, *pair) {
                    visit(*pair);
                }
            }
        }
    }
}

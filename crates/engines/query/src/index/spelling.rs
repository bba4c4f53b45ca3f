//! Which entities have a pair, and how each writes its value: `Service` and `service` are one value that facets
//! show as two.
//!
//! A pair whose value all entities write alike keeps no more than that one spelling.

use super::table::{NO_VALUE, PairId, SEVERAL, Table};
use crate::posting::{Posting, Slot};

impl Table {
    /// Calls `visit` for each way in which a pair's value is written.
    pub(crate) fn for_each_spelling<'a>(&'a self, id: PairId, mut visit: impl FnMut(&'a str, &'a Posting)) {
        let pair = self.pair(id);
        if pair.value == NO_VALUE {
            return;
        }
        if pair.original != SEVERAL {
            visit(self.texts.get(pair.original), &pair.slots);
            return;
        }
        for (original, slots) in self.spellings.get(&id).into_iter().flatten() {
            visit(self.texts.get(*original), slots);
        }
    }

    pub(super) fn put_in(&mut self, id: PairId, slot: Slot, original: Option<&str>) {
        let is_first = self.pair(id).slots.is_empty();
        if is_first && let Some(original) = original {
            let original = self.texts.acquire(original);
            self.pairs[id as usize].original = original;
        } else if !is_first && !self.is_written(id, original) {
            self.add_spelling(id, slot, original.unwrap_or_default());
        }
        let pair = &mut self.pairs[id as usize];
        let field = &mut self.fields[pair.field as usize];
        if pair.slots.insert(slot) {
            field.present.insert(slot);
            field.changed = self.write;
        }
    }

    /// Whether all entities of a pair write its value so.
    pub(super) fn is_written(&self, id: PairId, original: Option<&str>) -> bool {
        let pair = self.pair(id);
        match original {
            None => true,
            Some(original) => pair.original != SEVERAL && self.texts.get(pair.original) == original,
        }
    }

    fn add_spelling(&mut self, id: PairId, slot: Slot, original: &str) {
        let pair = &mut self.pairs[id as usize];
        self.fields[pair.field as usize].changed = self.write;
        let spellings = self.spellings.entry(id).or_default();
        if pair.original != SEVERAL {
            spellings.push((pair.original, pair.slots.clone()));
            pair.original = SEVERAL;
        }
        let texts = &mut self.texts;
        if let Some((_, slots)) = spellings.iter_mut().find(|(text, _)| texts.get(*text) == original) {
            slots.insert(slot);
        } else {
            let mut slots = Posting::default();
            slots.insert(slot);
            spellings.push((texts.acquire(original), slots));
        }
    }

    /// Takes a slot out of a pair and all its spellings. A pair that becomes empty is left to the caller.
    pub(super) fn take_out(&mut self, id: PairId, slot: Slot) {
        let pair = &mut self.pairs[id as usize];
        pair.slots.remove(slot);
        self.fields[pair.field as usize].changed = self.write;
        if pair.value == NO_VALUE {
            return;
        }
        if pair.original != SEVERAL {
            if pair.slots.is_empty() {
                self.texts.release(pair.original);
                pair.original = SEVERAL;
            }
            return;
        }
        let Some(spellings) = self.spellings.get_mut(&id) else { return };
        let texts = &mut self.texts;
        spellings.retain_mut(|(text, slots)| {
            slots.remove(slot);
            if slots.is_empty() {
                texts.release(*text);
            }
            !slots.is_empty()
        });
        if let [(only, _)] = spellings.as_slice() {
            pair.original = *only;
        }
        if spellings.len() <= 1 {
            self.spellings.remove(&id);
        }
    }
}

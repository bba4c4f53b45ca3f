//! What there is under a key.
//!
//! A key can name up to three things at once: a field, the field of its list items, and items of a list whose
//! key it continues (`metadata.tags.java` is the item `java` of `metadata.tags`). Reads see them as one.

use super::table::{FieldId, IMPLIED, PairId, Table};
use crate::flatten::IMPLIED_VALUE;
use crate::like::Like;
use crate::posting::{Posting, Slot};
use std::borrow::Cow;

/// The rows of a key.
pub(crate) struct Lookup<'a> {
    table: &'a Table,
    fields: [Option<FieldId>; 2],
    /// Pairs of list items that imply rows of this key, all with the value [`IMPLIED_VALUE`].
    implied: Vec<PairId>,
}

impl Table {
    /// Finds a lower-case key.
    pub(crate) fn look_up(&self, key: &str) -> Lookup<'_> {
        let mut implied = Vec::new();
        for (place, _) in key.match_indices('.') {
            let list = self.find_field(&key[..place], true);
            implied.extend(list.and_then(|list| self.find_pair(list, &key[place + 1..])));
        }
        Lookup { table: self, fields: [self.find_field(key, false), self.find_field(key, true)], implied }
    }

    /// Number of the last write that changed what a key finds.
    pub(crate) fn changed(&self, key: &str) -> u64 {
        let own = [self.find_field(key, false), self.find_field(key, true)].into_iter().flatten();
        let lists = key.match_indices('.').filter_map(|(place, _)| self.find_field(&key[..place], true));
        own.chain(lists).map(|field| self.field(field).changed).fold(self.fields_freed(), u64::max)
    }
}

impl<'a> Lookup<'a> {
    /// The field, if the key names nothing else.
    pub(crate) fn only_field(&self) -> Option<FieldId> {
        match self.fields {
            [Some(field), None] | [None, Some(field)] if self.implied.is_empty() => Some(field),
            _ => None,
        }
    }

    /// Entities that have the key; an entity may be in several.
    pub(crate) fn present(&self) -> Vec<&'a Posting> {
        let table = self.table;
        let implied = self.implied.iter().map(|pair| &table.pair(*pair).slots);
        self.fields().map(|field| &table.field(field).present).chain(implied).collect()
    }

    /// Entities that have the key with a value; an entity may be in several.
    pub(crate) fn with_value(&self, value: &str) -> Vec<&'a Posting> {
        let table = self.table;
        let pairs = self.fields().filter_map(|field| table.find_pair(field, value));
        let implied = self.implied.iter().copied().filter(|_| value == IMPLIED_VALUE);
        pairs.chain(implied).map(|pair| &table.pair(pair).slots).collect()
    }

    /// Pairs that have a value, sorted by it. [`IMPLIED`] stands for the implied ones.
    pub(crate) fn ordered(&self) -> Cow<'a, [PairId]> {
        if let Some(field) = self.only_field() {
            return Cow::Borrowed(self.table.ordered_pairs(field));
        }
        let mut pairs: Vec<PairId> =
            self.fields().flat_map(|field| self.table.ordered_pairs(field).iter().copied()).collect();
        if !self.implied.is_empty() {
            pairs.push(IMPLIED);
        }
        pairs.sort_by(|left, right| self.table.value(*left).cmp(&self.table.value(*right)));
        Cow::Owned(pairs)
    }

    /// Calls `visit` with each slot of a pair from [`Lookup::ordered`].
    pub(crate) fn for_each_slot(&self, pair: PairId, mut visit: impl FnMut(Slot)) {
        if pair != IMPLIED {
            return self.table.pair(pair).slots.for_each(visit);
        }
        for pair in &self.implied {
            self.table.pair(*pair).slots.for_each(&mut visit);
        }
    }

    /// Calls `visit` with the entities of each value that matches; an entity may come several times.
    pub(crate) fn scan(&self, like: &Like, mut visit: impl FnMut(&Posting)) {
        for field in self.fields() {
            self.table.scan(field, like, |pair| visit(&self.table.pair(pair).slots));
        }
        if like.matches(IMPLIED_VALUE) {
            for pair in &self.implied {
                visit(&self.table.pair(*pair).slots);
            }
        }
    }

    /// Calls `visit` with each value as written and its entities. Values may come several times, and then an
    /// entity may be in several, unless the key names one field only.
    pub(crate) fn for_each_spelling(&self, mut visit: impl FnMut(&'a str, &'a Posting)) {
        for field in self.fields() {
            for pair in &self.table.field(field).pairs {
                self.table.for_each_spelling(*pair, &mut visit);
            }
        }
        for pair in &self.implied {
            visit(IMPLIED_VALUE, &self.table.pair(*pair).slots);
        }
    }

    fn fields(&self) -> impl Iterator<Item = FieldId> + use<> {
        self.fields.into_iter().flatten()
    }
}

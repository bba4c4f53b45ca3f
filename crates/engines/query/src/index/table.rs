//! The search rows of all entities, turned round: for each field its values, for each value its entities.
//!
//! Knows slots, not entities. A *pair* is a field with one lower-case value (or with none, for rows that only
//! exist); each entity remembers its pairs, so that its rows can be taken out again without its document.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::view::Views;
use crate::flatten::Row;
use crate::posting::{Posting, Slot};
use crate::scalar::lower;
use crate::text::{TextId, Texts, id_of};

pub(crate) type FieldId = u32;
pub(crate) type PairId = u32;

/// The value of a row that only exists.
const NO_VALUE: TextId = TextId::MAX;
/// The original of a pair whose value is written in several ways.
const SEVERAL: TextId = TextId::MAX;

/// One field and the pairs of it.
pub(crate) struct Field {
    name: TextId,
    /// Number of the last write that touched the field.
    changed: u64,
    /// Entities with any row of this field.
    pub(crate) present: Posting,
    pub(crate) pairs: Vec<PairId>,
    pub(super) views: OnceLock<Box<Views>>,
}

/// One field with one value.
pub(crate) struct Pair {
    pub(crate) field: FieldId,
    value: TextId,
    /// The value as written, if all write it alike.
    original: TextId,
    /// Place in the field's list.
    position: u32,
    pub(crate) slots: Posting,
}

/// All rows.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) texts: Texts,
    fields: Vec<Field>,
    free_fields: Vec<FieldId>,
    by_name: HashTable<FieldId>,
    pairs: Vec<Pair>,
    free_pairs: Vec<PairId>,
    by_value: HashTable<PairId>,
    /// The ways of writing, for pairs that have several.
    spellings: HashMap<PairId, Vec<(TextId, Posting)>>,
    hasher: DefaultHashBuilder,
    write: u64,
    /// The last write that made or freed a field.
    fields_changed: u64,
}

impl Table {
    /// Starts a write, which gets its own number.
    pub(crate) fn begin_write(&mut self) {
        self.write += 1;
    }

    /// Number of the last write.
    pub(crate) fn write_number(&self) -> u64 {
        self.write
    }

    /// Number of the last write that changed what a key finds.
    pub(crate) fn changed(&self, key: &str) -> u64 {
        self.find_field(key).map_or(self.fields_changed, |(_, field)| field.changed)
    }

    pub(crate) fn find_field(&self, key: &str) -> Option<(FieldId, &Field)> {
        let id = self.by_name.find(self.hasher.hash_one(key), |id| self.name(*id) == key)?;
        Some((*id, self.fields.get(*id as usize)?))
    }

    pub(crate) fn find_pair(&self, field: FieldId, value: &str) -> Option<&Pair> {
        let hash = self.hasher.hash_one((field, Some(value)));
        let id = self.by_value.find(hash, |id| self.is_pair(*id, field, Some(value)))?;
        self.pairs.get(*id as usize)
    }

    pub(crate) fn field(&self, id: FieldId) -> &Field {
        &self.fields[id as usize]
    }

    pub(crate) fn pair(&self, id: PairId) -> &Pair {
        &self.pairs[id as usize]
    }

    /// The lower-case value of a pair; `None` for rows that only exist.
    pub(crate) fn value(&self, id: PairId) -> Option<&str> {
        let value = self.pairs.get(id as usize)?.value;
        (value != NO_VALUE).then(|| self.texts.get(value))
    }

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

    /// Replaces the rows `old` of a slot; answers the new ones, sorted. `kept` are its rows from elsewhere,
    /// sorted too.
    pub(crate) fn replace<'r>(
        &mut self,
        slot: Slot,
        old: &[PairId],
        rows: impl Iterator<Item = Row<'r>>,
        kept: &[PairId],
    ) -> Box<[PairId]> {
        let mut wanted = Vec::with_capacity(old.len());
        for row in rows {
            let value = row.original.map(lower);
            wanted.push((self.intern(row.key, value.as_deref()), row.original));
        }
        for (pair, original) in &wanted {
            if !old.is_empty() && old.binary_search(pair).is_ok() && !self.is_written(*pair, *original) {
                self.take_out(*pair, slot);
            }
        }
        for (pair, original) in &wanted {
            self.put_in(*pair, slot, *original);
        }
        let mut new: Vec<PairId> = wanted.iter().map(|(pair, _)| *pair).collect();
        new.sort_unstable();
        new.dedup();
        self.drop_rows(slot, old, &new, kept);
        new.into_boxed_slice()
    }

    /// Renumbers all slots: the new number of each is at its old place.
    pub(crate) fn renumber(&mut self, new_slots: &[Slot]) {
        for pair in &mut self.pairs {
            pair.slots.renumber(new_slots);
        }
        for field in &mut self.fields {
            field.present.renumber(new_slots);
        }
        for (_, slots) in self.spellings.values_mut().flatten() {
            slots.renumber(new_slots);
        }
    }

    /// Gives spare capacity back.
    pub(crate) fn shrink(&mut self) {
        self.texts.shrink();
        self.pairs.shrink_to_fit();
        self.fields.shrink_to_fit();
        for field in &mut self.fields {
            field.pairs.shrink_to_fit();
        }
        let Self { texts, fields, by_name, pairs, by_value, hasher, .. } = self;
        by_name.shrink_to_fit(|id| hasher.hash_one(texts.get(fields[*id as usize].name)));
        by_value.shrink_to_fit(|id| hash_pair(texts, hasher, &pairs[*id as usize]));
    }

    /// Bytes held, without the allocator's own overhead.
    pub(crate) fn memory(&self) -> usize {
        let fields = self.fields.iter().map(|field| {
            let views = field.views.get().map_or(0, |views| views.memory());
            field.present.memory() + field.pairs.capacity() * size_of::<PairId>() + views
        });
        let pairs = self.pairs.iter().map(|pair| pair.slots.memory());
        let spellings = self
            .spellings
            .values()
            .flatten()
            .map(|(_, slots)| size_of::<(TextId, Posting)>() + slots.memory());
        self.texts.memory()
            + self.fields.capacity() * size_of::<Field>()
            + self.pairs.capacity() * size_of::<Pair>()
            + self.by_name.allocation_size()
            + self.by_value.allocation_size()
            + fields.sum::<usize>()
            + pairs.sum::<usize>()
            + spellings.sum::<usize>()
    }

    /// Takes out the rows of a slot that are not wanted any more.
    fn drop_rows(&mut self, slot: Slot, old: &[PairId], new: &[PairId], kept: &[PairId]) {
        let gone: Vec<PairId> = old.iter().copied().filter(|pair| new.binary_search(pair).is_err()).collect();
        if gone.is_empty() {
            return;
        }
        let mut fields: Vec<FieldId> = new.iter().chain(kept).map(|pair| self.pair(*pair).field).collect();
        fields.sort_unstable();
        for pair in gone {
            let field = self.pair(pair).field;
            self.take_out(pair, slot);
            if fields.binary_search(&field).is_err() {
                self.fields[field as usize].present.remove(slot);
            }
            if self.pair(pair).slots.is_empty() {
                self.free_pair(pair);
            }
        }
    }

    fn intern(&mut self, key: &str, value: Option<&str>) -> PairId {
        let field = match self.find_field(key) {
            Some((field, _)) => field,
            None => self.new_field(key),
        };
        let hash = self.hasher.hash_one((field, value));
        if let Some(pair) = self.by_value.find(hash, |id| self.is_pair(*id, field, value)) {
            return *pair;
        }
        let value = value.map_or(NO_VALUE, |value| self.texts.acquire(value));
        let pairs_of_field = &mut self.fields[field as usize].pairs;
        let pair = Pair {
            field,
            value,
            original: SEVERAL,
            position: id_of(pairs_of_field.len()),
            slots: Posting::default(),
        };
        let id = if let Some(id) = self.free_pairs.pop() {
            self.pairs[id as usize] = pair;
            id
        } else {
            self.pairs.push(pair);
            id_of(self.pairs.len() - 1)
        };
        if pairs_of_field.is_empty() {
            // Most fields keep one pair for ever: `spec.dependsOn.<ref>`.
            pairs_of_field.reserve_exact(1);
        }
        pairs_of_field.push(id);
        let Self { texts, pairs, by_value, hasher, .. } = self;
        by_value.insert_unique(hash, id, |other| hash_pair(texts, hasher, &pairs[*other as usize]));
        self.with_views(field, |views, table| views.add(id, table));
        id
    }

    fn new_field(&mut self, key: &str) -> FieldId {
        let name = self.texts.acquire(key);
        let field = Field {
            name,
            changed: self.write,
            present: Posting::default(),
            pairs: Vec::new(),
            views: OnceLock::new(),
        };
        let id = if let Some(id) = self.free_fields.pop() {
            self.fields[id as usize] = field;
            id
        } else {
            self.fields.push(field);
            id_of(self.fields.len() - 1)
        };
        self.fields_changed = self.write;
        let Self { texts, fields, by_name, hasher, .. } = self;
        by_name.insert_unique(hasher.hash_one(key), id, |other| {
            hasher.hash_one(texts.get(fields[*other as usize].name))
        });
        id
    }

    fn free_pair(&mut self, id: PairId) {
        let field = self.pair(id).field;
        self.with_views(field, |views, table| views.remove(id, table));
        let pair = &self.pairs[id as usize];
        let hash = hash_pair(&self.texts, &self.hasher, pair);
        let (value, original, position) = (pair.value, pair.original, pair.position as usize);
        if let Ok(entry) = self.by_value.find_entry(hash, |other| *other == id) {
            entry.remove();
        }
        let pairs_of_field = &mut self.fields[field as usize].pairs;
        pairs_of_field.swap_remove(position);
        if let Some(moved) = pairs_of_field.get(position) {
            self.pairs[*moved as usize].position = id_of(position);
        }
        let is_last = pairs_of_field.is_empty();
        self.spellings.remove(&id);
        for text in [value, original] {
            if text != NO_VALUE {
                self.texts.release(text);
            }
        }
        self.free_pairs.push(id);
        if is_last {
            self.free_field(field);
        }
    }

    fn free_field(&mut self, id: FieldId) {
        let name = self.fields[id as usize].name;
        let hash = self.hasher.hash_one(self.texts.get(name));
        if let Ok(entry) = self.by_name.find_entry(hash, |other| *other == id) {
            entry.remove();
        }
        self.texts.release(name);
        let field = &mut self.fields[id as usize];
        field.views = OnceLock::new();
        field.pairs = Vec::new();
        self.free_fields.push(id);
        self.fields_changed = self.write;
    }

    fn put_in(&mut self, id: PairId, slot: Slot, original: Option<&str>) {
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
    fn is_written(&self, id: PairId, original: Option<&str>) -> bool {
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
    fn take_out(&mut self, id: PairId, slot: Slot) {
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

    /// Lets the views of a field, if there are any, follow a change; outdated ones are dropped.
    fn with_views(&mut self, field: FieldId, change: impl FnOnce(&mut Views, &Self)) {
        let Some(mut views) = self.fields[field as usize].views.take() else { return };
        change(&mut views, self);
        self.fields[field as usize].views = OnceLock::from(views);
    }

    fn name(&self, id: FieldId) -> &str {
        self.fields.get(id as usize).map_or("", |field| self.texts.get(field.name))
    }

    fn is_pair(&self, id: PairId, field: FieldId, value: Option<&str>) -> bool {
        self.pairs.get(id as usize).is_some_and(|pair| pair.field == field) && self.value(id) == value
    }
}

fn hash_pair(texts: &Texts, hasher: &DefaultHashBuilder, pair: &Pair) -> u64 {
    let value = (pair.value != NO_VALUE).then(|| texts.get(pair.value));
    hasher.hash_one((pair.field, value))
}

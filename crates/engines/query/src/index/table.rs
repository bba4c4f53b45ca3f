//! The search rows of all entities, turned round: for each field its values, for each value its entities.
//!
//! Knows slots, not entities. A *pair* is a field with one lower-case value (or with none, for rows that only
//! exist); each entity remembers its pairs, so that its rows can be taken out again without its document.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::OnceLock;

use hashbrown::{DefaultHashBuilder, HashTable};

use super::view::Views;
use crate::flatten::{IMPLIED_VALUE, Row};
use crate::posting::{Posting, Slot};
use crate::scalar::lower;
use crate::text::{TextId, Texts, id_of};

pub(super) mod copy;

pub(crate) type FieldId = u32;
pub(crate) type PairId = u32;

/// Stands for the pairs that list items imply; see [`super::lookup`].
pub(crate) const IMPLIED: PairId = PairId::MAX;
/// The value of a row that only exists.
pub(super) const NO_VALUE: TextId = TextId::MAX;
/// The original of a pair whose value is written in several ways.
pub(super) const SEVERAL: TextId = TextId::MAX;
/// Rows, and texts, that an entity brings beside those that others have too, as far as memory is set
/// aside for them beforehand.
const ROWS_AN_ENTITY: usize = 9;
const TEXTS_AN_ENTITY: usize = 6;

/// One field and the pairs of it. List items have a field of their own, under the same name.
pub(super) struct Field {
    name: TextId,
    is_member: bool,
    /// Number of the last write that touched the field.
    pub(super) changed: u64,
    /// Entities with any row of this field.
    pub(super) present: Posting,
    pub(super) pairs: Vec<PairId>,
    pub(super) views: OnceLock<Box<Views>>,
}

/// One field with one value.
pub(super) struct Pair {
    pub(super) field: FieldId,
    pub(super) value: TextId,
    /// The value as written, if all write it alike.
    pub(super) original: TextId,
    /// Place in the field's list.
    position: u32,
    pub(super) slots: Posting,
}

/// All rows.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) texts: Texts,
    pub(super) fields: Vec<Field>,
    free_fields: Vec<FieldId>,
    by_name: HashTable<FieldId>,
    pub(super) pairs: Vec<Pair>,
    free_pairs: Vec<PairId>,
    by_value: HashTable<PairId>,
    /// The ways of writing, for pairs that have several.
    pub(super) spellings: HashMap<PairId, Vec<(TextId, Posting)>>,
    hasher: DefaultHashBuilder,
    pub(super) write: u64,
    /// The last write that forgot a field.
    fields_freed: u64,
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

    /// The field of a key: that of its list items, or that of everything else.
    pub(super) fn find_field(&self, key: &str, is_member: bool) -> Option<FieldId> {
        let hash = self.hasher.hash_one((key, is_member));
        self.by_name.find(hash, |id| self.is_field(*id, key, is_member)).copied()
    }

    pub(super) fn find_pair(&self, field: FieldId, value: &str) -> Option<PairId> {
        let hash = self.hasher.hash_one((field, Some(value)));
        self.by_value.find(hash, |id| self.is_pair(*id, field, Some(value))).copied()
    }

    pub(super) fn field(&self, id: FieldId) -> &Field {
        &self.fields[id as usize]
    }

    pub(super) fn pair(&self, id: PairId) -> &Pair {
        &self.pairs[id as usize]
    }

    /// The lower-case value of a pair; `None` for rows that only exist.
    pub(crate) fn value(&self, id: PairId) -> Option<&str> {
        if id == IMPLIED {
            return Some(IMPLIED_VALUE);
        }
        let value = self.pairs.get(id as usize)?.value;
        (value != NO_VALUE).then(|| self.texts.get(value))
    }

    pub(crate) fn pairs_of_field(&self, id: FieldId) -> &[PairId] {
        &self.field(id).pairs
    }

    pub(crate) fn is_of_field(&self, pair: PairId, field: FieldId) -> bool {
        self.pair(pair).field == field
    }

    /// Number of the last write that forgot a field.
    pub(super) fn fields_freed(&self) -> u64 {
        self.fields_freed
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
        let wanted = self.intern_all(rows);
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

    /// Sets memory aside for some entities more.
    pub(crate) fn reserve(&mut self, entities: usize) {
        self.texts.reserve(entities * TEXTS_AN_ENTITY);
        self.pairs.reserve(entities * ROWS_AN_ENTITY);
        let Self { texts, pairs, by_value, hasher, .. } = self;
        by_value.reserve(entities * ROWS_AN_ENTITY, |id| hash_pair(texts, hasher, &pairs[*id as usize]));
    }

    /// Gives spare capacity back, but that of the tables, which would have to be hashed anew.
    pub(crate) fn trim(&mut self) {
        self.texts.trim();
        self.pairs.shrink_to_fit();
        self.fields.shrink_to_fit();
        for field in &mut self.fields {
            field.pairs.shrink_to_fit();
        }
    }

    /// Gives spare capacity back.
    pub(crate) fn shrink(&mut self) {
        self.trim();
        self.texts.shrink();
        let Self { texts, fields, by_name, pairs, by_value, hasher, .. } = self;
        by_name.shrink_to_fit(|id| hash_field(texts, hasher, &fields[*id as usize]));
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

    /// The pairs of rows. In steps over all rows rather than row by row: what a step waits for lies far apart
    /// in memory, and so the waits overlap.
    fn intern_all<'r>(&mut self, rows: impl Iterator<Item = Row<'r>>) -> Vec<(PairId, Option<&'r str>)> {
        let mut sought = Vec::new();
        for row in rows {
            let value = row.original.map(lower);
            let field = self.find_field(row.key, row.is_member);
            let field = field.unwrap_or_else(|| self.new_field(row.key, row.is_member));
            let hash = self.hasher.hash_one((field, value.as_deref()));
            sought.push((field, hash, value, row.original));
        }
        let likely: Vec<PairId> = sought
            .iter()
            .map(|(_, hash, ..)| self.by_value.iter_hash(*hash).next().copied().unwrap_or(PairId::MAX))
            .collect();
        let values: Vec<(FieldId, TextId)> = likely
            .iter()
            .map(|pair| self.pairs.get(*pair as usize).map_or((0, NO_VALUE), |pair| (pair.field, pair.value)))
            .collect();
        let mut found = Vec::with_capacity(sought.len());
        for (place, (field, hash, value, original)) in sought.iter().enumerate() {
            let (likely_field, likely_value) = values[place];
            let is_right = match value {
                Some(value) if likely_value != NO_VALUE => self.texts.get(likely_value) == value,
                _ => false,
            };
            let pair = if is_right && likely_field == *field {
                likely[place]
            } else {
                self.intern(*field, *hash, value.as_deref())
            };
            found.push((pair, *original));
        }
        found
    }

    fn intern(&mut self, field: FieldId, hash: u64, value: Option<&str>) -> PairId {
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
        pairs_of_field.push(id);
        let Self { texts, pairs, by_value, hasher, .. } = self;
        by_value.insert_unique(hash, id, |other| hash_pair(texts, hasher, &pairs[*other as usize]));
        self.with_views(field, |views, table| views.add(id, table));
        id
    }

    fn new_field(&mut self, key: &str, is_member: bool) -> FieldId {
        let name = self.texts.acquire(key);
        let field = Field {
            name,
            is_member,
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
        let Self { texts, fields, by_name, hasher, .. } = self;
        by_name.insert_unique(hasher.hash_one((key, is_member)), id, |other| {
            hash_field(texts, hasher, &fields[*other as usize])
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
        let hash = hash_field(&self.texts, &self.hasher, &self.fields[id as usize]);
        if let Ok(entry) = self.by_name.find_entry(hash, |other| *other == id) {
            entry.remove();
        }
        self.texts.release(name);
        let field = &mut self.fields[id as usize];
        field.views = OnceLock::new();
        field.pairs = Vec::new();
        self.free_fields.push(id);
        self.fields_freed = self.write;
    }

    /// Lets the views of a field, if there are any, follow a change; outdated ones are dropped.
    fn with_views(&mut self, field: FieldId, change: impl FnOnce(&mut Views, &Self)) {
        let Some(mut views) = self.fields[field as usize].views.take() else { return };
        change(&mut views, self);
        self.fields[field as usize].views = OnceLock::from(views);
    }

    fn is_field(&self, id: FieldId, key: &str, is_member: bool) -> bool {
        let field = self.fields.get(id as usize);
        field.is_some_and(|field| field.is_member == is_member && self.texts.get(field.name) == key)
    }

    fn is_pair(&self, id: PairId, field: FieldId, value: Option<&str>) -> bool {
        self.pairs.get(id as usize).is_some_and(|pair| pair.field == field) && self.value(id) == value
    }
}

fn hash_field(texts: &Texts, hasher: &DefaultHashBuilder, field: &Field) -> u64 {
    hasher.hash_one((texts.get(field.name), field.is_member))
}

fn hash_pair(texts: &Texts, hasher: &DefaultHashBuilder, pair: &Pair) -> u64 {
    let value = (pair.value != NO_VALUE).then(|| texts.get(pair.value));
    hasher.hash_one((pair.field, value))
}

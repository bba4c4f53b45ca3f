//! The catalog in memory: entities by ref, by uid, by search row, and their documents ready to send.
//!
//! A plain structure: reads take `&self`, writes `&mut self`, and the caller puts it behind a lock. Knows no
//! clock, no database and no permission rules: what a reader may see comes in as a predicate.

use std::hash::BuildHasher;
use std::sync::OnceLock;

use bytes::Bytes;
use hashbrown::{DefaultHashBuilder, HashTable};
use parking_lot::Mutex;
use roaring::RoaringBitmap;
use serde_json::Value;

use crate::facets::FacetCount;
use crate::flatten::{FlattenError, Flattener};
use crate::index::arrange::{Arranged, ArrangementKey};
use crate::index::cache::Cache;
use crate::index::pack::Packing;
use crate::index::table::{PairId, Table};
use crate::posting::Slot;
use crate::predicate::Predicate;
use crate::text::{TextId, id_of};

pub(crate) mod arrange;
pub(crate) mod cache;
pub(crate) mod compile;
mod copy;
pub(crate) mod lookup;
mod pack;
mod read;
mod spelling;
pub(crate) mod table;
#[cfg(test)]
mod tests;
mod view;

pub use copy::IndexRestorer;

/// Unused places below which the index is never renumbered.
const WORTH_RENUMBERING: usize = 1_024;
/// Bytes of bitmaps, of ordered lists and of facets kept for the next reader.
const CACHED_BITMAP_BYTES: usize = 8 << 20;
const CACHED_LIST_BYTES: usize = 16 << 20;
const CACHED_FACET_BYTES: usize = 4 << 20;

/// An entity to be indexed.
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The uid of the row the entity is kept in. Ascending uids are cheapest.
    pub uid: &'a str,
    /// The full lower-case ref.
    pub entity_ref: &'a str,
    /// The stitched entity; its `relations` member is not looked at.
    pub entity: &'a Value,
    /// Its relations as `(type, targetRef)`.
    pub relations: &'a [(String, String)],
    /// The JSON that readers get, if it is to be kept in memory.
    pub document: Option<Bytes>,
}

/// An entity that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Document {
    /// The JSON, ready to send.
    Resident(Bytes),
    /// The JSON is not in memory; load it by the ref.
    Absent { entity_ref: String },
}

struct Record {
    uid: TextId,
    reference: TextId,
    rows: Box<[PairId]>,
    relations: Box<[PairId]>,
    document: Option<Bytes>,
    /// Whether the document lies in one piece with others.
    is_packed: bool,
}

/// The index.
pub struct Index {
    pub(crate) table: Table,
    records: Vec<Option<Record>>,
    by_ref: HashTable<Slot>,
    hasher: DefaultHashBuilder,
    /// All slots, sorted by uid.
    pub(crate) by_uid: Vec<Slot>,
    /// All slots, sorted by ref, once somebody asked for that order.
    in_ref_order: OnceLock<Vec<Slot>>,
    /// True while slots ascend with uids, so that slot order is uid order.
    pub(crate) slots_follow_uids: bool,
    pub(crate) live: RoaringBitmap,
    pub(crate) membership_changed: u64,
    document_bytes: usize,
    packing: Packing,
    flattener: Flattener,
    bitmaps: Mutex<Cache<Predicate, RoaringBitmap>>,
    arrangements: Mutex<Cache<ArrangementKey, Arranged>>,
    facets: Mutex<Cache<(String, Predicate), Vec<FacetCount>>>,
}

impl Default for Index {
    fn default() -> Self {
        Self {
            table: Table::default(),
            records: Vec::new(),
            by_ref: HashTable::new(),
            hasher: DefaultHashBuilder::default(),
            by_uid: Vec::new(),
            in_ref_order: OnceLock::new(),
            slots_follow_uids: true,
            live: RoaringBitmap::new(),
            membership_changed: 0,
            document_bytes: 0,
            packing: Packing::default(),
            flattener: Flattener::default(),
            bitmaps: Mutex::new(Cache::new(CACHED_BITMAP_BYTES)),
            arrangements: Mutex::new(Cache::new(CACHED_LIST_BYTES)),
            facets: Mutex::new(Cache::new(CACHED_FACET_BYTES)),
        }
    }
}

/// Writes.
impl Index {
    /// Adds an entity or replaces the one with the same ref. On an error nothing has changed.
    pub fn put(&mut self, entry: Entry<'_>) -> Result<(), FlattenError> {
        let mut flattener = std::mem::take(&mut self.flattener);
        let outcome = flattener.flatten(entry.entity);
        if outcome.is_ok() {
            self.put_flattened(entry, &mut flattener);
        }
        self.flattener = flattener;
        outcome
    }

    /// Replaces the relations of an entity, and its document, which shows them. False if there is no such
    /// entity.
    pub fn set_relations(
        &mut self,
        entity_ref: &str,
        relations: &[(String, String)],
        document: Option<Bytes>,
    ) -> bool {
        let Some(slot) = self.slot_of(entity_ref) else { return false };
        self.table.begin_write();
        self.write_relations(slot, relations);
        self.keep_document(slot, document);
        true
    }

    /// Takes an entity out. False if there is no such entity.
    pub fn remove(&mut self, entity_ref: &str) -> bool {
        let Some(slot) = self.slot_of(entity_ref) else { return false };
        self.table.begin_write();
        self.take_out(slot);
        let unused = self.records.len() - self.by_uid.len();
        if unused > WORTH_RENUMBERING && unused > self.by_uid.len() {
            self.optimize();
        }
        true
    }

    /// Keeps or drops the document of an entity, for the caller's budget. False if there is no such entity.
    pub fn set_document(&mut self, entity_ref: &str, document: Option<Bytes>) -> bool {
        let Some(slot) = self.slot_of(entity_ref) else { return false };
        self.keep_document(slot, document);
        true
    }

    /// Sets memory aside for some entities more, which makes a bulk load quicker.
    pub fn reserve(&mut self, entities: usize) {
        self.table.reserve(entities);
        self.records.reserve(entities);
        self.by_uid.reserve(entities);
        let Self { table, records, by_ref, hasher, .. } = self;
        by_ref.reserve(entities, |slot| hasher.hash_one(reference_of(table, records, *slot)));
    }

    /// Renumbers the entities in the order of their uids and gives spare memory back. Worth calling after a
    /// bulk load; done by itself when many entities were removed. Takes time in proportion to the catalog.
    pub fn optimize(&mut self) {
        if !self.slots_follow_uids || self.records.len() > self.by_uid.len() {
            self.renumber();
        }
        self.table.shrink();
    }

    fn renumber(&mut self) {
        self.table.begin_write();
        let mut new_slots = vec![Slot::MAX; self.records.len()];
        for (place, slot) in self.by_uid.iter().enumerate() {
            new_slots[*slot as usize] = id_of(place);
        }
        self.table.renumber(&new_slots);
        let mut old = std::mem::take(&mut self.records);
        self.records = self.by_uid.iter().map(|slot| old[*slot as usize].take()).collect();
        let count = id_of(self.records.len());
        self.by_uid = (0..count).collect();
        self.live = (0..count).collect();
        self.slots_follow_uids = true;
        self.in_ref_order = OnceLock::new();
        for slot in &mut self.by_ref {
            *slot = new_slots[*slot as usize];
        }
        self.membership_changed = self.table.write_number();
        self.bitmaps.get_mut().clear();
        self.arrangements.get_mut().clear();
        self.facets.get_mut().clear();
    }

    fn put_flattened(&mut self, entry: Entry<'_>, flattener: &mut Flattener) {
        self.table.begin_write();
        let known = self.slot_of(entry.entity_ref).filter(|slot| {
            let same_uid = self.uid(*slot) == entry.uid;
            if !same_uid {
                self.take_out(*slot);
            }
            same_uid
        });
        let slot = known.unwrap_or_else(|| self.new_slot(entry.uid, entry.entity_ref));
        if let Some(Some(record)) = self.records.get_mut(slot as usize) {
            let old = std::mem::take(&mut record.rows);
            record.rows = self.table.replace(slot, &old, flattener.rows(), &record.relations);
        }
        self.write_relations(slot, entry.relations);
        self.keep_document(slot, entry.document);
    }

    fn write_relations(&mut self, slot: Slot, relations: &[(String, String)]) {
        let mut flattener = std::mem::take(&mut self.flattener);
        flattener.clear();
        for (kind, target) in relations {
            if flattener.add_relation(kind, target).is_err() {
                // More than the limit of rows: the rest is shown but cannot be searched.
                break;
            }
        }
        if let Some(Some(record)) = self.records.get_mut(slot as usize) {
            let old = std::mem::take(&mut record.relations);
            record.relations = self.table.replace(slot, &old, flattener.rows(), &record.rows);
        }
        self.flattener = flattener;
    }

    fn new_slot(&mut self, uid: &str, entity_ref: &str) -> Slot {
        let slot = id_of(self.records.len());
        let record = Record {
            uid: self.table.texts.acquire(uid),
            reference: self.table.texts.acquire(entity_ref),
            rows: Box::default(),
            relations: Box::default(),
            document: None,
            is_packed: false,
        };
        self.records.push(Some(record));
        let is_last = self.by_uid.last().is_none_or(|last| self.uid(*last) < uid);
        if is_last {
            self.by_uid.push(slot);
        } else {
            let place = self.by_uid.partition_point(|other| self.uid(*other) < uid);
            self.by_uid.insert(place, slot);
            self.slots_follow_uids = false;
            // Lists kept so far took slots for uids.
            self.arrangements.get_mut().clear();
        }
        if let Some(mut order) = self.in_ref_order.take() {
            order.insert(order.partition_point(|other| self.entity_ref(*other) < entity_ref), slot);
            self.in_ref_order = OnceLock::from(order);
        }
        let Self { table, records, by_ref, hasher, .. } = self;
        by_ref.insert_unique(hasher.hash_one(entity_ref), slot, |other| {
            hasher.hash_one(reference_of(table, records, *other))
        });
        self.live.insert(slot);
        self.membership_changed = self.table.write_number();
        slot
    }

    fn take_out(&mut self, slot: Slot) {
        let hash = self.hasher.hash_one(self.entity_ref(slot));
        if let Ok(entry) = self.by_ref.find_entry(hash, |other| *other == slot) {
            entry.remove();
        }
        let uid = self.uid(slot);
        let place = self.by_uid.partition_point(|other| self.uid(*other) < uid);
        let place = (place..self.by_uid.len()).find(|place| self.by_uid[*place] == slot);
        if let Some(place) = place {
            self.by_uid.remove(place);
        }
        if let Some(mut order) = self.in_ref_order.take() {
            let entity_ref = self.entity_ref(slot);
            order.remove(order.partition_point(|other| self.entity_ref(*other) < entity_ref));
            self.in_ref_order = OnceLock::from(order);
        }
        self.keep_document(slot, None);
        let Some(record) = self.records[slot as usize].take() else { return };
        self.table.replace(slot, &record.rows, std::iter::empty(), &record.relations);
        self.table.replace(slot, &record.relations, std::iter::empty(), &[]);
        self.table.texts.release(record.uid);
        self.table.texts.release(record.reference);
        self.live.remove(slot);
        self.membership_changed = self.table.write_number();
    }

    fn keep_document(&mut self, slot: Slot, document: Option<Bytes>) {
        let Some(Some(record)) = self.records.get_mut(slot as usize) else { return };
        let old = record.document.as_ref().map_or(0, Bytes::len);
        self.document_bytes -= old;
        if std::mem::take(&mut record.is_packed) {
            self.packing.leave(old);
        }
        self.document_bytes += document.as_ref().map_or(0, Bytes::len);
        record.document = document;
    }
}

/// What the reads share.
impl Index {
    pub(crate) fn slot_of(&self, entity_ref: &str) -> Option<Slot> {
        let hash = self.hasher.hash_one(entity_ref);
        self.by_ref.find(hash, |slot| self.entity_ref(*slot) == entity_ref).copied()
    }

    /// As [`Index::slot_of`], for many.
    pub(crate) fn slots_of<S: AsRef<str>>(&self, entity_refs: &[S]) -> Vec<Option<Slot>> {
        let mut candidates: Vec<(usize, Slot)> = Vec::with_capacity(entity_refs.len());
        for (place, entity_ref) in entity_refs.iter().enumerate() {
            let hash = self.hasher.hash_one(entity_ref.as_ref());
            candidates.extend(self.by_ref.iter_hash(hash).map(|slot| (place, *slot)));
        }
        let texts: Vec<TextId> = candidates
            .iter()
            .map(|(_, slot)| self.record(*slot).map_or(TextId::MAX, |it| it.reference))
            .collect();
        let mut slots = vec![None; entity_refs.len()];
        for ((place, slot), text) in candidates.into_iter().zip(texts) {
            if self.table.texts.get(text) == entity_refs[place].as_ref() {
                slots[place] = Some(slot);
            }
        }
        slots
    }

    pub(crate) fn slot_of_uid(&self, uid: &str) -> Option<Slot> {
        let place = self.by_uid.partition_point(|slot| self.uid(*slot) < uid);
        self.by_uid.get(place).copied().filter(|slot| self.uid(*slot) == uid)
    }

    pub(crate) fn by_ref_order(&self) -> &[Slot] {
        self.in_ref_order.get_or_init(|| {
            let mut slots = self.by_uid.clone();
            slots.sort_unstable_by(|left, right| self.entity_ref(*left).cmp(self.entity_ref(*right)));
            slots
        })
    }

    pub(crate) fn uid(&self, slot: Slot) -> &str {
        self.record(slot).map_or("", |record| self.table.texts.get(record.uid))
    }

    pub(crate) fn entity_ref(&self, slot: Slot) -> &str {
        reference_of(&self.table, &self.records, slot)
    }

    pub(crate) fn document(&self, slot: Slot) -> Document {
        match self.record(slot).and_then(|record| record.document.clone()) {
            Some(document) => Document::Resident(document),
            None => Document::Absent { entity_ref: self.entity_ref(slot).to_owned() },
        }
    }

    /// The pairs of an entity: first its own rows, then its relations, each sorted.
    pub(crate) fn pairs_of(&self, slot: Slot) -> impl Iterator<Item = PairId> {
        let record = self.record(slot);
        record.into_iter().flat_map(|record| record.rows.iter().chain(&record.relations)).copied()
    }

    fn record(&self, slot: Slot) -> Option<&Record> {
        self.records.get(slot as usize)?.as_ref()
    }

    pub(crate) fn bitmap_cache(&self) -> &Mutex<Cache<Predicate, RoaringBitmap>> {
        &self.bitmaps
    }

    pub(crate) fn arrangement_cache(&self) -> &Mutex<Cache<ArrangementKey, Arranged>> {
        &self.arrangements
    }

    pub(crate) fn facet_cache(&self) -> &Mutex<Cache<(String, Predicate), Vec<FacetCount>>> {
        &self.facets
    }
}

fn reference_of<'a>(table: &'a Table, records: &[Option<Record>], slot: Slot) -> &'a str {
    let record = records.get(slot as usize).and_then(Option::as_ref);
    record.map_or("", |record| table.texts.get(record.reference))
}

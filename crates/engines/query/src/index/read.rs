//! Reads of single entities, and counts.

use bytes::Bytes;

use super::{Document, Index, Record};
use crate::body;
use crate::posting::Slot;
use crate::predicate::Predicate;

impl Index {
    /// The entity with a ref, which must be full and lower-case.
    pub fn get_by_ref(&self, entity_ref: &str) -> Option<Document> {
        self.slot_of(entity_ref).map(|slot| self.document(slot))
    }

    /// The entity with a uid.
    pub fn get_by_uid(&self, uid: &str) -> Option<Document> {
        self.slot_of_uid(uid).map(|slot| self.document(slot))
    }

    /// The ref of the entity with a uid.
    pub fn ref_of_uid(&self, uid: &str) -> Option<&str> {
        self.slot_of_uid(uid).map(|slot| self.entity_ref(slot))
    }

    /// The uid of the entity with a ref.
    pub fn uid_of_ref(&self, entity_ref: &str) -> Option<&str> {
        self.slot_of(entity_ref).map(|slot| self.uid(slot))
    }

    /// The entities with these refs, in this order, nothing where there is none or it does not match.
    pub fn get_by_refs<S: AsRef<str>>(
        &self,
        entity_refs: &[S],
        predicate: Option<&Predicate>,
    ) -> Vec<Option<Document>> {
        let matching = predicate.filter(|it| **it != Predicate::Everything).map(|it| self.matching(it));
        // In steps over all refs rather than ref by ref: the memory that one step waits for is far apart, and
        // so the waits overlap.
        let slots = self.slots_of(entity_refs);
        let visible = |slot: &Slot| matching.as_ref().is_none_or(|matching| matching.contains(*slot));
        slots.into_iter().map(|slot| slot.filter(visible).map(|slot| self.document(slot))).collect()
    }

    /// The body that answers by-refs, put together in one go; `None` if a document is not in memory. Otherwise it is what
    /// [`body::items_or_null`] makes of [`Index::get_by_refs`].
    pub fn body_of_refs<S: AsRef<str>>(
        &self,
        entity_refs: &[S],
        predicate: Option<&Predicate>,
    ) -> Option<Bytes> {
        let matching = predicate.filter(|it| **it != Predicate::Everything).map(|it| self.matching(it));
        let visible = |slot: &Slot| matching.as_ref().is_none_or(|matching| matching.contains(*slot));
        let mut documents: Vec<Option<&[u8]>> = Vec::with_capacity(entity_refs.len());
        for slot in self.slots_of(entity_refs) {
            documents.push(match slot.filter(visible).and_then(|slot| self.record(slot)) {
                Some(record) => Some(record.document.as_deref()?),
                None => None,
            });
        }
        Some(body::items_or_null(&documents))
    }

    /// Whether the entity with a ref matches; `None` if there is no such entity.
    pub fn is_match(&self, entity_ref: &str, predicate: &Predicate) -> Option<bool> {
        let slot = self.slot_of(entity_ref)?;
        Some(*predicate == Predicate::Everything || self.matching(predicate).contains(slot))
    }

    /// Whether each of these entities is there and matches. The predicate is evaluated once.
    pub fn matches(&self, refs: &[String], predicate: &Predicate) -> Vec<bool> {
        let matching = (*predicate != Predicate::Everything).then(|| self.matching(predicate));
        let is_match = |slot| matching.as_ref().is_none_or(|matching| matching.contains(slot));
        refs.iter().map(|entity_ref| self.slot_of(entity_ref).is_some_and(is_match)).collect()
    }

    /// Number of entities that match.
    pub fn count(&self, predicate: &Predicate) -> u64 {
        if *predicate == Predicate::Everything { self.live.len() } else { self.matching(predicate).len() }
    }

    /// Number of entities.
    pub fn len(&self) -> usize {
        self.by_uid.len()
    }

    pub fn is_empty(&self) -> bool {
        self.by_uid.is_empty()
    }

    /// Number of the last write; equal numbers mean equal answers.
    pub fn version(&self) -> u64 {
        self.table.write_number()
    }

    /// Bytes of the documents kept.
    pub fn document_bytes(&self) -> usize {
        self.document_bytes
    }

    /// Bytes of everything but the documents, without the allocator's own overhead.
    pub fn memory(&self) -> usize {
        let rows: usize = self
            .records
            .iter()
            .flatten()
            .map(|record| size_of_val(&*record.rows) + size_of_val(&*record.relations))
            .sum();
        self.table.memory()
            + self.records.capacity() * size_of::<Option<Record>>()
            + rows
            + self.by_ref.allocation_size()
            + self.by_uid.capacity() * size_of::<Slot>()
            + self.live.serialized_size()
            + self.bitmaps.lock().weight()
            + self.arrangements.lock().weight()
            + self.facets.lock().weight()
    }
}

//! The whole index as bytes and back.

use std::hash::BuildHasher as _;

use bytes::Bytes;

use super::table::copy::Counts;
use super::{Index, Record, reference_of};
use crate::posting::Slot;
use crate::snapshot::wire::{Input, put_all, put_bytes, put_u32};
use crate::snapshot::{Damaged, PIECE, Place};
use crate::text::id_of;

/// The sections of a copy, in order.
const HEAD: u8 = 0;
const TEXTS: u8 = 1;
const FIELDS: u8 = 2;
const PAIRS: u8 = 3;
const REST: u8 = 4;
const RECORDS: u8 = 5;
const ORDER: u8 = 6;
const END: u8 = 7;

/// Before a record: whether there is one, and whether its document is kept.
const NO_RECORD: u8 = 0;
const WITHOUT_DOCUMENT: u8 = 1;
const WITH_DOCUMENT: u8 = 2;

impl Index {
    /// The next piece of a copy; `None` behind the last.
    pub fn copy_piece(&self, place: &mut Place) -> Option<Vec<u8>> {
        if place.section >= END {
            return None;
        }
        let mut out = Vec::with_capacity(PIECE + PIECE / 8);
        out.push(place.section);
        let is_done = match place.section {
            HEAD => {
                let counts = self.table.counts(self.records.len());
                for count in [counts.texts, counts.fields, counts.pairs, counts.slots] {
                    put_u32(&mut out, count);
                }
                true
            }
            TEXTS => self.table.texts.copy(&mut place.item, &mut out),
            FIELDS => self.table.copy_fields(&mut place.item, &mut out),
            PAIRS => self.table.copy_pairs(&mut place.item, &mut out),
            REST => {
                self.table.copy_rest(&mut out);
                true
            }
            RECORDS => self.copy_records(&mut place.item, &mut out),
            _ => {
                out.push(u8::from(self.slots_follow_uids));
                put_all(&mut out, &self.by_uid);
                true
            }
        };
        place.advance(is_done);
        Some(out)
    }

    fn copy_records(&self, item: &mut usize, out: &mut Vec<u8>) -> bool {
        while let Some(record) = self.records.get(*item) {
            if out.len() >= PIECE {
                return false;
            }
            *item += 1;
            let Some(record) = record else {
                out.push(NO_RECORD);
                continue;
            };
            out.push(if record.document.is_some() { WITH_DOCUMENT } else { WITHOUT_DOCUMENT });
            put_u32(out, record.uid);
            put_u32(out, record.reference);
            put_all(out, &record.rows);
            put_all(out, &record.relations);
            if let Some(document) = &record.document {
                put_bytes(out, document);
            }
        }
        true
    }
}

/// Makes an index of the pieces of a copy, given in order.
#[derive(Default)]
pub struct IndexRestorer {
    index: Index,
    counts: Counts,
}

impl IndexRestorer {
    /// Takes the next piece.
    pub fn add(&mut self, piece: &[u8]) -> Result<(), Damaged> {
        let mut input = Input::new(piece);
        let (index, counts) = (&mut self.index, self.counts);
        match input.u8()? {
            HEAD => {
                self.counts = Counts {
                    texts: input.u32()?,
                    fields: input.u32()?,
                    pairs: input.u32()?,
                    slots: input.u32()?,
                };
                Ok(())
            }
            TEXTS => index.table.texts.restore(&mut input),
            FIELDS => index.table.restore_fields(&mut input, counts),
            PAIRS => index.table.restore_pairs(&mut input, counts),
            REST => index.table.restore_rest(&mut input, counts),
            RECORDS => index.restore_records(&mut input, counts),
            ORDER => {
                index.slots_follow_uids = input.u8()? == 1;
                index.by_uid = input.all()?;
                Ok(())
            }
            _ => Err(Damaged),
        }
    }

    /// The index, if all pieces were there.
    pub fn finish(mut self) -> Result<Index, Damaged> {
        self.index.restored(self.counts)?;
        Ok(self.index)
    }
}

impl Index {
    fn restore_records(&mut self, input: &mut Input<'_>, counts: Counts) -> Result<(), Damaged> {
        // The documents of a piece stay in one piece.
        let mut documents = Vec::new();
        let mut lengths = Vec::new();
        while !input.is_empty() {
            let form = input.u8()?;
            if form == NO_RECORD {
                self.records.push(None);
                continue;
            }
            let uid = input.below(counts.texts)?;
            let reference = input.below(counts.texts)?;
            let (rows, relations) = (input.all()?, input.all()?);
            if rows.iter().chain(&relations).any(|pair| *pair >= counts.pairs) {
                return Err(Damaged);
            }
            if form == WITH_DOCUMENT {
                let document = input.bytes()?;
                documents.extend_from_slice(document);
                lengths.push((self.records.len(), document.len()));
            }
            let (rows, relations) = (rows.into_boxed_slice(), relations.into_boxed_slice());
            let record = Record { uid, reference, rows, relations, document: None, is_packed: false };
            self.records.push(Some(record));
        }
        documents.shrink_to_fit();
        self.document_bytes += documents.len();
        self.packing.add_piece(documents.len());
        let documents = Bytes::from(documents);
        let mut start = 0;
        for (place, length) in lengths {
            if let Some(Some(record)) = self.records.get_mut(place) {
                record.document = Some(documents.slice(start..start + length));
                record.is_packed = true;
            }
            start += length;
        }
        Ok(())
    }

    fn restored(&mut self, counts: Counts) -> Result<(), Damaged> {
        self.table.restored(counts, self.records.len())?;
        let is_live = |slot: Slot| self.records.get(slot as usize).is_some_and(Option::is_some);
        let live = self.records.iter().flatten().count();
        if self.by_uid.len() != live || !self.by_uid.iter().all(|slot| is_live(*slot)) {
            return Err(Damaged);
        }
        self.live = (0..id_of(self.records.len())).filter(|slot| is_live(*slot)).collect();
        self.membership_changed = self.table.write_number();
        let Self { table, records, by_ref, by_uid, hasher, .. } = self;
        by_ref.reserve(by_uid.len(), |_| 0);
        for slot in by_uid.iter() {
            let hash = hasher.hash_one(reference_of(table, records, *slot));
            by_ref.insert_unique(hash, *slot, |other| hasher.hash_one(reference_of(table, records, *other)));
        }
        Ok(())
    }
}

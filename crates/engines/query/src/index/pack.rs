//! Puts the documents of many entities into one piece of memory each megabyte, because as many pieces of their own
//! leave gaps that nobody can use. A piece lives as long as one of its documents; once an eighth of the memory is of
//! documents that were replaced or came since, it is worth packing anew.

use bytes::Bytes;

use super::Index;

/// Bytes of one piece.
const PIECE: usize = 1 << 20;
/// Share of the documents' memory that may be loose or wasted.
const TOLERATED: usize = 8;

/// How the documents lie in memory.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Packing {
    /// Bytes of all pieces.
    pieces: usize,
    /// Bytes of the documents in use that lie in pieces.
    used: usize,
}

impl Packing {
    pub(super) fn add_piece(&mut self, bytes: usize) {
        self.pieces += bytes;
        self.used += bytes;
    }

    pub(super) fn leave(&mut self, bytes: usize) {
        self.used -= bytes;
    }
}

impl Index {
    /// Gives spare memory back where that takes no more than moving it. Worth calling when a bulk load has ended.
    pub fn trim(&mut self) {
        self.table.trim();
        self.records.shrink_to_fit();
        self.by_uid.shrink_to_fit();
    }

    /// Whether [`Index::pack_step`] would give back memory worth the time.
    pub fn is_worth_packing(&self) -> bool {
        let Packing { pieces, used } = self.packing;
        let (loose, wasted) = (self.document_bytes - used, pieces - used);
        loose + wasted > PIECE + self.document_bytes / TOLERATED
    }

    /// Packs the documents of the next entities, about a megabyte, and moves `next` behind them; start at 0. False
    /// when that was the last step. Every step leaves the index whole.
    pub fn pack_step(&mut self, next: &mut usize) -> bool {
        if *next == 0 {
            self.packing.pieces = self.packing.used;
        }
        let (first, mut last, mut length) = (*next, *next, 0);
        while length < PIECE
            && let Some(record) = self.records.get(last)
        {
            length += record.as_ref().and_then(|it| it.document.as_ref()).map_or(0, Bytes::len);
            last += 1;
        }
        let mut piece = Vec::with_capacity(length);
        for record in self.records[first..last].iter().flatten() {
            piece.extend_from_slice(record.document.as_deref().unwrap_or_default());
        }
        let piece = Bytes::from(piece);
        let mut start = 0;
        for record in self.records[first..last].iter_mut().flatten() {
            let Some(document) = &mut record.document else { continue };
            let end = start + document.len();
            *document = piece.slice(start..end);
            start = end;
            if record.is_packed {
                // It leaves a piece that its neighbours leave, too.
                self.packing.leave(document.len());
                self.packing.pieces -= document.len();
            }
            record.is_packed = true;
        }
        self.packing.add_piece(length);
        *next = last;
        last < self.records.len()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::index::Entry;

    fn put(index: &mut Index, number: usize, filler: &str) {
        let entity_ref = format!("component:default/c-{number:04}");
        let document = Some(Bytes::from(format!("{filler}{number}")));
        let (uid, entity) = (format!("{number:04}"), json!({"kind": "Component"}));
        index
            .put(Entry { uid: &uid, entity_ref: &entity_ref, entity: &entity, relations: &[], document })
            .unwrap();
    }

    fn pack(index: &mut Index) -> usize {
        let (mut next, mut steps) = (0, 1);
        while index.pack_step(&mut next) {
            steps += 1;
        }
        steps
    }

    fn all(index: &Index) -> Vec<Bytes> {
        (0..index.records.len()).filter_map(|slot| index.records[slot].as_ref()?.document.clone()).collect()
    }

    #[test]
    fn documents_stay_the_same_and_waste_is_known() {
        let mut index = Index::default();
        for number in 0..3_000 {
            put(&mut index, number, &"x".repeat(1_000));
        }
        assert!(index.is_worth_packing(), "all are loose");
        let before = all(&index);
        assert_eq!(pack(&mut index), 3);
        assert_eq!(all(&index), before);
        assert!(!index.is_worth_packing());
        for number in 0..3_000 {
            if number % 2 == 0 {
                put(&mut index, number, &"y".repeat(1_000));
            }
        }
        assert!(index.is_worth_packing(), "half of each piece is wasted, and as much is loose");
        for number in 0..1_000 {
            assert!(index.remove(&format!("component:default/c-{number:04}")));
        }
        let before = all(&index);
        pack(&mut index);
        assert_eq!(all(&index), before);
        assert!(!index.is_worth_packing());
        assert_eq!((index.packing.pieces, index.packing.used), (index.document_bytes, index.document_bytes));
    }

    #[test]
    fn there_may_be_nothing_to_pack() {
        let mut index = Index::default();
        assert!(!index.is_worth_packing());
        assert_eq!(pack(&mut index), 1);
    }
}

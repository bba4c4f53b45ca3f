//! A set of slots as plain bits: quicker to fill and to ask than a compressed one, but as long as the catalog.

use roaring::RoaringBitmap;

use crate::posting::{Posting, Slot};

/// A set that is built, asked and thrown away.
#[derive(Default)]
pub(crate) struct Dense {
    words: Vec<u64>,
}

impl Dense {
    pub(crate) fn of(slots: &RoaringBitmap) -> Self {
        let mut dense = Self::default();
        for slot in slots {
            dense.insert(slot);
        }
        dense
    }

    pub(crate) fn insert(&mut self, slot: Slot) {
        let word = slot as usize / 64;
        if word >= self.words.len() {
            self.words.resize(word + 1, 0);
        }
        self.words[word] |= 1 << (slot % 64);
    }

    pub(crate) fn insert_all(&mut self, posting: &Posting) {
        posting.for_each(|slot| self.insert(slot));
    }

    pub(crate) fn contains(&self, slot: Slot) -> bool {
        self.words.get(slot as usize / 64).is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    pub(crate) fn into_bitmap(self) -> RoaringBitmap {
        let bytes: Vec<u8> = self.words.iter().flat_map(|word| word.to_le_bytes()).collect();
        RoaringBitmap::from_lsb0_bytes(0, &bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goes_to_a_bitmap_and_back() {
        for slots in [vec![], vec![0], vec![63, 64, 65_535, 65_536, 200_001]] {
            let bitmap: RoaringBitmap = slots.iter().copied().collect();
            let dense = Dense::of(&bitmap);
            assert!(slots.iter().all(|slot| dense.contains(*slot)));
            assert!(!dense.contains(7) && !dense.contains(1 << 30));
            assert_eq!(dense.into_bitmap(), bitmap);
        }
    }
}

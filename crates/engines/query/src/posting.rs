//! A set of entity slots: inline up to three, a sorted list up to some dozens, a compressed bitmap above.
//!
//! Most values of a catalog belong to one entity, a few to tens of thousands; one form would waste memory
//! on the first or time on the second.

use roaring::RoaringBitmap;

/// Position of an entity in the index.
pub(crate) type Slot = u32;

const INLINE: usize = 3;
/// Longest sorted list; above it a bitmap is smaller and faster.
pub(crate) const LONGEST_LIST: usize = 64;

/// A set of slots.
#[derive(Clone)]
pub(crate) enum Posting {
    Inline {
        length: u8,
        slots: [Slot; INLINE],
    },
    #[expect(clippy::box_collection, reason = "keeps the enum at 16 bytes, of which an index has millions")]
    List(Box<Vec<Slot>>),
    Bitmap(Box<RoaringBitmap>),
}

impl Default for Posting {
    fn default() -> Self {
        Self::Inline { length: 0, slots: [0; INLINE] }
    }
}

impl Posting {
    /// Number of slots.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bitmap(bitmap) => usize::try_from(bitmap.len()).unwrap_or(usize::MAX),
            short => short.short().len(),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a slot; false if it was there.
    pub(crate) fn insert(&mut self, slot: Slot) -> bool {
        match self {
            Self::Inline { length, slots } => {
                let used = usize::from(*length);
                let Err(place) = slots[..used].binary_search(&slot) else { return false };
                if used < INLINE {
                    slots.copy_within(place..used, place + 1);
                    slots[place] = slot;
                    *length += 1;
                } else {
                    let mut list = Vec::with_capacity(2 * INLINE);
                    list.extend_from_slice(slots);
                    list.insert(place, slot);
                    *self = Self::List(Box::new(list));
                }
                true
            }
            Self::List(list) => {
                let Err(place) = list.binary_search(&slot) else { return false };
                list.insert(place, slot);
                if list.len() > LONGEST_LIST {
                    *self = Self::Bitmap(Box::new(list.iter().copied().collect()));
                }
                true
            }
            Self::Bitmap(bitmap) => bitmap.insert(slot),
        }
    }

    /// Takes a slot out; false if it was not there.
    pub(crate) fn remove(&mut self, slot: Slot) -> bool {
        match self {
            Self::Inline { length, slots } => {
                let used = usize::from(*length);
                let Ok(place) = slots[..used].binary_search(&slot) else { return false };
                slots.copy_within(place + 1..used, place);
                *length -= 1;
                true
            }
            Self::List(list) => {
                let Ok(place) = list.binary_search(&slot) else { return false };
                list.remove(place);
                if list.len() <= INLINE {
                    *self = inline(list);
                }
                true
            }
            Self::Bitmap(bitmap) => {
                let removed = bitmap.remove(slot);
                // Half of the limit, so that a set at the limit does not change form at each write.
                if removed && bitmap.len() <= (LONGEST_LIST / 2) as u64 {
                    *self = Self::List(Box::new(bitmap.iter().collect()));
                }
                removed
            }
        }
    }

    /// The slots in ascending order.
    pub(crate) fn for_each(&self, mut visit: impl FnMut(Slot)) {
        match self {
            Self::Bitmap(bitmap) => bitmap.iter().for_each(visit),
            short => short.short().iter().for_each(|slot| visit(*slot)),
        }
    }

    pub(crate) fn add_to(&self, target: &mut RoaringBitmap) {
        match self {
            Self::Bitmap(bitmap) => *target |= bitmap.as_ref(),
            short => target.extend(short.short().iter().copied()),
        }
    }

    pub(crate) fn subtract_from(&self, target: &mut RoaringBitmap) {
        match self {
            Self::Bitmap(bitmap) => *target -= bitmap.as_ref(),
            short => {
                for slot in short.short() {
                    target.remove(*slot);
                }
            }
        }
    }

    pub(crate) fn intersection_len(&self, other: &RoaringBitmap) -> u64 {
        match self {
            Self::Bitmap(bitmap) => bitmap.intersection_len(other),
            short => short.short().iter().filter(|slot| other.contains(**slot)).count() as u64,
        }
    }

    pub(crate) fn to_bitmap(&self) -> RoaringBitmap {
        match self {
            Self::Bitmap(bitmap) => bitmap.as_ref().clone(),
            short => short.short().iter().copied().collect(),
        }
    }

    /// Gives each slot the number at its place in `new_slots`.
    pub(crate) fn renumber(&mut self, new_slots: &[Slot]) {
        let mut slots = Vec::with_capacity(self.len());
        self.for_each(|slot| slots.extend(new_slots.get(slot as usize)));
        slots.sort_unstable();
        *self = Self::from_sorted(slots);
    }

    /// A set of ascending slots.
    pub(crate) fn from_sorted(slots: Vec<Slot>) -> Self {
        match slots.len() {
            0..=INLINE => inline(&slots),
            length if length <= LONGEST_LIST => Self::List(Box::new(slots)),
            _ => Self::Bitmap(Box::new(slots.into_iter().collect())),
        }
    }

    /// Heap bytes, estimated for bitmaps.
    pub(crate) fn memory(&self) -> usize {
        match self {
            Self::Inline { .. } => 0,
            Self::List(list) => size_of::<Vec<Slot>>() + list.capacity() * size_of::<Slot>(),
            Self::Bitmap(bitmap) => size_of::<RoaringBitmap>() + bitmap.serialized_size() + 32,
        }
    }

    fn short(&self) -> &[Slot] {
        match self {
            Self::Inline { length, slots } => &slots[..usize::from(*length)],
            Self::List(list) => list,
            Self::Bitmap(_) => &[],
        }
    }
}

fn inline(list: &[Slot]) -> Posting {
    let mut slots = [0; INLINE];
    slots[..list.len()].copy_from_slice(list);
    Posting::Inline { length: u8::try_from(list.len()).unwrap_or(0), slots }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_posting_is_sixteen_bytes() {
        assert_eq!(size_of::<Posting>(), 16);
    }

    proptest! {
        #[test]
        fn behaves_as_a_set(steps in proptest::collection::vec((any::<bool>(), 0_u32..200), 0..600)) {
            let mut posting = Posting::default();
            let mut model = BTreeSet::new();
            for (add, slot) in steps {
                if add {
                    prop_assert_eq!(posting.insert(slot), model.insert(slot));
                } else {
                    prop_assert_eq!(posting.remove(slot), model.remove(&slot));
                }
                prop_assert_eq!(posting.len(), model.len());
            }
            let mut seen = Vec::new();
            posting.for_each(|slot| seen.push(slot));
            prop_assert_eq!(&seen, &model.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(posting.to_bitmap().iter().collect::<Vec<_>>(), seen);
            let even: RoaringBitmap = (0..200).filter(|slot| slot % 2 == 0).collect();
            prop_assert_eq!(
                posting.intersection_len(&even),
                model.iter().filter(|slot| *slot % 2 == 0).count() as u64
            );
            let mut rest = even.clone();
            posting.subtract_from(&mut rest);
            prop_assert!(rest.iter().all(|slot| !model.contains(&slot)));
            let mut all = even;
            posting.add_to(&mut all);
            prop_assert!(model.iter().all(|slot| all.contains(*slot)));
        }
    }
}

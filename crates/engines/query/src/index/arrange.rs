//! Which entities a list shows, and in which order: filter, text and order put together.
//!
//! The whole list is found once and kept for the pages that follow; a page then costs a search for its place.
//! Source of the rules: the contract sheet catalog-api, section 5.

use std::cmp::Ordering;
use std::num::NonZeroU32;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Index;
use super::cache::Found;
use super::lookup::Lookup;
use super::table::{FieldId, PairId};
use crate::dense::Dense;
use crate::like::Like;
use crate::posting::Slot;
use crate::predicate::Predicate;
use crate::text::id_of;

/// Most rows of a list. Several multi-valued order fields multiply; nobody pages so far.
const MOST_ROWS: usize = 8_000_000;

/// A group larger than this share of a field's values is split by walking the values.
const LARGE_GROUP_SHARE: usize = 8;

/// One field of an order. Which way rows without the field go is the list's rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OrderField {
    pub field: String,
    pub descending: bool,
}

/// A full text filter: a term and the fields to look in. Term and fields are lower-case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct TextKey {
    pub(crate) term: String,
    pub(crate) fields: Vec<String>,
}

/// How a list is ordered.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Order {
    /// By uid.
    Uid,
    /// By ref.
    Ref,
    /// By the values of a field, then uid, both ascending; entities without a value are left out and those
    /// with several come several times.
    Value(String),
    /// By several fields, then uid ascending; entities without a value come last.
    Fields(Vec<OrderField>),
}

/// What a list depends on.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct ArrangementKey {
    pub(crate) predicate: Predicate,
    pub(crate) text: Option<TextKey>,
    pub(crate) order: Order,
}

/// A list in order.
pub(crate) enum Arranged {
    /// In slot order, which is uid order.
    Bitmap(Arc<RoaringBitmap>),
    Rows(Rows),
}

/// Rows in order, the pair being that of the order's value, where it has one.
#[derive(Default)]
pub(crate) struct Rows {
    slots: Vec<Slot>,
    pairs: Vec<PairId>,
}

impl Rows {
    /// The first place for which `is_before` is false; it must be true of all places before.
    fn place_where(&self, is_before: impl Fn(Slot, Option<PairId>) -> bool) -> usize {
        let (mut low, mut high) = (0, self.slots.len());
        while low < high {
            let middle = low.midpoint(high);
            if is_before(self.slots[middle], self.pairs.get(middle).copied()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl Arranged {
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Bitmap(bitmap) => usize::try_from(bitmap.len()).unwrap_or(usize::MAX),
            Self::Rows(rows) => rows.slots.len(),
        }
    }

    /// The rows of a range of places.
    pub(crate) fn rows(&self, places: std::ops::Range<usize>) -> Vec<(Slot, Option<PairId>)> {
        let count = places.end.saturating_sub(places.start);
        match self {
            Self::Bitmap(bitmap) => {
                let start = u32::try_from(places.start).ok().and_then(|place| bitmap.select(place));
                let Some(start) = start else { return Vec::new() };
                let mut slots = bitmap.iter();
                slots.advance_to(start);
                slots.take(count).map(|slot| (slot, None)).collect()
            }
            Self::Rows(rows) => (places.start..places.end.min(rows.slots.len()))
                .map(|place| (rows.slots[place], rows.pairs.get(place).copied()))
                .collect(),
        }
    }

    /// The first place whose row is not before a value and uid, or behind it if `or_equal`.
    pub(crate) fn place_of(&self, value: Option<&str>, uid: &str, or_equal: bool, index: &Index) -> usize {
        let before = |row_uid: &str| if or_equal { row_uid <= uid } else { row_uid < uid };
        match self {
            Self::Bitmap(bitmap) => {
                let rank = index.by_uid.partition_point(|slot| before(index.uid(*slot)));
                match index.by_uid.get(rank) {
                    None => self.len(),
                    Some(0) => 0,
                    Some(slot) => usize::try_from(bitmap.rank(*slot - 1)).unwrap_or(usize::MAX),
                }
            }
            Self::Rows(rows) => rows.place_where(|slot, pair| {
                match pair.and_then(|pair| index.table.value(pair)).cmp(&value) {
                    Ordering::Less => true,
                    Ordering::Equal => before(index.uid(slot)),
                    Ordering::Greater => false,
                }
            }),
        }
    }

    fn weight(&self) -> usize {
        match self {
            Self::Bitmap(bitmap) => bitmap.serialized_size(),
            Self::Rows(rows) => (rows.slots.capacity() + rows.pairs.capacity()) * size_of::<Slot>(),
        }
    }
}

impl Index {
    /// A list, kept for the next reader.
    pub(crate) fn arranged(&self, key: &ArrangementKey) -> Arc<Arranged> {
        if let Some(known) = self.arrangement_cache().lock().get(key, self) {
            return known;
        }
        let arranged = Arc::new(self.arrange(key));
        let mut depends_on = Vec::new();
        key.predicate.collect_keys(&mut depends_on);
        depends_on.extend(key.text.iter().flat_map(|text| text.fields.iter().cloned()));
        match &key.order {
            Order::Uid | Order::Ref => {}
            Order::Value(field) => depends_on.push(field.clone()),
            Order::Fields(fields) => depends_on.extend(fields.iter().map(|order| order.field.clone())),
        }
        let found = Found {
            value: Arc::clone(&arranged),
            weight: arranged.weight(),
            depends_on,
            // Entities without the field are not in a list by value.
            depends_on_others: !matches!(key.order, Order::Value(_)) && key.predicate.depends_on_others(),
        };
        self.arrangement_cache().lock().insert(key.clone(), found, self.version());
        arranged
    }

    fn arrange(&self, key: &ArrangementKey) -> Arranged {
        let like = key.text.as_ref().map(|text| (Like::new(&text.term), text.fields.as_slice()));
        if let Order::Value(field) = &key.order {
            return Arranged::Rows(self.by_value_of(key, field, like.as_ref()));
        }
        let hits = self.matching(&key.predicate);
        let hits = match &like {
            Some((like, fields)) => Arc::new(hits.as_ref() & self.containing(like, fields)),
            None => hits,
        };
        let slots = match &key.order {
            Order::Uid if self.slots_follow_uids => return Arranged::Bitmap(hits),
            Order::Ref => {
                let hits = Dense::of(&hits);
                self.by_ref_order().iter().copied().filter(|slot| hits.contains(*slot)).collect()
            }
            Order::Fields(fields) => {
                let mut slots = Vec::new();
                self.by_fields(self.in_uid_order(&hits), fields, &mut slots);
                slots
            }
            Order::Uid | Order::Value(_) => self.in_uid_order(&hits),
        };
        Arranged::Rows(Rows { slots, pairs: Vec::new() })
    }

    /// A list by value. The list of all entities is kept, and the others cut out of it.
    fn by_value_of(&self, key: &ArrangementKey, field: &str, like: Option<&(Like, &[String])>) -> Rows {
        // A text filter on the order's own field picks rows, not entities: it shows which of several values.
        let (row_filter, entity_filter) = match like {
            Some((like, [only])) if only == field => (Some(like), None),
            Some((like, fields)) => (None, Some(self.containing(like, fields))),
            None => (None, None),
        };
        if key.predicate == Predicate::Everything && like.is_none() {
            return self.by_value(field);
        }
        let hits = self.matching(&key.predicate);
        let hits =
            Dense::of(&entity_filter.map_or_else(|| hits.as_ref().clone(), |texts| hits.as_ref() & texts));
        let all = self.arranged(&ArrangementKey {
            predicate: Predicate::Everything,
            text: None,
            order: Order::Value(field.to_owned()),
        });
        let Arranged::Rows(all) = all.as_ref() else { return Rows::default() };
        let mut rows = Rows::default();
        let fits = |pair| {
            row_filter.is_none_or(|like| self.table.value(pair).is_some_and(|value| like.matches(value)))
        };
        for (slot, pair) in all.slots.iter().zip(&all.pairs) {
            if hits.contains(*slot) && fits(*pair) {
                rows.slots.push(*slot);
                rows.pairs.push(*pair);
            }
        }
        rows
    }

    /// The entities with a row of one of the fields whose value matches.
    fn containing(&self, like: &Like, fields: &[String]) -> RoaringBitmap {
        let mut found = Dense::default();
        for field in fields {
            self.table.look_up(field).scan(like, |slots| found.insert_all(slots));
        }
        found.into_bitmap()
    }

    /// All rows of a field.
    fn by_value(&self, field: &str) -> Rows {
        let found = self.table.look_up(field);
        let mut rows = Rows::default();
        self.for_each_value(&found, |pair, slots| {
            let start = rows.slots.len();
            rows.slots.extend_from_slice(slots);
            if !self.slots_follow_uids {
                rows.slots[start..].sort_unstable_by(|left, right| self.uid(*left).cmp(self.uid(*right)));
            }
            rows.pairs.resize(rows.slots.len(), pair);
        });
        rows
    }

    /// Calls `visit` with each value of a key, ascending, and its slots, ascending and each once.
    fn for_each_value(&self, found: &Lookup<'_>, mut visit: impl FnMut(PairId, &[Slot])) {
        let pairs = found.ordered();
        let is_merged = found.only_field().is_none();
        let mut slots = Vec::new();
        for (place, pair) in pairs.iter().enumerate() {
            found.for_each_slot(*pair, |slot| slots.push(slot));
            if is_merged {
                let next = pairs.get(place + 1).and_then(|next| self.table.value(*next));
                if next == self.table.value(*pair) {
                    continue;
                }
                slots.sort_unstable();
                slots.dedup();
            }
            visit(*pair, &slots);
            slots.clear();
        }
    }

    fn in_uid_order(&self, hits: &RoaringBitmap) -> Vec<Slot> {
        let mut slots: Vec<Slot> = hits.iter().collect();
        if !self.slots_follow_uids {
            slots.sort_unstable_by(|left, right| self.uid(*left).cmp(self.uid(*right)));
        }
        slots
    }

    /// Sorts a group of slots, given in uid order, by the fields that are left.
    fn by_fields(&self, group: Vec<Slot>, orders: &[OrderField], sorted: &mut Vec<Slot>) {
        let Some((order, later)) = orders.split_first() else {
            sorted.extend(group.into_iter().take(MOST_ROWS.saturating_sub(sorted.len())));
            return;
        };
        let mut valued = self.split(&group, &self.table.look_up(&order.field));
        if order.descending {
            valued.reverse();
        }
        let mut present = Dense::default();
        valued.iter().flatten().for_each(|slot| present.insert(*slot));
        let missing: Vec<Slot> = group.into_iter().filter(|slot| !present.contains(*slot)).collect();
        for slots in valued {
            self.by_fields(slots, later, sorted);
        }
        if !missing.is_empty() {
            self.by_fields(missing, later, sorted);
        }
    }

    /// The slots of a group by their values of a key, ascending; each part keeps the group's order.
    fn split(&self, group: &[Slot], found: &Lookup<'_>) -> Vec<Vec<Slot>> {
        match found.only_field() {
            Some(field) if group.len() < self.table.pairs_of_field(field).len() / LARGE_GROUP_SHARE => {
                self.split_small(group, field)
            }
            _ => self.split_large(group, found),
        }
    }

    /// Looks at the rows of each slot and sorts.
    fn split_small(&self, group: &[Slot], field: FieldId) -> Vec<Vec<Slot>> {
        let mut rows: Vec<(PairId, usize)> = Vec::with_capacity(group.len());
        for (place, slot) in group.iter().enumerate() {
            let pairs = self
                .pairs_of(*slot)
                .filter(|pair| self.table.is_of_field(*pair, field) && self.table.value(*pair).is_some());
            rows.extend(pairs.map(|pair| (pair, place)));
        }
        rows.sort_unstable_by(|left, right| {
            self.table.value(left.0).cmp(&self.table.value(right.0)).then(left.1.cmp(&right.1))
        });
        rows.chunk_by(|left, right| left.0 == right.0)
            .map(|part| part.iter().map(|(_, place)| group[*place]).collect())
            .collect()
    }

    /// Walks the key's values, which are sorted already.
    fn split_large(&self, group: &[Slot], found: &Lookup<'_>) -> Vec<Vec<Slot>> {
        let length = group.iter().max().map_or(0, |last| *last as usize + 1);
        let mut places: Vec<Option<NonZeroU32>> = vec![None; length];
        for (place, slot) in group.iter().enumerate() {
            places[*slot as usize] = NonZeroU32::new(id_of(place + 1));
        }
        let mut parts = Vec::new();
        self.for_each_value(found, |_, slots| {
            let mut found: Vec<NonZeroU32> =
                slots.iter().filter_map(|slot| places.get(*slot as usize).copied().flatten()).collect();
            if !found.is_empty() {
                found.sort_unstable();
                parts.push(found.iter().map(|place| group[place.get() as usize - 1]).collect());
            }
        });
        parts
    }
}

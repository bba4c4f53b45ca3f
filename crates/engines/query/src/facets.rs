//! How many entities there are for each value of a field.
//!
//! Values are told apart as written. Source of the rules: the contract sheet catalog-api, section 5 (end).

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::index::Index;
use crate::index::cache::Found;
use crate::index::table::{FieldId, PairId};
use crate::predicate::Predicate;
use crate::scalar::lower;

/// Entities that have so few rows together are counted by looking at each.
const ROWS_AN_ENTITY: usize = 32;

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FacetCount {
    /// As written.
    pub value: String,
    pub count: u64,
}

/// The values of a facet, sorted.
pub type Facet = Arc<Vec<FacetCount>>;

impl Index {
    /// The values of each facet over the entities that match, under the facet's name as asked.
    pub fn facets<S: AsRef<str>>(&self, facets: &[S], predicate: &Predicate) -> Vec<(String, Facet)> {
        facets
            .iter()
            .map(|facet| (facet.as_ref().to_owned(), self.facet(facet.as_ref(), predicate)))
            .collect()
    }

    fn facet(&self, facet: &str, predicate: &Predicate) -> Facet {
        let key = (lower(facet).into_owned(), predicate.clone());
        if let Some(known) = self.facet_cache().lock().get(&key, self) {
            return known;
        }
        let values = Arc::new(self.count_values(&key.0, predicate));
        let mut depends_on = vec![key.0.clone()];
        predicate.collect_keys(&mut depends_on);
        let weight = values.iter().map(|it| size_of::<FacetCount>() + it.value.len()).sum();
        let found = Found { value: Arc::clone(&values), weight, depends_on };
        self.facet_cache().lock().insert(key, found, self.version());
        values
    }

    fn count_values(&self, key: &str, predicate: &Predicate) -> Vec<FacetCount> {
        let Some((id, field)) = self.table.find_field(key) else { return Vec::new() };
        let mut counts = Vec::new();
        let mut add = |value: &str, count: u64| {
            if count > 0 {
                counts.push(FacetCount { value: value.to_owned(), count });
            }
        };
        if *predicate == Predicate::Everything {
            for pair in &field.pairs {
                self.table.for_each_spelling(*pair, |value, slots| add(value, slots.len() as u64));
            }
        } else {
            let hits = self.matching(predicate);
            let hit_count = usize::try_from(hits.len()).unwrap_or(usize::MAX);
            if hit_count.saturating_mul(ROWS_AN_ENTITY) < field.pairs.len() {
                for (value, count) in self.count_hits(id, &hits) {
                    add(value, count);
                }
            } else {
                for pair in &field.pairs {
                    self.table
                        .for_each_spelling(*pair, |value, slots| add(value, slots.intersection_len(&hits)));
                }
            }
        }
        counts.sort_unstable_by(|left, right| left.value.cmp(&right.value));
        counts
    }

    /// Counts by looking at the rows of each hit.
    fn count_hits(&self, field: FieldId, hits: &RoaringBitmap) -> BTreeMap<&str, u64> {
        let mut pairs: HashMap<PairId, RoaringBitmap> = HashMap::new();
        for slot in hits {
            for pair in self.pairs_of(slot).filter(|pair| self.table.pair(*pair).field == field) {
                pairs.entry(pair).or_default().insert(slot);
            }
        }
        let mut counts = BTreeMap::new();
        for (pair, slots) in &pairs {
            self.table.for_each_spelling(*pair, |value, all| {
                *counts.entry(value).or_default() += all.intersection_len(slots);
            });
        }
        counts
    }
}

//! How many entities there are for each value of a field.
//!
//! Values are told apart as written. Source of the rules: the contract sheet catalog-api, section 5 (end).

use std::collections::HashMap;
use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::index::Index;
use crate::index::cache::Found;
use crate::index::table::{FieldId, PairId};
use crate::predicate::Predicate;
use crate::scalar::lower;

/// Rows of an entity, roughly, to weigh ways of counting.
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
        let depends_on_others = predicate.depends_on_others();
        let found = Found { value: Arc::clone(&values), weight, depends_on, depends_on_others };
        self.facet_cache().lock().insert(key, found, self.version());
        values
    }

    fn count_values(&self, key: &str, predicate: &Predicate) -> Vec<FacetCount> {
        let found = self.table.look_up(key);
        let hits = (*predicate != Predicate::Everything).then(|| self.matching(predicate));
        let mut counts: Vec<(&str, u64)> = Vec::new();
        if let Some(field) = found.only_field() {
            match &hits {
                Some(hits) if self.are_few(hits, field) => counts = self.count_hits(field, hits),
                _ => found.for_each_spelling(|value, slots| {
                    let count = hits.as_ref().map_or(slots.len() as u64, |hits| slots.intersection_len(hits));
                    counts.push((value, count));
                }),
            }
        } else {
            let mut by_value: HashMap<&str, RoaringBitmap> = HashMap::new();
            found.for_each_spelling(|value, slots| slots.add_to(by_value.entry(value).or_default()));
            counts.extend(by_value.iter().map(|(value, slots)| {
                (*value, hits.as_ref().map_or(slots.len(), |hits| slots.intersection_len(hits)))
            }));
        }
        counts.retain(|(_, count)| *count > 0);
        counts.sort_unstable();
        counts.into_iter().map(|(value, count)| FacetCount { value: value.to_owned(), count }).collect()
    }

    /// Whether looking at the rows of each hit is less work than looking at each value of the field.
    fn are_few(&self, hits: &RoaringBitmap, field: FieldId) -> bool {
        let hits = usize::try_from(hits.len()).unwrap_or(usize::MAX);
        hits.saturating_mul(ROWS_AN_ENTITY) < self.table.pairs_of_field(field).len()
    }

    fn count_hits(&self, field: FieldId, hits: &RoaringBitmap) -> Vec<(&str, u64)> {
        let mut pairs: HashMap<PairId, RoaringBitmap> = HashMap::new();
        for slot in hits {
            for pair in self.pairs_of(slot).filter(|pair| self.table.is_of_field(*pair, field)) {
                pairs.entry(pair).or_default().insert(slot);
            }
        }
        let mut counts = Vec::new();
        for (pair, slots) in &pairs {
            self.table
                .for_each_spelling(*pair, |value, all| counts.push((value, all.intersection_len(slots))));
        }
        counts
    }
}

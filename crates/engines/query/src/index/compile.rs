//! From a predicate to the set of entities that match it.
//!
//! Knows the rows only by their table. Sets that exist as such are borrowed, the others built.

use std::sync::Arc;

use roaring::RoaringBitmap;

use super::Index;
use super::cache::Found;
use crate::dense::Dense;
use crate::posting::Posting;
use crate::predicate::{Predicate, relation_key};

/// A set of slots, borrowed from the index if it is there already.
enum Set<'a> {
    None,
    Everything,
    Posting(&'a Posting),
    Built(RoaringBitmap),
}

impl Set<'_> {
    fn len(&self, index: &Index) -> u64 {
        match self {
            Self::None => 0,
            Self::Everything => index.live.len(),
            Self::Posting(posting) => posting.len() as u64,
            Self::Built(bitmap) => bitmap.len(),
        }
    }

    fn into_bitmap(self, index: &Index) -> RoaringBitmap {
        match self {
            Self::None => RoaringBitmap::new(),
            Self::Everything => index.live.clone(),
            Self::Posting(posting) => posting.to_bitmap(),
            Self::Built(bitmap) => bitmap,
        }
    }

    fn add_to(&self, target: &mut RoaringBitmap, index: &Index) {
        match self {
            Self::None => {}
            Self::Everything => target.clone_from(&index.live),
            Self::Posting(posting) => posting.add_to(target),
            Self::Built(bitmap) => *target |= bitmap,
        }
    }

    fn restrict(&self, target: &mut RoaringBitmap) {
        match self {
            Self::None => target.clear(),
            Self::Everything => {}
            Self::Posting(Posting::Bitmap(bitmap)) => *target &= bitmap.as_ref(),
            Self::Posting(posting) => *target &= posting.to_bitmap(),
            Self::Built(bitmap) => *target &= bitmap,
        }
    }

    fn subtract_from(&self, target: &mut RoaringBitmap) {
        match self {
            Self::None => {}
            Self::Everything => target.clear(),
            Self::Posting(posting) => posting.subtract_from(target),
            Self::Built(bitmap) => *target -= bitmap,
        }
    }
}

impl Index {
    /// The entities that match, kept for the next reader.
    pub(crate) fn matching(&self, predicate: &Predicate) -> Arc<RoaringBitmap> {
        if let Some(known) = self.bitmap_cache().lock().get(predicate, self) {
            return known;
        }
        let bitmap = Arc::new(self.compile(predicate).into_bitmap(self));
        let mut depends_on = Vec::new();
        predicate.collect_keys(&mut depends_on);
        let weight = bitmap.serialized_size() + depends_on.iter().map(String::len).sum::<usize>();
        let found = Found {
            value: Arc::clone(&bitmap),
            weight,
            depends_on,
            depends_on_others: predicate.depends_on_others(),
        };
        self.bitmap_cache().lock().insert(predicate.clone(), found, self.version());
        bitmap
    }

    fn compile(&self, predicate: &Predicate) -> Set<'_> {
        match predicate {
            Predicate::Everything => Set::Everything,
            Predicate::All(parts) => self.compile_all(parts),
            Predicate::Any(parts) => {
                let mut union = RoaringBitmap::new();
                for part in parts {
                    self.compile(part).add_to(&mut union, self);
                }
                Set::Built(union)
            }
            Predicate::Not(part) => {
                let mut rest = self.live.clone();
                self.compile(part).subtract_from(&mut rest);
                Set::Built(rest)
            }
            Predicate::Exists { key } => self.present(key),
            Predicate::Equals { key, value } => self.equal(key, value),
            Predicate::In { key, values } => self.one_of(key, values),
            Predicate::HasPrefix { key, prefix } => self.prefixed(key, prefix),
            Predicate::Relates { kind, targets } => match targets {
                None => self.present(&relation_key(kind)),
                Some(targets) => self.one_of(&relation_key(kind), targets),
            },
        }
    }

    /// Smallest first; what is negated is taken away at the end rather than turned round.
    fn compile_all(&self, parts: &[Predicate]) -> Set<'_> {
        let mut wanted = Vec::new();
        let mut unwanted = Vec::new();
        for part in parts {
            match part {
                Predicate::Not(part) => unwanted.push(self.compile(part)),
                part => wanted.push(self.compile(part)),
            }
        }
        wanted.sort_by_key(|set| set.len(self));
        let mut wanted = wanted.into_iter();
        let first = wanted.next().unwrap_or(Set::Everything);
        if unwanted.is_empty() && wanted.len() == 0 {
            return first;
        }
        let mut both = first.into_bitmap(self);
        for set in wanted {
            set.restrict(&mut both);
        }
        for set in unwanted {
            set.subtract_from(&mut both);
        }
        Set::Built(both)
    }

    fn present(&self, key: &str) -> Set<'_> {
        union(&self.table.look_up(key).present())
    }

    fn equal(&self, key: &str, value: &str) -> Set<'_> {
        union(&self.table.look_up(key).with_value(value))
    }

    fn one_of(&self, key: &str, values: &[String]) -> Set<'_> {
        let found = self.table.look_up(key);
        let mut postings = Vec::new();
        for value in values {
            postings.extend(found.with_value(value));
        }
        union(&postings)
    }

    fn prefixed(&self, key: &str, prefix: &str) -> Set<'_> {
        let found = self.table.look_up(key);
        let pairs = found.ordered();
        let first = pairs.partition_point(|pair| self.table.value(*pair) < Some(prefix));
        let mut slots = Dense::default();
        for pair in &pairs[first..] {
            if !self.table.value(*pair).is_some_and(|value| value.starts_with(prefix)) {
                break;
            }
            found.for_each_slot(*pair, |slot| slots.insert(slot));
        }
        Set::Built(slots.into_bitmap())
    }
}

fn union<'a>(postings: &[&'a Posting]) -> Set<'a> {
    match postings {
        [] => Set::None,
        [posting] => Set::Posting(posting),
        [first, others @ ..] => {
            let mut union = first.to_bitmap();
            for posting in others {
                posting.add_to(&mut union);
            }
            Set::Built(union)
        }
    }
}

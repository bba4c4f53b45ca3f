//! Answers kept for the next reader who asks the same, as long as nothing they depend on was written.
//!
//! Knows nothing of the answers: each says what it weighs and on which keys it depends.

use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use hashbrown::DefaultHashBuilder;

use super::Index;

/// Most answers kept; few enough to look through.
const MOST_ANSWERS: usize = 64;

struct Answer<K, V> {
    hash: u64,
    key: K,
    value: Arc<V>,
    weight: usize,
    /// Number of the write after which the answer was found or last proved right.
    valid_at: u64,
    last_used: u64,
    depends_on: Vec<String>,
    depends_on_others: bool,
}

/// The least recently used answers go first.
pub(crate) struct Cache<K, V> {
    answers: Vec<Answer<K, V>>,
    hasher: DefaultHashBuilder,
    budget: usize,
    weight: usize,
    uses: u64,
}

/// A new answer.
pub(crate) struct Found<V> {
    pub(crate) value: Arc<V>,
    /// Bytes.
    pub(crate) weight: usize,
    /// Keys.
    pub(crate) depends_on: Vec<String>,
    /// Whether it may change by an entity that has none of the keys.
    pub(crate) depends_on_others: bool,
}

impl<K: Hash + Eq, V> Cache<K, V> {
    /// A cache that keeps answers of at most `budget` bytes in all.
    pub(crate) fn new(budget: usize) -> Self {
        Self { answers: Vec::new(), hasher: DefaultHashBuilder::default(), budget, weight: 0, uses: 0 }
    }

    /// A kept answer that is still right.
    pub(crate) fn get(&mut self, key: &K, index: &Index) -> Option<Arc<V>> {
        let hash = self.hasher.hash_one(key);
        let place = self.answers.iter().position(|answer| answer.hash == hash && answer.key == *key)?;
        let now = index.version();
        let answer = &mut self.answers[place];
        if answer.valid_at != now {
            let untouched = |key: &String| index.table.changed(key) <= answer.valid_at;
            let others_changed = answer.depends_on_others && index.membership_changed > answer.valid_at;
            if others_changed || !answer.depends_on.iter().all(untouched) {
                let answer = self.answers.swap_remove(place);
                self.weight -= answer.weight;
                return None;
            }
            answer.valid_at = now;
        }
        self.uses += 1;
        answer.last_used = self.uses;
        Some(Arc::clone(&answer.value))
    }

    /// Keeps an answer, if it is not too heavy by itself.
    pub(crate) fn insert(&mut self, key: K, found: Found<V>, version: u64) {
        let hash = self.hasher.hash_one(&key);
        // Another reader may have found the same meanwhile.
        let known = self.answers.iter().any(|answer| answer.hash == hash && answer.key == key);
        if known || found.weight > self.budget {
            return;
        }
        while self.answers.len() >= MOST_ANSWERS || self.weight + found.weight > self.budget {
            let oldest = (0..self.answers.len()).min_by_key(|place| self.answers[*place].last_used);
            let Some(oldest) = oldest else { break };
            self.weight -= self.answers.swap_remove(oldest).weight;
        }
        self.uses += 1;
        self.weight += found.weight;
        self.answers.push(Answer {
            hash,
            key,
            value: found.value,
            weight: found.weight,
            valid_at: version,
            last_used: self.uses,
            depends_on: found.depends_on,
            depends_on_others: found.depends_on_others,
        });
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        self.answers.clear();
        self.weight = 0;
    }

    /// Bytes kept.
    pub(crate) fn weight(&self) -> usize {
        self.weight
    }
}

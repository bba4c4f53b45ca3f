//! Records: names to values, in JavaScript's order of properties.

use hashbrown::HashMap;

use super::{Value, index_of_key, release};
use crate::text::Text;

/// Entries above this number get an index.
const SMALL: usize = 8;

/// Immutable once made. Names that spell array indices come first, in numeric order, then the others as written.
#[derive(Debug, Default)]
pub(crate) struct Record {
    entries: Vec<(Text, Value)>,
    places: HashMap<Text, usize>,
}

impl Record {
    /// The last of several equal names gives the value, the first the place.
    pub(crate) fn new(entries: Vec<(Text, Value)>) -> Self {
        let mut record = Self { entries: Vec::with_capacity(entries.len()), places: HashMap::new() };
        let mut has_indices = false;
        for (name, value) in entries {
            has_indices |= index_of_key(name.as_str()).is_some();
            record.put(name, value);
        }
        if has_indices {
            // Stable, so that names keep their order; what is no index sorts last.
            record.entries.sort_by_key(|(name, _)| index_of_key(name.as_str()).unwrap_or(usize::MAX));
            if !record.places.is_empty() {
                record.places = places(&record.entries);
            }
        }
        record
    }

    fn put(&mut self, name: Text, value: Value) {
        if let Some(place) = self.place(name.as_str()) {
            self.entries[place].1 = value;
            return;
        }
        if !self.places.is_empty() {
            self.places.insert(name.clone(), self.entries.len());
        }
        self.entries.push((name, value));
        if self.places.is_empty() && self.entries.len() > SMALL {
            self.places = places(&self.entries);
        }
    }

    fn place(&self, name: &str) -> Option<usize> {
        if self.places.is_empty() {
            return self.entries.iter().position(|(key, _)| key.as_str() == name);
        }
        self.places.get(name).copied()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&Value> {
        self.place(name).map(|place| &self.entries[place].1)
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    pub(crate) fn entries(&self) -> &[(Text, Value)] {
        &self.entries
    }

    pub(super) fn into_values(mut self) -> Vec<Value> {
        std::mem::take(&mut self.entries).into_iter().map(|(_, value)| value).collect()
    }
}

impl Drop for Record {
    fn drop(&mut self) {
        if !self.entries.is_empty() {
            release(std::mem::take(&mut self.entries).into_iter().map(|(_, value)| value).collect());
        }
    }
}

fn places(entries: &[(Text, Value)]) -> HashMap<Text, usize> {
    entries.iter().enumerate().map(|(place, (name, _))| (name.clone(), place)).collect()
}

//! Puts the names of a catalog together.

use hashbrown::HashMap;

use super::{Entry, Names, words_of};

/// Ends each word; no name has it, because words are letters and digits.
pub(super) const BOUNDARY: char = '\0';
/// Entities beyond this are left out: numbers of entries are kept in half of a `u32`, and memory has an end.
const MAXIMUM_ENTRIES: usize = 2_000_000;

/// What an entity is called.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    pub reference: &'a str,
    pub kind: &'a str,
    pub namespace: &'a str,
    pub name: &'a str,
    pub title: Option<&'a str>,
}

/// Collects names.
#[derive(Debug, Default)]
pub struct Builder {
    entries: Vec<Entry>,
    /// Words, with the entries in the order of adding, doubled, odd for kind and namespace.
    words: HashMap<String, Vec<u32>>,
}

impl Builder {
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an entity; false when there are too many.
    pub fn add(&mut self, named: Named<'_>) -> bool {
        let Ok(number) = u32::try_from(self.entries.len()) else { return false };
        if self.entries.len() >= MAXIMUM_ENTRIES {
            return false;
        }
        let title = named.title.filter(|title| !title.trim().is_empty());
        self.entries
            .push(Entry { reference: named.reference.into(), label: title.unwrap_or(named.name).into() });
        for text in [Some(named.name), title].into_iter().flatten() {
            let words = words_of(text);
            // "basketui" finds basket-ui.
            if words.len() > 1 {
                self.note(&words.concat(), number * 2);
            }
            for word in words {
                self.note(&word, number * 2);
            }
        }
        for word in [named.kind, named.namespace].into_iter().flat_map(words_of) {
            self.note(&word, number * 2 + 1);
        }
        true
    }

    fn note(&mut self, word: &str, posting: u32) {
        let postings = self.words.entry_ref(word).or_default();
        if postings.last() != Some(&posting) {
            postings.push(posting);
        }
    }

    /// The names, ready to be asked.
    pub fn finish(self) -> Names {
        let mut order: Vec<usize> = (0..self.entries.len()).collect();
        let key = |entry: &Entry| (entry.label.to_lowercase(), entry.reference.clone());
        order.sort_by_cached_key(|number| self.entries.get(*number).map(key));
        let mut places = vec![0_u32; order.len()];
        for (place, number) in (0_u32..).zip(&order) {
            if let Some(slot) = places.get_mut(*number) {
                *slot = place;
            }
        }
        let mut entries: Vec<(u32, Entry)> = places.iter().copied().zip(self.entries).collect();
        entries.sort_unstable_by_key(|(place, _)| *place);
        let mut words: Vec<(String, Vec<u32>)> = self.words.into_iter().collect();
        words.sort_unstable();
        let mut names =
            Names { entries: entries.into_iter().map(|(_, entry)| entry).collect(), ..Names::default() };
        for (word, postings) in words {
            names.starts.push(length(&names.text));
            names.runs.push(count(&names.postings));
            names.text.push_str(&word);
            names.text.push(BOUNDARY);
            for posting in postings {
                let place = places.get((posting / 2) as usize).copied().unwrap_or_default();
                names.postings.push(place * 2 + posting % 2);
            }
        }
        names.starts.push(length(&names.text));
        names.runs.push(count(&names.postings));
        names
    }
}

/// Texts of words stay far below 4 GiB: two million names of at most 200 letters.
fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

fn count(postings: &[u32]) -> u32 {
    u32::try_from(postings.len()).unwrap_or(u32::MAX)
}

//! Puts the names of a catalog together.

use hashbrown::HashMap;

use super::vocabulary::Vocabulary;
use super::{Entry, Names, words_of};

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

type Collected = HashMap<String, Vec<u32>>;

/// Collects names.
#[derive(Debug, Default)]
pub struct Builder {
    entries: Vec<Entry>,
    /// Words, with the entries in the order of adding, doubled, odd for kind and namespace.
    words: Collected,
    joined: Collected,
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
                note(&mut self.joined, &words.concat(), number * 2);
            }
            for word in words {
                note(&mut self.words, &word, number * 2);
            }
        }
        for word in [named.kind, named.namespace].into_iter().flat_map(words_of) {
            note(&mut self.words, &word, number * 2 + 1);
        }
        true
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
        Names {
            entries: entries.into_iter().map(|(_, entry)| entry).collect(),
            words: sorted(self.words, &places),
            joined: sorted(self.joined, &places),
        }
    }
}

fn note(words: &mut Collected, word: &str, posting: u32) {
    let postings = words.entry_ref(word).or_default();
    if postings.last() != Some(&posting) {
        postings.push(posting);
    }
}

/// The words in order, their entries by the places that these got.
fn sorted(words: Collected, places: &[u32]) -> Vocabulary {
    let mut words: Vec<(String, Vec<u32>)> = words.into_iter().collect();
    words.sort_unstable();
    let mut vocabulary = Vocabulary::default();
    for (word, mut postings) in words {
        for posting in &mut postings {
            let place = places.get((*posting / 2) as usize).copied().unwrap_or_default();
            *posting = place * 2 + *posting % 2;
        }
        vocabulary.push(&word, &postings);
    }
    vocabulary
}

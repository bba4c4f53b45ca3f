//! Finds entities by a few letters of what they are called, typos forgiven: for jumping, not for searching texts.
//!
//! Every name is cut into words; each distinct word is kept once, with the entities that have it. A question is cut the
//! same way, and an entity is found when each word of the question is like one of its words. Better likeness comes first,
//! then what is shorter, then the alphabet. Knows names only: what may be seen is decided by who asks.

mod build;
mod distance;
mod likeness;
mod marks;
#[cfg(test)]
mod tests;

pub use build::{Builder, Named};
pub use marks::marks;

use likeness::{Likeness, WORST};

/// Characters of a question that are read, its words, and the characters of a word.
const MAXIMUM_QUESTION: usize = 200;
const MAXIMUM_WORDS: usize = 8;
const MAXIMUM_WORD: usize = 64;
/// Where so many entities are found without typos, none are forgiven.
const ENOUGH: usize = 20;
/// Stands for an entity that a word of the question has not found.
const NONE: u8 = u8::MAX;

/// The names of a catalog. Built by [`Builder`], then read only.
#[derive(Debug, Default)]
pub struct Names {
    /// In the order of their labels, so that the number of an entry is its place in the alphabet.
    entries: Vec<Entry>,
    /// All distinct words in order, each behind a [`build::BOUNDARY`], so that one pass finds letters inside of any.
    text: String,
    /// Where each word starts in `text`, and one more for the end.
    starts: Vec<u32>,
    /// Where the entries of each word start in `postings`, and one more for the end.
    runs: Vec<u32>,
    /// Numbers of entries, doubled; odd where the word is only the kind or the namespace.
    postings: Vec<u32>,
}

#[derive(Debug)]
struct Entry {
    reference: Box<str>,
    label: Box<str>,
}

/// An entity that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found<'a> {
    /// The ref, as it was given to the builder.
    pub reference: &'a str,
    /// The title, or the name when there is none.
    pub label: &'a str,
}

impl Names {
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entities that a question is about, best first, at most `most`. A question without a letter or digit finds
    /// nothing. Takes time that grows with the number of names, never with its square.
    pub fn find(&self, question: &str, most: usize) -> Vec<Found<'_>> {
        let words = words_of(question);
        if words.is_empty() || most == 0 {
            return Vec::new();
        }
        let mut totals: Vec<u16> = vec![0; self.entries.len()];
        let mut best = vec![NONE; self.entries.len()];
        for word in &words {
            best.fill(NONE);
            self.rate(word, &mut best);
            for (total, rating) in totals.iter_mut().zip(&best) {
                *total = if *rating == NONE { u16::MAX } else { total.saturating_add(u16::from(*rating)) };
            }
        }
        let mut ranked = Vec::new();
        for (number, (entry, total)) in self.entries.iter().zip(&totals).enumerate() {
            if *total < u16::MAX {
                let length = u64::try_from(entry.label.len().min(0xffff)).unwrap_or(0xffff);
                let number = u64::try_from(number).unwrap_or(u64::MAX) & 0xffff_ffff;
                ranked.push((u64::from(*total) << 48) | (length << 32) | number);
            }
        }
        if ranked.len() > most {
            ranked.select_nth_unstable(most);
            ranked.truncate(most);
        }
        ranked.sort_unstable();
        ranked.iter().filter_map(|rank| self.found(rank & 0xffff_ffff)).collect()
    }

    fn found(&self, number: u64) -> Option<Found<'_>> {
        let entry = self.entries.get(usize::try_from(number).ok()?)?;
        Some(Found { reference: &entry.reference, label: &entry.label })
    }

    /// Notes for each entity how like one of its words is to `asked`.
    fn rate(&self, asked: &str, best: &mut [u8]) {
        let mut found = 0;
        for (word, likeness) in self.without_typos(asked) {
            found += self.note(word, likeness, best);
        }
        if found < ENOUGH {
            for (word, likeness) in self.with_typos(asked) {
                self.note(word, likeness, best);
            }
        }
    }

    /// Passes the likeness of a word on to its entities; answers how many were found for the first time.
    fn note(&self, word: usize, likeness: Likeness, best: &mut [u8]) -> usize {
        let mut fresh = 0;
        let (Some(from), Some(until)) = (self.runs.get(word), self.runs.get(word + 1)) else { return 0 };
        for posting in self.postings.get(*from as usize..*until as usize).unwrap_or_default() {
            let rating = likeness.rating(posting % 2 == 1);
            if let Some(slot) = best.get_mut((posting / 2) as usize) {
                fresh += usize::from(*slot == NONE);
                *slot = (*slot).min(rating);
            }
        }
        fresh
    }

    /// The words that are `asked`, start with it, or have it inside.
    fn without_typos(&self, asked: &str) -> Vec<(usize, Likeness)> {
        let mut found = Vec::new();
        let mut last = None;
        for place in memchr::memmem::find_iter(self.text.as_bytes(), asked) {
            // The word that starts last before the place.
            let place = u32::try_from(place).unwrap_or(u32::MAX);
            let word = self.starts.partition_point(|start| *start <= place).saturating_sub(1);
            if last != Some(word) {
                last = Some(word);
                let is_start = self.starts.get(word) == Some(&place);
                let is_whole = is_start && self.word(word).len() == asked.len();
                let likeness = if is_whole {
                    Likeness::Same
                } else if is_start {
                    Likeness::Start
                } else {
                    Likeness::Inside
                };
                found.push((word, likeness));
            }
        }
        found
    }

    /// The words that would start with `asked` if a letter or two were other.
    fn with_typos(&self, asked: &str) -> Vec<(usize, Likeness)> {
        let most = distance::forgiven(asked);
        let pattern = distance::Pattern::new(asked);
        let mut found = Vec::new();
        if most == 0 {
            return found;
        }
        for word in 0..self.starts.len().saturating_sub(1) {
            let typos = pattern.distance_to_start(self.word(word), most);
            if let Some(likeness) = typos.and_then(Likeness::with_typos) {
                found.push((word, likeness));
            }
        }
        found
    }

    fn word(&self, number: usize) -> &str {
        let (Some(from), Some(next)) = (self.starts.get(number), self.starts.get(number + 1)) else {
            return "";
        };
        // Without the boundary behind it.
        self.text.get(*from as usize..(*next as usize).saturating_sub(1)).unwrap_or_default()
    }
}

/// The words of a question or a name, in lower case.
fn words_of(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let read: String = text.chars().take(MAXIMUM_QUESTION).flat_map(char::to_lowercase).collect();
    for word in read.split(|letter: char| !letter.is_alphanumeric()) {
        if !word.is_empty() && words.len() < MAXIMUM_WORDS {
            words.push(word.chars().take(MAXIMUM_WORD).collect());
        }
    }
    words
}

const _: () = assert!(WORST < NONE, "a rating is never taken for none");

//! Finds entities by a few letters of what they are called, typos forgiven: for jumping, not for searching texts.
//!
//! Every name is cut into words ; each distinct word is kept once, with the entities that have it. A question is cut the
//! same way, and an entity is found when each word of the question is like one of its words. Better likeness comes first,
//! then what is shorter, then the alphabet. Knows names only: what may be seen is decided by who asks.

mod build;
mod distance;
mod likeness;
mod marks;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use build::{Builder, Named};
pub use marks::marks;

use likeness::{Likeness, WORST};
use vocabulary::Vocabulary;

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
    words: Vocabulary,
    /// The words of each name written together, for those who leave the hyphens out.
    joined: Vocabulary,
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
        for (word, likeness) in self.words.without_typos(asked) {
            found += note(self.words.postings(word), likeness, best);
        }
        for (word, likeness) in self.joined.starting_with(asked) {
            found += note(self.joined.postings(word), likeness, best);
        }
        if found < ENOUGH {
            for (word, likeness) in self.words.with_typos(asked) {
                note(self.words.postings(word), likeness, best);
            }
        }
    }
}

/// Passes the likeness of a word on to its entities; answers how many were found for the first time.
fn note(postings: &[u32], likeness: Likeness, best: &mut [u8]) -> usize {
    let mut fresh = 0;
    for posting in postings {
        let rating = likeness.rating(posting % 2 == 1);
        if let Some(slot) = best.get_mut((posting / 2) as usize) {
            fresh += usize::from(*slot == NONE);
            *slot = (*slot).min(rating);
        }
    }
    fresh
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

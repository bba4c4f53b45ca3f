//! Distinct words in order, each with the entries that have it. All words stand in one text, so that one pass finds
//! letters inside of any. Knows what a likeness is, not what it is worth.

use memchr::memmem::Finder;

use super::distance::{self, Pattern};
use super::likeness::Likeness;

/// Ends each word; no word has it, because words are letters and digits.
const BOUNDARY: char = '\0';

#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    text: String,
    /// Where each word ends in `text`, its boundary included.
    ends: Vec<u32>,
    /// Where the entries of each word end in `postings`.
    runs: Vec<u32>,
    /// Numbers of entries, doubled; odd where the word is only the kind or the namespace.
    postings: Vec<u32>,
    /// Which letters each word has, as bits, so that most words need not be compared.
    letters: Vec<u64>,
}

impl Vocabulary {
    /// Adds the next word in order.
    pub(super) fn push(&mut self, word: &str, postings: &[u32]) {
        self.text.push_str(word);
        self.text.push(BOUNDARY);
        self.postings.extend_from_slice(postings);
        // Two million names of at most 200 letters stay below 4 GiB.
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
        self.runs.push(u32::try_from(self.postings.len()).unwrap_or(u32::MAX));
        self.letters.push(letters_of(word));
    }

    /// The entries of a word.
    pub(super) fn postings(&self, word: usize) -> &[u32] {
        self.postings.get(between(&self.runs, word)).unwrap_or_default()
    }

    /// The words that are `asked` or start with it.
    pub(super) fn starting_with(&self, asked: &str) -> Vec<(usize, Likeness)> {
        let mut found = Vec::new();
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            if self.word(middle) < asked { low = middle + 1 } else { high = middle }
        }
        while let Some(rest) = self.word(low).strip_prefix(asked).filter(|_| low < self.ends.len()) {
            found.push((low, if rest.is_empty() { Likeness::Same } else { Likeness::Start }));
            low += 1;
        }
        found
    }

    /// The words that are `asked`, start with it, or have it inside. A single letter is inside of too many words to mean
    /// one of them, and only starts them.
    pub(super) fn without_typos(&self, asked: &str) -> Vec<(usize, Likeness)> {
        let mut found = self.starting_with(asked);
        if asked.chars().nth(1).is_none() {
            return found;
        }
        let finder = Finder::new(asked);
        let mut from = 0;
        while let Some(place) = self.text.as_bytes().get(from..).and_then(|rest| finder.find(rest)) {
            let place = from + place;
            let word = self.ends.partition_point(|end| (*end as usize) <= place);
            let place_of_word = between(&self.ends, word);
            if place_of_word.start != place {
                found.push((word, Likeness::Inside));
            }
            // On with the next word: once is enough.
            from = place_of_word.end.max(place + 1);
        }
        found
    }

    /// The words that would start with `asked` if a letter or two were other. A number with another digit is another
    /// number.
    pub(super) fn with_typos(&self, asked: &str) -> Vec<(usize, Likeness)> {
        let most = distance::forgiven(asked);
        let mut found = Vec::new();
        if most == 0 || asked.chars().all(char::is_numeric) {
            return found;
        }
        let (pattern, wanted) = (Pattern::new(asked), letters_of(asked));
        for (word, letters) in self.letters.iter().enumerate() {
            // Each letter that the word lacks is a typo.
            if (wanted & !letters).count_ones() > most {
                continue;
            }
            let typos = pattern.distance_to_start(self.word(word), most);
            if let Some(likeness) = typos.and_then(Likeness::with_typos) {
                found.push((word, likeness));
            }
        }
        found
    }

    /// A word, without its boundary; the empty text behind the last.
    fn word(&self, number: usize) -> &str {
        let place = between(&self.ends, number);
        self.text.get(place.start..place.end.saturating_sub(1)).unwrap_or_default()
    }
}

/// The range from the end before to the end of `number`.
fn between(ends: &[u32], number: usize) -> std::ops::Range<usize> {
    let end =
        |number: Option<usize>| number.and_then(|number| ends.get(number)).map_or(0, |end| *end as usize);
    let (from, until) = (end(number.checked_sub(1)), end(Some(number)));
    from..until.max(from)
}

/// One bit for each sort of letter; letters that share one make the comparison more frequent, never wrong.
fn letters_of(word: &str) -> u64 {
    word.chars().fold(0, |bits, letter| bits | 1 << (u32::from(letter) % 64))
}

//! Typos between two words: letters added, left out, other, or swapped with their neighbour, each counted once
//! (optimal string alignment). Bit-parallel after Hyyrö (2003): one step for each letter of the word, whatever the length
//! of the pattern, which has at most 64 letters.

use super::MAXIMUM_WORD;

/// Letters from which one typo is forgiven, and two.
const LONG_FOR_ONE: usize = 4;
const LONG_FOR_TWO: usize = 8;

/// How many typos a word may have and still be meant.
pub(super) fn forgiven(asked: &str) -> u32 {
    match asked.chars().count() {
        0..LONG_FOR_ONE => 0,
        LONG_FOR_ONE..LONG_FOR_TWO => 1,
        _ => 2,
    }
}

/// A word of a question, made ready to be compared with many words.
pub(super) struct Pattern {
    /// For each ASCII letter, the places where the pattern has it, as bits.
    ascii: [u64; 128],
    others: Vec<(char, u64)>,
    length: u32,
}

impl Pattern {
    /// Letters beyond the 64th are not looked at.
    pub(super) fn new(asked: &str) -> Self {
        let mut pattern = Self { ascii: [0; 128], others: Vec::new(), length: 0 };
        for letter in asked.chars().take(MAXIMUM_WORD) {
            let bit = 1_u64 << pattern.length;
            pattern.length += 1;
            if let Some(places) = pattern.ascii.get_mut(letter as usize) {
                *places |= bit;
            } else if let Some((_, places)) = pattern.others.iter_mut().find(|(known, _)| *known == letter) {
                *places |= bit;
            } else {
                pattern.others.push((letter, bit));
            }
        }
        pattern
    }

    fn places(&self, letter: char) -> u64 {
        if let Some(places) = self.ascii.get(letter as usize) {
            return *places;
        }
        self.others.iter().find(|(known, _)| *known == letter).map_or(0, |(_, places)| *places)
    }

    /// The least number of typos between the pattern and any start of `word`; `None` when there are more than `most`.
    pub(super) fn distance_to_start(&self, word: &str, most: u32) -> Option<u32> {
        if self.length == 0 {
            return Some(0);
        }
        let end = 1_u64 << (self.length - 1);
        let (mut positive, mut negative) = (u64::MAX, 0_u64);
        let (mut diagonal, mut before) = (0_u64, 0_u64);
        let (mut typos, mut least) = (self.length, self.length);
        // A start that is longer than this has too many letters too much.
        for letter in word.chars().take((self.length + most) as usize) {
            let places = self.places(letter);
            let swapped = ((!diagonal & places) << 1) & before;
            diagonal = ((places & positive).wrapping_add(positive) ^ positive) | places | negative | swapped;
            let mut up = negative | !(diagonal | positive);
            let mut down = diagonal & positive;
            typos = typos + u32::from(up & end != 0) - u32::from(down & end != 0);
            up = (up << 1) | 1;
            down <<= 1;
            positive = down | !(diagonal | up);
            negative = up & diagonal;
            before = places;
            least = least.min(typos);
        }
        (least <= most).then_some(least)
    }
}

//! Which letters of a label a question has found, for showing.

use super::words_of;

/// The ranges of `label` that words of `question` are in, in UTF-16 units, in order and without overlap. Nothing for
/// words that were found by their likeness only.
pub fn marks(label: &str, question: &str) -> Vec<(usize, usize)> {
    // One letter for each letter of the label, so that places stay what they are.
    let letters: Vec<char> =
        label.chars().map(|letter| letter.to_lowercase().next().unwrap_or(letter)).collect();
    let mut marked = vec![false; letters.len()];
    for word in words_of(question) {
        let word: Vec<char> = word.chars().collect();
        let Some(place) = letters.windows(word.len()).position(|window| window == word) else { continue };
        for mark in marked.iter_mut().skip(place).take(word.len()) {
            *mark = true;
        }
    }
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    let mut place = 0;
    for (letter, is_marked) in label.chars().zip(marked) {
        let end = place + letter.len_utf16();
        if is_marked {
            match ranges.last_mut() {
                Some(range) if range.1 == place => range.1 = end,
                _ => ranges.push((place, end)),
            }
        }
        place = end;
    }
    ranges
}

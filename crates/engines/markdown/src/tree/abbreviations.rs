//! Abbreviations, wherever they stand in the text.

use std::collections::HashMap;

use crate::element::{Element, Text};
use crate::marker;
use crate::text::is_word;
use crate::work::Work;

pub(crate) fn run(root: &mut Element, work: &mut Work<'_>) {
    if work.abbreviations.is_empty() {
        return;
    }
    let known = std::mem::take(&mut work.abbreviations);
    let finder = Finder::new(&known);
    finder.element(root);
}

/// Finds abbreviations: at each start of a word, the longest that fits.
struct Finder<'k> {
    known: &'k HashMap<String, String>,
    /// Lengths of abbreviations by their first character, longest first.
    lengths: HashMap<char, Vec<usize>>,
}

impl<'k> Finder<'k> {
    fn new(known: &'k HashMap<String, String>) -> Self {
        let mut lengths: HashMap<char, Vec<usize>> = HashMap::new();
        for short in known.keys() {
            if let Some(first) = short.chars().next() {
                lengths.entry(first).or_default().push(short.len());
            }
        }
        for lengths in lengths.values_mut() {
            lengths.sort_unstable_by(|a, b| b.cmp(a));
            lengths.dedup();
        }
        Finder { known, lengths }
    }

    fn element(&self, element: &mut Element) {
        let children = std::mem::take(&mut element.children);
        let mut kept = Vec::with_capacity(children.len());
        if !element.text.atomic {
            kept = self.split(&mut element.text);
        }
        for mut child in children {
            self.element(&mut child);
            let more = if child.tail.atomic { Vec::new() } else { self.split(&mut child.tail) };
            kept.push(child);
            kept.extend(more);
        }
        element.children = kept;
    }

    /// Cuts a text before its first abbreviation. Returns the elements that follow.
    fn split(&self, text: &mut Text) -> Vec<Element> {
        let mut found: Vec<Element> = Vec::new();
        let content = std::mem::take(&mut text.content);
        let mut from = 0;
        let mut previous: Option<char> = None;
        let mut skip_to = 0;
        for (at, letter) in content.char_indices() {
            let before = previous.replace(letter);
            if letter == marker::OPEN && at >= skip_to {
                // What stands between the signs of a marker is no text.
                skip_to = content[at..].find(marker::CLOSE).map_or(at, |end| at + end);
            }
            // `\b` stands between a word character and another one.
            let is_boundary = before.is_some_and(is_word) != is_word(letter);
            if at < skip_to || !is_boundary {
                continue;
            }
            let Some(length) = self.fits(&content, at, letter) else { continue };
            let short = &content[at..at + length];
            push_text(text, &mut found, &content[from..at]);
            let element = Element::new("abbr").with("title", self.known[short].as_str());
            found.push(Element { text: Text::atomic(short), ..element });
            from = at + length;
            skip_to = from;
        }
        push_text(text, &mut found, &content[from..]);
        found
    }

    fn fits(&self, content: &str, at: usize, first: char) -> Option<usize> {
        self.lengths.get(&first)?.iter().copied().find(|length| {
            let Some(short) = content.get(at..at + length) else { return false };
            let last = short.chars().next_back().is_some_and(is_word);
            let next = content[at + length..].chars().next().is_some_and(is_word);
            last != next && self.known.contains_key(short)
        })
    }
}

fn push_text(text: &mut Text, found: &mut [Element], part: &str) {
    match found.last_mut() {
        Some(last) => last.tail.content.push_str(part),
        None => text.content.push_str(part),
    }
}

//! Code between backticks, and characters behind a backslash.

use std::collections::HashMap;

use super::{Inline, Kind};
use crate::element::Element;
use crate::extensions::Feature;
use crate::highlight;
use crate::marker;
use crate::stash::Stashed;

/// Characters that a backslash makes plain, whatever is switched on.
const ESCAPED: &str = "\\`*_{}[]()>#+-.!";

impl Inline<'_, '_> {
    pub(super) fn code(&mut self, text: &str) -> String {
        let runs = runs(text);
        let mut by_length: HashMap<usize, Vec<usize>> = HashMap::new();
        for (index, (_, length)) in runs.iter().enumerate() {
            by_length.entry(*length).or_default().push(index);
        }
        let mut out = String::new();
        let (mut from, mut index) = (0, 0);
        while index < runs.len() {
            let (start, length) = runs[index];
            let backslashes = start - text[from..start].trim_end_matches('\\').len() - from;
            // Pairs of backslashes before code are backslashes; one left over makes the backtick plain.
            if backslashes % 2 == 1 {
                index += 1;
                continue;
            }
            if backslashes > 0 {
                out.push_str(&text[from..start - backslashes]);
                for _ in 0..backslashes / 2 {
                    out.push_str(&self.keep_text(marker::escaped('\\')));
                }
                from = start;
            }
            // Of a run that nothing closes, the last backticks may still open code.
            let opening = (1..=length).rev().find_map(|length| {
                let same = by_length.get(&length)?;
                let next = same.partition_point(|other| *other <= index);
                same.get(next).map(|close| (length, *close))
            });
            let Some((opening, close)) = opening else {
                index += 1;
                continue;
            };
            out.push_str(&text[from..start]);
            let element = self.code_element(&text[start + opening..runs[close].0]);
            out.push_str(&self.keep(element, Kind::Code));
            from = runs[close].0 + opening;
            index = close + 1;
        }
        out.push_str(&text[from..]);
        out
    }

    fn code_element(&mut self, inside: &str) -> Element {
        let (language, source) = language(inside);
        let highlights = self.work.extensions.has(Feature::InlineHighlight);
        let settings = &self.work.extensions.highlight;
        let mut element = Element::new("code");
        let made = match language {
            Some(language) if highlights => {
                let (class, html) = highlight::inline(source.trim(), language, settings);
                element.set("class", class);
                html
            }
            _ => crate::write::escape_text(inside.trim()),
        };
        element.text = self.work.stash.keep(Stashed::Made(made)).into();
        element.text.atomic = true;
        element
    }

    pub(super) fn escapes(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut from = 0;
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'\\', &text.as_bytes()[at..]) {
            let start = at + found;
            let Some(character) = text[start + 1..].chars().next() else { break };
            at = start + 1 + character.len_utf8();
            if self.is_escaped(character) {
                out.push_str(&text[from..start]);
                out.push_str(&self.keep_text(marker::escaped(character)));
                from = at;
            }
        }
        out.push_str(&text[from..]);
        out
    }

    fn is_escaped(&self, character: char) -> bool {
        let extensions = self.work.extensions;
        let emphasis = extensions.emphasis;
        ESCAPED.contains(character)
            || match character {
                '|' => extensions.has(Feature::Tables),
                '~' => extensions.has(Feature::Tilde),
                '^' => extensions.has(Feature::Caret),
                ' ' => {
                    (extensions.has(Feature::Tilde) && emphasis.subscript)
                        || (extensions.has(Feature::Caret) && emphasis.superscript)
                }
                '=' => extensions.has(Feature::Mark),
                ':' => extensions.has(Feature::Emoji),
                '$' => extensions.has(Feature::Math),
                '@' => {
                    let links = &extensions.magic_links;
                    extensions.has(Feature::MagicLinks)
                        && (links.repository_shorthand || links.social_shorthand)
                }
                _ => false,
            }
    }
}

/// Runs of backticks: start and length.
fn runs(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let (mut runs, mut at) = (Vec::new(), 0);
    while let Some(found) = memchr::memchr(b'`', &bytes[at..]) {
        let start = at + found;
        let length = bytes[start..].iter().take_while(|byte| **byte == b'`').count();
        runs.push((start, length));
        at = start + length;
    }
    runs
}

/// The language that code begins with: `#!python` or `:::python`, and the code behind it.
fn language(inside: &str) -> (Option<&str>, &str) {
    let rest = match inside.strip_prefix("#!") {
        Some(rest) => rest,
        None if inside.starts_with(":::") => inside.trim_start_matches(':'),
        None => return (None, inside),
    };
    let end = rest
        .find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '#' | '.' | '+' | '-'))
        .unwrap_or(rest.len());
    let source = rest[end..].trim_start();
    let is_spaced = rest[end..].starts_with(char::is_whitespace);
    if !is_spaced || source.is_empty() {
        return (None, inside);
    }
    ((end > 0).then(|| &rest[..end]), source)
}

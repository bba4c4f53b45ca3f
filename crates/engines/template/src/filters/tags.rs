//! `striptags`.

use super::{like, text_or_empty};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::text::{Text, is_space, trim};
use crate::value::Value;

/// Removing a tag can join the parts of another; after this many rounds the text is refused.
const MOST_ROUNDS: usize = 8;

/// Without tags and comments, white space made single spaces, or line breaks kept.
pub(super) fn strip(value: &Value, keep_lines: &Value, budget: &mut Budget) -> Outcome<Value> {
    let text = text_or_empty(value)?;
    let stripped = without_tags(text.as_str().to_owned(), budget)?;
    let stripped = trim(&stripped);
    let text = if keep_lines.is_truthy() { with_lines(stripped) } else { on_one_line(stripped) };
    like(value, Text::new(text), budget)
}

fn without_tags(mut text: String, budget: &mut Budget) -> Outcome<String> {
    for _ in 0..=MOST_ROUNDS {
        budget.grow(text.len())?;
        match without_tags_once(&text) {
            Some(next) => text = next,
            None => return Ok(text),
        }
    }
    Err(Failure::evaluation("finds tags within tags too often"))
}

/// `None` when there is no tag.
fn without_tags_once(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let mut out = String::new();
    let (mut copied, mut from) = (0, 0);
    // Once an end was looked for in vain, it is not looked for again: this stays linear.
    let (mut tags_end, mut comments_end) = (true, true);
    while let Some(found) = memchr::memchr(b'<', &bytes[from..]) {
        let start = from + found;
        let mut end = None;
        if comments_end && text[start..].starts_with("<!--") {
            end = memchr::memmem::find(&bytes[start + 4..], b"-->").map(|at| start + 4 + at + 3);
            comments_end = end.is_some();
        } else if tags_end && begins_tag(&bytes[start + 1..]) {
            end = memchr::memchr(b'>', &bytes[start..]).map(|at| start + at + 1);
            tags_end = end.is_some();
        }
        from = end.unwrap_or(start + 1);
        if let Some(end) = end {
            out.push_str(&text[copied..start]);
            copied = end;
        }
    }
    if copied == 0 {
        return None;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// A name, perhaps after a slash, that does not go on as another word.
fn begins_tag(bytes: &[u8]) -> bool {
    let name = bytes.strip_prefix(b"/").unwrap_or(bytes);
    let length = name.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
    name.first().is_some_and(u8::is_ascii_alphabetic) && name.get(length) != Some(&b'_')
}

fn on_one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut in_space = false;
    for character in text.chars() {
        if !is_space(character) {
            out.push(character);
        } else if !in_space {
            out.push(' ');
        }
        in_space = is_space(character);
    }
    out
}

/// Spaces at the ends of lines dropped, runs of spaces made one, runs of line breaks made two.
fn with_lines(text: &str) -> String {
    let is_break = |character| matches!(character, '\n' | '\r' | '\u{2028}' | '\u{2029}');
    let mut spaced = String::with_capacity(text.len());
    for line in text.split_inclusive(is_break) {
        let content = line.trim_end_matches(is_break);
        let mut after_space = false;
        for character in content.trim_matches(' ').chars() {
            if character != ' ' || !after_space {
                spaced.push(character);
            }
            after_space = character == ' ';
        }
        spaced.push_str(&line[content.len()..]);
    }
    let mut out = String::with_capacity(spaced.len());
    let mut breaks = 0;
    for character in spaced.replace("\r\n", "\n").chars() {
        breaks = if character == '\n' { breaks + 1 } else { 0 };
        if breaks <= 2 {
            out.push(character);
        }
    }
    out
}

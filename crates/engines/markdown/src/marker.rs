//! Placeholders inside text that wait for something that is not text.
//!
//! Blocks and inline markup are found by looking at text, one kind after the other. What one kind has found is
//! taken out and replaced by a marker, so that later kinds leave it alone. A marker stands between two control
//! characters, which no page can contain because [`crate::source`] removes them.

/// Opens a marker.
pub(crate) const OPEN: char = '\u{2}';
/// Closes a marker.
pub(crate) const CLOSE: char = '\u{3}';
/// An ampersand that starts an entity and must survive escaping.
pub(crate) const AMPERSAND: &str = "\u{2}a\u{3}";

/// What a marker stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Marker {
    /// Entry of the [`crate::stash::Stash`].
    Stashed(usize),
    /// Node of the inline stage.
    Inline(usize),
    /// A character that was escaped with a backslash.
    Escaped(char),
    /// [`AMPERSAND`].
    Ampersand,
}

pub(crate) fn stashed(index: usize) -> String {
    written("h", index)
}

pub(crate) fn inline(index: usize) -> String {
    written("i", index)
}

pub(crate) fn escaped(character: char) -> String {
    written("", u32::from(character) as usize)
}

/// There are so many markers that `format!` shows in the time of a page.
fn written(kind: &str, number: usize) -> String {
    let digits = number.to_string();
    let mut marker = String::with_capacity(2 + kind.len() + digits.len());
    marker.push(OPEN);
    marker.push_str(kind);
    marker.push_str(&digits);
    marker.push(CLOSE);
    marker
}

/// The first marker at or after `from`, with its start and end.
pub(crate) fn find(text: &str, from: usize) -> Option<(usize, usize, Marker)> {
    let mut at = from;
    loop {
        let start = at + memchr::memchr(OPEN as u8, &text.as_bytes()[at..])?;
        let end = start + memchr::memchr(CLOSE as u8, &text.as_bytes()[start..])?;
        if let Some(marker) = read(&text[start + 1..end]) {
            return Some((start, end + 1, marker));
        }
        at = start + 1;
    }
}

fn read(inside: &str) -> Option<Marker> {
    if inside == "a" {
        return Some(Marker::Ampersand);
    }
    if let Some(number) = inside.strip_prefix('h') {
        return number.parse().ok().map(Marker::Stashed);
    }
    if let Some(number) = inside.strip_prefix('i') {
        return number.parse().ok().map(Marker::Inline);
    }
    inside.parse().ok().and_then(char::from_u32).map(Marker::Escaped)
}

/// The text when it is one marker of the stash and nothing else.
pub(crate) fn only_stashed(text: &str) -> Option<usize> {
    let inside = text.strip_prefix(OPEN)?.strip_suffix(CLOSE)?;
    match read(inside)? {
        Marker::Stashed(index) => Some(index),
        _ => None,
    }
}

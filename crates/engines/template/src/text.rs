//! Texts as the language counts them: in UTF-16 code units, as JavaScript does.
//!
//! Kept as UTF-8. An index may fall between the two halves of a character beyond U+FFFF, and a half may meet its other
//! half again later (`list`, then `join`), so a lone half is kept as a private-use character from U+10F800 on, counts one
//! unit, and is made whole again by [`Text::new`]. What leaves the engine alone becomes U+FFFD. Characters of that range in
//! the source itself are therefore the one thing that a template cannot carry.

use std::cmp::Ordering;
use std::sync::Arc;

/// The first character that stands for a lone half; halves are D800 to DFFF.
const HALVES: u32 = 0x10_F800;
const FIRST_HALF: u32 = 0xD800;
const FIRST_LOW: u32 = 0xDC00;

/// A text of the language. Cheap to copy.
#[derive(Clone, Debug)]
pub(crate) struct Text {
    value: Arc<str>,
    ascii: bool,
}

impl Text {
    pub(crate) fn new(value: impl AsRef<str> + Into<Arc<str>>) -> Self {
        let ascii = value.as_ref().is_ascii();
        if !ascii && has_halves(value.as_ref()) {
            return Self { value: mend(value.as_ref()).into(), ascii };
        }
        Self { value: value.into(), ascii }
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.value
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.value.is_empty()
    }

    /// Bytes held.
    pub(crate) fn bytes(&self) -> usize {
        self.value.len()
    }

    pub(crate) fn is_ascii(&self) -> bool {
        self.ascii
    }

    /// Length in UTF-16 code units.
    pub(crate) fn units(&self) -> usize {
        if self.ascii { self.value.len() } else { self.value.chars().map(units_of).sum() }
    }

    /// The units from `start` up to `end`, both within the text's length or cut to it.
    pub(crate) fn slice(&self, start: usize, end: usize) -> Self {
        if start >= end {
            return Self::new("");
        }
        if self.ascii {
            let end = end.min(self.value.len());
            return Self::new(if start < end { &self.value[start..end] } else { "" });
        }
        let mut kept = String::new();
        let mut unit = 0;
        for character in self.value.chars() {
            let after = unit + units_of(character);
            if unit >= start && after <= end {
                kept.push(character);
            } else if unit < start && after > start {
                kept.push(halves(character).1);
            } else if unit < end && after > end {
                kept.push(halves(character).0);
            }
            unit = after;
            if unit >= end {
                break;
            }
        }
        Self::new(kept)
    }

    /// The unit at an index, as a text.
    pub(crate) fn unit(&self, index: usize) -> Option<Self> {
        if self.ascii {
            return self.value.get(index..index + 1).map(Self::new);
        }
        self.pieces().nth(index).map(|piece| Self::new(piece.encode_utf8(&mut [0; 4]) as &str))
    }

    /// The code of the unit at an index.
    pub(crate) fn code(&self, index: usize) -> Option<u16> {
        self.codes().nth(index)
    }

    /// Each unit, as a character or a lone half.
    pub(crate) fn pieces(&self) -> impl Iterator<Item = char> + '_ {
        self.value.chars().flat_map(|character| {
            let (first, second) =
                if units_of(character) == 1 { (character, None) } else { whole(halves(character)) };
            std::iter::once(first).chain(second)
        })
    }

    fn codes(&self) -> impl Iterator<Item = u16> + '_ {
        self.pieces().map(code_of)
    }

    /// The order of JavaScript: by UTF-16 code units.
    pub(crate) fn order(&self, other: &Self) -> Ordering {
        if self.ascii || other.ascii {
            // Below U+0080 both encodings order alike, and every other unit is greater in both.
            return self.value.as_bytes().cmp(other.value.as_bytes());
        }
        self.codes().cmp(other.codes())
    }

    /// Units before a byte offset that stands between characters.
    pub(crate) fn units_before(&self, offset: usize) -> usize {
        if self.ascii { offset } else { self.value[..offset].chars().map(units_of).sum() }
    }

    /// The byte offset of a unit; in the middle of a character, that after it.
    pub(crate) fn offset_of(&self, unit: usize) -> usize {
        if self.ascii {
            return unit.min(self.value.len());
        }
        let mut seen = 0;
        for (offset, character) in self.value.char_indices() {
            if seen >= unit {
                return offset;
            }
            seen += units_of(character);
        }
        self.value.len()
    }

    /// Whether both are the same text in the same place of memory.
    pub(crate) fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.value, &other.value)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || self.value == other.value
    }
}

impl Eq for Text {}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.value.hash(state);
    }
}

impl std::borrow::Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.value
    }
}

fn whole((high, low): (char, char)) -> (char, Option<char>) {
    (high, Some(low))
}

/// A lone half, as the code that it is.
pub(crate) fn lone_half(character: char) -> Option<u16> {
    let code = u32::from(character);
    (code >= HALVES).then(|| u16::try_from(code - HALVES + FIRST_HALF).unwrap_or_default())
}

/// The character that stands for a lone half, given its code.
pub(crate) fn half_of(code: u32) -> Option<char> {
    (FIRST_HALF..0xE000).contains(&code).then(|| half(code))
}

fn half(code: u32) -> char {
    char::from_u32(code - FIRST_HALF + HALVES).unwrap_or(char::REPLACEMENT_CHARACTER)
}

fn units_of(character: char) -> usize {
    if u32::from(character) >= HALVES { 1 } else { character.len_utf16() }
}

fn code_of(piece: char) -> u16 {
    lone_half(piece).unwrap_or_else(|| u16::try_from(u32::from(piece)).unwrap_or_default())
}

fn halves(character: char) -> (char, char) {
    let mut units = [0; 2];
    character.encode_utf16(&mut units);
    (half(u32::from(units[0])), half(u32::from(units[1])))
}

/// Whether a text may hold lone halves: all of them begin with these two bytes.
fn has_halves(text: &str) -> bool {
    memchr::memchr_iter(0xF4, text.as_bytes()).any(|at| text.as_bytes().get(at + 1) == Some(&0x8F))
}

/// Puts halves that stand side by side together.
fn mend(text: &str) -> String {
    let mut mended = String::with_capacity(text.len());
    let mut high = None;
    for character in text.chars() {
        let code = lone_half(character).map(u32::from);
        match (high.take(), code) {
            (Some(first), Some(second)) if second >= FIRST_LOW => {
                let joined: u32 = 0x1_0000_u32 + ((first - FIRST_HALF) << 10) + (second - FIRST_LOW);
                mended.extend(char::from_u32(joined));
                continue;
            }
            (Some(first), _) => mended.push(half(first)),
            (None, _) => {}
        }
        match code {
            Some(code) if code < FIRST_LOW => high = Some(code),
            _ => mended.push(character),
        }
    }
    mended.extend(high.map(half));
    mended
}

/// A text as it leaves the engine: halves joined, lone ones replaced.
pub(crate) fn outward(text: String) -> String {
    if !has_halves(&text) {
        return text;
    }
    mend(&text)
        .chars()
        .map(|character| if lone_half(character).is_some() { char::REPLACEMENT_CHARACTER } else { character })
        .collect()
}

/// White space of JavaScript's `trim` and `\s`.
pub(crate) const fn is_space(character: char) -> bool {
    matches!(
        character,
        '\t'..='\r' | ' ' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{2028}' | '\u{2029}'
            | '\u{202f}' | '\u{205f}' | '\u{3000}' | '\u{feff}'
    )
}

/// Without white space at both ends.
pub(crate) fn trim(text: &str) -> &str {
    text.trim_matches(is_space)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_those_of_utf_16() {
        let text = Text::new("aé😀b");
        assert_eq!(text.units(), 5);
        assert_eq!(text.slice(2, 4).as_str(), "😀");
        let (first, second) = (text.slice(0, 3), text.slice(3, 5));
        assert_eq!((first.units(), second.units()), (3, 2));
        assert_eq!(outward(first.as_str().to_owned()), "aé\u{fffd}");
        let joined = Text::new(format!("{}{}", first.as_str(), second.as_str()));
        assert_eq!(joined.as_str(), "aé😀b");
        assert_eq!((text.code(2), text.code(3), text.code(5)), (Some(0xD83D), Some(0xDE00), None));
    }

    #[test]
    fn order_is_that_of_code_units() {
        // U+FF5E is beyond U+1F600 in UTF-16, below it in UTF-8.
        assert_eq!(Text::new("\u{ff5e}").order(&Text::new("😀")), Ordering::Greater);
        assert_eq!(Text::new("a").order(&Text::new("é")), Ordering::Less);
    }
}

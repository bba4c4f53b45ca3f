//! How wide a text will be, and how it is shortened.
//!
//! The font is the reader's, so widths are those of a common sans serif by class of character, a little generous. Wide
//! and combining characters count as Unicode says; cuts are made between the characters that people see.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

/// Longest text that is looked at, in bytes; what comes behind cannot be seen anyway.
const MOST_BYTES: usize = 1_000;

const ELLIPSIS: &str = "\u{2026}";

/// Thousandths of the font size.
fn thousandths(character: char) -> u32 {
    match character {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | 'I' => 330,
        ' ' | 'f' | 't' | 'r' | '(' | ')' | '[' | ']' | '{' | '}' | '/' | '\\' | '-' | '"' | '`' => 430,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 980,
        '\u{2026}' => 1_000,
        'A'..='Z' | '&' | '~' | '+' | '=' | '<' | '>' | '#' => 740,
        character if character.is_ascii() => 630,
        character => match character.width() {
            None | Some(0) => 0,
            Some(1) => 680,
            Some(_) => 1_040,
        },
    }
}

/// The width in pixels at a font size in pixels, rounded up.
pub fn width(text: &str, font_size: u32) -> u32 {
    let sum: u32 = text.chars().map(thousandths).fold(0, u32::saturating_add);
    sum.saturating_mul(font_size).div_ceil(1_000)
}

/// The text without what would not show or would change what stands beside it (control characters, marks that turn the
/// direction of what follows), cut so that it fits.
pub fn fit(text: &str, font_size: u32, most_width: u32) -> String {
    let end = (0..=MOST_BYTES.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let shown = text.get(..end).unwrap_or_default();
    let clean: String = shown.chars().filter(|character| !is_disturbing(*character)).collect();
    if end == text.len() && width(&clean, font_size) <= most_width {
        return clean;
    }
    let room = most_width.saturating_mul(1_000) / font_size.max(1);
    let mut used = width(ELLIPSIS, 1_000);
    let mut kept = 0;
    for (start, cluster) in clean.grapheme_indices(true) {
        used += width(cluster, 1_000);
        if used > room {
            break;
        }
        kept = start + cluster.len();
    }
    let kept = clean.get(..kept).unwrap_or_default();
    [kept.trim_end(), ELLIPSIS].concat()
}

fn is_disturbing(character: char) -> bool {
    let turns = matches!(character, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let is_no_text = matches!(character, '\u{fffe}' | '\u{ffff}' | '\u{feff}');
    character.is_control() || turns || is_no_text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn widths_differ_by_character() {
        assert!(width("illi", 13) < width("noon", 13));
        assert!(width("noon", 13) < width("MMWW", 13));
        assert_eq!(width("", 13), 0);
        assert!(width("\u{8ca1}\u{52d9}", 10) >= 20, "wide characters fill a square");
        assert_eq!(width("e\u{301}", 10), width("e", 10), "a combining accent takes no room");
    }

    #[test]
    fn texts_are_cut_between_what_people_see() {
        let table = [
            ("short", 100, "short"),
            ("a name that is too long", 60, "a nam\u{2026}"),
            ("\u{8ca1}\u{52d9}\u{8ca1}\u{52d9}\u{8ca1}\u{52d9}", 60, "\u{8ca1}\u{52d9}\u{8ca1}\u{2026}"),
            ("e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}e\u{301}", 30, "e\u{301}e\u{301}\u{2026}"),
            ("a\u{202e}b\nc", 100, "abc"),
            ("anything", 0, "\u{2026}"),
            ("", 0, ""),
        ];
        for (text, most, expected) in table {
            assert_eq!(fit(text, 13, most), expected, "{text:?} in {most}");
        }
        let long = "\u{5d0}".repeat(100_000);
        assert!(width(&fit(&long, 13, 200), 13) <= 200);
    }
}

//! Ids from titles.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization as _;

use crate::extensions::{Lower, Slug};
use crate::text::is_word;

/// Makes an id of a title.
pub(crate) fn slugify(title: &str, slug: Slug, separator: &str) -> String {
    match slug {
        Slug::Ascii => python(&title.nfkd().filter(char::is_ascii).collect::<String>(), separator),
        Slug::Unicode => python(title, separator),
        Slug::Pymdownx { lower, percent_encode } => {
            let normal: String = title.nfc().collect();
            let title = match lower {
                Lower::Keep => normal,
                Lower::All => normal.to_lowercase(),
                Lower::Ascii => normal.to_ascii_lowercase(),
            };
            let mut id = String::new();
            for letter in title.trim().chars() {
                if letter == ' ' {
                    id.push_str(separator);
                } else if is_word(letter) || letter == '-' {
                    id.push(letter);
                }
            }
            if percent_encode { encoded(&id) } else { id }
        }
    }
}

fn python(title: &str, separator: &str) -> String {
    let kept: String =
        title.chars().filter(|letter| is_word(*letter) || letter.is_whitespace() || *letter == '-').collect();
    let mut id = String::with_capacity(kept.len());
    let mut is_gap = false;
    for letter in kept.trim().to_lowercase().chars() {
        let belongs_to_gap = letter.is_whitespace() || separator.contains(letter);
        if belongs_to_gap && !is_gap {
            id.push_str(separator);
        } else if !belongs_to_gap {
            id.push(letter);
        }
        is_gap = belongs_to_gap;
    }
    id
}

fn encoded(id: &str) -> String {
    let mut encoded = String::new();
    for byte in id.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~/".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// The id, with a number behind it when it is taken or empty.
pub(crate) fn unique(id: &str, used: &mut HashSet<String>) -> String {
    let mut id = id.to_owned();
    while id.is_empty() || used.contains(&id) {
        let numbered =
            id.rsplit_once('_').and_then(|(stem, number)| Some((stem, number.parse::<u64>().ok()?)));
        id = match numbered {
            Some((stem, number)) => format!("{stem}_{}", number.saturating_add(1)),
            None => format!("{id}_1"),
        };
    }
    used.insert(id.clone());
    id
}

//! Ids from titles.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization as _;

use crate::element::Element;
use crate::extensions::{Lower, Slug};
use crate::text::is_word;

/// Makes an id of a title.
pub(crate) fn slugify(title: &str, slug: Slug, separator: &str) -> String {
    match slug {
        Slug::Ascii if title.is_ascii() => python(title, separator),
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
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

/// The ids of a page.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    used: HashSet<String>,
    /// What was last made of an id that was taken, so that the next one goes on from there.
    last: HashMap<String, String>,
}

impl Ids {
    /// Those that the elements of a tree have.
    pub(crate) fn of(root: &mut Element) -> Self {
        let mut ids = Ids::default();
        root.walk(&mut |element| {
            ids.used.extend(element.get("id").map(str::to_owned));
        });
        ids
    }
}

/// The id, with a number behind it when it is taken or empty.
pub(crate) fn unique(wanted: &str, ids: &mut Ids) -> String {
    let mut id = ids.last.get(wanted).map_or(wanted, String::as_str).to_owned();
    while id.is_empty() || ids.used.contains(&id) {
        let numbered =
            id.rsplit_once('_').and_then(|(stem, number)| Some((stem, number.parse::<u64>().ok()?)));
        id = match numbered {
            Some((stem, number)) => format!("{stem}_{}", number.saturating_add(1)),
            None => format!("{id}_1"),
        };
    }
    ids.used.insert(id.clone());
    ids.last.insert(wanted.to_owned(), id.clone());
    id
}

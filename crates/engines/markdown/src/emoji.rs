//! Emoji by their short names.
//!
//! Most names are GitHub's, which a library knows. The set that `pymdownx.emoji` has by default is `EmojiOne` 2.2.7:
//! it ends with Unicode 9, has some names of its own (`names.txt`) and lacks some of GitHub's (`absent.txt`).

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Names that only `EmojiOne` has, or has for another emoji.
static NAMES: &str = include_str!("emoji/names.txt");
/// GitHub's names for older emoji that `EmojiOne` has not.
static ABSENT: &str = include_str!("emoji/absent.txt");

/// The newest version of Unicode whose emoji are in `EmojiOne`.
const NEWEST: emojis::UnicodeVersion = emojis::UnicodeVersion::new(9, 0);

struct Tables {
    names: HashMap<&'static str, &'static str>,
    absent: HashSet<&'static str>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| Tables {
        names: NAMES.lines().filter_map(|line| line.split_once(' ')).collect(),
        absent: ABSENT.lines().collect(),
    })
}

/// The emoji with that name. With `all`, names and emoji that `EmojiOne` has not count, too.
pub(crate) fn find(name: &str, all: bool) -> Option<&'static str> {
    let tables = tables();
    if let Some(emoji) = tables.names.get(name) {
        return Some(emoji);
    }
    if let Some(flag) = flag(name) {
        return Some(flag);
    }
    let emoji = emojis::get_by_shortcode(name)?;
    let is_flag = emoji.group() == emojis::Group::Flags && emoji.as_str().chars().count() == 2;
    let is_known = emoji.unicode_version() <= NEWEST && !is_flag && !tables.absent.contains(name);
    (all || is_known).then(|| emoji.as_str())
}

/// The flag of a country by its code: `de` or `flag_de`.
fn flag(name: &str) -> Option<&'static str> {
    let code = name.strip_prefix("flag_").unwrap_or(name);
    if code.len() != 2 || !code.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return None;
    }
    let letter = |letter: u8| char::from_u32(0x1F1E6 + u32::from(letter - b'a'));
    let flag: String = code.bytes().filter_map(letter).collect();
    emojis::get(&flag).map(emojis::Emoji::as_str)
}

/// Whether a name is one of an icon set of mkdocs-material.
pub(crate) fn is_icon(name: &str) -> bool {
    ["material-", "fontawesome-", "octicons-", "simple-"].iter().any(|set| name.starts_with(set))
}

/// The character as a picture of the size of the text around it.
pub(crate) fn drawing(character: &str) -> String {
    format!(
        "<svg class=\"emoji\" viewBox=\"0 0 20 20\" width=\"1.25em\" height=\"1.25em\" role=\"img\">\
         <text x=\"10\" y=\"16\" font-size=\"16\" text-anchor=\"middle\">{character}</text></svg>"
    )
}

#[cfg(test)]
mod tests {
    use super::find;

    #[test]
    fn names_are_those_of_the_set() {
        for (name, all, emoji) in [
            ("smile", false, Some("😄")),
            ("pencil", false, Some("📝")),
            ("memo", false, None),
            ("memo", true, Some("📝")),
            ("partying_face", false, None),
            ("flag_de", false, Some("🇩🇪")),
            ("no_such_thing", true, None),
        ] {
            assert_eq!(find(name, all), emoji, "{name}");
        }
    }
}

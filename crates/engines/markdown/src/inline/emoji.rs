//! Emoji and icons by name: `:smile:`, `:material-account:`.

use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::emoji;
use crate::stash::Stashed;
use crate::text::is_word;

impl Inline<'_, '_> {
    pub(super) fn emoji(&mut self, text: &str) -> Option<String> {
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(b':', &text.as_bytes()[at..]) {
            let start = at + found;
            at = start + 1;
            let rest = &text[at..];
            let belongs = |letter: char| is_word(letter) || matches!(letter, '+' | '-');
            let length = rest.find(|letter| !belongs(letter)).unwrap_or(rest.len());
            if length == 0 || !rest[length..].starts_with(':') {
                continue;
            }
            let name = &rest[..length];
            out.push_str(&text[from..start]);
            at += length + 1;
            let marker = match self.picture(name) {
                Some(element) => self.keep(element, Kind::Emoji),
                None => self.keep_text(text[start..at].to_owned()),
            };
            out.push_str(&marker);
            from = at;
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    /// What a name shows. The character is drawn, so that it is no text of the page.
    fn picture(&mut self, name: &str) -> Option<Element> {
        let icons = self.work.extensions.emoji_icons;
        let (made, title) = match emoji::find(name, icons) {
            Some(character) => (emoji::drawing(character), format!(":{name}:")),
            None if icons && emoji::is_icon(name) => (String::new(), format!(":{name}:")),
            None => return None,
        };
        let span = Element::new("span").with("class", "twemoji").with("title", title);
        let marker = self.work.stash.keep(Stashed::Made(made));
        Some(Element { text: Text::atomic(marker), ..span })
    }
}

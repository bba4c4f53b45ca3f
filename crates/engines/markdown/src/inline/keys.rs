//! Keys of a keyboard: `++ctrl+alt+del++`.

use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::keys;

impl Inline<'_, '_> {
    /// With `quoted` only those with a text in quotes, which are looked for before links are.
    pub(super) fn keys(&mut self, text: &str, quoted: bool) -> Option<String> {
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], b"++") {
            let start = at + found;
            at = start + 2;
            let Some((names, end)) = read(&text[at..]) else { continue };
            if names.iter().any(|name| name.starts_with(['"', '\''])) != quoted {
                continue;
            }
            let Some(element) = self.key_element(&names) else { continue };
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(element, Kind::Keys));
            at += end;
            from = at;
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    fn key_element(&self, names: &[&str]) -> Option<Element> {
        let mut element = Element::new("span").with("class", "keys");
        for (number, name) in names.iter().enumerate() {
            if number > 0 {
                element.push(Element { text: Text::atomic("+"), ..Element::new("span") });
            }
            let mut key = Element::new("kbd");
            if name.starts_with(['"', '\'']) {
                key.text = Text::atomic(name[1..name.len() - 1].replace('\\', "").trim());
            } else {
                let own = self.work.extensions.key_names.iter().find(|(key, _)| key == name);
                let (id, label) = match own {
                    Some((id, label)) => ((*id).clone(), (*label).clone()),
                    None => keys::find(name)?,
                };
                key.set("class", format!("key-{id}"));
                key.text = Text::atomic(label);
            }
            element.push(key);
        }
        Some(element)
    }
}

/// The names up to the closing `++`, and where that ends.
fn read(text: &str) -> Option<(Vec<&str>, usize)> {
    let (mut names, mut at) = (Vec::new(), 0);
    loop {
        let rest = &text[at..];
        let length = match rest.chars().next()? {
            quote @ ('"' | '\'') => rest[1..].find(quote)? + 2,
            _ => {
                rest.find(|letter: char| !crate::text::is_word(letter) && letter != '-').unwrap_or(rest.len())
            }
        };
        if length == 0 {
            return None;
        }
        names.push(&rest[..length]);
        at += length;
        if text[at..].starts_with("++") {
            return Some((names, at + 2));
        }
        if !text[at..].starts_with('+') {
            return None;
        }
        at += 1;
    }
}

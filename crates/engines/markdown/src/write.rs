//! A tree to HTML. What authors wrote themselves is in it as it is; [`crate::sanitize`] comes next.

use crate::element::Element;
use crate::marker::{self, Marker};
use crate::stash::{Stash, Stashed};
use crate::text::entity_length;

/// Elements without content and end tag.
pub(crate) const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Writes the children of the root.
pub(crate) fn document(root: &Element, stash: &Stash, limit: usize) -> String {
    let mut writer = Writer { out: String::new(), stash, limit };
    writer.text(&root.text.content);
    for child in &root.children {
        writer.element(child);
    }
    writer.out
}

struct Writer<'s> {
    out: String,
    stash: &'s Stash,
    limit: usize,
}

/// How deep stashed HTML within stashed HTML is followed.
const DEPTH: usize = 16;

impl Writer<'_> {
    fn element(&mut self, element: &Element) {
        if self.out.len() > self.limit {
            return;
        }
        if !self.stood_alone(element) {
            self.out.push('<');
            self.out.push_str(&element.tag);
            for (name, value) in &element.attributes {
                self.out.push(' ');
                self.out.push_str(name);
                self.out.push_str("=\"");
                self.attribute(value);
                self.out.push('"');
            }
            self.out.push('>');
            self.text(&element.text.content);
            for child in &element.children {
                self.element(child);
            }
            if !VOID.contains(&&*element.tag) {
                self.out.push_str("</");
                self.out.push_str(&element.tag);
                self.out.push('>');
            }
        }
        if crate::element::is_block_level(&element.tag) && element.tail.is_empty() {
            self.out.push('\n');
        }
        self.text(&element.tail.content);
    }

    /// Writes a paragraph that holds one block and nothing else as that block.
    fn stood_alone(&mut self, element: &Element) -> bool {
        if !element.is("p") || !element.attributes.is_empty() || !element.children.is_empty() {
            return false;
        }
        let Some(index) = marker::only_stashed(&element.text.content) else { return false };
        let is_block = match self.stash.get(index) {
            Some(Stashed::Made(html) | Stashed::Written(html)) => begins_with_block(html),
            Some(Stashed::Element(element)) => crate::element::is_block_level(&element.tag),
            Some(Stashed::Taken) | None => false,
        };
        if is_block {
            self.stashed(index, 0);
        }
        is_block
    }

    fn text(&mut self, text: &str) {
        let mut at = 0;
        while let Some((start, end, marker)) = marker::find(text, at) {
            escape_into(&text[at..start], false, &mut self.out);
            at = end;
            match marker {
                Marker::Stashed(index) => self.stashed(index, 0),
                Marker::Escaped(character) => {
                    escape_into(character.encode_utf8(&mut [0; 4]), false, &mut self.out);
                }
                Marker::Ampersand => self.out.push('&'),
                Marker::Inline(_) => {}
            }
        }
        escape_into(&text[at..], false, &mut self.out);
    }

    fn attribute(&mut self, value: &str) {
        if value.contains(marker::OPEN) {
            let plain = crate::plain::text(value, self.stash);
            escape_into(&plain, true, &mut self.out);
        } else {
            escape_into(value, true, &mut self.out);
        }
    }

    fn stashed(&mut self, index: usize, depth: usize) {
        if self.out.len() > self.limit || depth > DEPTH {
            return;
        }
        match self.stash.get(index) {
            // Stays a marker, because it needs no cleaning.
            Some(Stashed::Made(_)) => self.out.push_str(&marker::stashed(index)),
            Some(Stashed::Written(html)) => {
                let mut at = 0;
                while let Some((start, end, marker)) = marker::find(html, at) {
                    self.out.push_str(&html[at..start]);
                    at = end;
                    match marker {
                        Marker::Stashed(inner) if inner != index => self.stashed(inner, depth + 1),
                        Marker::Escaped(character) => self.out.push(character),
                        _ => {}
                    }
                }
                self.out.push_str(&html[at..]);
            }
            Some(Stashed::Element(element)) => self.element(element),
            Some(Stashed::Taken) | None => {}
        }
    }
}

fn begins_with_block(html: &str) -> bool {
    let Some(rest) = html.strip_prefix('<') else { return false };
    let rest = rest.strip_prefix('/').unwrap_or(rest);
    let end = rest.find([' ', '>']).unwrap_or(rest.len());
    rest.starts_with(['!', '?', '@', '%']) || crate::element::is_block_level(&rest[..end])
}

/// Text as it stands between tags. Entities stay entities.
pub(crate) fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 8);
    for part in text.split_inclusive(['&', '<', '>']) {
        let (rest, special) = match part.as_bytes().last() {
            Some(b'&') => (&part[..part.len() - 1], "&amp;"),
            Some(b'<') => (&part[..part.len() - 1], "&lt;"),
            Some(b'>') => (&part[..part.len() - 1], "&gt;"),
            _ => (part, ""),
        };
        escaped.push_str(rest);
        escaped.push_str(special);
    }
    escaped
}

/// Text as the value of an attribute in double quotes.
pub(crate) fn escape_attribute(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    escape_into(text, true, &mut escaped);
    escaped
}

/// Escapes text in which entities are entities.
fn escape_into(text: &str, is_attribute: bool, out: &mut String) {
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escaped = match byte {
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' if is_attribute => "&quot;",
            b'&' if entity_length(&text[at..]).is_none() => "&amp;",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(escaped);
        from = at + 1;
    }
    out.push_str(&text[from..]);
}

//! HTML that authors wrote, made harmless.
//!
//! The page is read tag by tag and written anew: only elements and attributes of the lists in [`allowed`] come
//! through, values are quoted, and every element that is opened is closed. What remains cannot run anything, no
//! matter how a browser repairs its nesting, because none of the allowed elements has content that is not text.

mod allowed;
mod urls;

use std::borrow::Cow;

use crate::marker::{self, Marker};
use crate::source::html_tag::{self, Attribute, Token};
use crate::stash::{Stash, Stashed};
use crate::text::unescape;
use crate::write::{VOID, escape_attribute};

/// What markers stand between.
const OPEN: u8 = marker::OPEN as u8;
const CLOSE: u8 = marker::CLOSE as u8;
/// Deepest nesting of elements that is kept.
const DEPTH: usize = 256;

/// What the HTML will be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// A page of its own.
    Page,
    /// A passage of a page that others wrote: it may not look like that page's own parts, nor name them.
    Passage,
}

/// Cleans a page and puts in what this crate made itself.
pub(crate) fn clean(html: &str, stash: &Stash, shown: Shown, limit: usize) -> String {
    let out = String::with_capacity(html.len() + html.len() / 4);
    let vain = html.len().saturating_mul(64);
    let mut cleaner = Cleaner { html, stash, shown, out, open: Vec::new(), limit, vain };
    cleaner.run();
    cleaner.out
}

struct Cleaner<'h, 's> {
    html: &'h str,
    stash: &'s Stash,
    shown: Shown,
    out: String,
    open: Vec<String>,
    limit: usize,
    /// Bytes that may be searched in vain for the end of a tag or comment. Afterwards none is looked for.
    vain: usize,
}

impl Cleaner<'_, '_> {
    fn run(&mut self) {
        let bytes = self.html.as_bytes();
        let mut at = 0;
        while let Some(found) = memchr::memchr2(b'<', OPEN, &bytes[at..]) {
            let start = at + found;
            self.text(at, start);
            if self.out.len() > self.limit {
                at = bytes.len();
                break;
            }
            at = if bytes[start] == b'<' { self.tag(start) } else { self.marker(start) };
        }
        self.text(at, self.html.len());
        while let Some(name) = self.open.pop() {
            self.end_tag(&name);
        }
    }

    fn text(&mut self, start: usize, end: usize) {
        self.out.push_str(&self.html[start..end]);
    }

    fn end_tag(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    fn marker(&mut self, start: usize) -> usize {
        let Some((found, end, marker)) = marker::find(self.html, start) else { return start + 1 };
        if found != start {
            return start + 1;
        }
        if let Marker::Stashed(index) = marker {
            made(index, self.stash, self.shown, &mut self.out, 0);
        }
        end
    }

    /// Handles what begins at a `<`. Returns where to go on.
    fn tag(&mut self, at: usize) -> usize {
        if self.vain == 0 {
            return self.no_tag(at, at + 1);
        }
        if matches!(self.html.as_bytes().get(at + 1), Some(b'!' | b'?')) {
            // Comments and the like go; one that never ends is text.
            return html_tag::other(self.html, at).unwrap_or_else(|| self.no_tag(at, at + 1));
        }
        match html_tag::read(self.html, at) {
            Token::Start { name, is_empty, end, .. } if allowed::HIDDEN.contains(&&*name) => {
                if is_empty {
                    end
                } else {
                    self.after(&name, end)
                }
            }
            Token::Start { name, attributes, is_empty, end } => {
                self.start(self.name(&name), &attributes, is_empty);
                end
            }
            Token::End { name, end } => {
                self.close(self.name(&name));
                end
            }
            Token::Text { end } => self.no_tag(at, end),
        }
    }

    /// What an element is called here.
    fn name<'n>(&self, name: &'n str) -> &'n str {
        match self.shown {
            Shown::Page => allowed::within_page(name),
            Shown::Passage => allowed::within_passage(name),
        }
    }

    /// Closes the innermost element with that name and all within it, when there is one.
    fn close(&mut self, name: &str) {
        let Some(place) = self.open.iter().rposition(|open| *open == name) else { return };
        for name in self.open.split_off(place).iter().rev() {
            self.end_tag(name);
        }
    }

    /// Writes what looked like a tag as text. It may still hold markers and tags.
    fn no_tag(&mut self, at: usize, end: usize) -> usize {
        if end == at + 1 {
            self.vain = self.vain.saturating_sub(self.html.len() - at);
        }
        self.out.push_str("&lt;");
        let end = end.max(at + 1);
        let next = memchr::memchr2(b'<', OPEN, &self.html.as_bytes()[at + 1..end]);
        let end = next.map_or(end, |next| at + 1 + next);
        self.text(at + 1, end);
        end
    }

    /// The end of an element whose content goes with it.
    fn after(&self, name: &str, from: usize) -> usize {
        let rest = &self.html.as_bytes()[from..];
        let mut at = 0;
        while let Some(found) = memchr::memmem::find(&rest[at..], b"</") {
            at += found + 2;
            if rest[at..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())) {
                let close = memchr::memchr(b'>', &rest[at..]).map_or(rest.len(), |close| at + close + 1);
                return from + close;
            }
        }
        self.html.len()
    }

    fn start(&mut self, name: &str, attributes: &[Attribute<'_>], is_empty: bool) {
        let is_here = self.shown == Shown::Page || allowed::is_element_of_passage(name);
        if !allowed::is_element(name) || !is_here || self.open.len() >= DEPTH {
            return;
        }
        if name == "input" && !is_check_box(attributes) {
            return;
        }
        self.out.push('<');
        self.out.push_str(name);
        let mut seen: Vec<&str> = Vec::new();
        for (key, value) in attributes {
            if seen.contains(&&**key) {
                continue;
            }
            seen.push(key);
            if seen.len() > 64 {
                break;
            }
            self.attribute(name, key, value.unwrap_or_default());
        }
        if name == "a" && attributes.iter().any(|(key, _)| key == "target") {
            self.out.push_str(" rel=\"noopener noreferrer\"");
        }
        self.out.push('>');
        if VOID.contains(&name) {
            return;
        }
        if is_empty && allowed::is_drawing(name) {
            self.end_tag(name);
            return;
        }
        self.open.push(name.to_owned());
    }

    fn attribute(&mut self, element: &str, key: &str, written: &str) {
        let is_plain = !written.bytes().any(|byte| matches!(byte, b'&' | OPEN | CLOSE));
        let value =
            if is_plain { Cow::Borrowed(written) } else { without_markers(&unescape(written)).into() };
        let value = &*value;
        if key == "style" {
            // The alignment of table cells is all that is kept of styles.
            if self.shown == Shown::Page
                && let Some(align) = allowed::alignment(value)
            {
                self.write_attribute("align", align);
            }
            return;
        }
        let is_here = self.shown == Shown::Page || allowed::is_attribute_of_passage(key);
        if !allowed::is_attribute(element, key) || !is_here {
            return;
        }
        let keeps = match key {
            "href" if self.shown == Shown::Passage => urls::is_absolute_link(value),
            "href" | "cite" => urls::is_safe_link(value),
            "src" | "poster" => urls::is_safe_source(value),
            "srcset" => value.split(',').all(|part| urls::is_safe_source(part.trim())),
            "target" => value == "_blank",
            _ => true,
        };
        if keeps {
            self.write_attribute(key, value);
        }
    }

    fn write_attribute(&mut self, key: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(key);
        self.out.push_str("=\"");
        // An ampersand is escaped whatever follows, because the value is not HTML any more.
        if value.bytes().any(|byte| matches!(byte, b'&' | b'<' | b'>' | b'"')) {
            self.out.push_str(&escape_attribute(&value.replace('&', "&amp;")));
        } else {
            self.out.push_str(value);
        }
        self.out.push('"');
    }
}

/// How deep HTML within HTML of this crate is followed.
const NESTED: usize = 8;

/// Writes HTML of this crate. What authors wrote within it, such as a tag within code, is cleaned by itself.
fn made(index: usize, stash: &Stash, shown: Shown, out: &mut String, depth: usize) {
    let (html, is_made) = match stash.get(index) {
        Some(Stashed::Made(html)) => (html, true),
        Some(Stashed::Written(html)) if depth > 0 => (html, false),
        _ => return,
    };
    if depth > NESTED {
        return;
    }
    if !is_made {
        out.push_str(&clean(html, stash, shown, html.len() * 8));
        return;
    }
    let mut at = 0;
    while let Some((start, end, marker)) = marker::find(html, at) {
        out.push_str(&html[at..start]);
        at = end;
        if let Marker::Stashed(inner) = marker
            && inner != index
        {
            made(inner, stash, shown, out, depth + 1);
        }
    }
    out.push_str(&html[at..]);
}

fn is_check_box(attributes: &[Attribute<'_>]) -> bool {
    let kind = attributes.iter().find(|(key, _)| key == "type").and_then(|(_, value)| *value);
    matches!(kind, Some("checkbox" | "radio"))
}

fn without_markers(value: &str) -> String {
    if !value.contains([marker::OPEN, marker::CLOSE]) {
        return value.to_owned();
    }
    let (mut clean, mut at) = (String::new(), 0);
    while let Some((start, end, _)) = marker::find(value, at) {
        clean.push_str(&value[at..start]);
        at = end;
    }
    clean.push_str(&value[at..]);
    clean.replace([marker::OPEN, marker::CLOSE], "")
}

#[cfg(test)]
mod tests;

//! What stands in square brackets: links, pictures, and references to either.

use super::destination::destination;
use super::{Inline, Kind};
use crate::element::Element;

/// Which `]` closes each `[`.
pub(super) fn matching(text: &str) -> Vec<(usize, usize)> {
    let (mut open, mut pairs) = (Vec::new(), Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => open.push(at),
            b']' => {
                if let Some(start) = open.pop() {
                    pairs.push((start, at));
                }
            }
            _ => {}
        }
    }
    pairs.sort_unstable();
    pairs
}

/// What became of a pair of brackets.
enum Outcome {
    Found(Box<Element>, usize),
    /// Not this kind: what is inside may be.
    No,
    /// Looks like this kind and leads nowhere: left alone up to here.
    Skip(usize),
}

impl Inline<'_, '_> {
    pub(super) fn brackets(&mut self, text: &str, kind: Kind) -> Option<String> {
        let is_image = matches!(kind, Kind::Image | Kind::ImageReference | Kind::ShortImageReference);
        if is_image && !text.contains("![") {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        let (mut from, mut at) = (0, 0);
        for (open, close) in matching(text) {
            let follows_mark = open > 0 && text.as_bytes()[open - 1] == b'!';
            let start = if is_image { open.saturating_sub(1) } else { open };
            if open < at || start < at || follows_mark != is_image {
                continue;
            }
            match self.pair(text, open, close, kind) {
                Outcome::No => {}
                Outcome::Skip(end) => at = end,
                Outcome::Found(element, end) => {
                    out.push_str(&text[from..start]);
                    out.push_str(&self.keep(*element, kind));
                    (from, at) = (end, end);
                }
            }
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    fn pair(&mut self, text: &str, open: usize, close: usize, kind: Kind) -> Outcome {
        let inside = &text[open + 1..close];
        match kind {
            Kind::Link | Kind::Image => {
                if text.as_bytes().get(close + 1) != Some(&b'(') {
                    return Outcome::No;
                }
                let Some(found) = destination(text, close + 1, self.work) else { return Outcome::No };
                let href = self.plain(found.href);
                let title = found.title.map(|title| clean_title(&self.plain(title.trim())));
                Outcome::Found(Box::new(self.leading(inside, href.trim(), title, kind)), found.end)
            }
            Kind::Reference | Kind::ImageReference => {
                let rest = &text[close + 1..];
                let trimmed = match rest.chars().next() {
                    Some(space) if space.is_whitespace() => &rest[space.len_utf8()..],
                    _ => rest,
                };
                let Some(name) = trimmed.strip_prefix('[') else { return Outcome::No };
                let Some(length) = memchr::memchr(b']', name.as_bytes()) else { return Outcome::No };
                if !self.work.spend(length / 16) {
                    return Outcome::No;
                }
                let end = text.len() - name.len() + length + 1;
                let name = if length == 0 { inside } else { &name[..length] };
                self.referred(inside, name, end, kind)
            }
            _ => self.referred(inside, inside, close + 1, kind),
        }
    }

    fn referred(&mut self, inside: &str, name: &str, end: usize, kind: Kind) -> Outcome {
        if !self.work.spend(name.len() / 16) {
            return Outcome::Skip(end);
        }
        let lower = name.to_lowercase();
        let name = if lower.contains(char::is_whitespace) { collapse(&lower) } else { lower };
        let Some(reference) = self.work.references.get(&name).cloned() else { return Outcome::Skip(end) };
        let title = reference.title.filter(|title| !title.is_empty());
        Outcome::Found(Box::new(self.leading(inside, &reference.url, title, kind)), end)
    }

    /// A link or picture.
    fn leading(&self, inside: &str, url: &str, title: Option<String>, kind: Kind) -> Element {
        let is_image = matches!(kind, Kind::Image | Kind::ImageReference | Kind::ShortImageReference);
        let mut element = if is_image {
            Element::new("img").with("alt", self.plain(inside)).with("src", url)
        } else {
            Element::new("a").with("href", url).with_text(inside)
        };
        if let Some(title) = title {
            element.set("title", title);
        }
        element
    }
}

/// Each run of white space as one space.
fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    let mut is_space = false;
    for character in text.chars() {
        if character.is_whitespace() {
            if !is_space {
                collapsed.push(' ');
            }
            is_space = true;
        } else {
            collapsed.push(character);
            is_space = false;
        }
    }
    collapsed
}

fn clean_title(title: &str) -> String {
    let mut title = title;
    for quote in ['"', '\''] {
        if title.len() > 1 && title.starts_with(quote) && title.ends_with(quote) {
            title = &title[1..title.len() - 1];
            break;
        }
    }
    title.replace(char::is_whitespace, " ")
}

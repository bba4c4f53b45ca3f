//! Tags, entities and line breaks within text.

use super::{Inline, Kind};
use crate::element::Element;
use crate::extensions::Feature;
use crate::stash::Stashed;

impl Inline<'_, '_> {
    /// A tag that holds another one (`<A b={<C />} />`) is found once the inner one is out of the way.
    pub(super) fn html(&mut self, text: &str) -> Option<String> {
        let mut found = self.tags(text)?;
        while self.work.spend(found.len())
            && let Some(more) = self.tags(&found)
        {
            found = more;
        }
        Some(found)
    }

    fn tags(&mut self, text: &str) -> Option<String> {
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(b'<', &text.as_bytes()[at..]) {
            let start = at + found;
            at = start + 1;
            let Some(end) = tag_end(text, start) else { continue };
            let written = self.written(&text[start..end]);
            out.push_str(&text[from..start]);
            out.push_str(&self.work.stash.keep(Stashed::Written(written)));
            (from, at) = (end, end);
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    pub(super) fn entities(&mut self, text: &str) -> Option<String> {
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(b'&', &text.as_bytes()[at..]) {
            let start = at + found;
            at = start + 1;
            let Some(length) = crate::text::entity_length(&text[start..]) else { continue };
            at = start + length;
            out.push_str(&text[from..start]);
            out.push_str(&self.work.stash.keep(Stashed::Written(text[start..at].to_owned())));
            from = at;
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    pub(super) fn line_breaks(&mut self, text: &str) -> Option<String> {
        let pattern = if self.work.extensions.has(Feature::LineBreaks) { "\n" } else { "  \n" };
        if !text.contains(pattern) {
            return None;
        }
        let mut out = String::with_capacity(text.len());
        for (number, part) in text.split(pattern).enumerate() {
            if number > 0 {
                out.push_str(&self.keep(Element::new("br"), Kind::LineBreak));
            }
            out.push_str(part);
        }
        Some(out)
    }
}

/// The end of the tag, comment or instruction that begins at `start`.
fn tag_end(text: &str, start: usize) -> Option<usize> {
    let rest = &text[start + 1..];
    let until = |skip: usize, close: &str| {
        // One that begins before this one ends is the one that counts.
        let open = &text[start..=start + skip];
        let inside = rest.get(skip..)?;
        let inside = &inside[..inside.find(open).unwrap_or(inside.len())];
        inside.find(close).map(|end| start + 1 + skip + end + close.len())
    };
    if rest.starts_with("!--") {
        return until(3, "-->");
    }
    if rest.starts_with('?') {
        return until(1, "?>");
    }
    if rest.starts_with("![CDATA[") {
        return until(8, "]]>");
    }
    let name = rest.strip_prefix('/').unwrap_or(rest);
    if !name.starts_with(|letter: char| letter.is_ascii_alphabetic()) {
        return None;
    }
    let end = rest.find(['<', '>'])?;
    let inside = rest[..end].split(' ').next().unwrap_or_default();
    (rest.as_bytes()[end] == b'>' && !inside.contains('@')).then_some(start + 1 + end + 1)
}

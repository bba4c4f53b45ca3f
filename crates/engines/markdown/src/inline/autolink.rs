//! Addresses in angle brackets: `<https://example.com>` and `<someone@example.com>`.

use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::extensions::Feature;

const SCHEMES: [&str; 4] = ["http://", "https://", "ftp://", "ftps://"];

/// The scheme that a text begins with, in any case.
pub(super) fn scheme(text: &str) -> Option<&'static str> {
    let starts = |scheme: &&&str| {
        text.as_bytes().get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    SCHEMES.iter().find(starts).copied()
}

impl Inline<'_, '_> {
    pub(super) fn auto_links(&mut self, text: &str) -> Option<String> {
        self.angled(text, Kind::AutoLink, |inline, inside| {
            scheme(inside)?;
            let magic = inline.work.extensions.has(Feature::MagicLinks);
            let link = Element::new("a").with("href", inline.plain(inside));
            let hide = magic && inline.work.extensions.magic_links.hide_protocol;
            let shown = if hide { inside.split_once("://").map_or(inside, |(_, rest)| rest) } else { inside };
            Some(Element { text: Text::atomic(shown), ..link })
        })
    }

    pub(super) fn auto_mails(&mut self, text: &str) -> Option<String> {
        self.angled(text, Kind::AutoMail, |inline, inside| {
            let (name, host) = inside.split_once('@')?;
            let is_bad = |text: &str, bad: &[char]| text.is_empty() || text.contains(bad);
            if is_bad(name, &[' ', '!']) || is_bad(host, &[' ', '@']) {
                return None;
            }
            let address = inline.plain(inside);
            let address = address.strip_prefix("mailto:").unwrap_or(&address);
            let link = Element::new("a").with("href", format!("mailto:{address}"));
            Some(Element { text: Text::atomic(address), ..link })
        })
    }

    /// Replaces what stands in angle brackets where `make` makes an element of it.
    fn angled(
        &mut self,
        text: &str,
        kind: Kind,
        make: impl Fn(&Self, &str) -> Option<Element>,
    ) -> Option<String> {
        let bytes = text.as_bytes();
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
            let start = at + found;
            at = start + 1;
            let Some(length) = memchr::memchr2(b'<', b'>', &bytes[at..]) else { break };
            if bytes[at + length] == b'<' {
                continue;
            }
            let Some(element) = make(self, &text[at..at + length]) else { continue };
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(element, kind));
            at += length + 1;
            from = at;
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }
}

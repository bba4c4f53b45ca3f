//! References to footnotes: `[^name]`.

use super::{Inline, Kind};
use crate::element::{Element, Text};

impl Inline<'_, '_> {
    pub(super) fn footnotes(&mut self, text: &str) -> Option<String> {
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memmem::find(&text.as_bytes()[at..], b"[^") {
            let start = at + found;
            at = start + 2;
            let Some(length) = memchr::memchr(b']', &text.as_bytes()[at..]) else { break };
            let id = &text[at..at + length];
            let Some(number) = self.work.footnote_index.get(id).copied() else { continue };
            let element = self.footnote_reference(number, id);
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(element, Kind::Footnote));
            at += length + 1;
            from = at;
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    fn footnote_reference(&mut self, index: usize, id: &str) -> Element {
        let settings = &self.work.extensions.footnotes;
        let separator = &settings.separator;
        let footnote = &mut self.work.footnotes[index];
        footnote.references += 1;
        let count = if footnote.references > 1 { footnote.references.to_string() } else { String::new() };
        let (place, _) = self.work.footnote_order.insert_full(index);
        let number = if settings.by_definition { index + 1 } else { place + 1 };
        let label = settings.superscript.replace("{}", &number.to_string());
        let mut reference = Element::new("sup").with("id", format!("fnref{count}{separator}{id}"));
        let link =
            Element::new("a").with("class", "footnote-ref").with("href", format!("#fn{separator}{id}"));
        reference.push(Element { text: Text::atomic(label), ..link });
        reference
    }
}

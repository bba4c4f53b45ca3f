//! Emphasis and its kin: `*em*`, `**strong**`, `^up^`, `^^inserted^^`, `~down~`, `~~deleted~~`, `==marked==`.

use super::emphasis_match::{Found, RECURSIVE, Shape, Tags, find};
use super::runs::Runs;
use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::extensions::Feature;
use crate::work::Work;

/// How a kind of mark is read.
#[derive(Debug, Clone, Copy)]
struct Rules {
    mark: u8,
    smart: bool,
    tags: Tags,
}

impl Inline<'_, '_> {
    fn rules(&self, kind: Kind) -> Rules {
        let emphasis = self.work.extensions.emphasis;
        let strong = Tags { single: Some("em"), double: Some("strong"), is_tight: false };
        let tight = |single: Option<&'static str>, double| Tags { single, double, is_tight: true };
        match kind {
            Kind::Asterisk => Rules { mark: b'*', smart: emphasis.smart_asterisk, tags: strong },
            Kind::Underscore => Rules { mark: b'_', smart: emphasis.smart_underscore, tags: strong },
            Kind::Caret => Rules {
                mark: b'^',
                smart: emphasis.smart_insert,
                tags: tight(emphasis.superscript.then_some("sup"), emphasis.insert.then_some("ins")),
            },
            Kind::Tilde => Rules {
                mark: b'~',
                smart: emphasis.smart_delete,
                tags: tight(emphasis.subscript.then_some("sub"), emphasis.delete.then_some("del")),
            },
            _ => Rules { mark: b'=', smart: emphasis.smart_mark, tags: tight(None, Some("mark")) },
        }
    }

    pub(super) fn emphasis(&mut self, text: &str, kind: Kind) -> Option<String> {
        let rules = self.rules(kind);
        let runs = Runs::new(text, rules.mark, rules.smart);
        let mut out = String::new();
        let (mut from, mut index) = (0, 0);
        while index < runs.all.len() {
            let start = runs.all[index].start;
            let found = if start < from { None } else { find(&runs, index, 0, rules.tags, self.work) };
            let Some(found) = found else {
                index += 1;
                continue;
            };
            let element = build(text, found, rules, self.work);
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(element, kind));
            from = found.end;
            index = runs.from(found.end);
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    /// Protects marks with white space on both sides.
    pub(super) fn standalone(&mut self, text: &str) -> Option<String> {
        let tilde = self.work.extensions.has(Feature::Tilde);
        let bytes = text.as_bytes();
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while at < bytes.len() {
            let mark = bytes[at];
            let is_mark = matches!(mark, b'*' | b'_') || (tilde && mark == b'~');
            if !is_mark {
                at += 1;
                continue;
            }
            let length = bytes[at..].iter().take_while(|byte| **byte == mark).count();
            let before = text[..at].chars().next_back().is_none_or(char::is_whitespace);
            let behind = text[at + length..].chars().next().is_none_or(char::is_whitespace);
            if before && behind {
                out.push_str(&text[from..at]);
                out.push_str(&self.keep_text(text[at..at + length].to_owned()));
                from = at + length;
            }
            at += length;
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }
}

fn build(text: &str, found: Found, rules: Rules, work: &mut Work<'_>) -> Element {
    let first_form = if found.form == RECURSIVE { 0 } else { found.form + 1 };
    let mut fill = |element: &mut Element, range: (usize, usize)| {
        fill(element, &text[range.0..range.1], first_form, rules, work);
    };
    match found.shape {
        Shape::One { tag, text } => {
            let mut element = Element::new(tag);
            fill(&mut element, text);
            element
        }
        Shape::InnerFirst { outer, inner, first, rest } => {
            let mut element = Element::new(outer);
            fill(element.push(Element::new(inner)), first);
            fill(&mut element, rest);
            element
        }
        Shape::InnerLast { outer, inner, first, rest } => {
            let mut element = Element::new(outer);
            fill(&mut element, first);
            fill(element.push(Element::new(inner)), rest);
            element
        }
    }
}

/// Adds text to an element, with the later forms of the same mark as elements within it.
fn fill(element: &mut Element, text: &str, first_form: usize, rules: Rules, work: &mut Work<'_>) {
    let runs = Runs::new(text, rules.mark, rules.smart);
    let (mut from, mut index) = (0, 0);
    while index < runs.all.len() {
        let start = runs.all[index].start;
        let found = if start < from || !work.spend(text.len() / 64) {
            None
        } else {
            find(&runs, index, first_form, rules.tags, work)
        };
        let Some(found) = found else {
            index += 1;
            continue;
        };
        append(element, &text[from..start]);
        let inner = build(text, found, rules, work);
        element.push(inner);
        from = found.end;
        index = runs.from(found.end);
    }
    append(element, &text[from..]);
}

fn append(element: &mut Element, text: &str) {
    if text.is_empty() {
        return;
    }
    match element.children.last_mut() {
        Some(last) => last.tail.content.push_str(text),
        None => element.text = Text::from(text),
    }
}

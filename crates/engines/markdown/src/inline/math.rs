//! Formulas within text: `$..$` and `\(..\)`.

use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::marker;
use crate::math;
use crate::stash::Stashed;

impl Inline<'_, '_> {
    pub(super) fn math(&mut self, text: &str) -> Option<String> {
        let bytes = text.as_bytes();
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        let last_close = memchr::memmem::rfind(bytes, b"\\)").unwrap_or(0);
        while let Some(found) = memchr::memchr2(b'$', b'\\', &bytes[at..]) {
            let start = at + found;
            let formula = if bytes[start] == b'$' {
                dollars(text, start)
            } else {
                match bytes.get(start + 1) {
                    Some(b'(') if start < last_close => brackets(text, start),
                    // An escaped character begins nothing.
                    Some(_) => {
                        at = start + 1 + text[start + 1..].chars().next().map_or(1, char::len_utf8);
                        continue;
                    }
                    None => break,
                }
            };
            at = start + 1;
            let Some((inside, end)) = formula else { continue };
            if inside.contains(marker::OPEN) || !self.work.spend(inside.len() / 8) {
                continue;
            }
            let made = math::render(inside, math::Display::Inline);
            let marker = self.work.stash.keep(Stashed::Made(made));
            let element = Element::new("span").with("class", "arithmatex");
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(Element { text: Text::atomic(marker), ..element }, Kind::Math));
            (from, at) = (end, end);
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }
}

/// A formula between dollars, without white space inside them.
fn dollars(text: &str, start: usize) -> Option<(&str, usize)> {
    let inside = &text[start + 1..];
    if inside.starts_with(|letter: char| letter.is_whitespace() || letter == '$') {
        return None;
    }
    let mut at = 0;
    loop {
        at += memchr::memchr2(b'$', b'\\', &inside.as_bytes()[at..])?;
        if inside.as_bytes()[at] == b'\\' {
            at += 1 + inside[at + 1..].chars().next()?.len_utf8();
            continue;
        }
        if at == 0 || inside[..at].ends_with(char::is_whitespace) {
            return None;
        }
        return Some((&inside[..at], start + 1 + at + 1));
    }
}

fn brackets(text: &str, start: usize) -> Option<(&str, usize)> {
    let inside = &text[start + 2..];
    let end = inside.find("\\)").filter(|end| *end > 0)?;
    Some((&inside[..end], start + 2 + end + 2))
}

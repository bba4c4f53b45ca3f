//! Bare addresses that become links: `https://example.com`, `www.example.com`, `someone@example.com`.

use super::autolink::scheme;
use super::{Inline, Kind};
use crate::element::{Element, Text};
use crate::text::is_word;

impl Inline<'_, '_> {
    pub(super) fn magic_links(&mut self, text: &str) -> Option<String> {
        if self.links > 0 {
            return None;
        }
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = next_start(text, at) {
            let (start, skip) = found;
            at = start + 1;
            let Some(end) = address_end(text, start, skip) else { continue };
            let written = &text[start..end];
            let is_www = scheme(written).is_none();
            let href = if is_www { format!("http://{written}") } else { written.to_owned() };
            let hide = self.work.extensions.magic_links.hide_protocol;
            let shown = match written.split_once("://") {
                Some((_, rest)) if hide => rest,
                _ => written,
            };
            let link = Element { text: Text::atomic(shown), ..Element::new("a").with("href", href) };
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(link, Kind::MagicLink));
            (from, at) = (end, end);
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }

    pub(super) fn magic_mails(&mut self, text: &str) -> Option<String> {
        if self.links > 0 {
            return None;
        }
        let mut out = String::new();
        let (mut from, mut at) = (0, 0);
        while let Some(found) = memchr::memchr(b'@', &text.as_bytes()[at..]) {
            let sign = at + found;
            at = sign + 1;
            let Some(start) = local_start(text, from, sign) else { continue };
            let Some(end) = domain_end(text, sign + 1) else { continue };
            let address = self.plain(&text[start..end]);
            let link = Element::new("a").with("href", format!("mailto:{address}"));
            let link = Element { text: Text::atomic(address), ..link };
            out.push_str(&text[from..start]);
            out.push_str(&self.keep(link, Kind::MagicMail));
            (from, at) = (end, end);
        }
        if from == 0 {
            return None;
        }
        out.push_str(&text[from..]);
        Some(out)
    }
}

/// Where an address may start, and the length of its scheme or `www.`.
fn next_start(text: &str, from: usize) -> Option<(usize, usize)> {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        let found = at + memchr::memchr2(b':', b'.', &bytes[at..])?;
        at = found + 1;
        let start = if bytes[found] == b':' {
            let word =
                bytes[from..found].iter().rev().take(5).take_while(|byte| byte.is_ascii_alphabetic()).count();
            // The scheme is the end of the word: `xhttp` is none, `_http` is.
            (3..=word).rev().map(|length| found - length).find(|start| scheme(&text[*start..]).is_some())
        } else {
            (found >= from + 3 && bytes[found - 3..found].eq_ignore_ascii_case(b"www")).then(|| found - 3)
        };
        let Some(start) = start else { continue };
        let before = text[..start].chars().next_back();
        if before.is_none_or(|before| before == '_' || !is_word(before)) {
            let skip = scheme(&text[start..]).map_or(4, str::len);
            return Some((start, skip));
        }
    }
}

/// The end of an address whose scheme takes `skip` bytes.
fn address_end(text: &str, start: usize, skip: usize) -> Option<usize> {
    let host = &text[start + skip..];
    let first = host.chars().next().filter(|first| is_word(*first) && *first != '_')?;
    let rest = &host[first.len_utf8()..];
    let belongs = |letter: char| is_word(letter) || "-.?,!'(){}[]/+&@%$#=:\"|~;".contains(letter);
    let run = &rest[..rest.find(|letter| !belongs(letter)).unwrap_or(rest.len())];
    let is_end = |letter: char| (is_word(letter) && letter != '_') || "-/#@$+=".contains(letter);
    let (at, last) = run.char_indices().rev().find(|(_, letter)| is_end(*letter))?;
    Some(text.len() - rest.len() + at + last.len_utf8())
}

fn is_local(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'+' | b'_' | b'.')
}

/// Where the name before an `@` starts.
fn local_start(text: &str, from: usize, sign: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut start = from + bytes[from..sign].iter().rposition(|byte| !is_local(*byte)).map_or(0, |at| at + 1);
    if bytes[start..sign].last().is_none_or(|byte| *byte == b'.') {
        return None;
    }
    if let Some(dots) = memchr::memmem::rfind(&bytes[start..sign], b"..") {
        start += dots + 2;
    }
    while bytes.get(start) == Some(&b'.') {
        start += 1;
    }
    let before = start.checked_sub(1).map(|at| bytes[at]);
    (start < sign && !matches!(before, Some(b'/' | b'@'))).then_some(start)
}

/// Where the host behind an `@` ends: at a letter, with a dot before it.
fn domain_end(text: &str, start: usize) -> Option<usize> {
    let bytes = &text.as_bytes()[start..];
    let run = bytes.iter().take_while(|byte| is_local(**byte) && **byte != b'+').count();
    let run = memchr::memmem::find(&bytes[..run], b"..").unwrap_or(run);
    let dot = memchr::memchr(b'.', &bytes[..run]).filter(|dot| *dot > 0)?;
    (dot + 1..run)
        .rev()
        .find(|at| {
            let next = text[start + at + 1..].chars().next();
            bytes[*at].is_ascii_alphabetic()
                && !next.is_some_and(|next| is_word(next) || next == '-' || next == '@')
        })
        .map(|at| start + at + 1)
}

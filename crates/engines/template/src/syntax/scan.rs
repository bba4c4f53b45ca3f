//! Cuts a source into text, interpolations and statement tags.
//!
//! Comments vanish, raw parts are text, and white space control is applied, so what follows sees neither.

use std::borrow::Cow;

use super::Syntax;
use super::split::{find_close, is_code_space, trim_code};
use crate::error::{Failure, Outcome};
use crate::text::is_space;

/// One piece of a source.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    Text(Cow<'a, str>, usize),
    Output(Tag),
    Statement(Tag),
}

/// The code of a tag, by its place in the source.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tag {
    /// Where the tag begins.
    pub(super) at: usize,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Variable,
    Block,
    Comment,
}

impl Opening {
    const fn close(self) -> &'static str {
        match self {
            Self::Variable => "}}",
            Self::Block => "%}",
            Self::Comment => "#}",
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Variable => "interpolation",
            Self::Block => "statement tag",
            Self::Comment => "comment",
        }
    }
}

/// Pieces that room is made for at once; most sources have fewer.
const ROOM: usize = 16;

struct Scanner<'a> {
    source: &'a str,
    syntax: Syntax,
    pieces: Vec<Piece<'a>>,
    text: Cow<'a, str>,
    text_at: usize,
    index: usize,
}

/// The pieces of a source in order.
pub(super) fn scan(source: &str, syntax: Syntax) -> Outcome<Vec<Piece<'_>>> {
    let mut scanner = Scanner {
        source,
        syntax,
        pieces: Vec::with_capacity(ROOM),
        text: Cow::Borrowed(""),
        text_at: 0,
        index: 0,
    };
    while let Some((opening, at)) = scanner.next_opening()? {
        scanner.add_text(scanner.index, at);
        scanner.tag(opening, at)?;
    }
    scanner.add_text(scanner.index, source.len());
    scanner.flush();
    Ok(scanner.pieces)
}

impl Scanner<'_> {
    /// The next tag from here on. A comment's end outside a comment is an error.
    fn next_opening(&self) -> Outcome<Option<(Opening, usize)>> {
        let bytes = self.source.as_bytes();
        let mut from = self.index;
        while let Some(found) = memchr::memchr2(b'{', b'#', &bytes[from..]) {
            let at = from + found;
            let next = bytes.get(at + 1).copied();
            if bytes[at] == b'#' {
                if next == Some(b'}') {
                    return Err(Failure::syntax("a comment ends here that did not begin", at));
                }
            } else {
                match next {
                    Some(b'%') => return Ok(Some((Opening::Block, at))),
                    Some(b'#') => return Ok(Some((Opening::Comment, at))),
                    Some(b'{') if self.syntax.cookiecutter => return Ok(Some((Opening::Variable, at))),
                    Some(b'{') if at > self.index && bytes[at - 1] == b'$' => {
                        return Ok(Some((Opening::Variable, at - 1)));
                    }
                    _ => {}
                }
            }
            from = at + 1;
        }
        Ok(None)
    }

    fn add_text(&mut self, start: usize, end: usize) {
        let added = &self.source[start..end];
        if self.text.is_empty() {
            self.text = Cow::Borrowed(added);
            self.text_at = start;
        } else if !added.is_empty() {
            self.text.to_mut().push_str(added);
        }
        self.index = end;
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty() {
            self.pieces.push(Piece::Text(text, self.text_at));
        }
    }

    fn cut_text(&mut self, length: usize) {
        match &mut self.text {
            Cow::Borrowed(text) => *text = &text[..length],
            Cow::Owned(text) => text.truncate(length),
        }
    }

    /// Reads the tag that begins at `at`, and what its white space control takes with it.
    fn tag(&mut self, opening: Opening, at: usize) -> Outcome<()> {
        let source = self.source;
        if opening == Opening::Block && self.syntax.lstrip_blocks {
            self.strip_indent(at);
        }
        let mut start = at + if opening == Opening::Variable && !self.syntax.cookiecutter { 3 } else { 2 };
        if source.as_bytes().get(start) == Some(&b'-') {
            start += 1;
            self.cut_text(self.text.trim_end_matches(is_space).len());
        }
        self.flush();
        let close = opening.close();
        let end = match opening {
            Opening::Comment => {
                memchr::memmem::find(&source.as_bytes()[start..], close.as_bytes()).map(|end| start + end)
            }
            _ => find_close(source, start, close)?,
        };
        let Some(end) = end else {
            return Err(Failure::syntax(
                format!("this {} has no end, expected \"{close}\"", opening.name()),
                at,
            ));
        };
        let trims_after = source.as_bytes()[end - 1] == b'-';
        let code_end = if trims_after { (end - 1).max(start) } else { end };
        self.index = end + close.len();
        if opening != Opening::Comment {
            let code = &source[start..code_end];
            let trimmed = trim_code(code);
            let code_start = start + (code.len() - code.trim_start_matches(is_code_space).len());
            let tag = Tag { at, start: code_start, end: code_start + trimmed.len() };
            if opening == Opening::Variable {
                self.pieces.push(Piece::Output(tag));
            } else if let Some(name) = raw_name(trimmed) {
                self.raw(name, at, trimmed)?;
                if trims_after {
                    self.skip_space();
                }
                return Ok(());
            } else {
                self.pieces.push(Piece::Statement(tag));
            }
        }
        if trims_after {
            self.skip_space();
        } else if opening == Opening::Block {
            self.skip_newline();
        }
        Ok(())
    }

    fn skip_space(&mut self) {
        let rest = &self.source[self.index..];
        self.index += rest.len() - rest.trim_start_matches(is_space).len();
    }

    fn skip_newline(&mut self) {
        if self.syntax.trim_blocks {
            let rest = &self.source[self.index..];
            self.index += if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        }
    }

    /// Drops the blanks that a tag's line begins with.
    fn strip_indent(&mut self, at: usize) {
        let before = &self.source[..at];
        let line = before.rfind('\n').map_or(0, |newline| newline + 1);
        if before[line..].contains(|character| !is_space(character)) {
            return;
        }
        let kept = self.text.rfind('\n').map_or(0, |newline| newline + 1);
        if self.text[kept..].chars().all(is_space) {
            self.cut_text(kept);
        }
    }

    /// Takes everything up to the end of a raw part as text.
    fn raw(&mut self, name: &'static str, at: usize, code: &str) -> Outcome<()> {
        if code.len() > name.len() {
            return Err(Failure::syntax(format!("the tag {name} takes nothing after its name"), at));
        }
        self.skip_newline();
        let Some((start, end)) = raw_end(self.source, self.index, name) else {
            return Err(Failure::syntax(format!("this {name} has no end, expected {{% end{name} %}}"), at));
        };
        if self.source[start..end].contains('\n') {
            return Err(Failure::syntax(format!("the tag end{name} cannot hold a line break"), start));
        }
        self.add_text(self.index, start);
        self.index = end;
        Ok(())
    }
}

fn raw_name(code: &str) -> Option<&'static str> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    let length = code.bytes().take_while(|byte| is_word(byte)).count();
    match &code[..length] {
        "raw" => Some("raw"),
        "verbatim" => Some("verbatim"),
        _ => None,
    }
}

/// Start and end of the tag that closes a raw part; raw parts nest.
fn raw_end(source: &str, start: usize, name: &str) -> Option<(usize, usize)> {
    let mut depth = 1;
    let mut from = start;
    while let Some(found) = memchr::memmem::find(&source.as_bytes()[from..], b"{%") {
        let at = from + found;
        let Some((closes, end)) = raw_marker(source, at, name) else {
            from = at + 2;
            continue;
        };
        depth = if closes { depth - 1 } else { depth + 1 };
        if depth == 0 {
            return Some((at, end));
        }
        from = end;
    }
    None
}

/// Whether the tag at `at` opens or closes a raw part, and where it ends.
fn raw_marker(source: &str, at: usize, name: &str) -> Option<(bool, usize)> {
    let inner = source[at + 2..].trim_start_matches(is_space);
    let (closes, after) = match inner.strip_prefix("end").and_then(|rest| rest.strip_prefix(name)) {
        Some(after) => (true, after),
        None => (false, inner.strip_prefix(name)?),
    };
    let after = after.trim_start_matches(is_space).strip_prefix("%}")?;
    Some((closes, source.len() - after.len()))
}

//! Where references lead: `[name]: url "title"`.

use super::piece::{Sought, lines, strip_indent};
use super::{BlockParser, Piece, Pieces};
use crate::work::Reference;

/// A definition within a text.
struct Found {
    start: usize,
    end: usize,
    name: String,
    url: String,
    title: Option<String>,
}

pub(super) fn run(parser: &mut BlockParser<'_, '_>, pieces: &mut Pieces<'_>) -> bool {
    let Some(found) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Reference, find)) else {
        return false;
    };
    let Some(piece) = pieces.pop_front() else { return false };
    parser.work.references.insert(found.name, Reference { url: found.url, title: found.title });
    put_back(pieces, &piece, found.start, found.end);
    true
}

/// Puts back what stands before and behind a definition.
pub(super) fn put_back<'t>(pieces: &mut Pieces<'t>, piece: &Piece<'t>, start: usize, end: usize) {
    if !is_blank(&piece.text[end..]) {
        let after = piece.text.len() - piece.text[end..].trim_start_matches('\n').len();
        pieces.push_front(piece.part(after..));
    }
    if !is_blank(&piece.text[..start]) {
        let before = piece.text[..start].trim_end_matches('\n').len();
        pieces.push_front(piece.part(..before));
    }
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

fn find(text: &str) -> Option<Found> {
    memchr::memmem::find(text.as_bytes(), b"]:")?;
    lines(text).find_map(|(start, line)| {
        strip_indent(line, 3)?.strip_prefix('[')?;
        read(text, start)
    })
}

/// Reads a definition that begins with the line at `start`. Name, address and title may each be on a new line.
fn read(text: &str, start: usize) -> Option<Found> {
    let rest = text[start..].trim_start_matches(' ').strip_prefix('[')?;
    let close = rest.find(['[', ']'])?;
    let name = rest[..close].trim().to_lowercase();
    let rest = rest[close..].strip_prefix("]:")?.trim_start_matches(' ');
    let rest = rest.strip_prefix('\n').unwrap_or(rest).trim_start_matches(' ');
    let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
    if length == 0 {
        return None;
    }
    let url = rest[..length].trim_start_matches('<').trim_end_matches('>').to_owned();
    let behind = &rest[length..];
    let end_of = |rest: &str| text.len() - rest.len();
    let same_line = behind.trim_start_matches(' ');
    if let Some((title, rest)) = title(same_line) {
        return Some(Found { start, end: end_of(rest), name, url, title: Some(title) });
    }
    if !same_line.is_empty() && !same_line.starts_with('\n') {
        return None;
    }
    let next_line = same_line.strip_prefix('\n').map(|rest| rest.trim_start_matches(' '));
    if let Some((title, rest)) = next_line.and_then(title) {
        return Some(Found { start, end: end_of(rest), name, url, title: Some(title) });
    }
    Some(Found { start, end: end_of(same_line), name, url, title: None })
}

/// A title in quotes or brackets that ends its line, and what follows.
fn title(text: &str) -> Option<(String, &str)> {
    let close = match text.as_bytes().first()? {
        b'"' => '"',
        b'\'' => '\'',
        b'(' => ')',
        _ => return None,
    };
    let line = text.split('\n').next().unwrap_or_default();
    let inside = line[1..].trim_end_matches(' ').strip_suffix(close)?;
    Some((inside.to_owned(), &text[line.len()..]))
}

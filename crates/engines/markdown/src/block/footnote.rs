//! Texts of footnotes: `[^name]: text`, with indented text below it.

use super::piece::{Sought, is_indented, lines, loose_detab, strip_indent};
use super::{BlockParser, Pieces};
use crate::work::Footnote;

/// Spaces that make text belong to a footnote.
const INDENT: usize = 4;

/// A line with a footnote's text.
struct Found {
    start: usize,
    end: usize,
    id: (usize, usize),
    text: (usize, usize),
}

pub(super) fn run(parser: &mut BlockParser<'_, '_>, pieces: &mut Pieces<'_>) -> bool {
    let Some(found) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Footnote, find)) else {
        return false;
    };
    let Some(piece) = pieces.pop_front() else { return false };
    let id = piece.text[found.id.0..found.id.1].to_owned();
    let mut text = piece.text[found.text.0..found.text.1].to_owned();
    let after = piece.text.len() - piece.text[found.end..].trim_start_matches('\n').len();
    let rest = &piece.text[after..];
    if let Some(next) = find(rest) {
        let before = rest[..next.start].trim_end_matches('\n');
        let joined = format!("{text}\n{}", loose_detab(before, INDENT));
        joined.trim_start_matches('\n').clone_into(&mut text);
        pieces.push_front(piece.part(after + next.start..));
    } else {
        let joined = format!("{text}\n{}", loose_detab(rest, INDENT));
        joined.trim_matches('\n').clone_into(&mut text);
        take_indented(&mut text, pieces);
    }
    keep(parser, id, text.trim_end().to_owned());
    if !piece.text[..found.start].trim().is_empty() {
        let end = piece.text[..found.start].trim_end_matches('\n').len();
        pieces.push_front(piece.part(..end));
    }
    true
}

/// Adds the indented pieces that follow.
fn take_indented(text: &mut String, pieces: &mut Pieces<'_>) {
    while pieces.front().is_some_and(|piece| is_indented(&piece.text, INDENT)) {
        let Some(mut piece) = pieces.pop_front() else { return };
        text.push_str("\n\n");
        let Some(next) = piece.seek(Sought::Footnote, find) else {
            text.push_str(&loose_detab(&piece.text, INDENT));
            continue;
        };
        text.push_str(&loose_detab(piece.text[..next.start].trim_end_matches('\n'), INDENT));
        pieces.push_front(piece.part(next.start..));
        return;
    }
}

fn keep(parser: &mut BlockParser<'_, '_>, id: String, text: String) {
    let work = &mut *parser.work;
    if let Some(at) = work.footnote_index.get(&id) {
        work.footnotes[*at].text = text;
        return;
    }
    work.footnote_index.insert(id.clone(), work.footnotes.len());
    work.footnotes.push(Footnote { id, text, references: 0 });
}

fn find(text: &str) -> Option<Found> {
    memchr::memmem::find(text.as_bytes(), b"[^")?;
    lines(text).find_map(|(start, line)| {
        let rest = strip_indent(line, 3)?.strip_prefix("[^")?;
        let close = rest.find(']')?;
        let text = rest[close..].strip_prefix("]:")?;
        let id = start + line.len() - rest.len();
        let end = start + line.len();
        let begin = end - text.trim_start_matches(' ').len();
        Some(Found { start, end, id: (id, id + close), text: (begin, end) })
    })
}

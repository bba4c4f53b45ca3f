//! Headings: with hashes before them, or underlined.

use super::piece::{Sought, lines, loose_detab};
use super::{BlockParser, Piece, Pieces, State};
use crate::element::Element;

/// A heading within a text.
struct Found {
    start: usize,
    end: usize,
    level: usize,
    title: (usize, usize),
}

const TAGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

pub(super) fn run_hash(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
) -> bool {
    let sane = parser.work.extensions.sane_headers;
    let search = |text: &str| find(text, sane);
    let Some(found) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Heading, search)) else {
        return false;
    };
    let Some(piece) = pieces.pop_front() else { return false };
    if found.start > 0 {
        parser.parse_pieces(parent, Pieces::from([piece.part(..found.start - 1)]));
    }
    let title = piece.text[found.title.0..found.title.1].trim();
    parent.push(Element::new(TAGS[found.level - 1]).with_text(title));
    if found.end < piece.text.len() {
        let mut after = piece.part(found.end..);
        // Within an item whose heading has no blank line after it, the lines still have the item's indent.
        if parser.is_in(State::LooseList) && after.text.contains("\n    ") | after.text.starts_with("    ") {
            if !parser.work.spend(after.text.len()) {
                return true;
            }
            after = Piece::owned(loose_detab(&after.text, 4));
        }
        pieces.push_front(after);
    }
    true
}

fn find(text: &str, sane: bool) -> Option<Found> {
    memchr::memchr(b'#', text.as_bytes())?;
    for (start, line) in lines(text) {
        let level = line.bytes().take(6).take_while(|byte| *byte == b'#').count();
        if level == 0 || ends_in_backslash(&line[level..]) {
            continue;
        }
        if sane && !matches!(line.as_bytes().get(level), None | Some(b' ' | b'\t')) {
            continue;
        }
        let end = start + line.len();
        return Some(Found {
            start,
            end: (end + 1).min(text.len()),
            level,
            title: (start + level, start + level + without_closing_hashes(&line[level..])),
        });
    }
    None
}

/// Whether an odd number of backslashes ends the line: they escape its end.
fn ends_in_backslash(line: &str) -> bool {
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    backslashes % 2 == 1
}

/// Length of a heading without the hashes that close it. An escaped hash belongs to the heading.
fn without_closing_hashes(line: &str) -> usize {
    let rest = line.trim_end_matches('#');
    if rest.len() < line.len() && ends_in_backslash(rest) { rest.len() + 1 } else { rest.len() }
}

pub(super) fn run_underlined(parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(piece) = pieces.front() else { return false };
    let mut lines = piece.text.splitn(3, '\n');
    let (Some(title), Some(line)) = (lines.next(), lines.next()) else { return false };
    let Some(mark @ (b'=' | b'-')) = line.bytes().next() else { return false };
    if !line.trim_end_matches(' ').bytes().all(|byte| byte == mark) {
        return false;
    }
    let tag = if mark == b'=' { "h1" } else { "h2" };
    parent.push(Element::new(tag).with_text(title.trim()));
    let after = lines.next().map(|rest| piece.part(piece.text.len() - rest.len()..));
    pieces.pop_front();
    if let Some(after) = after {
        pieces.push_front(after);
    }
    true
}

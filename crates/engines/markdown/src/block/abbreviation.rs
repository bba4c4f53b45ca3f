//! What abbreviations stand for: `*[HTML]: Hypertext Markup Language`.

use super::piece::{Sought, lines};
use super::{BlockParser, Pieces};

/// A line, or two, with an abbreviation.
struct Found {
    start: usize,
    end: usize,
    short: String,
    title: String,
}

pub(super) fn run(parser: &mut BlockParser<'_, '_>, pieces: &mut Pieces<'_>) -> bool {
    let Some(found) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Abbreviation, find)) else {
        return false;
    };
    let Some(piece) = pieces.pop_front() else { return false };
    if matches!(&*found.title, "''" | "\"\"") {
        parser.work.abbreviations.remove(&found.short);
    } else {
        parser.work.abbreviations.insert(found.short, found.title);
    }
    super::reference::put_back(pieces, &piece, found.start, found.end);
    true
}

fn find(text: &str) -> Option<Found> {
    memchr::memmem::find(text.as_bytes(), b"*[")?;
    lines(text).find_map(|(start, line)| {
        let rest = line.strip_prefix("*[")?;
        let (short, after) = rest.split_once("]:").or_else(|| rest.split_once("] :"))?;
        if short.contains('\\') {
            return None;
        }
        let mut end = start + line.len();
        let mut title = after.trim();
        if title.is_empty() {
            let next = text.get(end + 1..)?.split('\n').next()?;
            end += 1 + next.len();
            title = next.trim();
        }
        let short = short.trim();
        (!short.is_empty() && !title.is_empty()).then(|| Found {
            start,
            end,
            short: short.to_owned(),
            title: title.to_owned(),
        })
    })
}

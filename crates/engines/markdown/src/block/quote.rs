//! Quotes: lines that begin with `>`.

use super::piece::{Sought, lines, strip_indent};
use super::{BlockParser, Pieces, State};
use crate::element::Element;

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(start) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Quote, find)) else {
        return false;
    };
    let Some(piece) = pieces.pop_front() else { return false };
    if start > 0 {
        parser.parse_pieces(parent, Pieces::from([piece.part(..start - 1)]));
    }
    let mut inside = String::with_capacity(piece.text.len() - start);
    for (number, (_, line)) in lines(&piece.text[start..]).enumerate() {
        if number > 0 {
            inside.push('\n');
        }
        inside.push_str(unquoted(line));
    }
    parser.state.push(State::Quote);
    if let Some(quote) = parent.children.last_mut().filter(|last| last.is("blockquote")) {
        parser.parse_chunk(quote, &inside);
    } else {
        let quote = parent.push(Element::new("blockquote"));
        parser.parse_chunk(quote, &inside);
    }
    parser.state.pop();
    true
}

fn find(text: &str) -> Option<usize> {
    memchr::memchr(b'>', text.as_bytes())?;
    lines(text)
        .find(|(_, line)| strip_indent(line, 3).is_some_and(|rest| rest.starts_with('>')))
        .map(|(at, _)| at)
}

fn unquoted(line: &str) -> &str {
    match strip_indent(line, 3).and_then(|rest| rest.strip_prefix('>')) {
        Some(rest) => rest.strip_prefix(' ').unwrap_or(rest),
        None if line.trim() == ">" => "",
        None => line,
    }
}

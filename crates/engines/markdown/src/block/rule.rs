//! Horizontal rules: three or more `-`, `_` or `*` on a line of their own.

use super::piece::{Sought, lines, strip_indent};
use super::{BlockParser, Pieces};
use crate::element::Element;

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some((start, end)) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Rule, find)) else {
        return false;
    };
    let Some(piece) = pieces.pop_front() else { return false };
    let before = piece.text[..start].trim_end_matches('\n').len();
    if before > 0 {
        parser.parse_pieces(parent, Pieces::from([piece.part(..before)]));
    }
    parent.push(Element::new("hr"));
    let after = piece.text.len() - piece.text[end..].trim_start_matches('\n').len();
    if after < piece.text.len() {
        pieces.push_front(piece.part(after..));
    }
    true
}

fn find(text: &str) -> Option<(usize, usize)> {
    lines(text).find(|(_, line)| is_rule(line)).map(|(at, line)| (at, at + line.len()))
}

fn is_rule(line: &str) -> bool {
    let Some(rest) = strip_indent(line, 3) else { return false };
    let rest = rest.trim_end_matches(' ').as_bytes();
    let Some(mark @ (b'-' | b'_' | b'*')) = rest.first().copied() else { return false };
    let (mut marks, mut gap) = (0, 0);
    for byte in rest {
        if *byte == mark {
            (marks, gap) = (marks + 1, 0);
        } else {
            gap += 1;
            if *byte != b' ' || gap > 2 {
                return false;
            }
        }
    }
    marks >= 3
}

//! Definition lists: terms, and below them lines that begin with a colon.

use super::piece::{Sought, detab, lines, strip_indent};
use super::{BlockParser, Pieces, State};
use crate::element::Element;

/// The first line with a definition.
struct Found {
    start: usize,
    end: usize,
    text: (usize, usize),
}

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(found) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Definition, find)) else {
        return false;
    };
    let Some(piece) = pieces.front() else { return false };
    let before = &piece.text[..found.start];
    let mut terms: Vec<String> =
        before.split('\n').map(|term| term.trim().to_owned()).filter(|term| !term.is_empty()).collect();
    let mut state = State::List;
    if terms.is_empty() {
        // A paragraph that starts with a colon, at the start of a page or an item.
        let Some(sibling) = parent.last() else { return false };
        if sibling.is("p") {
            state = State::LooseList;
            terms = sibling.text.content.split('\n').map(str::to_owned).collect();
            parent.children.pop();
        }
    }
    let Some(piece) = pieces.pop_front() else { return false };
    let after = piece.part(found.end..);
    // Text without an indent goes on lazily.
    let width = parser.work.extensions.lists.indent;
    let is_lazy = strip_indent(after.text.split('\n').next().unwrap_or_default(), width - 1)
        .is_some_and(|rest| !rest.is_empty() && !rest.starts_with([' ', ':']));
    let (inside, rest) = if is_lazy { (after.text.to_string(), None) } else { detab(&after.text, width) };
    let mut text = piece.text[found.text.0..found.text.1].to_owned();
    if !inside.is_empty() {
        text.push('\n');
        text.push_str(&inside);
    }
    if !parent.last().is_some_and(|last| last.is("dl")) {
        parent.push(Element::new("dl"));
    } else if terms.is_empty() && parent.last().is_some_and(has_blocks) {
        state = State::LooseList;
    }
    let at = parent.children.len() - 1;
    let list = &mut parent.children[at];
    for term in terms {
        list.push(Element::new("dt").with_text(term));
    }
    parser.state.push(state);
    parser.parse_piece(list.push(Element::new("dd")), &text);
    parser.state.pop();
    if let Some(rest) = rest {
        pieces.push_front(after.part(rest..));
    }
    true
}

/// Whether the last definition holds more than text.
fn has_blocks(list: &Element) -> bool {
    list.last().is_some_and(|last| last.is("dd") && !last.children.is_empty())
}

fn find(text: &str) -> Option<Found> {
    memchr::memchr(b':', text.as_bytes())?;
    lines(text).find_map(|(start, line)| {
        let rest = strip_indent(line, 3)?.strip_prefix(':')?;
        let spaces = rest.bytes().take(3).take_while(|byte| *byte == b' ').count();
        if spaces == 0 {
            return None;
        }
        let end = start + line.len();
        let begin = end - rest.len() + spaces;
        Some(Found { start, end: (end + 1).min(text.len()), text: (begin, end) })
    })
}

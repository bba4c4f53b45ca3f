//! Paragraphs, which are what is left, and the blank lines between blocks.

use super::{BlockParser, Piece, Pieces, State};
use crate::element::{Element, Text};

/// Adds the piece as a paragraph, or as bare text to an item of a tight list.
pub(super) fn run(parser: &BlockParser<'_, '_>, parent: &mut Element, piece: &Piece<'_>) {
    let text = &*piece.text;
    if text.trim().is_empty() {
        return;
    }
    if !parser.is_in(State::List) {
        parent.push(Element::new("p").with_text(text.trim_start()));
        return;
    }
    // Behind a heading that had no blank line after it.
    if let Some(sibling) = parent.children.last_mut() {
        sibling.tail.content.push('\n');
        sibling.tail.content.push_str(text);
    } else if parent.text.is_empty() {
        parent.text = text.trim_start().into();
    } else {
        parent.text.content.push('\n');
        parent.text.content.push_str(text);
    }
}

/// Drops a blank line. Within code it counts.
pub(super) fn run_empty(parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(piece) = pieces.front() else { return false };
    if !piece.text.is_empty() && !piece.text.starts_with('\n') {
        return false;
    }
    let filler = if piece.text.is_empty() { "\n\n" } else { "\n" };
    let rest = (piece.text.len() > 1).then(|| piece.part(1..));
    pieces.pop_front();
    if let Some(rest) = rest {
        pieces.push_front(rest);
    }
    if let Some(code) = code_before(parent) {
        code.content.push_str(filler);
    }
    true
}

/// The text of a code block when that is the last child.
pub(super) fn code_before(parent: &mut Element) -> Option<&mut Text> {
    let last = parent.children.last_mut().filter(|last| last.is("pre"))?;
    let code = last.children.first_mut().filter(|code| code.is("code"))?;
    Some(&mut code.text)
}

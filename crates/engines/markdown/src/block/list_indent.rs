//! Indented text below an item of a list.

use super::piece::{is_indented, loose_detab};
use super::{BlockParser, Pieces, State};
use crate::element::Element;

/// Which lists and items are looked at.
pub(super) struct Kinds {
    lists: &'static [&'static str],
    items: &'static [&'static str],
}

pub(super) const LISTS: Kinds = Kinds { lists: &["ul", "ol"], items: &["li"] };
pub(super) const DEFINITIONS: Kinds = Kinds { lists: &["dl", "ol", "ul"], items: &["dd", "li"] };

pub(super) fn run(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
    kinds: &Kinds,
) -> bool {
    let width = parser.work.extensions.lists.indent;
    let below =
        parent.is_one_of(kinds.items) || parent.last().is_some_and(|last| last.is_one_of(kinds.lists));
    if !below || parser.is_in(State::Detabbed) {
        return false;
    }
    if !pieces.front().is_some_and(|piece| is_indented(&piece.text, width)) {
        return false;
    }
    let Some(piece) = pieces.pop_front() else { return false };
    let wanted = (piece.text.len() - piece.text.trim_start_matches(' ').len()) / width;
    let (level, steps) = level(parser, parent, wanted, kinds);
    let text = loose_detab(&piece.text, width * level);
    parser.state.push(State::Detabbed);
    if parent.is_one_of(kinds.items) {
        match parent.children.last_mut().filter(|last| last.is_one_of(kinds.lists)) {
            Some(list) => parser.parse_piece(list, &text),
            None => parser.parse_piece(parent, &text),
        }
    } else {
        let target = parent.last_below(steps);
        if target.is_one_of(kinds.items) {
            parser.parse_piece(target, &text);
        } else if let Some(item) = target.children.last_mut().filter(|last| last.is_one_of(kinds.items)) {
            item.wrap_text();
            parser.parse_chunk(item, &text);
        } else {
            let tag = if kinds.items.contains(&"dd") { "dd" } else { "li" };
            let item = target.push(Element::new(tag));
            parser.parse_piece(item, &text);
        }
    }
    parser.state.pop();
    true
}

/// How many levels of indent belong to the lists at the end of the parent, and how many steps down the list or
/// item is that the text belongs to.
fn level(parser: &BlockParser<'_, '_>, parent: &Element, wanted: usize, kinds: &Kinds) -> (usize, usize) {
    let mut level = usize::from(parser.is_in(State::List));
    let (mut element, mut steps) = (parent, 0);
    while wanted > level {
        match element.last() {
            Some(child) if child.is_one_of(kinds.lists) => {
                level += 1;
                element = child;
            }
            Some(child) if child.is_one_of(kinds.items) => element = child,
            _ => break,
        }
        steps += 1;
    }
    (level, steps)
}

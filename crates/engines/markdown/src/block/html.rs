//! HTML elements whose content is markdown, which [`crate::source::html`] has put aside.

use super::{BlockParser, Pieces};
use crate::element::{Element, Text};
use crate::marker::{self, Marker};

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let Some(piece) = pieces.front() else { return false };
    if !piece.text.starts_with(marker::OPEN) {
        return false;
    }
    let Some((0, end, Marker::Stashed(index))) = marker::find(&piece.text, 0) else { return false };
    let Some(element) = parser.work.stash.take_element(index) else { return false };
    let rest = (end < piece.text.len()).then(|| piece.part(end..));
    pieces.pop_front();
    add(parser, parent, element);
    if let Some(rest) = rest {
        pieces.push_front(rest);
    }
    true
}

/// Adds an element and reads its content as its `markdown` attribute says.
fn add(parser: &mut BlockParser<'_, '_>, parent: &mut Element, element: Element) {
    let element = parent.push(element);
    match element.remove("markdown").as_deref() {
        Some("block") => {
            let text = element.text.take();
            if !text.is_empty() {
                parser.parse_chunk(element, text.trim_end_matches('\n'));
            }
        }
        Some("span") => add_spans(parser, element),
        _ => freeze(element),
    }
}

/// Puts elements in their place within text that only inline markup is looked for in.
fn add_spans(parser: &mut BlockParser<'_, '_>, element: &mut Element) {
    let text = element.text.take();
    let (mut from, mut at) = (0, 0);
    while let Some((start, end, marker)) = marker::find(&text, at) {
        at = end;
        let Marker::Stashed(index) = marker else { continue };
        let Some(inner) = parser.work.stash.take_element(index) else { continue };
        append(element, &text[from..start]);
        from = end;
        add(parser, element, inner);
    }
    append(element, &text[from..]);
}

fn append(element: &mut Element, text: &str) {
    match element.children.last_mut() {
        Some(last) => last.tail.content.push_str(text),
        None => element.text.content.push_str(text),
    }
}

/// Keeps all markup away from an element.
fn freeze(element: &mut Element) {
    element.walk(&mut |inner| {
        inner.remove("markdown");
        inner.text = Text::atomic(inner.text.take());
        inner.tail = Text::atomic(inner.tail.take());
    });
    element.tail.atomic = false;
}

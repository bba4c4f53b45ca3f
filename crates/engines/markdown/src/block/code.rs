//! Code that is indented by four spaces.

use super::piece::{detab, is_indented, lines};
use super::{BlockParser, Pieces, paragraph};
use crate::element::{Element, Text};
use crate::marker;

/// Spaces that make code.
const INDENT: usize = 4;

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    if !pieces.front().is_some_and(|piece| is_indented(&piece.text, INDENT)) {
        return false;
    }
    let Some(mut piece) = pieces.pop_front() else { return false };
    if let Some(restored) = restore_fences(parser, &piece.text) {
        piece = super::Piece::owned(restored);
    }
    let (code, rest) = detab(&piece.text, INDENT);
    let code = code.trim_end();
    if let Some(before) = paragraph::code_before(parent) {
        before.content.push('\n');
        before.content.push_str(code);
        before.content.push('\n');
    } else {
        let pre = parent.push(Element::new("pre"));
        pre.push(Element { text: Text::atomic(format!("{code}\n")), ..Element::new("code") });
    }
    if let Some(rest) = rest {
        pieces.push_front(piece.part(rest..));
    }
    true
}

/// The text with fenced blocks as they were written: inside indented code they are only text.
fn restore_fences(parser: &mut BlockParser<'_, '_>, text: &str) -> Option<String> {
    if !text.contains(marker::OPEN) {
        return None;
    }
    let mut restored = String::with_capacity(text.len());
    for (start, line) in lines(text) {
        if start > 0 {
            restored.push('\n');
        }
        let content = line.trim_start_matches(['>', ' ']);
        let indent = line.len() - content.len();
        let source = marker::only_stashed(content).and_then(|index| parser.work.fences.remove(&index));
        let Some(source) = source else {
            restored.push_str(line);
            continue;
        };
        let cut = source.indent.saturating_sub(indent);
        for (number, line) in source.text.split('\n').enumerate() {
            if number > 0 {
                restored.push('\n');
            }
            restored.push_str(line.get(cut..).unwrap_or_default());
        }
    }
    Some(restored)
}

//! Bullet lists and numbered lists.

use super::piece::{is_indented, lines, strip_indent};
use super::{BlockParser, Pieces, State};
use crate::element::Element;
use crate::extensions::Lists;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Numbered,
    Bullet,
}

impl Kind {
    fn tag(self) -> &'static str {
        match self {
            Kind::Numbered => "ol",
            Kind::Bullet => "ul",
        }
    }
}

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let rules = parser.work.extensions.lists;
    let Some(piece) = pieces.front() else { return false };
    let first = piece.text.split('\n').next().unwrap_or_default();
    let Some((kind, number, _)) = item(first, rules.indent - 1) else { return false };
    let start = number.trim_start_matches('0').to_owned();
    let Some(piece) = pieces.pop_front() else { return false };
    let items = items(&piece.text, kind, rules);
    let mut items = items.iter().map(String::as_str);

    let continues = parent.last().is_some_and(|last| continues(last, kind, rules));
    if continues {
        if let Some(list) = parent.children.last_mut() {
            add_loose(parser, list, items.next().unwrap_or_default());
            add_items(parser, list, items, rules);
        }
    } else if parent.is_one_of(&["ol", "ul"]) {
        add_items(parser, parent, items, rules);
    } else {
        let list = parent.push(Element::new(kind.tag()));
        if rules.sane && kind == Kind::Numbered && start != "1" {
            list.set("start", if start.is_empty() { "0".to_owned() } else { start });
        }
        add_items(parser, list, items, rules);
    }
    true
}

/// Whether a list goes on with an item of that kind after a blank line.
fn continues(last: &Element, kind: Kind, rules: Lists) -> bool {
    if rules.truly_sane {
        return kind == Kind::Numbered && last.is("ol");
    }
    if rules.sane {
        return last.is(kind.tag());
    }
    last.is_one_of(&["ol", "ul"])
}

/// Adds an item after a blank line: its text and that of the item before are paragraphs.
fn add_loose(parser: &mut BlockParser<'_, '_>, list: &mut Element, text: &str) {
    if let Some(before) = list.children.last_mut() {
        before.wrap_text();
        if let Some(child) = before.children.last_mut()
            && !child.tail.is_empty()
        {
            let tail = child.tail.take();
            before.push(Element::new("p").with_text(tail.trim_start()));
        }
    }
    let item = list.push(Element::new("li"));
    parser.state.push(State::LooseList);
    parser.parse_piece(item, text);
    parser.state.pop();
}

fn add_items<'t>(
    parser: &mut BlockParser<'_, '_>,
    list: &mut Element,
    items: impl Iterator<Item = &'t str>,
    rules: Lists,
) {
    parser.state.push(State::List);
    for text in items {
        let at = list.children.len();
        if is_indented(text, rules.indent) && at > 0 {
            parser.parse_piece(&mut list.children[at - 1], text);
        } else {
            let item = list.push(Element::new("li"));
            parser.parse_piece(item, text);
        }
    }
    parser.state.pop();
}

/// The kind of item that a line is, its number and its text.
fn item(line: &str, most: usize) -> Option<(Kind, &str, &str)> {
    let rest = strip_indent(line, most)?;
    let (kind, number, rest) = match rest.as_bytes().first()? {
        b'*' | b'+' | b'-' => (Kind::Bullet, "", &rest[1..]),
        b'0'..=b'9' => {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            (Kind::Numbered, &rest[..digits], rest[digits..].strip_prefix('.')?)
        }
        _ => return None,
    };
    let text = rest.trim_start_matches(' ');
    (text.len() < rest.len()).then_some((kind, number, text))
}

/// Splits a piece into items. An item that starts with the indent belongs to the one before.
fn items(text: &str, kind: Kind, rules: Lists) -> Vec<String> {
    let strict = rules.sane || rules.truly_sane;
    let mut items: Vec<String> = Vec::new();
    for (_, line) in lines(text) {
        if let Some((found, _, text)) = item(line, rules.indent - 1)
            && (found == kind || !strict)
        {
            items.push(text.to_owned());
            continue;
        }
        let is_nested =
            is_indented(line, rules.indent) && item(&line[rules.indent..], rules.indent - 1).is_some();
        match items.last_mut() {
            Some(last) if !is_nested || is_indented(last, rules.indent) => {
                last.push('\n');
                last.push_str(line);
            }
            _ => items.push(line.to_owned()),
        }
    }
    items
}

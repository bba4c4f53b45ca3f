//! Tabs: `=== "Label"` and the text that is indented below it.

use super::contained::{INDENT, Place, place};
use super::piece::{Sought, detab, lines};
use super::{BlockParser, Pieces};
use crate::element::Element;

/// The line that opens a tab.
struct Opening {
    start: usize,
    end: usize,
    label: String,
    /// Starts a new set next to the one before.
    is_new: bool,
    is_selected: bool,
}

pub(super) fn run(parser: &mut BlockParser<'_, '_>, parent: &mut Element, pieces: &mut Pieces<'_>) -> bool {
    let alternate = parser.work.extensions.alternate_tabs;
    if let Some(opening) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Tab, find)) {
        let Some(piece) = pieces.pop_front() else { return false };
        if opening.start > 0 {
            parser.parse_pieces(parent, Pieces::from([piece.part(..opening.start - 1)]));
        }
        let after = piece.part(opening.end..);
        let (inside, rest) = detab(&after.text, INDENT);
        let content = add_tab(parser, parent, &opening, alternate);
        parser.parse_chunk(content, &inside);
        if let Some(rest) = rest {
            pieces.push_front(after.part(rest..));
        }
        return true;
    }
    go_on(parser, parent, pieces, alternate)
}

fn set_class(alternate: bool) -> &'static str {
    if alternate { "tabbed-set tabbed-alternate" } else { "tabbed-set" }
}

fn is_set(element: &Element, alternate: bool) -> bool {
    element.is("div") && element.get("class") == Some(set_class(alternate))
}

/// Adds a tab to the set at the end of the parent, or to a new one. Returns the element for its content.
fn add_tab<'p>(
    parser: &mut BlockParser<'_, '_>,
    parent: &'p mut Element,
    opening: &Opening,
    alternate: bool,
) -> &'p mut Element {
    let is_first = opening.is_new || !parent.last().is_some_and(|last| is_set(last, alternate));
    if is_first {
        parser.work.tab_sets += 1;
        let counted = format!("{}:0", parser.work.tab_sets);
        let set =
            parent.push(Element::new("div").with("class", set_class(alternate)).with("data-tabs", counted));
        if alternate {
            set.push(Element::new("div").with("class", "tabbed-labels"));
            set.push(Element::new("div").with("class", "tabbed-content"));
        }
    }
    let at = parent.children.len() - 1;
    let set = &mut parent.children[at];
    let data = set.get("data-tabs").unwrap_or("0:0");
    let (set_number, count) = data.split_once(':').unwrap_or(("0", "0"));
    let count = count.parse::<usize>().unwrap_or_default() + 1;
    let (set_number, name) = (set_number.to_owned(), format!("__tabbed_{set_number}"));
    let id = format!("{name}_{count}");
    let mut input = Element::new("input");
    let is_checked = is_first || opening.is_selected;
    if is_checked {
        input.set("checked", "checked".to_owned());
        for other in set.children.iter_mut().filter(|child| child.is("input")) {
            other.remove("checked");
        }
    }
    input.set("id", id.clone());
    input.set("name", name);
    input.set("type", "radio".to_owned());
    set.set("data-tabs", format!("{set_number}:{count}"));
    let label = Element::new("label").with("for", id).with_text(opening.label.as_str());
    if !alternate {
        set.push(input);
        set.push(label);
        return set.push(Element::new("div").with("class", "tabbed-content"));
    }
    set.children.insert(count - 1, input);
    let at = set.children.len();
    set.children[at - 2].push(label);
    set.children[at - 1].push(Element::new("div").with("class", "tabbed-block"))
}

/// Adds indented text to the last tab of a set that ended before a blank line.
fn go_on(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
    alternate: bool,
) -> bool {
    let Some(piece) = pieces.front() else { return false };
    let Some(set) = parent.last().filter(|last| is_set(last, alternate)) else { return false };
    let found = if alternate {
        let block = set.last().and_then(Element::last);
        place(set, &piece.text, Some("tabbed-block"), block, 2)
    } else {
        place(set, &piece.text, Some("tabbed-content"), set.last(), 1)
    };
    let Some(Place { steps, indent }) = found else { return false };
    let Some(piece) = pieces.pop_front() else { return false };
    let (inside, rest) = detab(&piece.text, indent);
    let to_content = if steps == 1 { 1 + usize::from(alternate) } else { 0 };
    let target = parent.last_below(steps + to_content);
    if target.is_one_of(&["li", "dd"]) {
        target.wrap_text();
    }
    parser.parse_chunk(target, &inside);
    if let Some(rest) = rest {
        pieces.push_front(piece.part(rest..));
    }
    true
}

fn find(text: &str) -> Option<Opening> {
    memchr::memmem::find(text.as_bytes(), b"===")?;
    lines(text).find_map(|(start, line)| {
        let rest = line.strip_prefix("===")?;
        let special = rest.len() - rest.trim_start_matches(['+', '!']).len();
        let flags = &rest[..special];
        if !matches!(flags, "" | "+" | "+!" | "!+" | "!") {
            return None;
        }
        let label = rest[special..].strip_prefix(' ')?.trim_start_matches(' ').strip_prefix('"')?;
        let label = label.trim_end_matches(' ').strip_suffix('"')?;
        Some(Opening {
            start,
            end: (start + line.len() + 1).min(text.len()),
            label: label.to_owned(),
            is_new: flags.contains('!'),
            is_selected: flags.contains('+'),
        })
    })
}

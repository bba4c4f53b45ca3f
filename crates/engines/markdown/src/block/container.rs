//! Admonitions (`!!! note`) and collapsible blocks (`??? note`).

use super::contained::{INDENT, place};
use super::piece::{Sought, detab, lines};
use super::{BlockParser, Pieces};
use crate::element::Element;

/// The line that opens a container.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Opening {
    start: usize,
    end: usize,
    /// Lower-cased, with single spaces between them.
    classes: String,
    /// As written; none when there was none.
    title: Option<String>,
    is_open: bool,
}

pub(super) fn run_admonition(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
) -> bool {
    let find = |text: &str| find(text, "!!!");
    if let Some(opening) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Admonition, find)) {
        let mut box_ = Element::new("div").with("class", format!("admonition {}", opening.classes));
        let title = opening.title.clone().unwrap_or_else(|| capitalized(&opening.classes));
        if !title.is_empty() {
            box_.push(Element::new("p").with("class", "admonition-title").with_text(title));
        }
        open(parser, parent, pieces, &opening, box_);
        return true;
    }
    let is_admonition =
        |last: &Element| last.is("div") && last.get("class").is_some_and(|c| c.contains("admonition"));
    go_on(parser, parent, pieces, is_admonition)
}

pub(super) fn run_details(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
) -> bool {
    let find = |text: &str| find(text, "???");
    if let Some(opening) = pieces.front_mut().and_then(|piece| piece.seek(Sought::Details, find)) {
        let mut details = Element::new("details");
        if opening.is_open {
            details.set("open", "open".to_owned());
        }
        if !opening.classes.is_empty() {
            details.set("class", opening.classes.clone());
        }
        let title = opening.title.clone().unwrap_or_else(|| capitalized(&opening.classes));
        details.push(Element::new("summary").with_text(title));
        open(parser, parent, pieces, &opening, details);
        return true;
    }
    go_on(parser, parent, pieces, |last| last.is("details"))
}

/// Adds a container with the text that is indented below its opening line.
fn open(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
    opening: &Opening,
    container: Element,
) {
    let Some(piece) = pieces.pop_front() else { return };
    if opening.start > 0 {
        parser.parse_pieces(parent, Pieces::from([piece.part(..opening.start - 1)]));
    }
    let after = piece.part(opening.end..);
    let (inside, rest) = detab(&after.text, INDENT);
    parser.parse_chunk(parent.push(container), &inside);
    if let Some(rest) = rest {
        pieces.push_front(after.part(rest..));
    }
}

/// Adds indented text to a container that ended before a blank line.
fn go_on(
    parser: &mut BlockParser<'_, '_>,
    parent: &mut Element,
    pieces: &mut Pieces<'_>,
    is_container: impl Fn(&Element) -> bool,
) -> bool {
    let Some(piece) = pieces.front() else { return false };
    let Some(container) = parent.last().filter(|last| is_container(last)) else { return false };
    let Some(place) = place(container, &piece.text, None, container.last(), 1) else { return false };
    let Some(piece) = pieces.pop_front() else { return false };
    let (inside, rest) = detab(&piece.text, place.indent);
    let target = parent.last_below(place.steps);
    if target.is_one_of(&["li", "dd"]) {
        target.wrap_text();
    }
    parser.parse_chunk(target, &inside);
    if let Some(rest) = rest {
        pieces.push_front(piece.part(rest..));
    }
    true
}

fn capitalized(classes: &str) -> String {
    let first = classes.split(' ').next().unwrap_or_default();
    let mut letters = first.chars();
    letters
        .next()
        .map(|letter| letter.to_uppercase().chain(letters.flat_map(char::to_lowercase)).collect())
        .unwrap_or_default()
}

fn find(text: &str, mark: &str) -> Option<Opening> {
    memchr::memmem::find(text.as_bytes(), mark.as_bytes())?;
    lines(text).find_map(|(start, line)| {
        let mut opening = read(line.strip_prefix(mark)?, mark == "???")?;
        opening.start = start;
        opening.end = (start + line.len() + 1).min(text.len());
        Some(opening)
    })
}

/// Reads what stands behind the mark: `? ?classes "title"`, where details can do without classes.
fn read(rest: &str, is_details: bool) -> Option<Opening> {
    let is_open = is_details && rest.starts_with('+');
    let rest = if is_open { &rest[1..] } else { rest };
    let (had_space, rest) = (rest.starts_with(' '), rest.strip_prefix(' ').unwrap_or(rest));
    let quote = rest.find('"');
    let names = &rest[..quote.unwrap_or(rest.len())];
    let classes: Vec<&str> = names.split(' ').filter(|name| !name.is_empty()).collect();
    let is_name = |name: &&str| name.chars().all(|letter| letter.is_alphanumeric() || "_-".contains(letter));
    if !classes.iter().all(is_name) || (!classes.is_empty() && names.starts_with(' ')) {
        return None;
    }
    let title = match quote {
        None => None,
        Some(at) => {
            let spaced = names.ends_with(' ') || (at == 0 && had_space);
            let inside = rest[at + 1..].trim_end_matches(' ').strip_suffix('"')?;
            if !spaced {
                return None;
            }
            Some(inside.to_owned())
        }
    };
    if classes.is_empty() && (!is_details || title.is_none()) {
        return None;
    }
    Some(Opening { start: 0, end: 0, classes: classes.join(" ").to_lowercase(), title, is_open })
}

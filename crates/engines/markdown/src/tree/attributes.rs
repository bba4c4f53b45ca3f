//! Attribute lists: `{: #id .class key="value" }` behind blocks and inline markup.

use std::borrow::Cow;

use crate::element::{Element, Text, is_block_level};
use crate::source::attributes;

pub(crate) fn run(element: &mut Element) {
    assign(element);
    for child in &mut element.children {
        run(child);
    }
}

fn assign(element: &mut Element) {
    if !is_block_level(&element.tag) {
        inline(element);
        return;
    }
    let is_heading = element.heading_level().is_some();
    let at_end = is_heading || element.is_one_of(&["dt", "td", "th"]);
    let Some(text) = text_with_list(element) else { return };
    if text.atomic {
        return;
    }
    let Some((start, list)) = block_list(&text.content, at_end) else { return };
    let list = list.to_owned();
    text.content.truncate(start);
    if is_heading {
        let kept = text.content.trim_end_matches('#').trim_end().len();
        text.content.truncate(kept);
    }
    set(element, &attributes::read(&list).0);
}

/// The text at whose end a list would stand: behind the last child, or before the lists of an item. Behind a
/// block stands no text, but a line end, so there is none.
fn text_with_list(element: &mut Element) -> Option<&mut Text> {
    let is_item = element.is("li");
    let list = element.children.iter().position(|child| is_item && child.is_one_of(&["ul", "ol"]));
    let before = match list {
        Some(list) => list.checked_sub(1),
        None => element.children.len().checked_sub(1),
    };
    match before.map(|before| &element.children[before]) {
        Some(child) if is_block_level(&child.tag) => None,
        Some(child) if !child.tail.is_empty() => before.map(|before| &mut element.children[before].tail),
        _ => Some(&mut element.text),
    }
}

/// A list at the end: on the last line of its own, or behind a space.
fn block_list(text: &str, at_end: bool) -> Option<(usize, &str)> {
    let trimmed = text.trim_end_matches(' ');
    if !trimmed.ends_with('}') {
        return None;
    }
    let line = trimmed.rfind('\n').map_or(0, |at| at + 1);
    let (open, start) = if at_end {
        // The first brace behind a space counts.
        let found = trimmed[line..]
            .match_indices('{')
            .map(|(at, _)| line + at)
            .find(|at| trimmed[..*at].ends_with(' '))?;
        (found, trimmed[..found].trim_end_matches(' ').len())
    } else {
        if line == 0 {
            return None;
        }
        let open = line + trimmed[line..].len() - trimmed[line..].trim_start_matches(' ').len();
        (open, line - 1)
    };
    let inside = trimmed[open..].strip_prefix('{')?.strip_suffix('}')?;
    let inside = inside.strip_prefix(':').unwrap_or(inside).trim_start_matches(' ');
    let is_list = !inside.is_empty() && !inside.starts_with('}') && attributes::read(inside).1.is_empty();
    is_list.then_some((start, inside))
}

/// A list directly behind an inline element.
fn inline(element: &mut Element) {
    if element.tail.atomic || !element.tail.content.starts_with('{') {
        return;
    }
    let tail = std::mem::take(&mut element.tail.content);
    let line = &tail[1..tail.find('\n').unwrap_or(tail.len())];
    let inside = line.strip_prefix(':').unwrap_or(line).trim_start_matches(' ');
    let end = line.rfind('}').unwrap_or_default();
    let skipped = line.len() - inside.len();
    if end <= skipped || inside.starts_with('}') {
        element.tail.content = tail;
        return;
    }
    let (list, rest) = attributes::read(&line[skipped..end]);
    let behind = tail[1 + end + 1..].to_owned();
    element.tail.content = if rest.is_empty() {
        behind
    } else {
        // What lies behind an earlier brace was no part of the list.
        format!("{}{}{behind}", &rest[1..], "}")
    };
    set(element, &list);
}

fn set(element: &mut Element, list: &[attributes::Attribute]) {
    for (name, value) in list {
        if name == "." {
            element.add_class(value);
        } else {
            element.set(Cow::Owned(clean_name(name)), value.clone());
        }
    }
}

/// A name with underscores for what names cannot hold.
fn clean_name(name: &str) -> String {
    let mut clean = String::with_capacity(name.len());
    for letter in name.chars() {
        let belongs = letter.is_alphanumeric() || matches!(letter, '_' | ':' | '-' | '.');
        if belongs {
            clean.push(letter);
        } else if !clean.ends_with('_') {
            clean.push('_');
        }
    }
    clean
}

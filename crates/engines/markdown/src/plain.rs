//! The plain text of elements: for ids, tables of contents and search.

use crate::element::Element;
use crate::marker::{self, Marker};
use crate::stash::{Stash, Stashed};
use crate::text::{collapse, strip_tags, unescape};

/// The text of a heading, without links to footnotes and to itself.
pub(crate) fn title(element: &Element, stash: &Stash) -> String {
    let mut text = String::new();
    add_element(element, stash, &mut text);
    collapse(&text)
}

fn add_element(element: &Element, stash: &Stash, text: &mut String) {
    let is_aside = (element.is("sup") && element.get("id").is_some_and(|id| id.starts_with("fnref")))
        || (element.is("a") && element.get("class") == Some("headerlink"));
    if is_aside {
        return;
    }
    add(&element.text.content, stash, text, 0);
    for child in &element.children {
        add_element(child, stash, text);
        add(&child.tail.content, stash, text, 0);
    }
}

/// How deep stashed HTML within stashed HTML is followed.
const DEPTH: usize = 8;

/// A text with its markers resolved. Entities that were typed into it are what they stand for.
pub(crate) fn text(written: &str, stash: &Stash) -> String {
    let mut text = String::with_capacity(written.len());
    add(written, stash, &mut text, 0);
    text
}

fn add(written: &str, stash: &Stash, text: &mut String, depth: usize) {
    let mut at = 0;
    while let Some((start, end, marker)) = marker::find(written, at) {
        text.push_str(&written[at..start]);
        at = end;
        match marker {
            Marker::Escaped(character) => text.push(character),
            Marker::Ampersand => {
                // The entity of which this is the start.
                let rest = format!("&{}", &written[end..]);
                if let Some(length) = crate::text::entity_length(&rest) {
                    text.push_str(&unescape(&rest[..length]));
                    at = end + length - 1;
                } else {
                    text.push('&');
                }
            }
            Marker::Stashed(index) if depth < DEPTH => match stash.get(index) {
                Some(Stashed::Written(html) | Stashed::Made(html)) => {
                    add(&unescape(&strip_tags(html)), stash, text, depth + 1);
                }
                Some(Stashed::Element(element)) => add_element(element, stash, text),
                Some(Stashed::Taken) | None => {}
            },
            Marker::Stashed(_) | Marker::Inline(_) => {}
        }
    }
    text.push_str(&written[at..]);
}

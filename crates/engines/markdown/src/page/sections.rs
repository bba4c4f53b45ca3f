//! Plain text for search, by section.

use super::Section;
use crate::element::Element;
use crate::plain;
use crate::stash::{Stash, Stashed};
use crate::text::{strip_tags, unescape};

/// What precedes the first heading, then one section for each heading.
pub(super) fn sections(root: &Element, stash: &Stash) -> Vec<Section> {
    let first = Section { id: None, title: String::new(), text: String::new() };
    let mut sections = Sections { found: vec![first], stash };
    sections.children(root);
    for section in &mut sections.found {
        section.text = crate::text::collapse(&section.text);
    }
    sections.found
}

struct Sections<'s> {
    found: Vec<Section>,
    stash: &'s Stash,
}

impl Sections<'_> {
    fn children(&mut self, element: &Element) {
        self.text(&element.text.content);
        for child in &element.children {
            if child.heading_level().is_some() {
                let id = child.get("id").map(str::to_owned);
                self.found.push(Section { id, title: plain::title(child, self.stash), text: String::new() });
            } else {
                let is_block = crate::element::is_block_level(&child.tag) || child.is("br");
                self.children(child);
                if is_block {
                    self.push(" ");
                }
            }
            self.text(&child.tail.content);
        }
    }

    fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        // Columns of line numbers are no text.
        if let Some(Stashed::Made(html)) =
            crate::marker::only_stashed(text).and_then(|index| self.stash.get(index))
            && let Some((_, code)) = html.split_once("<td class=\"code\">")
        {
            self.push(&unescape(&strip_tags(code)));
            self.push(" ");
            return;
        }
        let text = plain::text(text, self.stash);
        self.push(&text);
    }

    fn push(&mut self, text: &str) {
        if let Some(section) = self.found.last_mut() {
            section.text.push_str(text);
        }
    }
}

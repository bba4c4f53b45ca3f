//! From text with markers back to elements.

use super::{Inline, Node};
use crate::element::{Element, Text};
use crate::marker::{self, Marker};

impl Inline<'_, '_> {
    /// Puts the text before the first element into `before`, and returns the elements, each with the text behind
    /// it as its tail.
    pub(super) fn resolve(&mut self, text: &str, before: &mut Text) -> Vec<Element> {
        let mut found: Vec<Element> = Vec::new();
        self.resolve_into(text, before, &mut found);
        found
    }

    fn resolve_into(&mut self, text: &str, before: &mut Text, found: &mut Vec<Element>) {
        let (mut from, mut at) = (0, 0);
        while let Some((start, end, marker)) = marker::find(text, at) {
            at = end;
            let Marker::Inline(index) = marker else { continue };
            let Some(node) = self.nodes.get_mut(index) else { continue };
            append(before, found, &text[from..start]);
            from = end;
            match std::mem::replace(node, Node::Text(String::new())) {
                Node::Text(text) => self.resolve_into(&text, before, found),
                Node::Element(element) => {
                    let mut element = *element;
                    self.resolve_element(&mut element);
                    found.push(element);
                }
            }
        }
        append(before, found, &text[from..]);
    }

    /// Resolves the markers within an element.
    fn resolve_element(&mut self, element: &mut Element) {
        let mut found = Vec::new();
        if element.text.content.contains(marker::OPEN) {
            let atomic = element.text.atomic;
            let text = element.text.take();
            found = self.resolve(&text, &mut element.text);
            element.text.atomic = atomic;
        }
        for mut child in std::mem::replace(&mut element.children, found) {
            self.resolve_element(&mut child);
            let mut behind = Vec::new();
            if child.tail.content.contains(marker::OPEN) {
                let text = child.tail.take();
                behind = self.resolve(&text, &mut child.tail);
            }
            element.children.push(child);
            element.children.append(&mut behind);
        }
    }

    /// A text as it is used in an address or title: markup found so far by its own text.
    pub(super) fn plain(&self, text: &str) -> String {
        let mut plain = String::with_capacity(text.len());
        self.add_plain(text, &mut plain, 0);
        plain
    }

    fn add_plain(&self, text: &str, plain: &mut String, depth: usize) {
        let (mut from, mut at) = (0, 0);
        while let Some((start, end, marker)) = marker::find(text, at) {
            at = end;
            let Marker::Inline(index) = marker else { continue };
            plain.push_str(&text[from..start]);
            from = end;
            match self.nodes.get(index) {
                Some(Node::Text(text)) if depth < super::DEPTH => self.add_plain(text, plain, depth + 1),
                Some(Node::Element(element)) if depth < super::DEPTH => {
                    self.add_element_text(element, plain, depth + 1);
                }
                _ => {}
            }
        }
        plain.push_str(&text[from..]);
    }

    fn add_element_text(&self, element: &Element, plain: &mut String, depth: usize) {
        self.add_plain(&element.text.content, plain, depth);
        for child in &element.children {
            self.add_element_text(child, plain, depth);
            self.add_plain(&child.tail.content, plain, depth);
        }
    }

    /// A text with the markup found so far as it was written, as far as that is known: for the inside of tags.
    pub(super) fn written(&self, text: &str) -> String {
        let mut written = String::with_capacity(text.len());
        let (mut from, mut at) = (0, 0);
        while let Some((start, end, marker)) = marker::find(text, at) {
            at = end;
            written.push_str(&text[from..start]);
            from = end;
            match marker {
                Marker::Escaped(character) => written.push(character),
                Marker::Inline(index) => match self.nodes.get(index) {
                    Some(Node::Text(text)) => match marker::find(text, 0) {
                        Some((_, _, Marker::Escaped(character))) => written.extend(['\\', character]),
                        _ => written.push_str(text),
                    },
                    Some(Node::Element(element)) => self.add_element_text(element, &mut written, 0),
                    None => {}
                },
                Marker::Stashed(_) | Marker::Ampersand => written.push_str(&text[start..end]),
            }
        }
        written.push_str(&text[from..]);
        written
    }
}

fn append(before: &mut Text, found: &mut [Element], text: &str) {
    match found.last_mut() {
        Some(last) => last.tail.content.push_str(text),
        None => before.content.push_str(text),
    }
}

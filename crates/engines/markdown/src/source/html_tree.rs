//! HTML elements whose content is markdown: those with a `markdown` attribute.

use super::html_tag::Attribute;
use crate::element::{Element, is_block_level};
use crate::stash::{Stash, Stashed};

/// How the content of an element is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Blocks,
    Spans,
    Off,
}

const SPANS: [&str; 15] =
    ["address", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "li", "p", "summary", "td", "th"];
const RAW: [&str; 8] = ["canvas", "math", "option", "pre", "script", "style", "textarea", "hr"];

/// How an element's content is read, given its attribute and what it stands in.
pub(super) fn content(tag: &str, attribute: Option<&str>, outer: Option<Content>) -> Content {
    let is_span = SPANS.contains(&tag);
    let is_raw = RAW.contains(&tag) || !is_block_level(tag);
    let wanted = match (attribute, outer) {
        (_, Some(Content::Off)) | (Some("0") | None, _) => return Content::Off,
        (_, Some(Content::Spans)) => "span",
        (Some("markdown" | ""), _) => "1",
        (Some(value), _) => value,
    };
    match (is_raw, is_span, wanted) {
        (false, true, "1") | (false, _, "span") => Content::Spans,
        (false, false, "1") | (false, _, "block") => Content::Blocks,
        _ => Content::Off,
    }
}

/// Elements that are open.
#[derive(Debug, Default)]
pub(super) struct Tree {
    open: Vec<(Element, Content)>,
    /// Nothing but its start tag was seen of the innermost one.
    pub is_fresh: bool,
}

impl Tree {
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.open.is_empty()
    }

    pub(super) fn content(&self) -> Option<Content> {
        self.open.last().map(|(_, content)| *content)
    }

    pub(super) fn has(&self, tag: &str) -> bool {
        self.open.iter().any(|(element, _)| element.tag == tag)
    }

    pub(super) fn start(&mut self, tag: &str, attributes: Vec<Attribute<'_>>, content: Content) {
        let mut element = Element::new(tag.to_owned());
        for (name, value) in attributes {
            let value = crate::text::unescape(value.unwrap_or(&name));
            element.set(name.into_owned(), value);
        }
        let mode = match content {
            Content::Blocks => "block",
            Content::Spans => "span",
            Content::Off => "off",
        };
        element.set("markdown", mode.to_owned());
        self.open.push((element, content));
        self.is_fresh = true;
    }

    pub(super) fn add(&mut self, text: &str) {
        self.is_fresh = false;
        if let Some((element, _)) = self.open.last_mut() {
            match element.children.last_mut() {
                Some(child) => child.tail.content.push_str(text),
                None => element.text.content.push_str(text),
            }
        }
    }

    /// Ends elements up to the innermost one with that tag. Returns the outermost when it has ended.
    pub(super) fn end(&mut self, tag: &str) -> Option<Element> {
        while let Some((element, _)) = self.open.pop() {
            let is_last = element.tag == tag;
            self.is_fresh = false;
            match self.open.last_mut() {
                Some((outer, _)) => outer.children.push(element),
                None => return Some(element),
            }
            if is_last {
                break;
            }
        }
        None
    }

    pub(super) fn outermost(&self) -> Option<String> {
        self.open.first().map(|(element, _)| element.tag.to_string())
    }
}

/// Puts children aside and leaves markers in the text, so that what stands around them is read as blocks.
pub(super) fn flatten(element: &mut Element, stash: &mut Stash) {
    for mut child in std::mem::take(&mut element.children) {
        let mut tail = child.tail.take();
        if tail != "\n" {
            tail = format!("\n{}", tail.trim_end_matches('\n'));
        }
        let text = &mut element.text.content;
        if !text.ends_with("\n\n") {
            text.truncate(text.trim_end_matches('\n').len());
            text.push_str("\n\n");
        }
        if matches!(child.get("markdown"), Some("span" | "block")) {
            flatten(&mut child, stash);
        } else {
            child.walk(&mut |inner| {
                inner.remove("markdown");
            });
        }
        text.push_str(&stash.keep(Stashed::Element(Box::new(child))));
        text.push_str(&tail);
    }
}

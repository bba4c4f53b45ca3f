//! The tree of a page while it is built: elements with text before their children and text behind themselves.
//!
//! The shape is that of Python's `ElementTree`, because the rules of Python-Markdown speak of an element's `text`
//! and `tail`, and of whether they are still to be looked at.

use std::borrow::Cow;

/// Text of an element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub content: String,
    /// Final: no inline markup is looked for in it.
    pub atomic: bool,
}

impl Text {
    pub(crate) fn atomic(content: impl Into<String>) -> Self {
        Text { content: content.into(), atomic: true }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.content.is_empty()
    }

    pub(crate) fn take(&mut self) -> String {
        self.atomic = false;
        std::mem::take(&mut self.content)
    }
}

impl From<String> for Text {
    fn from(content: String) -> Self {
        Text { content, atomic: false }
    }
}

impl From<&str> for Text {
    fn from(content: &str) -> Self {
        Text { content: content.to_owned(), atomic: false }
    }
}

/// An element and what it holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub tag: Cow<'static, str>,
    pub attributes: Vec<(Cow<'static, str>, String)>,
    /// Text before the first child.
    pub text: Text,
    /// Text between this element and the next one.
    pub tail: Text,
    pub children: Vec<Element>,
}

impl Element {
    pub(crate) fn new(tag: impl Into<Cow<'static, str>>) -> Self {
        Element { tag: tag.into(), ..Element::default() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.set(name, value.into());
        self
    }

    pub(crate) fn with_text(mut self, text: impl Into<Text>) -> Self {
        self.text = text.into();
        self
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn set(&mut self, name: impl Into<Cow<'static, str>>, value: String) {
        let name = name.into();
        match self.attributes.iter_mut().find(|(key, _)| *key == name) {
            Some((_, old)) => *old = value,
            None => self.attributes.push((name, value)),
        }
    }

    pub(crate) fn remove(&mut self, name: &str) -> Option<String> {
        let at = self.attributes.iter().position(|(key, _)| key == name)?;
        Some(self.attributes.remove(at).1)
    }

    pub(crate) fn add_class(&mut self, class: &str) {
        let joined = match self.get("class") {
            Some(old) if !old.is_empty() => format!("{old} {class}"),
            _ => class.to_owned(),
        };
        self.set("class", joined);
    }

    pub(crate) fn has_class(&self, class: &str) -> bool {
        self.get("class").is_some_and(|classes| classes.split_whitespace().any(|one| one == class))
    }

    pub(crate) fn is(&self, tag: &str) -> bool {
        self.tag == tag
    }

    pub(crate) fn is_one_of(&self, tags: &[&str]) -> bool {
        tags.contains(&&*self.tag)
    }

    /// Adds a child and returns it.
    pub(crate) fn push(&mut self, child: Element) -> &mut Element {
        let at = self.children.len();
        self.children.push(child);
        &mut self.children[at]
    }

    pub(crate) fn last(&self) -> Option<&Element> {
        self.children.last()
    }

    /// The element that is reached by going to the last child `steps` times, or as far as there is one.
    pub(crate) fn last_below(&mut self, steps: usize) -> &mut Element {
        let mut element = self;
        for _ in 0..steps {
            if element.children.is_empty() {
                break;
            }
            let at = element.children.len() - 1;
            element = &mut element.children[at];
        }
        element
    }

    /// Moves the element's text into a paragraph before its children, when there is any.
    pub(crate) fn wrap_text(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.children.insert(0, Element { text, ..Element::new("p") });
        }
    }

    /// The level of a heading.
    pub(crate) fn heading_level(&self) -> Option<u8> {
        match self.tag.as_bytes() {
            [b'h' | b'H', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }

    /// Calls `visit` for this element and all below it, in the order of the document.
    pub(crate) fn walk(&mut self, visit: &mut impl FnMut(&mut Element)) {
        visit(self);
        for child in &mut self.children {
            child.walk(visit);
        }
    }
}

/// Whether an element stands on its own and is never wrapped in a paragraph.
pub(crate) fn is_block_level(tag: &str) -> bool {
    matches!(
        tag,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "canvas"
            | "center"
            | "colgroup"
            | "dd"
            | "details"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "group"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "iframe"
            | "legend"
            | "li"
            | "main"
            | "map"
            | "math"
            | "menu"
            | "nav"
            | "noscript"
            | "object"
            | "ol"
            | "option"
            | "output"
            | "p"
            | "pre"
            | "progress"
            | "script"
            | "section"
            | "style"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "textarea"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
            | "video"
    )
}

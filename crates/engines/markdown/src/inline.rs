//! The inline stage: links, code, emphasis and so on within the text of blocks.
//!
//! Follows the model of Python-Markdown: each kind of markup is looked for in the whole text before the next kind
//! is, in a fixed order. What is found is replaced by a marker, and what it contains is only searched for the
//! kinds that come later.

mod autolink;
mod brackets;
mod code;
mod destination;
mod emoji;
mod emphasis;
mod emphasis_match;
mod footnote;
mod html;
mod keys;
mod magic;
mod math;
mod resolve;
mod runs;
mod shorthand;

use crate::element::{Element, Text};
use crate::extensions::Feature;
use crate::marker;
use crate::work::Work;

/// Something that was found.
#[derive(Debug)]
enum Node {
    Element(Box<Element>),
    Text(String),
}

/// The kinds of markup, in the order in which they are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
enum Kind {
    Code,
    Math,
    QuotedKeys,
    Escape,
    Footnote,
    Reference,
    Link,
    Image,
    ImageReference,
    ShortReference,
    ShortImageReference,
    AutoLink,
    AutoMail,
    LineBreak,
    Html,
    MagicLink,
    MagicMail,
    Entity,
    Shorthand,
    Emoji,
    Keys,
    Standalone,
    Caret,
    Mark,
    Tilde,
    Asterisk,
    Underscore,
}

const KINDS: [Kind; 27] = [
    Kind::Code,
    Kind::Math,
    Kind::QuotedKeys,
    Kind::Escape,
    Kind::Footnote,
    Kind::Reference,
    Kind::Link,
    Kind::Image,
    Kind::ImageReference,
    Kind::ShortReference,
    Kind::ShortImageReference,
    Kind::AutoLink,
    Kind::AutoMail,
    Kind::LineBreak,
    Kind::Html,
    Kind::MagicLink,
    Kind::MagicMail,
    Kind::Entity,
    Kind::Shorthand,
    Kind::Emoji,
    Kind::Keys,
    Kind::Standalone,
    Kind::Caret,
    Kind::Mark,
    Kind::Tilde,
    Kind::Asterisk,
    Kind::Underscore,
];

/// Looks for inline markup.
pub(crate) struct Inline<'w, 's> {
    work: &'w mut Work<'s>,
    nodes: Vec<Node>,
    /// How many links the text is in.
    links: usize,
    /// Kinds that are switched on.
    kinds: Vec<Kind>,
    /// How deep the search within found markup is.
    depth: usize,
}

/// Replaces the markup in all texts of a tree by elements.
pub(crate) fn run(root: &mut Element, work: &mut Work<'_>) {
    let kinds = KINDS.into_iter().filter(|kind| is_on(*kind, work)).collect();
    let mut inline = Inline { work, nodes: Vec::new(), links: 0, kinds, depth: 0 };
    inline.element(root);
}

fn is_on(kind: Kind, work: &Work<'_>) -> bool {
    let extensions = work.extensions;
    match kind {
        Kind::Math => extensions.has(Feature::Math),
        Kind::QuotedKeys | Kind::Keys => extensions.has(Feature::Keys),
        Kind::Footnote => extensions.has(Feature::Footnotes) && !work.footnotes.is_empty(),
        Kind::Reference | Kind::ImageReference | Kind::ShortReference | Kind::ShortImageReference => {
            !work.references.is_empty()
        }
        Kind::MagicLink | Kind::MagicMail => extensions.has(Feature::MagicLinks),
        Kind::Shorthand => {
            let links = &extensions.magic_links;
            extensions.has(Feature::MagicLinks) && (links.repository_shorthand || links.social_shorthand)
        }
        Kind::Emoji => extensions.has(Feature::Emoji),
        Kind::Caret => extensions.has(Feature::Caret),
        Kind::Mark => extensions.has(Feature::Mark),
        Kind::Tilde => extensions.has(Feature::Tilde),
        _ => true,
    }
}

/// The ASCII characters of a text, as bits.
fn characters(text: &str) -> u128 {
    text.bytes().filter(u8::is_ascii).fold(0, |bits, byte| bits | 1 << byte)
}

/// Characters of which a kind needs at least one.
fn needs(kind: Kind) -> u128 {
    let characters: &[u8] = match kind {
        Kind::Code => b"`",
        Kind::Math => b"$\\",
        Kind::QuotedKeys | Kind::Keys => b"+",
        Kind::Escape => b"\\",
        Kind::Footnote
        | Kind::Reference
        | Kind::Link
        | Kind::Image
        | Kind::ImageReference
        | Kind::ShortReference
        | Kind::ShortImageReference => b"[",
        Kind::AutoLink | Kind::AutoMail | Kind::Html => b"<",
        Kind::LineBreak => b"\n",
        Kind::MagicLink => b":.",
        Kind::MagicMail => b"@",
        Kind::Entity => b"&",
        Kind::Shorthand => b"@#!?",
        Kind::Emoji => b":",
        Kind::Standalone => b"*_~",
        Kind::Caret => b"^",
        Kind::Mark => b"=",
        Kind::Tilde => b"~",
        Kind::Asterisk => b"*",
        Kind::Underscore => b"_",
    };
    characters.iter().fold(0, |bits, byte| bits | 1 << byte)
}

/// How deep markup within markup is followed.
const DEPTH: usize = 40;

impl Inline<'_, '_> {
    /// Handles the texts of an element and all below it.
    fn element(&mut self, element: &mut Element) {
        let is_link = element.is("a");
        self.links += usize::from(is_link);
        let mut found = Vec::new();
        if !element.text.atomic && !element.text.is_empty() {
            let text = element.text.take();
            let text = self.search(text, Kind::Code);
            found = self.resolve(&text, &mut element.text);
        }
        let children = std::mem::replace(&mut element.children, found);
        for mut child in children {
            let mut behind = Vec::new();
            self.element(&mut child);
            if !child.tail.atomic && !child.tail.is_empty() {
                let text = child.tail.take();
                let text = self.search(text, Kind::Code);
                behind = self.resolve(&text, &mut child.tail);
            }
            element.children.push(child);
            element.children.append(&mut behind);
        }
        self.links -= usize::from(is_link);
    }

    /// Replaces the markup in a text by markers, from one kind on.
    fn search(&mut self, text: String, from: Kind) -> String {
        let present = characters(&text);
        let mut text = text;
        if self.depth >= DEPTH || !self.work.spend(text.len() / 4) {
            return text;
        }
        self.depth += 1;
        for at in 0..self.kinds.len() {
            let kind = self.kinds[at];
            if kind < from || needs(kind) & present == 0 {
                continue;
            }
            if let Some(changed) = self.apply(kind, &text) {
                text = changed;
            }
        }
        self.depth -= 1;
        text
    }

    /// Looks for one kind. Returns the changed text when there was any.
    fn apply(&mut self, kind: Kind, text: &str) -> Option<String> {
        match kind {
            Kind::Code => Some(self.code(text)),
            Kind::Math => self.math(text),
            Kind::QuotedKeys => self.keys(text, true),
            Kind::Escape => Some(self.escapes(text)),
            Kind::Footnote => self.footnotes(text),
            Kind::Reference
            | Kind::Link
            | Kind::Image
            | Kind::ImageReference
            | Kind::ShortReference
            | Kind::ShortImageReference => self.brackets(text, kind),
            Kind::AutoLink => self.auto_links(text),
            Kind::AutoMail => self.auto_mails(text),
            Kind::LineBreak => self.line_breaks(text),
            Kind::Html => self.html(text),
            Kind::MagicLink => self.magic_links(text),
            Kind::MagicMail => self.magic_mails(text),
            Kind::Entity => self.entities(text),
            Kind::Shorthand => self.shorthands(text),
            Kind::Emoji => self.emoji(text),
            Kind::Keys => self.keys(text, false),
            Kind::Standalone => self.standalone(text),
            Kind::Caret | Kind::Mark | Kind::Tilde | Kind::Asterisk | Kind::Underscore => {
                self.emphasis(text, kind)
            }
        }
    }

    /// Keeps an element and returns its marker. Its texts are searched for later kinds.
    fn keep(&mut self, mut element: Element, kind: Kind) -> String {
        if !self.work.add_node() {
            return element.text.take();
        }
        self.links += usize::from(element.is("a"));
        self.inside(&mut element, kind);
        self.links -= usize::from(element.is("a"));
        self.nodes.push(Node::Element(Box::new(element)));
        marker::inline(self.nodes.len() - 1)
    }

    fn inside(&mut self, element: &mut Element, kind: Kind) {
        let next = KINDS.get(kind as usize + 1).copied();
        if let Some(next) = next
            && !element.text.atomic
            && !element.text.is_empty()
        {
            element.text = Text::from(self.search(element.text.take(), next));
        }
        for child in &mut element.children {
            self.inside(child, kind);
            if !child.tail.atomic && !child.tail.is_empty() {
                child.tail = Text::from(self.search(child.tail.take(), kind));
            }
        }
    }

    /// Keeps text that no later kind looks into.
    fn keep_text(&mut self, text: String) -> String {
        self.nodes.push(Node::Text(text));
        marker::inline(self.nodes.len() - 1)
    }
}

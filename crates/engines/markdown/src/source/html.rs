//! Blocks of HTML: taken out before blocks of markdown are looked for.
//!
//! A block begins with a block-level tag at the start of a line, and ends with its end tag. Elements with a
//! `markdown` attribute are kept as elements, because their content is read later.

use std::borrow::Cow;

use super::html_tag::{self, Attribute, Token};
use super::html_tree::{Content, Tree, content, flatten};
use crate::element::is_block_level;
use crate::extensions::Feature;
use crate::stash::Stashed;
use crate::work::Work;

/// Replaces blocks of HTML by markers.
pub(crate) fn take(text: &str, work: &mut Work<'_>) -> String {
    if memchr::memchr(b'<', text.as_bytes()).is_none() {
        return text.to_owned();
    }
    let mut taker = Taker {
        text,
        out: String::with_capacity(text.len()),
        raw: String::new(),
        stack: Vec::new(),
        is_raw: false,
        is_tail: false,
        tree: Tree::default(),
        work,
    };
    taker.run();
    taker.out
}

struct Taker<'t, 'w, 's> {
    text: &'t str,
    out: String,
    /// The block that is being collected, and its open tags.
    raw: String,
    stack: Vec<String>,
    is_raw: bool,
    /// Behind the end of a block, on the same line.
    is_tail: bool,
    tree: Tree,
    work: &'w mut Work<'s>,
}

impl<'t> Taker<'t, '_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &self.text.as_bytes()[at..]) {
            let start = at + found;
            self.data(at, start);
            at = self.tag(start);
        }
        self.data(at, self.text.len());
        if !self.raw.is_empty() {
            let raw = std::mem::take(&mut self.raw);
            let marker = self.work.stash.keep(Stashed::Written(raw));
            self.out.push_str(&marker);
        }
        if let Some(tag) = self.tree.outermost() {
            self.is_raw = false;
            self.end_tree(&tag, self.text.len());
        }
    }

    /// Handles what begins at a `<`. Returns where to go on.
    fn tag(&mut self, at: usize) -> usize {
        let next = self.text.as_bytes().get(at + 1);
        if matches!(next, Some(b'!' | b'?')) {
            return self.other(at);
        }
        let token = html_tag::read(self.text, at);
        match token {
            Token::Text { end } => {
                // A tag that is not closed was searched to the end of the text.
                if end == at + 1 && !self.work.spend((self.text.len() - at) / 4) {
                    self.data(at, self.text.len());
                    return self.text.len();
                }
                self.data(at, end);
                end
            }
            Token::Start { name, is_empty: true, end, .. } => {
                self.empty(at, end, is_block_level(&name));
                end
            }
            Token::Start { name, end, .. } if name == "hr" => {
                self.empty(at, end, true);
                end
            }
            Token::Start { name, attributes, end, .. } => self.start(at, end, name, attributes),
            Token::End { name, end } => {
                self.end(at, end, &name);
                end
            }
        }
    }

    fn other(&mut self, at: usize) -> usize {
        let is_comment = self.text[at..].starts_with("<!--");
        if !is_comment && !self.is_line_start(at) && !self.is_tail && self.tree.is_empty() {
            self.data(at, at + 2);
            return at + 2;
        }
        if let Some(end) = html_tag::other(self.text, at) {
            self.empty(at, end, true);
            end
        } else {
            if !self.work.spend((self.text.len() - at) / 4) {
                self.data(at, self.text.len());
                return self.text.len();
            }
            self.data(at, at + 1);
            at + 1
        }
    }

    fn start(&mut self, at: usize, end: usize, name: Cow<'t, str>, attributes: Vec<Attribute<'t>>) -> usize {
        let is_start = self.is_tail || self.is_line_start(at);
        if is_block_level(&name)
            && !self.is_raw
            && (is_start || (!self.tree.is_empty() && self.tree.is_fresh))
        {
            if self.tree.depth() >= self.work.limits.depth {
                self.work.cut("HTML is nested too deeply: what is deeper is shown as text");
                self.span(at, end);
                return end;
            }
            let mode = self.mode(&name, &attributes);
            if mode != Content::Off || !self.tree.is_empty() {
                if self.tree.has("p") {
                    self.end_tree("p", at);
                }
                self.tree.start(&name, attributes, mode);
                return end;
            }
            self.is_raw = true;
            self.out.push('\n');
        }
        if self.is_raw {
            self.raw.push_str(&self.text[at..end]);
            let is_code = matches!(&*name, "script" | "style");
            self.stack.push(name.into_owned());
            return if is_code { self.skip_code(end) } else { end };
        }
        self.span(at, end);
        end
    }

    fn mode(&self, name: &str, attributes: &[Attribute<'_>]) -> Content {
        if !self.work.extensions.has(Feature::MarkdownInHtml) {
            return Content::Off;
        }
        let attribute = attributes.iter().find(|(key, _)| key == "markdown");
        let value = attribute.map(|(_, value)| value.unwrap_or("markdown"));
        content(name, value, self.tree.content())
    }

    /// Takes the content of a script or style sheet, in which tags mean nothing.
    fn skip_code(&mut self, from: usize) -> usize {
        let Some(name) = self.stack.last() else { return from };
        let rest = &self.text[from..];
        let close = rest.match_indices("</").map(|(at, _)| at).find(|at| {
            rest.as_bytes()[at + 2..]
                .get(..name.len())
                .is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes()))
        });
        let end = close.map_or(self.text.len(), |close| from + close);
        self.raw.push_str(&self.text[from..end]);
        end
    }

    fn end(&mut self, at: usize, end: usize, name: &str) {
        if self.is_raw {
            self.raw.push_str(&self.text[at..end]);
            if let Some(open) = self.stack.iter().rposition(|tag| tag == name) {
                self.stack.truncate(open);
            }
            if self.stack.is_empty() {
                self.end_raw(end);
            }
        } else if is_block_level(name) && self.tree.has(name) {
            self.end_tree(name, end);
        } else {
            self.span(at, end);
        }
    }

    fn end_raw(&mut self, end: usize) {
        self.is_raw = false;
        if self.is_before_blank_line(end) {
            self.raw.push('\n');
        } else {
            self.is_tail = true;
        }
        let raw = std::mem::take(&mut self.raw);
        let marker = self.work.stash.keep(Stashed::Written(raw));
        self.out.push_str(&marker);
        self.out.push_str("\n\n");
    }

    fn end_tree(&mut self, name: &str, end: usize) {
        let Some(mut element) = self.tree.end(name) else { return };
        self.separate();
        flatten(&mut element, &mut self.work.stash);
        let marker = self.work.stash.keep(Stashed::Element(Box::new(element)));
        self.out.push_str(&marker);
        self.out.push_str("\n\n");
        if !self.is_before_blank_line(end) {
            self.is_tail = true;
        }
    }

    /// A tag that is not a block of its own.
    fn span(&mut self, at: usize, end: usize) {
        if self.tree.content() == Some(Content::Off) {
            let marker = self.work.stash.keep(Stashed::Written(self.text[at..end].to_owned()));
            self.tree.add(&marker);
        } else {
            self.data(at, end);
        }
    }

    /// A tag without content, a comment and the like.
    fn empty(&mut self, at: usize, end: usize, is_block: bool) {
        let is_start = self.is_line_start(at);
        let mut written = self.text[at..end].to_owned();
        if self.is_raw {
            self.raw.push_str(&written);
        } else if !self.tree.is_empty() {
            if is_start && is_block {
                let marker = self.work.stash.keep(Stashed::Written(written));
                self.tree.add(&format!("\n{marker}\n\n"));
            } else {
                self.span(at, end);
            }
        } else if is_block && (is_start || self.is_tail) {
            if self.is_before_blank_line(end) {
                written.push('\n');
            } else {
                self.is_tail = true;
            }
            self.separate();
            let marker = self.work.stash.keep(Stashed::Written(written));
            self.out.push_str(&marker);
            self.out.push_str("\n\n");
        } else {
            self.data(at, end);
        }
    }

    fn data(&mut self, start: usize, end: usize) {
        let text = &self.text[start..end];
        if text.is_empty() {
            return;
        }
        if self.is_tail && text.contains('\n') {
            self.is_tail = false;
        }
        if self.is_raw {
            self.raw.push_str(text);
        } else if self.tree.is_empty() {
            self.out.push_str(text);
        } else {
            self.tree.add(text);
        }
    }

    /// Puts a blank line before a block.
    fn separate(&mut self) {
        if self.out.ends_with('\n') && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// Whether at most three spaces stand between the start of the line and this place.
    fn is_line_start(&self, at: usize) -> bool {
        let before = self.text[..at].trim_end_matches(' ');
        at - before.len() <= 3 && (before.is_empty() || before.ends_with('\n'))
    }

    /// Whether two line ends follow, with only spaces before each.
    fn is_before_blank_line(&self, at: usize) -> bool {
        let rest = self.text[at..].trim_start_matches(' ');
        rest.strip_prefix('\n').is_some_and(|rest| rest.trim_start_matches(' ').starts_with('\n'))
    }
}

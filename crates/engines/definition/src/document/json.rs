//! Reads JSON. After an error, what was read so far is given.

use std::borrow::Cow;

use hifijson::num::LexWrite as _;
use hifijson::str::LexAlloc as _;
use hifijson::token::Lex as _;
use hifijson::{Read as _, SliceLexer};

use super::{Data, Fault, Mapping, Node, Outcome};
use crate::limits::Limits;
use crate::problem::{count, place_of};

pub(super) fn read<'t>(text: &'t str, limits: &Limits) -> Outcome<'t> {
    let content = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader {
        text: content,
        lexer: SliceLexer::new(content.as_bytes()),
        limits,
        nodes: 0,
        line: 1,
        counted: 0,
        fault: None,
        duplicates: Vec::new(),
    };
    let root = reader.lexer.ws_peek().map(|next| reader.node(next, 0));
    if reader.fault.is_none() && reader.lexer.ws_peek().is_some() {
        reader.fail("something follows the end of the document");
    }
    Outcome { root, fault: reader.fault, duplicates: reader.duplicates, json: true }
}

struct Reader<'t, 'l> {
    text: &'t str,
    lexer: SliceLexer<'t>,
    limits: &'l Limits,
    nodes: usize,
    /// The line at `counted` bytes.
    line: u32,
    counted: usize,
    fault: Option<Fault>,
    duplicates: Vec<(u32, String)>,
}

impl<'t> Reader<'t, '_> {
    /// Reads the value that starts with `next`. Recursion is bounded by the depth limit.
    fn node(&mut self, next: u8, depth: usize) -> Node<'t> {
        let line = self.line();
        self.nodes += 1;
        let data = if self.nodes > self.limits.nodes {
            self.fail(&format!("too many values (limit {})", self.limits.nodes));
            Data::Null
        } else if depth > self.limits.depth {
            self.fail(&format!("nesting too deep (limit {})", self.limits.depth));
            Data::Null
        } else {
            self.data(next, depth)
        };
        Node { line, data }
    }

    fn data(&mut self, next: u8, depth: usize) -> Data<'t> {
        match next {
            b'{' => self.mapping(depth),
            b'[' => self.list(depth),
            b'"' => self.text().map_or(Data::Null, Data::Text),
            b'0'..=b'9' | b'-' => {
                if let Ok((number, _)) = self.lexer.num_string().validated() {
                    Data::Number(Cow::Borrowed(number))
                } else {
                    self.fail("a number was expected");
                    Data::Null
                }
            }
            b'a'..=b'z' => match self.lexer.null_or_bool() {
                Some(None) => Data::Null,
                Some(Some(flag)) => Data::Bool(flag),
                None => {
                    self.fail("a value was expected (a text in quotes, a number, true, false or null)");
                    Data::Null
                }
            },
            _ => {
                self.fail("a value was expected");
                Data::Null
            }
        }
    }

    fn text(&mut self) -> Option<Cow<'t, str>> {
        self.lexer.take_next();
        match self.lexer.str_string() {
            Ok(text) => Some(text),
            Err(error) => {
                self.fail(&error.to_string());
                None
            }
        }
    }

    fn list(&mut self, depth: usize) -> Data<'t> {
        let mut items = Vec::new();
        self.lexer.take_next();
        let mut next = self.lexer.ws_peek();
        if next == Some(b']') {
            self.lexer.take_next();
            return Data::List(items);
        }
        while let Some(first) = next {
            items.push(self.node(first, depth + 1));
            if self.fault.is_some() || self.ends(b']') {
                return Data::List(items);
            }
            next = self.lexer.ws_peek();
        }
        self.fail("the text ends inside a list");
        Data::List(items)
    }

    fn mapping(&mut self, depth: usize) -> Data<'t> {
        let mut mapping = Mapping::default();
        self.lexer.take_next();
        if self.lexer.ws_peek() == Some(b'}') {
            self.lexer.take_next();
            return Data::Mapping(mapping);
        }
        loop {
            if self.lexer.ws_peek() != Some(b'"') {
                self.fail("a key in quotes was expected");
                return Data::Mapping(mapping);
            }
            let Some(key) = self.text() else {
                return Data::Mapping(mapping);
            };
            if self.lexer.ws_peek() != Some(b':') {
                self.fail("a colon was expected after the key");
                return Data::Mapping(mapping);
            }
            self.lexer.take_next();
            let Some(next) = self.lexer.ws_peek() else {
                self.fail("the text ends inside an object");
                return Data::Mapping(mapping);
            };
            let value = self.node(next, depth + 1);
            let line = value.line;
            if mapping.get(&key).is_some() {
                self.duplicates.push((line, key.into_owned()));
            } else {
                mapping.insert(key, value);
            }
            if self.fault.is_some() || self.ends(b'}') {
                return Data::Mapping(mapping);
            }
        }
    }

    /// Takes the comma before another entry, or the end. A fault is an end too.
    fn ends(&mut self, end: u8) -> bool {
        let next = self.lexer.ws_peek();
        if next == Some(end) {
            self.lexer.take_next();
            return true;
        }
        if next == Some(b',') {
            self.lexer.take_next();
            return false;
        }
        self.fail(&format!("a comma or `{}` was expected", char::from(end)));
        true
    }

    fn offset(&self) -> usize {
        self.text.len() - self.lexer.as_slice().len()
    }

    fn line(&mut self) -> u32 {
        let offset = self.offset();
        let passed = &self.text.as_bytes()[self.counted..offset];
        self.line += count(memchr::memchr_iter(b'\n', passed).count());
        self.counted = offset;
        self.line
    }

    fn fail(&mut self, message: &str) {
        if self.fault.is_none() {
            let (line, column) = place_of(self.text, self.offset());
            self.fault = Some(Fault { line, column, message: message.to_owned() });
        }
    }
}

//! Reads YAML from parser events: the core schema of version 1.2, with the merge keys of 1.1 that authors of API
//! definitions use.
//!
//! Keeps its own stack, so that nesting costs no stack of the machine. After an error, what was read so far is given.

use std::borrow::Cow;
use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Tag};

use super::input::{Characters, Lookahead};
use super::{Data, Fault, Mapping, Node, Outcome};
use crate::limits::Limits;
use crate::problem::count;

pub(super) fn read<'t>(text: &'t str, limits: &Limits) -> Outcome<'t> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lookahead = Lookahead::new();
    let mut parser = Parser::new(Characters::new(text, lookahead.clone()));
    let mut composer = Composer::empty(limits);
    let mut documents = 0;
    let fault = loop {
        let (event, span) = match parser.next_event() {
            Some(Ok(next)) => next,
            Some(Err(_)) if lookahead.is_spent() => break Some(too_long(&composer)),
            Some(Err(error)) => break Some(fault(*error.marker(), error.info())),
            None => break None,
        };
        lookahead.renew();
        documents += usize::from(matches!(event, Event::DocumentStart(_)));
        if documents > 1 {
            break Some(fault(span.start, "a second document starts here, and only the first is read"));
        }
        if let Err(fault) = composer.take(event, span.start) {
            break Some(fault);
        }
    };
    composer.close_all();
    Outcome { root: composer.root, fault, duplicates: composer.duplicates, json: false }
}

/// A list or mapping that is not closed yet.
enum Open<'t> {
    List(Vec<Node<'t>>),
    Mapping { entries: Mapping<'t>, key: Option<Cow<'t, str>> },
}

struct Frame<'t> {
    open: Open<'t>,
    line: u32,
    anchor: usize,
    /// Nodes counted before this one, to know its size when it closes.
    nodes_before: usize,
}

struct Composer<'t, 'l> {
    limits: &'l Limits,
    stack: Vec<Frame<'t>>,
    root: Option<Node<'t>>,
    /// Closed values with an anchor, and their sizes in nodes.
    anchors: HashMap<usize, (Node<'t>, usize)>,
    nodes: usize,
    line: u32,
    duplicates: Vec<(u32, String)>,
}

impl<'t, 'l> Composer<'t, 'l> {
    fn empty(limits: &'l Limits) -> Self {
        Self {
            limits,
            stack: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            nodes: 0,
            line: 1,
            duplicates: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'t>, at: Marker) -> Result<(), Fault> {
        self.line = count(at.line());
        match event {
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), at),
            Event::SequenceStart(anchor, _) => self.open(Open::List(Vec::new()), anchor, at),
            Event::MappingStart(anchor, _) => {
                self.open(Open::Mapping { entries: Mapping::default(), key: None }, anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(at),
            Event::Alias(anchor) => self.alias(anchor, at),
            _ => Ok(()),
        }
    }

    fn scalar(
        &mut self,
        text: Cow<'t, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        at: Marker,
    ) -> Result<(), Fault> {
        self.spend(1, at)?;
        if self.expects_key() {
            self.key(text);
            return Ok(());
        }
        let is_plain = style == ScalarStyle::Plain && tag.is_none_or(|tag| tag.suffix != "str");
        let data = if is_plain { plain(text) } else { Data::Text(text) };
        let node = Node { line: count(at.line()), data };
        if anchor != 0 {
            self.anchors.insert(anchor, (node.clone(), 1));
        }
        self.place(node);
        Ok(())
    }

    fn open(&mut self, open: Open<'t>, anchor: usize, at: Marker) -> Result<(), Fault> {
        if self.stack.len() > self.limits.depth {
            return Err(fault(at, &format!("nesting too deep (limit {})", self.limits.depth)));
        }
        let nodes_before = self.nodes;
        self.spend(1, at)?;
        self.stack.push(Frame { open, line: count(at.line()), anchor, nodes_before });
        Ok(())
    }

    fn close(&mut self, at: Marker) -> Result<(), Fault> {
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        let data = match frame.open {
            Open::List(items) => Data::List(items),
            Open::Mapping { mut entries, .. } => {
                let merged = entries.remove("<<");
                if let Some(merged) = merged {
                    self.merge(&mut entries, &merged, at)?;
                }
                Data::Mapping(entries)
            }
        };
        let node = Node { line: frame.line, data };
        if frame.anchor != 0 {
            let size = self.nodes - frame.nodes_before;
            self.spend(size, at)?;
            self.anchors.insert(frame.anchor, (node.clone(), size));
        }
        if self.expects_key() {
            // A list or mapping as a key means nothing in an API definition.
            self.key(Cow::Borrowed("?"));
        } else {
            self.place(node);
        }
        Ok(())
    }

    /// `<<`: what the mapping does not say itself comes from another one, or from several, the first first.
    fn merge(&mut self, entries: &mut Mapping<'t>, from: &Node<'t>, at: Marker) -> Result<(), Fault> {
        for source in from.list().unwrap_or(std::slice::from_ref(from)) {
            let Some(source) = source.mapping() else {
                continue;
            };
            for (key, value) in source.iter() {
                if entries.get(key).is_none() {
                    self.spend(value.size(self.limits.nodes), at)?;
                    entries.insert(Cow::Owned(key.to_owned()), value.clone());
                }
            }
        }
        Ok(())
    }

    fn alias(&mut self, anchor: usize, at: Marker) -> Result<(), Fault> {
        let Some((_, size)) = self.anchors.get(&anchor) else {
            return Err(fault(at, "an alias refers to the collection it is in"));
        };
        // Counted before it is copied, so that nested aliases cannot cost more than the limit.
        self.spend(*size, at)?;
        let Some((node, _)) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        let node = node.clone();
        if self.expects_key() {
            self.key(Cow::Owned(node.text().unwrap_or("?").to_owned()));
        } else {
            self.place(node);
        }
        Ok(())
    }

    fn spend(&mut self, nodes: usize, at: Marker) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes {
            return Err(fault(at, &format!("too many values (limit {})", self.limits.nodes)));
        }
        Ok(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { open: Open::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: Cow<'t, str>) {
        if let Some(Frame { open: Open::Mapping { key, .. }, .. }) = self.stack.last_mut() {
            *key = Some(text);
        }
    }

    fn place(&mut self, node: Node<'t>) {
        match self.stack.last_mut().map(|frame| &mut frame.open) {
            Some(Open::List(items)) => items.push(node),
            Some(Open::Mapping { entries, key }) => {
                let Some(key) = key.take() else {
                    return;
                };
                if entries.get(&key).is_some() {
                    self.duplicates.push((node.line, key.into_owned()));
                } else {
                    entries.insert(key, node);
                }
            }
            None => self.root = Some(node),
        }
    }

    /// Closes what an error left open, without running into limits again.
    fn close_all(&mut self) {
        while let Some(frame) = self.stack.pop() {
            let data = match frame.open {
                Open::List(items) => Data::List(items),
                Open::Mapping { entries, .. } => Data::Mapping(entries),
            };
            if !self.expects_key() {
                self.place(Node { line: frame.line, data });
            }
        }
    }
}

/// What a plain scalar is in the core schema.
fn plain(text: Cow<'_, str>) -> Data<'_> {
    match text.as_ref() {
        "" | "~" | "null" | "Null" | "NULL" => Data::Null,
        "true" | "True" | "TRUE" => Data::Bool(true),
        "false" | "False" | "FALSE" => Data::Bool(false),
        written if is_number(written) => Data::Number(text),
        _ => Data::Text(text),
    }
}

/// `[-+]?(digits[.digits?]|.digits)([eE][-+]?digits)?`, `0x...` and `0o...`.
fn is_number(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if !unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.') {
        return false;
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return !digits.is_empty() && digits.bytes().all(|byte| matches!(byte, b'0'..=b'7'));
    }
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && !exponent.is_empty()
        && all_digits(exponent)
}

fn fault(at: Marker, message: &str) -> Fault {
    Fault { line: count(at.line()), column: count(at.col() + 1), message: message.to_owned() }
}

/// The parser met an end of text that is not there.
fn too_long(composer: &Composer<'_, '_>) -> Fault {
    let message = "too many entries in one list or mapping in brackets".to_owned();
    Fault { line: composer.line, column: 1, message }
}

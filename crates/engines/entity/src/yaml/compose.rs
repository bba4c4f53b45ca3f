//! Builds the value of one document from parser events.
//!
//! Keeps its own stack, so that nesting costs no stack of the machine. Knows the text of one document only:
//! lines count from its start.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use serde_json::{Map, Value};

use super::Fault;
use super::input::{Characters, Lookahead, MOST_COMMAS_AHEAD};
use super::scalar::{Scalar, Wanted};
use crate::limits::Limits;

pub(super) fn compose(text: &str, limits: &Limits) -> Result<Value, Fault> {
    let lookahead = Lookahead::new();
    let mut parser = Parser::new(Characters::new(text, lookahead.clone()));
    let mut composer = Composer { limits, stack: Vec::new(), root: None, anchors: HashMap::new(), nodes: 0 };
    loop {
        let (event, span) = match next_event(&mut parser) {
            Err(fault) if lookahead.is_spent() => return Err(too_far_ahead(&fault)),
            event => event?,
        };
        lookahead.renew();
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                composer.scalar(&text, style, anchor, tag.as_deref(), span.start)?;
            }
            Event::SequenceStart(anchor, _) => composer.open(Open::List(Vec::new()), anchor, span.start)?,
            Event::MappingStart(anchor, _) => {
                composer.open(Open::Mapping { entries: Map::new(), key: None }, anchor, span.start)?;
            }
            Event::SequenceEnd | Event::MappingEnd => composer.close(span.start)?,
            Event::Alias(anchor) => composer.alias(anchor, span.start)?,
            Event::StreamEnd => return Ok(composer.root.unwrap_or(Value::Null)),
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }
}

/// The next event, or the end of the stream when the parser has none left.
pub(super) fn next_event<'t>(
    parser: &mut Parser<'t, Characters<'t>>,
) -> Result<(Event<'t>, saphyr_parser::Span), Fault> {
    match parser.next_event() {
        Some(Ok(event)) => Ok(event),
        Some(Err(error)) => Err(fault_of(&error)),
        None => Ok((Event::StreamEnd, saphyr_parser::Span::empty(Marker::new(0, 1, 0)))),
    }
}

/// A list or mapping that is not closed yet.
enum Open {
    List(Vec<Value>),
    Mapping { entries: Map<String, Value>, key: Option<(String, Marker)> },
}

struct Frame {
    open: Open,
    anchor: usize,
    start: Marker,
    /// Nodes counted before this one, to know its size when it closes.
    nodes_before: usize,
}

struct Composer<'l> {
    limits: &'l Limits,
    stack: Vec<Frame>,
    root: Option<Value>,
    /// Values of closed anchors with their sizes in nodes. An anchor that is still open is not here, so an alias
    /// to it is the cycle that it would build.
    anchors: HashMap<usize, (Value, usize)>,
    nodes: usize,
}

impl Composer<'_> {
    fn scalar(
        &mut self,
        text: &str,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        start: Marker,
    ) -> Result<(), Fault> {
        self.spend(1, start)?;
        let scalar = match wanted(tag) {
            Wanted::Any if style == ScalarStyle::Plain => Scalar::plain(text),
            Wanted::Any | Wanted::Text => Scalar::Text(text),
            wanted => Scalar::tagged(text, wanted),
        };
        if anchor != 0 {
            self.remember(anchor, scalar.clone().into_value(), 1, start)?;
        }
        if self.expects_key() {
            return self.key(scalar.into_key(), start);
        }
        self.place(scalar.into_value());
        Ok(())
    }

    fn open(&mut self, open: Open, anchor: usize, start: Marker) -> Result<(), Fault> {
        if self.stack.len() >= self.limits.depth {
            let text = format!("nesting too deep (depth limit {})", self.limits.depth);
            return Err(fault("limit.depth", text, start));
        }
        let nodes_before = self.nodes;
        self.spend(1, start)?;
        self.stack.push(Frame { open, anchor, start, nodes_before });
        Ok(())
    }

    fn close(&mut self, end: Marker) -> Result<(), Fault> {
        let Some(frame) = self.stack.pop() else {
            return Err(fault("yaml.syntax", "Unexpected end of a collection", end));
        };
        let value = match frame.open {
            Open::List(items) => Value::Array(items),
            Open::Mapping { entries, .. } => Value::Object(entries),
        };
        if frame.anchor != 0 {
            self.remember(frame.anchor, value.clone(), self.nodes - frame.nodes_before, frame.start)?;
        }
        if self.expects_key() {
            return self.key(flow_text(&value), frame.start);
        }
        self.place(value);
        Ok(())
    }

    fn alias(&mut self, anchor: usize, start: Marker) -> Result<(), Fault> {
        let Some((_, size)) = self.anchors.get(&anchor) else {
            return Err(fault("yaml.alias", "Alias refers to the collection it is in", start));
        };
        let size = *size;
        // Counted before it is copied, so that nested aliases cannot cost more than the limit.
        self.spend(size, start)?;
        let Some((value, _)) = self.anchors.get(&anchor) else {
            return Ok(());
        };
        let value = value.clone();
        if self.expects_key() {
            return self.key(key_of(&value), start);
        }
        self.place(value);
        Ok(())
    }

    /// Keeps a copy for aliases. The copy counts like the original.
    fn remember(&mut self, anchor: usize, value: Value, size: usize, start: Marker) -> Result<(), Fault> {
        self.spend(size, start)?;
        self.anchors.insert(anchor, (value, size));
        Ok(())
    }

    fn spend(&mut self, nodes: usize, start: Marker) -> Result<(), Fault> {
        self.nodes += nodes;
        if self.nodes > self.limits.nodes {
            let text = format!("too many nodes (node limit {})", self.limits.nodes);
            return Err(fault("limit.nodes", text, start));
        }
        Ok(())
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { open: Open::Mapping { key: None, .. }, .. }))
    }

    fn key(&mut self, text: String, start: Marker) -> Result<(), Fault> {
        if let Some(Frame { open: Open::Mapping { key, entries }, .. }) = self.stack.last_mut() {
            if entries.contains_key(&text) {
                return Err(fault("yaml.duplicate", "Map keys must be unique", start));
            }
            *key = Some((text, start));
        }
        Ok(())
    }

    fn place(&mut self, value: Value) {
        match self.stack.last_mut().map(|frame| &mut frame.open) {
            Some(Open::List(items)) => items.push(value),
            Some(Open::Mapping { entries, key }) => {
                if let Some((text, _)) = key.take() {
                    entries.insert(text, value);
                }
            }
            None => self.root = Some(value),
        }
    }
}

fn wanted(tag: Option<&Tag>) -> Wanted {
    let Some(tag) = tag else {
        return Wanted::Any;
    };
    if !tag.is_yaml_core_schema() {
        return Wanted::Text;
    }
    match tag.suffix.as_str() {
        "null" => Wanted::Null,
        "bool" => Wanted::Bool,
        "int" => Wanted::Int,
        "float" => Wanted::Float,
        _ => Wanted::Text,
    }
}

/// The key that an aliased value becomes.
pub(super) fn key_of(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::Array(_) | Value::Object(_) => flow_text(value),
    }
}

/// The key that a list or mapping becomes: its flow form, as npm's `yaml` writes it.
pub(super) fn flow_text(value: &Value) -> String {
    match value {
        Value::Array(items) if items.is_empty() => "[]".to_owned(),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().map(flow_text).collect();
            format!("[ {} ]", items.join(", "))
        }
        Value::Object(entries) if entries.is_empty() => "{}".to_owned(),
        Value::Object(entries) => {
            let entry = |(key, value): (&String, &Value)| match value {
                Value::Null => key.clone(),
                _ => format!("{key}: {}", flow_text(value)),
            };
            let entries: Vec<String> = entries.iter().map(entry).collect();
            format!("{{ {} }}", entries.join(", "))
        }
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) => value.to_string(),
    }
}

fn fault(rule: &'static str, text: impl Into<String>, at: Marker) -> Fault {
    Fault { rule, text: text.into(), line: at.line(), column: at.col() + 1 }
}

/// The parser has met an end of text that is not there, and puts it at the start of the next line.
fn too_far_ahead(end: &Fault) -> Fault {
    let text = format!("too many entries in one list or mapping in brackets (limit {MOST_COMMAS_AHEAD})");
    Fault { rule: "limit.flow", text, line: end.line.saturating_sub(1).max(1), column: 1 }
}

fn fault_of(error: &ScanError) -> Fault {
    let info = error.info();
    let (rule, text) = match info {
        "unexpected character: `%'" => {
            ("yaml.start", "Plain value cannot start with directive indicator character %".to_owned())
        }
        "unexpected character: `@'" => {
            ("yaml.start", "Plain value cannot start with reserved character @".to_owned())
        }
        "unexpected character: ``'" => {
            ("yaml.start", "Plain value cannot start with reserved character `".to_owned())
        }
        "recursion limit exceeded" => ("limit.depth", "nesting too deep (flow depth limit 255)".to_owned()),
        "while parsing node, found unknown anchor" => {
            ("yaml.alias", "Unresolved alias (the anchor must be set before the alias)".to_owned())
        }
        _ => ("yaml.syntax", sentence(info)),
    };
    fault(rule, text, *error.marker())
}

/// The parser's words with a capital in front, as messages of the file format are written.
fn sentence(info: &str) -> String {
    let mut characters = info.chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Unreadable text".to_owned(),
    }
}

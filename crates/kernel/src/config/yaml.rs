//! One YAML document as a tree of values with their places. Knows the format, not the meaning; bounded in depth and in
//! number of values, aliases expanded.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;
use saphyr_parser::{Event, Marker, Parser, ScalarStyle, Span, Tag};

use super::ConfigError;
use super::limits::{DEPTH, NODES, PROBLEMS};
use super::node::{Data, Node, Origin, Position, Source};
use super::scalar;

/// The root of the document; `None` when the text holds nothing but comments.
pub(super) fn parse(source: &Arc<Source>) -> Result<Option<Node>, Vec<ConfigError>> {
    let mut composer = Composer::new(source);
    let mut parser = Parser::new_from_str(&source.text);
    while let Some(next) = parser.next_event() {
        let outcome = match next {
            Ok((event, span)) => composer.take(event, span),
            Err(error) => {
                Err(source.error(position(error.marker()), format!("invalid YAML: {}", error.info())))
            }
        };
        if let Err(error) = outcome {
            // What follows a broken spot cannot be trusted; what was found before it stands.
            composer.problems.push(error);
            break;
        }
    }
    if composer.problems.is_empty() { Ok(composer.root) } else { Err(composer.problems) }
}

fn position(marker: &Marker) -> Position {
    Position { line: marker.line(), column: marker.col() + 1 }
}

struct Composer<'a> {
    source: &'a Arc<Source>,
    open: Vec<Frame>,
    anchors: HashMap<usize, Node>,
    nodes: usize,
    documents: usize,
    root: Option<Node>,
    problems: Vec<ConfigError>,
}

struct Frame {
    contents: Contents,
    anchor: usize,
    at: Position,
}

enum Contents {
    List(Vec<Node>),
    Object { entries: IndexMap<String, Node>, key: Option<(String, Position)> },
}

impl<'a> Composer<'a> {
    fn new(source: &'a Arc<Source>) -> Self {
        Self {
            source,
            open: Vec::new(),
            anchors: HashMap::new(),
            nodes: 0,
            documents: 0,
            root: None,
            problems: Vec::new(),
        }
    }

    fn take(&mut self, event: Event<'_>, span: Span) -> Result<(), ConfigError> {
        let at = position(&span.start);
        match event {
            Event::DocumentStart(_) => self.start_document(at),
            Event::Scalar(text, style, anchor, tag) => {
                let node = self.scalar(&text, style, tag.as_deref(), at)?;
                self.finish(node, anchor)
            }
            Event::SequenceStart(anchor, _) => self.push(Contents::List(Vec::new()), anchor, at),
            Event::MappingStart(anchor, _) => {
                self.push(Contents::Object { entries: IndexMap::new(), key: None }, anchor, at)
            }
            Event::SequenceEnd | Event::MappingEnd => self.pop(),
            Event::Alias(anchor) => self.alias(anchor, at),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => Ok(()),
        }
    }

    fn start_document(&mut self, at: Position) -> Result<(), ConfigError> {
        self.documents += 1;
        if self.documents > 1 {
            return Err(self.source.error(at, "the file holds several YAML documents, only one is read"));
        }
        Ok(())
    }

    fn scalar(
        &self,
        text: &str,
        style: ScalarStyle,
        tag: Option<&Tag>,
        at: Position,
    ) -> Result<Node, ConfigError> {
        let is_text = tag
            .is_some_and(|tag| (tag.is_yaml_core_schema() && tag.suffix == "str") || tag.suffix.is_empty());
        let data = if style == ScalarStyle::Plain && !is_text {
            scalar::resolve(text)
                .ok_or_else(|| self.source.error(at, format!("{text} is not a finite number")))?
        } else {
            Data::Text(text.to_owned())
        };
        Ok(Node::new(data, Origin::at(self.source, at)))
    }

    fn push(&mut self, contents: Contents, anchor: usize, at: Position) -> Result<(), ConfigError> {
        if self.open.len() >= DEPTH {
            return Err(self.source.error(at, format!("nested too deeply (limit {DEPTH})")));
        }
        self.open.push(Frame { contents, anchor, at });
        Ok(())
    }

    fn pop(&mut self) -> Result<(), ConfigError> {
        let Some(frame) = self.open.pop() else { return Ok(()) };
        let data = match frame.contents {
            Contents::List(items) => Data::List(items),
            Contents::Object { entries, .. } => Data::Object(entries),
        };
        self.finish(Node::new(data, Origin::at(self.source, frame.at)), frame.anchor)
    }

    fn alias(&mut self, anchor: usize, at: Position) -> Result<(), ConfigError> {
        let Some(original) = self.anchors.get(&anchor) else {
            return Err(self.source.error(at, "the alias refers to a value that contains it"));
        };
        let size = original.count();
        self.spend(size, at)?;
        let Some(original) = self.anchors.get(&anchor).cloned() else { return Ok(()) };
        self.attach(original, at)
    }

    fn spend(&mut self, nodes: usize, at: Position) -> Result<(), ConfigError> {
        self.nodes = self.nodes.saturating_add(nodes);
        if self.nodes > NODES {
            return Err(self.source.error(at, format!("too many values (limit {NODES})")));
        }
        Ok(())
    }

    fn finish(&mut self, node: Node, anchor: usize) -> Result<(), ConfigError> {
        let at = node.origin.value;
        self.spend(1, at)?;
        if anchor > 0 {
            // The kept copy counts as well, so that nested anchors cannot multiply memory.
            self.spend(node.count(), at)?;
            self.anchors.insert(anchor, node.clone());
        }
        self.attach(node, at)
    }

    /// Puts a complete value where it belongs: as root, item, key or value.
    fn attach(&mut self, mut node: Node, at: Position) -> Result<(), ConfigError> {
        let Some(frame) = self.open.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut frame.contents {
            Contents::List(items) => items.push(node),
            Contents::Object { entries, key } => match key.take() {
                None => *key = Some((key_text(self.source, node, at)?, at)),
                Some((name, key_at)) => {
                    node.origin.key = key_at;
                    if entries.contains_key(&name) && self.problems.len() < PROBLEMS {
                        let message = format!("the key '{name}' stands twice in this object");
                        self.problems.push(self.source.error(key_at, message));
                    }
                    entries.insert(name, node);
                }
            },
        }
        Ok(())
    }
}

fn key_text(source: &Source, node: Node, at: Position) -> Result<String, ConfigError> {
    match node.data {
        Data::Text(text) => Ok(text),
        Data::Number(number) => Ok(number.to_string()),
        Data::Boolean(flag) => Ok(flag.to_string()),
        Data::Null => Ok(String::new()),
        Data::List(_) | Data::Object(_) => Err(source.error(at, "a key must be text")),
    }
}

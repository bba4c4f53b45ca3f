//! Finds where in a file a JSON pointer points, by walking the document again.
//!
//! Positions are wanted only when something must be reported, so the values carry none.

use saphyr_parser::{Event, Marker, Parser};

use super::compose::{flow_text, next_event};
use super::input::{Characters, Lookahead};
use super::scalar::Scalar;
use super::split;

/// Line and column, both from 1, of what `pointer` (RFC 6901) means in the document with index `document`: the
/// value if it is a scalar, its key if it is a list or mapping, the nearest parent if it is not there.
/// `None` when there is no such document or it cannot be read that far.
///
/// Cuts the whole file into documents; with many problems in one file use [`locate_within`].
pub fn locate(text: &str, document: usize, pointer: &str) -> Option<(usize, usize)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let slices = split::split(text);
    let slice = slices.get(document)?;
    let (line, column) = locate_within(slice.text, pointer)?;
    Some((slice.line + line, column))
}

/// As [`locate`], within the text of one document, whose first line counts as 1.
pub fn locate_within(document: &str, pointer: &str) -> Option<(usize, usize)> {
    let lookahead = Lookahead::new();
    let mut walk = Walk { wanted: steps(pointer), stack: Vec::new(), best: None };
    let mut parser = Parser::new(Characters::new(document, lookahead.clone()));
    while !walk.is_done() {
        let Ok((event, span)) = next_event(&mut parser) else {
            break;
        };
        lookahead.renew();
        if event == Event::StreamEnd {
            break;
        }
        walk.event(&event, span.start);
    }
    walk.best.map(|best| (best.at.line(), best.at.col() + 1))
}

fn steps(pointer: &str) -> Vec<String> {
    pointer.split('/').skip(1).map(|step| step.replace("~1", "/").replace("~0", "~")).collect()
}

/// The deepest node on the way that was found.
struct Best {
    depth: usize,
    at: Marker,
}

enum Container {
    List { next: usize },
    Mapping { key: Option<(String, Marker)> },
}

struct Level {
    container: Container,
    /// Whether this node lies on the wanted path.
    on_path: bool,
    /// Whether this node is itself a mapping key; nothing below a key has a pointer.
    is_key: bool,
}

struct Walk {
    wanted: Vec<String>,
    stack: Vec<Level>,
    best: Option<Best>,
}

impl Walk {
    fn is_done(&self) -> bool {
        self.best.as_ref().is_some_and(|best| best.depth == self.wanted.len())
    }

    fn event(&mut self, event: &Event<'_>, at: Marker) {
        match event {
            Event::Scalar(text, style, ..) => {
                if self.expects_key() {
                    let plain = *style == saphyr_parser::ScalarStyle::Plain;
                    let key = if plain { Scalar::plain(text).into_key() } else { text.to_string() };
                    self.set_key(key, at);
                } else {
                    let is_empty = text.is_empty() && *style == saphyr_parser::ScalarStyle::Plain;
                    self.node(at, is_empty);
                    self.leave_value();
                }
            }
            Event::Alias(_) => {
                if self.expects_key() {
                    self.set_key(String::new(), at);
                } else {
                    self.node(at, false);
                    self.leave_value();
                }
            }
            Event::SequenceStart(..) => self.open(Container::List { next: 0 }, at),
            Event::MappingStart(..) => self.open(Container::Mapping { key: None }, at),
            Event::SequenceEnd | Event::MappingEnd => {
                if self.stack.pop().is_some_and(|level| level.is_key) {
                    self.set_key(flow_text(&serde_json::Value::Null), at);
                } else {
                    self.leave_value();
                }
            }
            _ => {}
        }
    }

    fn expects_key(&self) -> bool {
        matches!(self.stack.last(), Some(Level { container: Container::Mapping { key: None }, .. }))
    }

    fn set_key(&mut self, text: String, at: Marker) {
        if let Some(Level { container: Container::Mapping { key }, .. }) = self.stack.last_mut() {
            *key = Some((text, at));
        }
    }

    fn open(&mut self, container: Container, at: Marker) {
        let is_key = self.expects_key();
        let on_path = !is_key && self.node(at, true);
        self.stack.push(Level { container, on_path, is_key });
    }

    /// Notes a value that starts here. Tells whether it lies on the wanted path.
    fn node(&mut self, at: Marker, prefer_key: bool) -> bool {
        let depth = self.stack.len();
        let mut place = at;
        if let Some(parent) = self.stack.last() {
            let Some(step) = self.wanted.get(depth - 1) else {
                return false;
            };
            let is_wanted = match &parent.container {
                Container::List { next } => step.parse() == Ok(*next),
                Container::Mapping { key: Some((key, key_at)) } => {
                    if prefer_key {
                        place = *key_at;
                    }
                    key == step
                }
                Container::Mapping { key: None } => false,
            };
            if !(parent.on_path && is_wanted) {
                return false;
            }
        }
        self.best = Some(Best { depth, at: place });
        true
    }

    fn leave_value(&mut self) {
        match self.stack.last_mut().map(|level| &mut level.container) {
            Some(Container::List { next }) => *next += 1,
            Some(Container::Mapping { key }) => *key = None,
            None => {}
        }
    }
}

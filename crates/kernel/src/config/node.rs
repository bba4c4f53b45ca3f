//! A value with the place it came from, before and while layers are merged. Knows no file format.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Number, Value};

use super::ConfigError;
use super::limits::SHOWN_LINE_CHARACTERS;
use super::mask::shown_line;

/// A text that values were read from.
pub(super) struct Source {
    /// The path as the person gave it, or `env`.
    pub path: String,
    /// The name that Backstage's messages use: the base name of the configuration file, also for what it includes.
    pub layer: Arc<str>,
    pub text: String,
}

/// Line and column, from 1; both 0 where there is no text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    pub line: usize,
    pub column: usize,
}

/// Where a value stands.
#[derive(Clone)]
pub(super) struct Origin {
    pub source: Arc<Source>,
    pub value: Position,
    /// Where its key stands; equals `value` for items of lists.
    pub key: Position,
}

#[derive(Clone)]
pub(super) enum Data {
    Null,
    Boolean(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Object(IndexMap<String, Node>),
}

#[derive(Clone)]
pub(super) struct Node {
    pub data: Data,
    pub origin: Origin,
}

impl Source {
    pub(super) fn error(&self, at: Position, message: impl Into<String>) -> ConfigError {
        ConfigError {
            message: message.into(),
            file: self.path.clone(),
            line: at.line,
            column: at.column,
            source_line: shown_line(&self.text, at.line, SHOWN_LINE_CHARACTERS),
        }
    }
}

impl Origin {
    pub(super) fn at(source: &Arc<Source>, value: Position) -> Self {
        Self { source: Arc::clone(source), value, key: value }
    }
}

impl Node {
    pub(super) fn new(data: Data, origin: Origin) -> Self {
        Self { data, origin }
    }

    /// A JSON value, all of it standing where `origin` says.
    pub(super) fn from_value(value: Value, origin: &Origin) -> Self {
        let data = match value {
            Value::Null => Data::Null,
            Value::Bool(flag) => Data::Boolean(flag),
            Value::Number(number) => Data::Number(number),
            Value::String(text) => Data::Text(text),
            Value::Array(items) => {
                Data::List(items.into_iter().map(|item| Self::from_value(item, origin)).collect())
            }
            Value::Object(entries) => Data::Object(
                entries.into_iter().map(|(key, item)| (key, Self::from_value(item, origin))).collect(),
            ),
        };
        Self { data, origin: origin.clone() }
    }

    /// Number of values in this tree, itself included.
    pub(super) fn count(&self) -> usize {
        match &self.data {
            Data::List(items) => 1 + items.iter().map(Self::count).sum::<usize>(),
            Data::Object(entries) => 1 + entries.values().map(Self::count).sum::<usize>(),
            _ => 1,
        }
    }

    /// Takes places from `guide` wherever both have the same shape.
    pub(super) fn place_like(&mut self, guide: &Self) {
        self.origin = guide.origin.clone();
        match (&mut self.data, &guide.data) {
            (Data::List(items), Data::List(guides)) => {
                for (item, guide) in items.iter_mut().zip(guides) {
                    item.place_like(guide);
                }
            }
            (Data::Object(entries), Data::Object(guides)) => {
                for (key, item) in entries {
                    if let Some(guide) = guides.get(key) {
                        item.place_like(guide);
                    }
                }
            }
            _ => {}
        }
    }
}

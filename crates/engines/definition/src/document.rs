//! A YAML or JSON text as a tree that remembers lines, keeps numbers as they were written and survives errors.
//!
//! Lenient on purpose: duplicate keys, tabs after colons and merge keys are read, and after a syntax error the part
//! before it is given. Knows nothing of what the tree means.

mod input;
mod json;
mod mapping;
mod spot;
mod yaml;

use std::borrow::Cow;

use serde_json::{Number, Value};

use crate::limits::Limits;
use crate::problem::Problems;

pub(crate) use mapping::Mapping;
pub(crate) use spot::Spot;

/// One value and the line it starts on.
#[derive(Debug, Clone)]
pub(crate) struct Node<'t> {
    pub line: u32,
    pub data: Data<'t>,
}

#[derive(Debug, Clone)]
pub(crate) enum Data<'t> {
    Null,
    Bool(bool),
    /// As written, so that `1.10` stays a version.
    Number(Cow<'t, str>),
    Text(Cow<'t, str>),
    List(Vec<Node<'t>>),
    Mapping(Mapping<'t>),
}

/// Why reading stopped, at a line and column from 1.
#[derive(Debug)]
pub(crate) struct Fault {
    pub line: u32,
    pub column: u32,
    pub message: String,
}

/// What could be read, and why there is not more.
pub(crate) struct Outcome<'t> {
    pub root: Option<Node<'t>>,
    pub fault: Option<Fault>,
    /// Keys written twice in one mapping, with their lines; the first value of each was kept.
    pub duplicates: Vec<(u32, String)>,
    /// Whether the text is JSON.
    pub json: bool,
}

/// Reads the first document of a text.
pub(crate) fn read<'t>(text: &'t str, limits: &Limits, problems: &mut Problems) -> Option<Node<'t>> {
    let outcome = outcome(text, limits);
    for (line, key) in outcome.duplicates {
        problems.at(line, None, format!("the key `{key}` is written twice; the first one is shown"));
    }
    if let Some(fault) = outcome.fault {
        let language = if outcome.json { "JSON" } else { "YAML" };
        let message = format!("{language}: {}; what comes after is not shown", fault.message);
        problems.at(fault.line, Some(fault.column), message);
    }
    outcome.root
}

/// Whether a text is meant to be JSON: it is the same for pages, which highlight it.
pub(crate) fn looks_like_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '['])
}

fn outcome<'t>(text: &'t str, limits: &Limits) -> Outcome<'t> {
    if !looks_like_json(text) {
        return yaml::read(text, limits);
    }
    let json = json::read(text, limits);
    if json.fault.is_none() {
        return json;
    }
    // Comments and trailing commas are YAML though not JSON.
    let yaml = yaml::read(text, limits);
    if yaml.fault.is_none() { yaml } else { json }
}

impl<'t> Node<'t> {
    pub(crate) fn mapping(&self) -> Option<&Mapping<'t>> {
        match &self.data {
            Data::Mapping(mapping) => Some(mapping),
            _ => None,
        }
    }

    pub(crate) fn list(&self) -> Option<&[Node<'t>]> {
        match &self.data {
            Data::List(items) => Some(items),
            _ => None,
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Node<'t>> {
        self.mapping()?.get(key)
    }

    /// The text of a scalar, whatever its type; authors forget quotes.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::Text(text) | Data::Number(text) => Some(text),
            Data::Bool(true) => Some("true"),
            Data::Bool(false) => Some("false"),
            Data::Null | Data::List(_) | Data::Mapping(_) => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        matches!(self.data, Data::Null)
    }

    pub(crate) fn flag(&self) -> Option<bool> {
        match &self.data {
            Data::Bool(flag) => Some(*flag),
            Data::Text(text) if text == "true" => Some(true),
            Data::Text(text) if text == "false" => Some(false),
            _ => None,
        }
    }

    /// What this tree costs to copy: its nodes, itself included, and one more for every 64 bytes of text. Counted no
    /// further than `most`.
    pub(crate) fn size(&self, most: usize) -> usize {
        let (mut size, mut open) = (0, vec![self]);
        while let Some(node) = open.pop() {
            size += 1 + weight(node.text().unwrap_or_default());
            if size >= most {
                break;
            }
            match &node.data {
                Data::List(items) => open.extend(items),
                Data::Mapping(mapping) => open.extend(mapping.iter().map(|(_, value)| value)),
                _ => {}
            }
        }
        size
    }

    /// The tree as JSON. Numbers that no JSON number holds become texts.
    pub(crate) fn to_value(&self) -> Value {
        match &self.data {
            Data::Null => Value::Null,
            Data::Bool(flag) => Value::Bool(*flag),
            Data::Number(text) => number(text),
            Data::Text(text) => Value::String(text.clone().into_owned()),
            Data::List(items) => Value::Array(items.iter().map(Node::to_value).collect()),
            Data::Mapping(mapping) => {
                Value::Object(mapping.iter().map(|(key, value)| (key.to_owned(), value.to_value())).collect())
            }
        }
    }
}

/// What a text costs to copy, beside the thing that it belongs to.
pub(crate) fn weight(text: &str) -> usize {
    text.len() / 64
}

fn number(text: &str) -> Value {
    let plain = text.strip_prefix('+').unwrap_or(text);
    let whole = match plain.get(..2) {
        Some("0x") => u64::from_str_radix(&plain[2..], 16).ok().map(Number::from),
        Some("0o") => u64::from_str_radix(&plain[2..], 8).ok().map(Number::from),
        _ => plain.parse::<i64>().map(Number::from).or_else(|_| plain.parse::<u64>().map(Number::from)).ok(),
    };
    let number = whole.or_else(|| plain.parse::<f64>().ok().and_then(Number::from_f64));
    number.map_or_else(|| Value::String(text.to_owned()), Value::Number)
}

#[cfg(test)]
mod tests;

//! `mkdocs.yml` and `.pages` as a tree of values with their places.
//!
//! Reads YAML as TechDocs' generator does (npm's `js-yaml`): the 1.2 core schema with merge keys. Tags are kept, because
//! mkdocs gives some a meaning; nothing is ever run for one.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle, ScanError, Tag};
use serde_json::{Map, Number};

use super::finding::Refusal;

/// Longest file, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Most commas: the parser keeps the tokens of an open list in brackets.
const MOST_COMMAS: usize = 50_000;
/// Most values, after aliases are expanded.
const MOST_NODES: usize = 250_000;
/// Deepest nesting.
const DEEPEST: usize = 64;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Node {
    pub value: Value,
    /// From 1.
    pub line: usize,
    /// As written, with its marks (`!ENV`, `!!python/name:x`), unless it is one of the core schema.
    pub tag: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    /// In the order of the file, merge keys resolved.
    Mapping(Vec<(String, Node)>),
}

impl Node {
    pub(crate) fn entries(&self) -> &[(String, Self)] {
        if let Value::Mapping(entries) = &self.value { entries } else { &[] }
    }

    pub(crate) fn items(&self) -> &[Self] {
        if let Value::List(items) = &self.value { items } else { &[] }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries().iter().find(|(known, _)| known == key).map(|(_, node)| node)
    }

    /// The text of a scalar; none for null, lists and mappings.
    pub(crate) fn text(&self) -> Option<String> {
        match &self.value {
            Value::Text(text) => Some(text.clone()),
            Value::Bool(flag) => Some(flag.to_string()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::List(_) | Value::Mapping(_) => None,
        }
    }

    pub(crate) fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The value without places. A tagged scalar becomes its tag and text, a tagged list or mapping the only entry of
    /// a mapping under its tag.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        let plain = match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(flag) => (*flag).into(),
            Value::Number(number) => number.clone().into(),
            Value::Text(text) => text.clone().into(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Mapping(entries) => {
                entries.iter().map(|(key, node)| (key.clone(), node.to_json())).collect::<Map<_, _>>().into()
            }
        };
        match (&self.tag, plain) {
            (None, plain) => plain,
            (Some(tag), serde_json::Value::Null) => tag.clone().into(),
            (Some(tag), serde_json::Value::String(text)) => format!("{tag} {text}").into(),
            (Some(tag), plain) => Map::from_iter([(tag.clone(), plain)]).into(),
        }
    }
}

/// Reads the first document of a file. `Null` for an empty file.
pub(crate) fn read(file: &str, text: &str) -> Result<Node, Refusal> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let refuse = |line, column, message: String| Refusal { file: file.to_owned(), line, column, message };
    if text.len() > MOST_BYTES || text.bytes().filter(|&byte| byte == b',').count() > MOST_COMMAS {
        return Err(refuse(
            None,
            None,
            format!("too large: at most {MOST_BYTES} bytes and {MOST_COMMAS} commas"),
        ));
    }
    compose(text).map_err(|fault| refuse(Some(fault.line), Some(fault.column), fault.message))
}

struct Fault {
    line: usize,
    column: usize,
    message: String,
}

impl Fault {
    fn new(at: Marker, message: impl Into<String>) -> Self {
        Self { line: at.line(), column: at.col() + 1, message: message.into() }
    }
}

impl From<ScanError> for Fault {
    fn from(error: ScanError) -> Self {
        Self::new(*error.marker(), format!("not readable as YAML: {}", error.info()))
    }
}

/// A list or mapping that is not closed yet.
struct Frame {
    node: Node,
    key: Option<String>,
    /// Where each key of a mapping stands among its entries, and whether a merge key brought it.
    keys: HashMap<String, (usize, bool)>,
    anchor: usize,
}

#[derive(Default)]
struct Composer {
    stack: Vec<Frame>,
    root: Option<Node>,
    anchors: HashMap<usize, Node>,
    count: usize,
}

fn compose(text: &str) -> Result<Node, Fault> {
    let mut composer = Composer::default();
    for event in Parser::new_from_str(text) {
        let (event, span) = event?;
        let at = span.start;
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let tag = tag.as_deref();
                let value = scalar(&text, style, tag);
                composer.place(Node { value, line: at.line(), tag: written(tag) }, anchor, at)?;
            }
            Event::SequenceStart(anchor, tag) => {
                composer.open(Value::List(Vec::new()), anchor, written(tag.as_deref()), at)?;
            }
            Event::MappingStart(anchor, tag) => {
                composer.open(Value::Mapping(Vec::new()), anchor, written(tag.as_deref()), at)?;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(frame) = composer.stack.pop() {
                    composer.place(frame.node, frame.anchor, at)?;
                }
            }
            Event::Alias(anchor) => {
                let node = composer.anchors.get(&anchor).cloned();
                let node = node.ok_or_else(|| Fault::new(at, "an alias stands inside of what it names"))?;
                composer.spend(size(&node), at)?;
                composer.place(node, 0, at)?;
            }
            // Another document says nothing about the site.
            Event::DocumentEnd => break,
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) => {}
        }
    }
    Ok(composer.root.unwrap_or(Node { value: Value::Null, line: 1, tag: None }))
}

impl Composer {
    fn spend(&mut self, nodes: usize, at: Marker) -> Result<(), Fault> {
        self.count += nodes;
        if self.count > MOST_NODES {
            return Err(Fault::new(at, format!("more than {MOST_NODES} values")));
        }
        Ok(())
    }

    fn open(&mut self, value: Value, anchor: usize, tag: Option<String>, at: Marker) -> Result<(), Fault> {
        if self.stack.len() >= DEEPEST {
            return Err(Fault::new(at, format!("nested deeper than {DEEPEST} levels")));
        }
        self.stack.push(Frame {
            node: Node { value, line: at.line(), tag },
            key: None,
            keys: HashMap::new(),
            anchor,
        });
        Ok(())
    }

    fn place(&mut self, node: Node, anchor: usize, at: Marker) -> Result<(), Fault> {
        self.spend(1, at)?;
        if anchor != 0 {
            self.spend(size(&node), at)?;
            self.anchors.insert(anchor, node.clone());
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        match &mut frame.node.value {
            Value::List(items) => items.push(node),
            Value::Mapping(entries) => match frame.key.take() {
                None => frame.key = Some(node.text().unwrap_or_default()),
                Some(key) if key == "<<" => merge(entries, &mut frame.keys, node),
                Some(key) => match frame.keys.get_mut(&key) {
                    Some((_, false)) => {
                        return Err(Fault::new(at, format!("the key '{key}' stands twice in one mapping")));
                    }
                    Some((index, is_merged)) => {
                        *is_merged = false;
                        entries[*index].1 = node;
                    }
                    None => {
                        frame.keys.insert(key.clone(), (entries.len(), false));
                        entries.push((key, node));
                    }
                },
            },
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
        }
        Ok(())
    }
}

/// Adds the entries of one mapping, or of a list of them, that are not there yet.
fn merge(entries: &mut Vec<(String, Node)>, keys: &mut HashMap<String, (usize, bool)>, from: Node) {
    match from.value {
        Value::Mapping(others) => {
            for (key, node) in others {
                if !keys.contains_key(&key) {
                    keys.insert(key.clone(), (entries.len(), true));
                    entries.push((key, node));
                }
            }
        }
        Value::List(others) => others.into_iter().for_each(|other| merge(entries, keys, other)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => {}
    }
}

fn size(node: &Node) -> usize {
    let below: usize = match &node.value {
        Value::List(items) => items.iter().map(size).sum(),
        Value::Mapping(entries) => entries.iter().map(|(_, node)| size(node)).sum(),
        _ => 0,
    };
    below + 1
}

/// A tag that is not of the core schema.
fn written(tag: Option<&Tag>) -> Option<String> {
    let tag = tag?;
    let is_core = tag.is_yaml_core_schema() && !tag.suffix.starts_with("python/");
    if is_core || tag.suffix.is_empty() {
        return None;
    }
    let handle = if tag.is_yaml_core_schema() { "!!" } else { tag.handle.as_str() };
    Some(format!("{handle}{}", tag.suffix))
}

fn scalar(text: &str, style: ScalarStyle, tag: Option<&Tag>) -> Value {
    let is_text = tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str");
    if style != ScalarStyle::Plain || is_text {
        return Value::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => Value::Bool(true),
        "false" | "False" | "FALSE" => Value::Bool(false),
        _ => number(text).map_or_else(|| Value::Text(text.to_owned()), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    let first = text.bytes().next()?;
    if !(first.is_ascii_digit() || b"+-.".contains(&first)) {
        return None;
    }
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    let is_float = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if is_float { text.parse().ok().and_then(Number::from_f64) } else { None }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_those_of_the_core_schema() {
        let text =
            "a: yes\nb: true\nc: 1.5\nd: [1, '2', ~]\ne: &x {f: g}\nh: {<<: *x, i: j}\nk: {<<: *x, f: own}\n";
        let expected = json!({"a": "yes", "b": true, "c": 1.5, "d": [1, "2", null], "e": {"f": "g"},
                              "h": {"f": "g", "i": "j"}, "k": {"f": "own"}});
        assert_eq!(read("m", text).unwrap().to_json(), expected);
        assert_eq!(read("m", "").unwrap().to_json(), json!(null));
    }

    #[test]
    fn tags_are_kept_and_nothing_is_run() {
        let text =
            "a: !!python/name:os.system\nb: !ENV [X, y]\nc: !!python/object/apply:s {k: v}\nd: !!str 1\n";
        let expected = json!({"a": "!!python/name:os.system", "b": {"!ENV": ["X", "y"]},
                              "c": {"!!python/object/apply:s": {"k": "v"}}, "d": "1"});
        assert_eq!(read("m", text).unwrap().to_json(), expected);
    }

    #[test]
    fn faults_name_the_place() {
        let table = [
            ("a: 1\na: 2\n", 2, "twice"),
            ("a:\n  - b\n c: d\n", 3, "not readable"),
            ("a: &x [*x]\n", 1, "inside"),
            ("a: *y\n", 1, "not readable"),
        ];
        for (text, line, words) in table {
            let refusal = read("mkdocs.yml", text).unwrap_err();
            assert_eq!(refusal.line, Some(line), "{text}: {refusal}");
            assert!(refusal.message.contains(words), "{text}: {refusal}");
        }
    }

    #[test]
    fn cost_is_bounded() {
        let mut bomb = String::from("a0: &a0 [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]\n");
        for level in 1..12 {
            let below = format!("*a{}, ", level - 1).repeat(10);
            let _ = writeln!(bomb, "a{level}: &a{level} [{}]", below.trim_end_matches(", "));
        }
        assert!(read("m", &bomb).unwrap_err().message.contains("more than"));
        assert!(read("m", &"[".repeat(5000)).is_err());
        assert!(read("m", &",".repeat(60_000)).unwrap_err().message.contains("too large"));
    }
}

//! A piece of JSON Schema that is cheap to copy, to compare and to look up.
//!
//! Evaluating a form takes a schema apart and puts it together anew on every change, and most of it stays the same:
//! here a copy shares its parts with the original. Each piece carries a hash of its content, so that what was compiled
//! from it is found again. Knows nothing of what the keywords mean, but for whether a `$ref` is somewhere inside.

use std::hash::{BuildHasher as _, Hash, Hasher};
use std::sync::{Arc, LazyLock};

use hashbrown::DefaultHashBuilder;
use indexmap::IndexMap;
use serde_json::{Number, Value};

/// The entries of an object, in the order of the file.
pub(crate) type Entries = IndexMap<Arc<str>, Node, DefaultHashBuilder>;

/// Makes the hashes of content, which must be comparable.
static CONTENT: LazyLock<DefaultHashBuilder> = LazyLock::new(DefaultHashBuilder::default);

/// One JSON value.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(Arc<str>),
    List(Arc<List>),
    Object(Arc<Object>),
}

#[derive(Debug)]
pub(crate) struct List {
    hash: u64,
    has_reference: bool,
    items: Vec<Node>,
}

#[derive(Debug)]
pub(crate) struct Object {
    hash: u64,
    has_reference: bool,
    entries: Entries,
}

impl Node {
    pub(crate) fn list(items: Vec<Self>) -> Self {
        let mut hasher = CONTENT.build_hasher();
        for item in &items {
            item.hash(&mut hasher);
        }
        let has_reference = items.iter().any(Self::has_reference);
        Self::List(Arc::new(List { hash: hasher.finish(), has_reference, items }))
    }

    pub(crate) fn object(entries: Entries) -> Self {
        let mut hash = 0_u64;
        for (key, value) in &entries {
            // A sum, because objects are equal whatever the order of their entries.
            hash = hash.wrapping_add(CONTENT.hash_one((key, value.content_hash())));
        }
        let has_reference = entries.contains_key("$ref") || entries.values().any(Self::has_reference);
        Self::Object(Arc::new(Object { hash, has_reference, entries }))
    }

    pub(crate) fn empty() -> Self {
        Self::object(Entries::default())
    }

    pub(crate) fn text(text: &str) -> Self {
        Self::Text(Arc::from(text))
    }

    /// The entry of an object; `None` for everything that is no object.
    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.entries()?.get(key)
    }

    pub(crate) fn entries(&self) -> Option<&Entries> {
        match self {
            Self::Object(object) => Some(&object.entries),
            _ => None,
        }
    }

    pub(crate) fn items(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(&list.items),
            _ => None,
        }
    }

    pub(crate) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn as_bool(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    pub(crate) fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => number.as_f64(),
            _ => None,
        }
    }

    pub(crate) const fn is_object(&self) -> bool {
        matches!(self, Self::Object(_))
    }

    pub(crate) const fn is_bool(&self) -> bool {
        matches!(self, Self::Bool(_))
    }

    /// Whether JavaScript would take it for true.
    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(truth) => *truth,
            Self::Number(number) => number.as_f64() != Some(0.0),
            Self::Text(text) => !text.is_empty(),
            Self::List(_) | Self::Object(_) => true,
        }
    }

    /// Whether a `$ref` is in it, at any depth.
    pub(crate) fn has_reference(&self) -> bool {
        match self {
            Self::List(list) => list.has_reference,
            Self::Object(object) => object.has_reference,
            _ => false,
        }
    }

    /// A copy with the entry set; it keeps its place when it was there already.
    pub(crate) fn with(&self, key: &str, value: Self) -> Self {
        let mut entries = self.entries().cloned().unwrap_or_default();
        entries.insert(Arc::from(key), value);
        Self::object(entries)
    }

    /// A copy without these entries.
    pub(crate) fn without(&self, keys: &[&str]) -> Self {
        let Some(entries) = self.entries() else {
            return Self::empty();
        };
        if !keys.iter().any(|key| entries.contains_key(*key)) {
            return self.clone();
        }
        let kept = entries.iter().filter(|(key, _)| !keys.contains(&key.as_ref()));
        Self::object(kept.map(|(key, value)| (Arc::clone(key), value.clone())).collect())
    }

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Bool(truth) => Value::Bool(*truth),
            Self::Number(number) => Value::Number(number.clone()),
            Self::Text(text) => Value::String(text.to_string()),
            Self::List(list) => Value::Array(list.items.iter().map(Self::to_value).collect()),
            Self::Object(object) => Value::Object(
                object.entries.iter().map(|(key, value)| (key.to_string(), value.to_value())).collect(),
            ),
        }
    }

    /// Whether it says the same as a value; numbers by what they count.
    pub(crate) fn is_value(&self, value: &Value) -> bool {
        match (self, value) {
            (Self::Null, Value::Null) => true,
            (Self::Bool(mine), Value::Bool(theirs)) => mine == theirs,
            (Self::Number(mine), Value::Number(theirs)) => mine.as_f64() == theirs.as_f64(),
            (Self::Text(mine), Value::String(theirs)) => mine.as_ref() == theirs,
            (Self::List(mine), Value::Array(theirs)) => {
                mine.items.len() == theirs.len()
                    && mine.items.iter().zip(theirs).all(|(mine, theirs)| mine.is_value(theirs))
            }
            (Self::Object(mine), Value::Object(theirs)) => {
                mine.entries.len() == theirs.len()
                    && mine.entries.iter().all(|(key, mine)| {
                        theirs.get(key.as_ref()).is_some_and(|theirs| mine.is_value(theirs))
                    })
            }
            _ => false,
        }
    }

    fn content_hash(&self) -> u64 {
        match self {
            Self::Null => 1,
            Self::Bool(false) => 2,
            Self::Bool(true) => 3,
            Self::Number(number) => CONTENT.hash_one(number),
            Self::Text(text) => CONTENT.hash_one(text),
            Self::List(list) => list.hash.wrapping_add(5),
            Self::Object(object) => object.hash.wrapping_add(7),
        }
    }
}

impl From<&Value> for Node {
    fn from(value: &Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(truth) => Self::Bool(*truth),
            Value::Number(number) => Self::Number(number.clone()),
            Value::String(text) => Self::text(text),
            Value::Array(items) => Self::list(items.iter().map(Self::from).collect()),
            Value::Object(entries) => Self::object(
                entries.iter().map(|(key, value)| (Arc::from(key.as_str()), Self::from(value))).collect(),
            ),
        }
    }
}

impl Hash for Node {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.content_hash());
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(mine), Self::Bool(theirs)) => mine == theirs,
            (Self::Number(mine), Self::Number(theirs)) => mine == theirs,
            (Self::Text(mine), Self::Text(theirs)) => mine == theirs,
            (Self::List(mine), Self::List(theirs)) => {
                Arc::ptr_eq(mine, theirs) || (mine.hash == theirs.hash && mine.items == theirs.items)
            }
            (Self::Object(mine), Self::Object(theirs)) => {
                Arc::ptr_eq(mine, theirs) || (mine.hash == theirs.hash && mine.entries == theirs.entries)
            }
            _ => false,
        }
    }
}

impl Eq for Node {}

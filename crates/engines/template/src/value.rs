//! The values that expressions have.
//!
//! Lists are shared and can be changed by methods during one render, so two names may stand for one list; records cannot.
//! Nothing here reaches beyond the values: there is no prototype, and no function but the engine's own.

mod compare;
mod convert;
mod json;
mod number;
mod record;

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;

use crate::regex::Pattern;
use crate::text::Text;

pub(crate) use compare::{loose_equal, order, strict_equal};
pub(crate) use convert::{
    contains_callable, to_integer, to_number, to_number_from, to_primitive, to_text, to_written,
};
pub use json::ContextError;
pub(crate) use json::{MOST_NESTED, from_json, to_json};
pub(crate) use number::{
    format as format_number, parse_float, parse_int, to_exponential, to_fixed, to_precision, to_radix,
    wrap_to_u32,
};
pub(crate) use record::Record;

/// A value during one render.
#[derive(Clone, Debug, Default)]
pub(crate) enum Value {
    #[default]
    Undefined,
    Null,
    Bool(bool),
    Number(f64),
    Text(Text),
    /// A text that `safe`, `escape` or a macro made: an object of its own to `===` and to tests.
    Safe(Rc<Text>),
    List(Rc<List>),
    Record(Rc<Record>),
    Regex(Rc<Regex>),
    Callable(Rc<Callable>),
}

/// A list, shared by all who name it.
#[derive(Debug)]
pub(crate) struct List {
    pub(crate) items: RefCell<Vec<Value>>,
}

/// A regular expression with the place where its next search begins.
#[derive(Debug)]
pub(crate) struct Regex {
    pub(crate) pattern: Arc<Pattern>,
    /// In code units.
    pub(crate) last_index: Cell<usize>,
}

/// Something that can be called. Known to one render only.
#[derive(Debug, Clone)]
pub(crate) enum Callable {
    /// Index of a macro or caller of the running render.
    Macro(usize),
    Range,
    Cycler,
    Joiner,
    /// An instance that `cycler` made, by its index in the running render.
    CyclerOf(usize),
    CyclerNext(usize),
    CyclerReset(usize),
    /// An instance that `joiner` made.
    JoinerOf(usize),
    /// A method with the value that it belongs to.
    Method(Value, crate::methods::Name),
    /// A function of the portal, by name.
    Extension(Text),
}

impl Value {
    pub(crate) fn text(value: impl AsRef<str> + Into<Arc<str>>) -> Self {
        Self::Text(Text::new(value))
    }

    pub(crate) fn safe(text: Text) -> Self {
        Self::Safe(Rc::new(text))
    }

    pub(crate) fn list(items: Vec<Self>) -> Self {
        Self::List(Rc::new(List { items: RefCell::new(items) }))
    }

    pub(crate) fn record(record: Record) -> Self {
        Self::Record(Rc::new(record))
    }

    pub(crate) fn callable(callable: Callable) -> Self {
        Self::Callable(Rc::new(callable))
    }

    /// A length or index as a number.
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^53")]
    pub(crate) fn count(count: usize) -> Self {
        Self::Number(count as f64)
    }

    /// The text of a text or a safe text.
    pub(crate) fn as_text(&self) -> Option<&Text> {
        match self {
            Self::Text(text) => Some(text),
            Self::Safe(text) => Some(text),
            _ => None,
        }
    }

    pub(crate) fn is_nullish(&self) -> bool {
        matches!(self, Self::Undefined | Self::Null)
    }

    pub(crate) fn is_truthy(&self) -> bool {
        match self {
            Self::Undefined | Self::Null => false,
            Self::Bool(value) => *value,
            Self::Number(value) => *value != 0.0 && !value.is_nan(),
            Self::Text(text) => !text.is_empty(),
            _ => true,
        }
    }

    /// What the value is, for messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Undefined => "undefined",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::Safe(_) => "a safe string",
            Self::List(_) => "a list",
            Self::Record(_) => "an object",
            Self::Regex(_) => "a regular expression",
            Self::Callable(_) => "a function",
        }
    }
}

impl List {
    pub(crate) fn len(&self) -> usize {
        self.items.borrow().len()
    }

    pub(crate) fn get(&self, index: usize) -> Value {
        self.items.borrow().get(index).cloned().unwrap_or_default()
    }

    pub(crate) fn snapshot(&self) -> Vec<Value> {
        self.items.borrow().clone()
    }
}

/// Takes a value apart without recursion: lists can be nested deeper than the stack allows.
impl Drop for List {
    fn drop(&mut self) {
        release(std::mem::take(self.items.get_mut()));
    }
}

pub(super) fn release(values: Vec<Value>) {
    let mut pending: Vec<Value> = values.into_iter().filter(is_container).collect();
    while let Some(value) = pending.pop() {
        match value {
            Value::List(list) => {
                if let Some(mut list) = Rc::into_inner(list) {
                    pending.extend(std::mem::take(list.items.get_mut()).into_iter().filter(is_container));
                }
            }
            Value::Record(record) => {
                if let Some(record) = Rc::into_inner(record) {
                    pending.extend(record.into_values().into_iter().filter(is_container));
                }
            }
            _ => {}
        }
    }
}

const fn is_container(value: &Value) -> bool {
    matches!(value, Value::List(_) | Value::Record(_))
}

/// Names that no record, lookup or binding may use, because they lead to prototypes where this language comes from.
pub(crate) fn is_reserved(name: &str) -> bool {
    matches!(name, "constructor" | "prototype" | "__proto__")
}

/// The array index that a property key spells, as `0`, `1`, `2` and so on.
pub(crate) fn index_of_key(key: &str) -> Option<usize> {
    let bytes = key.as_bytes();
    let canonical = match bytes {
        [b'0'] => true,
        [b'1'..=b'9', rest @ ..] => rest.iter().all(u8::is_ascii_digit) && rest.len() < 10,
        _ => false,
    };
    if canonical { key.parse().ok().filter(|index: &usize| *index < u32::MAX as usize) } else { None }
}

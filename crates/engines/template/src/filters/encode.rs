//! Escaping for HTML and URLs.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::Builtin;
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::text::{Text, lone_half};
use crate::value::{Value, to_text, to_written};

/// What JavaScript's `encodeURIComponent` encodes.
const COMPONENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

/// `safe` marks a text, `escape` escapes one that is not marked, `forceescape` any.
pub(super) fn safe(filter: Builtin, value: Value, budget: &mut Budget) -> Outcome<Value> {
    if filter != Builtin::ForceEscape && matches!(value, Value::Safe(_)) {
        return Ok(value);
    }
    let text = to_written(&value, budget)?;
    budget.grow(text.bytes())?;
    if filter == Builtin::Safe {
        return Ok(Value::safe(text));
    }
    let mut escaped = String::with_capacity(text.bytes());
    for character in text.as_str().chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\\' => escaped.push_str("&#92;"),
            other => escaped.push(other),
        }
    }
    budget.grow(escaped.len())?;
    Ok(Value::safe(Text::new(escaped)))
}

/// A text as a part of a URL, an object or a list of pairs as a query.
pub(super) fn url(value: &Value, budget: &mut Budget) -> Outcome<Value> {
    if let Some(text) = value.as_text() {
        let encoded = component(text)?;
        budget.grow(encoded.len())?;
        return Ok(Value::text(encoded));
    }
    let mut query = String::new();
    let mut add = |key: &Value, value: &Value, budget: &mut Budget| -> Outcome<()> {
        let (key, value) = (to_text(key, budget)?, to_text(value, budget)?);
        query.extend([if query.is_empty() { "" } else { "&" }, &component(&key)?, "=", &component(&value)?]);
        budget.within_growth(query.len())
    };
    match value {
        Value::Record(record) => {
            for (key, value) in record.entries() {
                add(&Value::Text(key.clone()), value, budget)?;
            }
        }
        Value::List(list) => {
            for pair in list.snapshot() {
                let (key, value) = pair_of(&pair)?;
                add(&key, &value, budget)?;
            }
        }
        _ => {}
    }
    budget.grow(query.len())?;
    Ok(Value::text(query))
}

fn pair_of(pair: &Value) -> Outcome<(Value, Value)> {
    Ok(match pair {
        Value::Undefined | Value::Null => {
            return Err(Failure::evaluation("needs pairs in a list, not nothing"));
        }
        Value::List(list) => (list.get(0), list.get(1)),
        Value::Record(record) => {
            let part = |key: &str| record.get(key).cloned().unwrap_or_default();
            (part("0"), part("1"))
        }
        other => {
            let part = |index| {
                other.as_text().and_then(|text| text.unit(index)).map_or(Value::Undefined, Value::Text)
            };
            (part(0), part(1))
        }
    })
}

fn component(text: &Text) -> Outcome<String> {
    if !text.is_ascii() && text.as_str().chars().any(|character| lone_half(character).is_some()) {
        return Err(Failure::evaluation("half a character cannot be part of a URL"));
    }
    Ok(utf8_percent_encode(text.as_str(), COMPONENT).to_string())
}

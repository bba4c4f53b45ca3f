//! From JSON into values and back.

use serde_json::{Map, Value as Json};

use super::{Record, Value, is_reserved, to_text};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::limits::{Limit, Limits, exceeded};
use crate::text::{Text, outward};

/// Levels of lists and records in one value.
pub(crate) const MOST_NESTED: usize = 256;

/// Why data cannot be given to a template.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContextError {
    #[error("the name \"{0}\" is reserved and cannot be a key of a template's values")]
    Reserved(String),
    #[error("{0}")]
    Limit(String),
    #[error("the values of a template can be nested {MOST_NESTED} levels deep")]
    Nesting,
}

/// Data as values. Numbers become 64-bit floats.
pub(crate) fn from_json(json: &Json, limits: &Limits) -> Result<Value, ContextError> {
    build(json, limits, 0)
}

fn build(json: &Json, limits: &Limits, depth: usize) -> Result<Value, ContextError> {
    if depth > MOST_NESTED {
        return Err(ContextError::Nesting);
    }
    Ok(match json {
        Json::Null => Value::Null,
        Json::Bool(value) => Value::Bool(*value),
        Json::Number(number) => Value::Number(number.as_f64().unwrap_or(f64::NAN)),
        Json::String(text) => Value::text(text.as_str()),
        Json::Array(items) => {
            check_items(items.len(), limits)?;
            let items = items.iter().map(|item| build(item, limits, depth + 1));
            Value::list(items.collect::<Result<_, _>>()?)
        }
        Json::Object(entries) => Value::record(record(entries, limits, depth)?),
    })
}

fn record(entries: &Map<String, Json>, limits: &Limits, depth: usize) -> Result<Record, ContextError> {
    check_items(entries.len(), limits)?;
    let mut copied = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        if is_reserved(name) {
            return Err(ContextError::Reserved(name.clone()));
        }
        copied.push((Text::new(name.as_str()), build(value, limits, depth + 1)?));
    }
    Ok(Record::new(copied))
}

fn check_items(items: usize, limits: &Limits) -> Result<(), ContextError> {
    if items > limits.items {
        return Err(ContextError::Limit(exceeded(Limit::Items, limits)));
    }
    Ok(())
}

/// A value as JSON, for the world outside. `None` for `undefined`, which also makes the key of a record vanish; in a
/// list it is `null`, and so is a number that JSON cannot write.
pub(crate) fn to_json(value: &Value, budget: &mut Budget) -> Outcome<Option<Json>> {
    convert(value, budget, 0)
}

fn convert(value: &Value, budget: &mut Budget, depth: usize) -> Outcome<Option<Json>> {
    if depth > MOST_NESTED {
        return Err(Failure::evaluation(format!("values can be nested {MOST_NESTED} levels deep")));
    }
    budget.charge()?;
    Ok(Some(match value {
        Value::Undefined => return Ok(None),
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(number) => number_to_json(*number),
        Value::Text(text) => text_to_json(text, budget)?,
        Value::Safe(text) => text_to_json(text, budget)?,
        Value::Regex(_) => text_to_json(&to_text(value, budget)?, budget)?,
        Value::List(list) => {
            budget.grow(list.len() * size_of::<Json>())?;
            let mut items = Vec::with_capacity(list.len());
            for item in list.items.borrow().iter() {
                items.push(convert(item, budget, depth + 1)?.unwrap_or(Json::Null));
            }
            Json::Array(items)
        }
        Value::Record(record) => {
            budget.grow(record.len() * size_of::<(String, Json)>())?;
            let mut entries = Map::with_capacity(record.len());
            for (name, value) in record.entries() {
                budget.grow(name.bytes())?;
                if let Some(value) = convert(value, budget, depth + 1)? {
                    entries.insert(outward(name.as_str().to_owned()), value);
                }
            }
            Json::Object(entries)
        }
        Value::Callable(_) => return Err(Failure::evaluation("a function cannot be a result")),
    }))
}

fn text_to_json(text: &Text, budget: &mut Budget) -> Outcome<Json> {
    budget.grow(text.bytes())?;
    Ok(Json::String(outward(text.as_str().to_owned())))
}

/// Whole numbers that a float holds exactly.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_992.0;

/// Whole numbers without a fraction, as JavaScript writes them.
#[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
fn number_to_json(number: f64) -> Json {
    if number.fract() == 0.0 && number.abs() < LARGEST_WHOLE {
        return Json::from(number as i64);
    }
    serde_json::Number::from_f64(number).map_or(Json::Null, Json::Number)
}

//! Values as they are filled in: looking into them, naming places in them, and laying defaults under them.
//!
//! `None` is JavaScript's `undefined`, which is not the same as `null`: a field that nobody touched is `None`.

use serde_json::{Map, Value};

use crate::limits::Limits;
use crate::problem::Overrun;

/// The entry of an object, or of a list when the key is a number.
pub(crate) fn get<'v>(value: Option<&'v Value>, key: &str) -> Option<&'v Value> {
    match value? {
        Value::Object(entries) => entries.get(key),
        Value::Array(items) => items.get(key.parse::<usize>().ok()?),
        _ => None,
    }
}

/// `pointer` followed by one more key, escaped as RFC 6901 asks.
pub(crate) fn join(pointer: &str, key: &str) -> String {
    let mut joined = String::with_capacity(pointer.len() + 1 + key.len());
    joined.push_str(pointer);
    joined.push('/');
    for character in key.chars() {
        match character {
            '~' => joined.push_str("~0"),
            '/' => joined.push_str("~1"),
            _ => joined.push(character),
        }
    }
    joined
}

/// Whether JavaScript would take it for true.
pub(crate) fn is_truthy(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(truth) => *truth,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(_) | Value::Object(_) => true,
    }
}

/// The JSON type that a value has at sight. Every number is `number`.
pub(crate) const fn guess_type(value: Option<&Value>) -> &'static str {
    match value {
        None | Some(Value::Null) => "null",
        Some(Value::Array(_)) => "array",
        Some(Value::String(_)) => "string",
        Some(Value::Bool(_)) => "boolean",
        Some(Value::Number(_)) => "number",
        Some(Value::Object(_)) => "object",
    }
}

/// Whether two values are the same; `1` and `1.0` are.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.as_f64() == right.as_f64(),
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left.iter().all(|(key, left)| right.get(key).is_some_and(|right| same(left, right)))
        }
        _ => left == right,
    }
}

/// Entries of `over` laid over those of `under`, objects within objects too.
pub(crate) fn overlay(under: &Map<String, Value>, over: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = under.clone();
    for (key, value) in over {
        let value = match (under.get(key), value) {
            (Some(Value::Object(under)), Value::Object(over)) => Value::Object(overlay(under, over)),
            _ => value.clone(),
        };
        merged.insert(key.clone(), value);
    }
    merged
}

/// Who wins where both a default and a value are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wins {
    /// The value, unless it is missing or `null`.
    Value,
    /// The default, which was made with regard to the value. A missing default lets a missing value be.
    Default,
}

/// Lays defaults under the values. Lists are taken item by item.
pub(crate) fn merge_defaults(defaults: Option<&Value>, values: Option<&Value>, wins: Wins) -> Option<Value> {
    match values {
        Some(Value::Array(values)) => {
            let empty = Vec::new();
            let defaults = match defaults {
                Some(Value::Array(defaults)) => defaults,
                _ => &empty,
            };
            Some(Value::Array(merge_items(defaults, values, wins)))
        }
        Some(Value::Object(values)) => {
            let empty = Map::new();
            let known = match defaults {
                Some(Value::Object(defaults)) => defaults,
                _ => &empty,
            };
            let mut merged = known.clone();
            for (key, value) in values {
                let under = known.get(key);
                // What has no default is the user's own.
                let wins = if under.is_some() { wins } else { Wins::Value };
                match merge_defaults(under, Some(value), wins) {
                    Some(value) => merged.insert(key.clone(), value),
                    None => merged.shift_remove(key),
                };
            }
            Some(Value::Object(merged))
        }
        _ => {
            let is_empty = matches!(values, None | Some(Value::Null));
            let has_default = !matches!(defaults, None | Some(Value::Null));
            let default_wins = match wins {
                Wins::Value => is_empty && has_default,
                Wins::Default => !is_empty,
            };
            if default_wins { defaults.cloned() } else { values.cloned() }
        }
    }
}

fn merge_items(defaults: &[Value], values: &[Value], wins: Wins) -> Vec<Value> {
    let (first, second) = match wins {
        Wins::Value => (values, defaults),
        Wins::Default => (defaults, values),
    };
    let mut merged: Vec<Value> = first
        .iter()
        .enumerate()
        .map(|(index, own)| {
            if index >= second.len() {
                return own.clone();
            }
            merge_defaults(defaults.get(index), values.get(index), wins).unwrap_or(Value::Null)
        })
        .collect();
    if wins == Wins::Default && merged.len() < second.len() {
        merged.extend_from_slice(&second[merged.len()..]);
    }
    merged
}

/// Refuses values that are more than a form may hold.
pub(crate) fn within(value: &Value, limits: &Limits) -> Result<(), Overrun> {
    let mut left = Left { values: limits.values, bytes: limits.value_bytes };
    left.take(value, limits.depth, limits)
}

struct Left {
    values: usize,
    bytes: usize,
}

impl Left {
    fn take(&mut self, value: &Value, depth: usize, limits: &Limits) -> Result<(), Overrun> {
        let Some(depth) = depth.checked_sub(1) else {
            return Err(Overrun { what: "levels of values", limit: limits.depth });
        };
        self.values =
            self.values.checked_sub(1).ok_or(Overrun { what: "values filled in", limit: limits.values })?;
        match value {
            Value::String(text) => self.bytes(text.len(), limits),
            Value::Array(items) => items.iter().try_for_each(|item| self.take(item, depth, limits)),
            Value::Object(entries) => entries.iter().try_for_each(|(key, item)| {
                self.bytes(key.len(), limits)?;
                self.take(item, depth, limits)
            }),
            _ => Ok(()),
        }
    }

    fn bytes(&mut self, used: usize, limits: &Limits) -> Result<(), Overrun> {
        self.bytes = self
            .bytes
            .checked_sub(used)
            .ok_or(Overrun { what: "bytes of text", limit: limits.value_bytes })?;
        Ok(())
    }
}

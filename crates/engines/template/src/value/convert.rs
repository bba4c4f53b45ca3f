//! From values to texts and numbers, as JavaScript converts them.
//!
//! Every list item visited is a step, because one list may stand in many places of another.

use super::{MOST_NESTED, Value, number};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::text::Text;

/// Whether a value is, or holds anywhere, something that can be called.
pub(crate) fn contains_callable(value: &Value, budget: &mut Budget) -> Outcome<bool> {
    let mut pending = vec![value.clone()];
    while let Some(value) = pending.pop() {
        match value {
            Value::Callable(_) => return Ok(true),
            Value::List(list) => {
                budget.charge_many(list.len())?;
                pending.extend(list.items.borrow().iter().cloned());
            }
            Value::Record(record) => {
                budget.charge_many(record.len())?;
                pending.extend(record.entries().iter().map(|(_, value)| value.clone()));
            }
            _ => {}
        }
    }
    Ok(false)
}

/// The value without its structure: lists become their items with commas between, other objects a fixed text.
pub(crate) fn to_primitive(value: &Value, budget: &mut Budget) -> Outcome<Value> {
    Ok(match value {
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Text(_) => value.clone(),
        Value::Safe(text) => Value::Text((**text).clone()),
        _ => {
            let mut out = String::new();
            write_object(value, &mut out, budget, 0)?;
            budget.grow(out.len())?;
            Value::text(out)
        }
    })
}

/// JavaScript's `Number(value)`.
pub(crate) fn to_number(value: &Value, budget: &mut Budget) -> Outcome<f64> {
    Ok(match value {
        Value::Undefined => f64::NAN,
        Value::Null | Value::Bool(false) => 0.0,
        Value::Bool(true) => 1.0,
        Value::Number(number) => *number,
        Value::Text(text) => {
            budget.look_at(text.bytes())?;
            number::parse(text.as_str())
        }
        _ => {
            let primitive = to_primitive(value, budget)?;
            number::parse(primitive.as_text().map_or("", Text::as_str))
        }
    })
}

/// [`to_number`] where lists cannot occur.
pub(crate) fn to_number_from(primitive: &Value) -> f64 {
    match primitive {
        Value::Null | Value::Bool(false) => 0.0,
        Value::Bool(true) => 1.0,
        Value::Number(number) => *number,
        Value::Text(text) => number::parse(text.as_str()),
        _ => f64::NAN,
    }
}

/// JavaScript's integer conversion: NaN is 0, fractions are cut.
pub(crate) fn to_integer(value: &Value, budget: &mut Budget) -> Outcome<f64> {
    let number = to_number(value, budget)?;
    Ok(if number.is_nan() { 0.0 } else { number.trunc() })
}

/// JavaScript's `String(value)`: `undefined` and `null` are spelled out.
pub(crate) fn to_text(value: &Value, budget: &mut Budget) -> Outcome<Text> {
    Ok(match value {
        Value::Undefined => Text::new("undefined"),
        Value::Null => Text::new("null"),
        Value::Text(text) => text.clone(),
        Value::Safe(text) => (**text).clone(),
        _ => {
            let mut out = String::new();
            write_object(value, &mut out, budget, 0)?;
            budget.grow(out.len())?;
            Text::new(out)
        }
    })
}

/// What an interpolation writes: nothing for `undefined` and `null`.
pub(crate) fn to_written(value: &Value, budget: &mut Budget) -> Outcome<Text> {
    if value.is_nullish() { Ok(Text::new("")) } else { to_text(value, budget) }
}

fn write_object(value: &Value, out: &mut String, budget: &mut Budget, depth: usize) -> Outcome<()> {
    if depth > MOST_NESTED {
        return Err(Failure::evaluation(format!("values can be nested {MOST_NESTED} levels deep")));
    }
    match value {
        Value::Undefined | Value::Null => {}
        Value::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => number::write(*number, out),
        Value::Text(text) => out.push_str(text.as_str()),
        Value::Safe(text) => out.push_str(text.as_str()),
        Value::List(list) => {
            for (index, item) in list.items.borrow().iter().enumerate() {
                budget.charge()?;
                if index > 0 {
                    out.push(',');
                }
                write_object(item, out, budget, depth + 1)?;
                budget.within_growth(out.len())?;
            }
        }
        Value::Record(record) => {
            if budget.callables_stored && contains_callable(&Value::Record(record.clone()), budget)? {
                return Err(no_text());
            }
            out.push_str("[object Object]");
        }
        Value::Regex(regex) => out.push_str(&regex.pattern.to_string()),
        Value::Callable(_) => return Err(no_text()),
    }
    Ok(())
}

fn no_text() -> Failure {
    Failure::evaluation("a function cannot be converted to a string or number")
}

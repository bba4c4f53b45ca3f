//! The tests after `is`.

use std::cmp::Ordering;

use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::value::{Value, order, strict_equal, to_number};

/// Names with the number of arguments that each takes.
const CHECKS: [(&str, usize); 26] = [
    ("callable", 0),
    ("defined", 0),
    ("divisibleby", 1),
    ("escaped", 0),
    ("eq", 1),
    ("equalto", 1),
    ("even", 0),
    ("falsy", 0),
    ("ge", 1),
    ("greaterthan", 1),
    ("gt", 1),
    ("iterable", 0),
    ("le", 1),
    ("lessthan", 1),
    ("lower", 0),
    ("lt", 1),
    ("mapping", 0),
    ("ne", 1),
    ("null", 0),
    ("number", 0),
    ("odd", 0),
    ("sameas", 1),
    ("string", 0),
    ("truthy", 0),
    ("undefined", 0),
    ("upper", 0),
];

/// How many arguments a test takes; `None` when there is no such test.
pub(crate) fn arity(name: &str) -> Option<usize> {
    CHECKS.iter().find(|(known, _)| *known == name).map(|(_, arity)| *arity)
}

pub(crate) fn names() -> impl Iterator<Item = &'static str> {
    CHECKS.iter().map(|(name, _)| *name)
}

/// Whether functions may be tested.
pub(crate) fn takes_functions(name: &str) -> bool {
    matches!(name, "callable" | "eq" | "equalto" | "sameas" | "ne")
}

pub(crate) fn wrong_arguments(name: &str, arity: usize) -> Failure {
    let wanted = if arity == 0 { "no arguments" } else { "one argument" };
    Failure::evaluation(format!("the test {name} takes {wanted}"))
}

/// Whether a value passes a test, given as many arguments as the test takes.
pub(crate) fn apply(name: &str, value: &Value, arguments: &[Value], budget: &mut Budget) -> Outcome<bool> {
    let argument = arguments.first().unwrap_or(&Value::Undefined);
    let mut compared =
        |accepts: fn(Ordering) -> bool| Ok(order(value, argument, budget)?.is_some_and(accepts));
    Ok(match name {
        "callable" => matches!(value, Value::Callable(_)),
        "defined" => !matches!(value, Value::Undefined),
        "divisibleby" => to_number(value, budget)? % to_number(argument, budget)? == 0.0,
        "escaped" => matches!(value, Value::Safe(_)),
        "eq" | "equalto" | "sameas" => strict_equal(value, argument),
        "even" => to_number(value, budget)? % 2.0 == 0.0,
        "falsy" => !value.is_truthy(),
        "ge" => return compared(Ordering::is_ge),
        "greaterthan" | "gt" => return compared(Ordering::is_gt),
        "le" => return compared(Ordering::is_le),
        "lessthan" | "lt" => return compared(Ordering::is_lt),
        "iterable" if value.is_nullish() => {
            return Err(Failure::evaluation("the test iterable needs a value"));
        }
        "iterable" => matches!(value, Value::Text(_) | Value::Safe(_) | Value::List(_)),
        "lower" | "upper" => return cased(name, value, budget),
        "mapping" => matches!(value, Value::Record(_) | Value::Safe(_) | Value::Regex(_)),
        "ne" => !strict_equal(value, argument),
        "null" => matches!(value, Value::Null),
        "number" => matches!(value, Value::Number(_)),
        #[expect(clippy::float_cmp, reason = "the remainder of a whole number is exact")]
        "odd" => to_number(value, budget)? % 2.0 == 1.0,
        "string" => matches!(value, Value::Text(_)),
        "truthy" => value.is_truthy(),
        _ => matches!(value, Value::Undefined),
    })
}

fn cased(name: &str, value: &Value, budget: &mut Budget) -> Outcome<bool> {
    match value {
        Value::Safe(_) => Ok(false),
        Value::Text(text) => {
            budget.look_at(text.bytes())?;
            let text = text.as_str();
            Ok(if name == "lower" { text.to_lowercase() == text } else { text.to_uppercase() == text })
        }
        _ => Err(Failure::evaluation(format!("the test {name} needs a string, not {}", value.kind()))),
    }
}

//! Methods of strings, numbers, lists and regular expressions, and in cookiecutter mode those of Python's lists and
//! dictionaries. What is not in the table here does not exist.

mod list;
mod name;
mod record;
mod string;

use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::regex;
use crate::value::{Value, to_exponential, to_fixed, to_number, to_precision, to_radix, to_text};

pub(crate) use name::Name;

/// Calls a method that belongs to its target, with as many arguments as it takes.
pub(crate) fn apply(
    target: &Value,
    method: Name,
    arguments: Vec<Value>,
    cookiecutter: bool,
    budget: &mut Budget,
) -> Outcome<Value> {
    match target {
        Value::Text(text) => string::apply(text, method, &arguments, budget),
        Value::Safe(text) => string::apply(text, method, &arguments, budget),
        Value::Number(number) => number_method(*number, method, arguments.first(), budget),
        Value::List(list) => list::apply(list, method, arguments, cookiecutter, budget),
        Value::Record(record) => record::apply(record, method, &arguments, budget),
        Value::Regex(pattern) => {
            let text = to_text(arguments.first().unwrap_or(&Value::Undefined), budget)?;
            regex::test(pattern, &text, budget).map(Value::Bool)
        }
        _ => Ok(Value::Undefined),
    }
}

fn number_method(number: f64, method: Name, argument: Option<&Value>, budget: &mut Budget) -> Outcome<Value> {
    let argument = match argument {
        None | Some(Value::Undefined) => None,
        Some(value) => Some(to_number(value, budget)?),
    };
    let within = |least: f64, most: f64, value: f64| {
        let value = if value.is_nan() { 0.0 } else { value.trunc() };
        if (least..=most).contains(&value) {
            #[expect(clippy::cast_possible_truncation, reason = "at most 100")]
            return Ok(value as i32);
        }
        Err(Failure::evaluation(format!("{} takes a number from {least} to {most}", method.text())))
    };
    let written = match method {
        Name::ToFixed => to_fixed(number, within(0.0, 100.0, argument.unwrap_or(0.0))?),
        Name::ToExponential => match argument {
            _ if !number.is_finite() => crate::value::format_number(number),
            Some(places) => to_exponential(number, Some(within(0.0, 100.0, places)?)),
            None => to_exponential(number, None),
        },
        Name::ToPrecision => match argument {
            None => crate::value::format_number(number),
            Some(_) if !number.is_finite() => crate::value::format_number(number),
            Some(precision) => to_precision(number, within(1.0, 100.0, precision)?),
        },
        _ => match argument {
            None => crate::value::format_number(number),
            Some(radix) => to_radix(number, within(2.0, 36.0, radix)?.unsigned_abs()),
        },
    };
    Ok(Value::text(written))
}

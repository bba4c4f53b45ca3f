//! Methods of strings.

use super::Name;
use crate::budget::Budget;
use crate::error::Outcome;
use crate::regex;
use crate::text::{Text, is_space};
use crate::value::{Value, to_integer, to_number, to_text};

const UNDEFINED: Value = Value::Undefined;

pub(super) fn apply(text: &Text, method: Name, arguments: &[Value], budget: &mut Budget) -> Outcome<Value> {
    budget.look_at(text.bytes())?;
    let first = arguments.first().unwrap_or(&UNDEFINED);
    let second = arguments.get(1).unwrap_or(&UNDEFINED);
    let value = text.as_str();
    Ok(match method {
        Name::Replace => return replace(text, first, second, budget),
        Name::Split => return split(text, first, second, budget),
        Name::Concat => return concat(text, arguments, budget),
        Name::Includes | Name::IndexOf => {
            let found = index_of(text, &to_text(first, budget)?, clamped(text, second, 0.0, budget)?);
            if method == Name::Includes {
                return Ok(Value::Bool(found.is_some()));
            }
            found.map_or(Value::Number(-1.0), Value::count)
        }
        Name::LastIndexOf => last_index_of(text, first, second, budget)?,
        Name::StartsWith => {
            let prefix = to_text(first, budget)?;
            let start = clamped(text, second, 0.0, budget)?;
            Value::Bool(text.slice(start, text.units()).as_str().starts_with(prefix.as_str()))
        }
        Name::EndsWith => {
            let suffix = to_text(first, budget)?;
            let end = clamped(text, second, f64::INFINITY, budget)?;
            Value::Bool(text.slice(0, end).as_str().ends_with(suffix.as_str()))
        }
        Name::Slice => {
            let start = relative(text.units(), first, 0.0, budget)?;
            let end = relative(text.units(), second, f64::INFINITY, budget)?;
            made(text.slice(start, end), budget)?
        }
        Name::Substring => {
            let start = clamped(text, first, 0.0, budget)?;
            let end = clamped(text, second, f64::INFINITY, budget)?;
            made(text.slice(start.min(end), start.max(end)), budget)?
        }
        Name::CharAt => unit(text, first, budget)?.map_or_else(|| Value::text(""), Value::Text),
        Name::CharCodeAt => {
            let code = index(first, budget)?.and_then(|index| text.code(index));
            Value::Number(code.map_or(f64::NAN, f64::from))
        }
        Name::Trim => made(Text::new(value.trim_matches(is_space)), budget)?,
        Name::TrimStart => made(Text::new(value.trim_start_matches(is_space)), budget)?,
        Name::TrimEnd => made(Text::new(value.trim_end_matches(is_space)), budget)?,
        Name::ToLowerCase => made(Text::new(value.to_lowercase()), budget)?,
        Name::ToUpperCase => made(Text::new(value.to_uppercase()), budget)?,
        _ => Value::Undefined,
    })
}

fn made(text: Text, budget: &mut Budget) -> Outcome<Value> {
    budget.grow(text.bytes())?;
    Ok(Value::Text(text))
}

fn unit(text: &Text, at: &Value, budget: &mut Budget) -> Outcome<Option<Text>> {
    Ok(index(at, budget)?.and_then(|index| text.unit(index)))
}

/// A whole number from 0 on that can be an index.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn index(value: &Value, budget: &mut Budget) -> Outcome<Option<usize>> {
    let number = if matches!(value, Value::Undefined) { 0.0 } else { to_integer(value, budget)? };
    Ok((0.0..4_294_967_295.0).contains(&number).then_some(number as usize))
}

/// An argument as a place within the text; out of range is the nearer end.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
#[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^52")]
fn clamped(text: &Text, value: &Value, missing: f64, budget: &mut Budget) -> Outcome<usize> {
    let number = if matches!(value, Value::Undefined) { missing } else { to_integer(value, budget)? };
    Ok(number.clamp(0.0, text.units() as f64) as usize)
}

/// An argument as a place, counted from the end when negative.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52")]
pub(super) fn relative(length: usize, value: &Value, missing: f64, budget: &mut Budget) -> Outcome<usize> {
    let number = if matches!(value, Value::Undefined) { missing } else { to_integer(value, budget)? };
    let length = length as f64;
    let number = if number < 0.0 { (length + number).max(0.0) } else { number.min(length) };
    Ok(number as usize)
}

/// The index of the first occurrence from a unit on.
fn index_of(text: &Text, needle: &Text, from: usize) -> Option<usize> {
    let start = text.offset_of(from);
    let found = memchr::memmem::find(&text.as_str().as_bytes()[start..], needle.as_str().as_bytes())?;
    Some(text.units_before(start + found))
}

fn last_index_of(text: &Text, needle: &Value, from: &Value, budget: &mut Budget) -> Outcome<Value> {
    let needle = to_text(needle, budget)?;
    let from = if matches!(from, Value::Undefined) { f64::NAN } else { to_number(from, budget)? };
    let most = text.units().saturating_sub(needle.units());
    #[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^52")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
    let start = if from.is_nan() { most } else { from.clamp(0.0, most as f64) as usize };
    if needle.units() > text.units() {
        return Ok(Value::Number(-1.0));
    }
    let end = (text.offset_of(start) + needle.bytes()).min(text.bytes());
    let haystack = &text.as_str().as_bytes()[..end];
    let found = memchr::memmem::rfind(haystack, needle.as_str().as_bytes());
    Ok(found.map_or(Value::Number(-1.0), |found| Value::count(text.units_before(found))))
}

fn concat(text: &Text, arguments: &[Value], budget: &mut Budget) -> Outcome<Value> {
    let mut joined = text.as_str().to_owned();
    for argument in arguments {
        joined.push_str(to_text(argument, budget)?.as_str());
        budget.within_growth(joined.len())?;
    }
    made(Text::new(joined), budget)
}

/// Replaces the first occurrence; `$` patterns work in the replacement.
fn replace(text: &Text, search: &Value, replacement: &Value, budget: &mut Budget) -> Outcome<Value> {
    let replacement = to_text(replacement, budget)?;
    if let Value::Regex(pattern) = search {
        return made(regex::replace(pattern, text, &replacement, budget)?, budget);
    }
    let search = to_text(search, budget)?;
    let value = text.as_str();
    let Some(at) = memchr::memmem::find(value.as_bytes(), search.as_str().as_bytes()) else {
        return Ok(Value::Text(text.clone()));
    };
    let end = at + search.bytes();
    let mut out = value[..at].to_owned();
    regex::expand(&replacement, value, at..end, &[], &mut out);
    out.push_str(&value[end..]);
    made(Text::new(out), budget)
}

fn split(text: &Text, separator: &Value, limit: &Value, budget: &mut Budget) -> Outcome<Value> {
    let limit = match limit {
        Value::Undefined => usize::MAX,
        limit => crate::value::wrap_to_u32(to_number(limit, budget)?) as usize,
    };
    let mut parts: Vec<Value> = Vec::new();
    match separator {
        Value::Regex(pattern) => parts = regex::split(pattern, text, limit, budget)?,
        Value::Undefined => parts.push(Value::Text(text.clone())),
        separator => {
            let separator = to_text(separator, budget)?;
            if separator.is_empty() {
                budget.items(text.units().min(limit))?;
                parts.extend(
                    text.pieces().take(limit).map(|unit| Value::text(unit.encode_utf8(&mut [0; 4]) as &str)),
                );
            } else {
                for part in text.as_str().split(separator.as_str()).take(limit.min(budget.limits.items + 1)) {
                    parts.push(Value::text(part));
                }
            }
        }
    }
    parts.truncate(limit);
    budget.items(parts.len())?;
    budget.grow(text.bytes())?;
    Ok(Value::list(parts))
}

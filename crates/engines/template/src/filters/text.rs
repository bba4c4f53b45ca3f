//! Filters from text to text.

use super::{Builtin, like, text_of, text_or_empty};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::evaluate::Evaluated;
use crate::regex;
use crate::text::{Text, trim};
use crate::value::{Value, to_number, to_text};

pub(super) fn apply(
    filter: Builtin,
    value: Value,
    arguments: &Evaluated,
    budget: &mut Budget,
) -> Outcome<Value> {
    match filter {
        Builtin::Lower => plain(text_or_empty(&value)?.as_str().to_lowercase(), budget),
        Builtin::Upper => plain(text_or_empty(&value)?.as_str().to_uppercase(), budget),
        Builtin::Capitalize => {
            let text = capitalized(text_or_empty(&value)?.as_str());
            like(&value, Text::new(text), budget)
        }
        Builtin::Title => {
            let text = text_or_empty(&value)?;
            let words: Vec<String> = text.as_str().split(' ').map(capitalized).collect();
            like(&value, Text::new(words.join(" ")), budget)
        }
        Builtin::Trim => {
            let text = text_of(&value)?;
            like(&value, Text::new(trim(text.as_str())), budget)
        }
        Builtin::Nl2br => {
            let text = if value.is_nullish() { Text::new("") } else { text_of(&value)? };
            let broken = text.as_str().replace("\r\n", "\n").replace('\n', "<br />\n");
            like(&value, Text::new(broken), budget)
        }
        Builtin::WordCount => word_count(&value),
        _ => replace(value, arguments, budget),
    }
}

fn plain(text: String, budget: &mut Budget) -> Outcome<Value> {
    budget.grow(text.len())?;
    Ok(Value::text(text))
}

/// In lower case but for the first letter. A letter beyond U+FFFF is two units, and is left as it is.
fn capitalized(text: &str) -> String {
    let lower = text.to_lowercase();
    match lower.chars().next() {
        Some(first) if first.len_utf16() == 1 => {
            let mut text: String = first.to_uppercase().collect();
            text.push_str(&lower[first.len_utf8()..]);
            text
        }
        _ => lower,
    }
}

/// Runs of ASCII letters, digits and underscores; `null` for none.
fn word_count(value: &Value) -> Outcome<Value> {
    if !value.is_truthy() {
        return Ok(Value::Null);
    }
    let text = text_of(value)?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let bytes = text.as_str().as_bytes();
    let begins = |index: &usize| is_word(bytes[*index]) && (*index == 0 || !is_word(bytes[index - 1]));
    let count = (0..bytes.len()).filter(begins).count();
    Ok(if count == 0 { Value::Null } else { Value::count(count) })
}

fn replace(value: Value, arguments: &Evaluated, budget: &mut Budget) -> Outcome<Value> {
    let (search, replacement) = (arguments.get(0), arguments.get(1));
    let needle = match search {
        Value::Regex(pattern) => {
            let Some(text) = value.as_text() else {
                return Err(Failure::evaluation(format!("needs a string, not {}", value.kind())));
            };
            let fresh =
                crate::value::Regex { pattern: pattern.pattern.clone(), last_index: std::cell::Cell::new(0) };
            let replacement = to_text(replacement, budget)?;
            let replaced = regex::replace(&fresh, text, &replacement, budget)?;
            budget.grow(replaced.bytes())?;
            return Ok(Value::Text(replaced));
        }
        Value::Text(_) | Value::Number(_) => to_text(search, budget)?,
        _ => return Ok(value),
    };
    let input = if matches!(value, Value::Number(_)) { Value::Text(to_text(&value, budget)?) } else { value };
    let Some(text) = input.as_text().cloned() else { return Ok(input) };
    let written = to_text(replacement, budget)?;
    if needle.is_empty() {
        let separator =
            if matches!(replacement, Value::Undefined) { Text::new(",") } else { written.clone() };
        return between_units(&input, &text, &separator, &written, budget);
    }
    let count = match arguments.get(2) {
        Value::Undefined | Value::Number(-1.0) => usize::MAX,
        Value::Number(0.0) => return Ok(input),
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "the conversion saturates"
        )]
        other => to_number(other, budget)?.ceil() as usize,
    };
    let places =
        memchr::memmem::find_iter(text.as_str().as_bytes(), needle.as_str().as_bytes()).take(count).count();
    let size = text.bytes() - places * needle.bytes() + places.saturating_mul(written.bytes());
    budget.within_growth(size)?;
    like(&input, Text::new(text.as_str().replacen(needle.as_str(), written.as_str(), places)), budget)
}

/// What replacing nothing by something is: it is put at both ends and between all units.
fn between_units(
    source: &Value,
    text: &Text,
    separator: &Text,
    ends: &Text,
    budget: &mut Budget,
) -> Outcome<Value> {
    let size = text.units().saturating_mul(separator.bytes()).saturating_add(text.bytes() + 2 * ends.bytes());
    budget.within_growth(size)?;
    let mut out = ends.as_str().to_owned();
    for (index, unit) in text.pieces().enumerate() {
        if index > 0 {
            out.push_str(separator.as_str());
        }
        out.push(unit);
    }
    out.push_str(ends.as_str());
    like(source, Text::new(out), budget)
}

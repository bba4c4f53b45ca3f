//! `center`, `indent` and `truncate`: texts of a certain length.

use std::cmp::Ordering;

use super::{Builtin, like, text_of};
use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::evaluate::{Evaluated, own_member};
use crate::text::Text;
use crate::value::{Value, order, to_number, to_text};

/// Spaces that one padding can have.
const WIDEST: f64 = 16_777_216.0;

pub(super) fn apply(
    filter: Builtin,
    value: Value,
    arguments: &Evaluated,
    budget: &mut Budget,
) -> Outcome<Value> {
    let value =
        if value.is_nullish() || matches!(value, Value::Bool(false)) { Value::text("") } else { value };
    let width = match arguments.get(0) {
        width if width.is_truthy() => width.clone(),
        _ => Value::Number(match filter {
            Builtin::Center => 80.0,
            Builtin::Indent => 4.0,
            _ => 255.0,
        }),
    };
    match filter {
        Builtin::Center => center(value, &width, budget),
        Builtin::Indent => indent(&value, &width, arguments.get(1).is_truthy(), budget),
        _ => truncate(value, &width, arguments, budget),
    }
}

/// As many spaces as a number says, rounded up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
fn spaces(count: f64, budget: &mut Budget) -> Outcome<String> {
    if count.is_nan() || count <= 0.0 {
        return Ok(String::new());
    }
    if count > WIDEST {
        return Err(Failure::evaluation(format!("cannot write {count} spaces")));
    }
    let count = count.ceil() as usize;
    budget.grow(count)?;
    Ok(" ".repeat(count))
}

fn length_of(value: &Value) -> Value {
    own_member(value, "length").unwrap_or_default()
}

fn center(value: Value, width: &Value, budget: &mut Budget) -> Outcome<Value> {
    let length = length_of(&value);
    if order(&length, width, budget)?.is_some_and(Ordering::is_ge) {
        return Ok(value);
    }
    let missing = to_number(width, budget)? - to_number(&length, budget)?;
    let text = to_text(&value, budget)?;
    let (before, after) = (spaces(missing / 2.0 - missing % 2.0, budget)?, spaces(missing / 2.0, budget)?);
    like(&value, Text::new(format!("{before}{}{after}", text.as_str())), budget)
}

fn indent(value: &Value, width: &Value, first_too: bool, budget: &mut Budget) -> Outcome<Value> {
    let text = text_of(value)?;
    if text.is_empty() && matches!(value, Value::Text(_)) {
        return Ok(Value::text(""));
    }
    let indentation = spaces(to_number(width, budget)?, budget)?;
    let lines = memchr::memchr_iter(b'\n', text.as_str().as_bytes()).count() + 1;
    budget.within_growth(text.bytes().saturating_add(lines.saturating_mul(indentation.len())))?;
    let mut indented = String::with_capacity(text.bytes());
    for (index, line) in text.as_str().split('\n').enumerate() {
        if index > 0 {
            indented.push('\n');
        }
        if index > 0 || first_too {
            indented.push_str(&indentation);
        }
        indented.push_str(line);
    }
    like(value, Text::new(indented), budget)
}

fn truncate(value: Value, width: &Value, arguments: &Evaluated, budget: &mut Budget) -> Outcome<Value> {
    if order(&length_of(&value), width, budget)?.is_some_and(Ordering::is_le) {
        return Ok(value);
    }
    let text = text_of(&value)?;
    let width = to_number(width, budget)?;
    let length = text.units();
    #[expect(clippy::cast_precision_loss, reason = "texts are far shorter than 2^52")]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
    let most = if width.is_nan() { 0 } else { width.clamp(0.0, length as f64) as usize };
    let mut end = most;
    if !arguments.get(1).is_truthy() {
        // The last space at or before the limit.
        let until = if width.is_nan() { length } else { (most + 1).min(length) };
        if let Some(space) = text.slice(0, until).as_str().rfind(' ') {
            end = text.units_before(space);
        }
    }
    let kept = text.slice(0, end);
    let rest = match arguments.get(2) {
        rest if rest.is_nullish() => Text::new("..."),
        rest => to_text(rest, budget)?,
    };
    like(&value, Text::new(format!("{}{}", kept.as_str(), rest.as_str())), budget)
}

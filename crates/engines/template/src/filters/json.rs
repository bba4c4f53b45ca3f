//! `dump`: values as JSON text, as JavaScript writes it.

use std::fmt::Write as _;

use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::text::{Text, lone_half};
use crate::value::{MOST_NESTED, Value, format_number};

/// The value as JSON; a number of spaces or a text to indent with makes it more than one line.
pub(super) fn dump(value: &Value, spacing: &Value, budget: &mut Budget) -> Outcome<Value> {
    if matches!(value, Value::Undefined) {
        return Ok(Value::Undefined);
    }
    let mut writer = Writer { out: String::new(), indent: indentation(spacing), budget };
    writer.value(value, 0)?;
    let out = writer.out;
    budget.grow(out.len())?;
    Ok(Value::text(out))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 10")]
fn indentation(spacing: &Value) -> String {
    match spacing {
        Value::Text(text) => text.slice(0, 10).as_str().to_owned(),
        Value::Number(number) if *number > 0.0 => " ".repeat(number.min(10.0) as usize),
        _ => String::new(),
    }
}

struct Writer<'a> {
    out: String,
    indent: String,
    budget: &'a mut Budget,
}

impl Writer<'_> {
    fn value(&mut self, value: &Value, depth: usize) -> Outcome<()> {
        if depth > MOST_NESTED {
            return Err(Failure::evaluation(format!("values can be nested {MOST_NESTED} levels deep")));
        }
        self.budget.charge()?;
        self.budget.within_growth(self.out.len())?;
        match value {
            Value::Bool(value) => self.out.push_str(if *value { "true" } else { "false" }),
            Value::Number(number) if number.is_finite() => self.out.push_str(&format_number(*number)),
            Value::Undefined | Value::Null | Value::Number(_) => self.out.push_str("null"),
            Value::Text(text) => self.text(text),
            Value::Safe(text) => self.text(text),
            Value::Regex(_) => self.out.push_str("{}"),
            Value::Callable(_) => return Err(Failure::evaluation("a function cannot be written as JSON")),
            Value::List(list) => {
                self.out.push('[');
                for (index, item) in list.snapshot().iter().enumerate() {
                    self.separate(index, depth + 1);
                    self.value(item, depth + 1)?;
                }
                self.close(']', list.len(), depth);
            }
            Value::Record(record) => {
                self.out.push('{');
                let present = record.entries().iter().filter(|(_, value)| !matches!(value, Value::Undefined));
                let mut count = 0;
                for (key, value) in present {
                    self.separate(count, depth + 1);
                    self.text(key);
                    self.out.push_str(if self.indent.is_empty() { ":" } else { ": " });
                    self.value(value, depth + 1)?;
                    count += 1;
                }
                self.close('}', count, depth);
            }
        }
        Ok(())
    }

    fn separate(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.out.push(',');
        }
        self.break_line(depth);
    }

    fn close(&mut self, bracket: char, count: usize, depth: usize) {
        if count > 0 {
            self.break_line(depth);
        }
        self.out.push(bracket);
    }

    fn break_line(&mut self, depth: usize) {
        if !self.indent.is_empty() {
            self.out.push('\n');
            for _ in 0..depth {
                self.out.push_str(&self.indent);
            }
        }
    }

    fn text(&mut self, text: &Text) {
        self.out.push('"');
        for character in text.as_str().chars() {
            match character {
                '"' => self.out.push_str("\\\""),
                '\\' => self.out.push_str("\\\\"),
                '\u{8}' => self.out.push_str("\\b"),
                '\u{c}' => self.out.push_str("\\f"),
                '\n' => self.out.push_str("\\n"),
                '\r' => self.out.push_str("\\r"),
                '\t' => self.out.push_str("\\t"),
                other => match lone_half(other) {
                    None if other >= ' ' => self.out.push(other),
                    half => {
                        let code = half.map_or(u32::from(other), u32::from);
                        let _infallible = write!(self.out, "\\u{code:04x}");
                    }
                },
            }
        }
        self.out.push('"');
    }
}

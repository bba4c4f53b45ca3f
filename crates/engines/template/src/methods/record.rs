//! Methods of Python's dictionaries, for templates that were written for cookiecutter.

use super::Name;
use crate::budget::Budget;
use crate::error::Outcome;
use crate::value::{Record, Value, to_text};

pub(super) fn apply(
    record: &Record,
    method: Name,
    arguments: &[Value],
    budget: &mut Budget,
) -> Outcome<Value> {
    budget.items(record.len())?;
    let entries = record.entries().iter();
    Ok(match method {
        Name::Get => {
            let key = to_text(arguments.first().unwrap_or(&Value::Undefined), budget)?;
            record.get(key.as_str()).or(arguments.get(1)).cloned().unwrap_or_default()
        }
        Name::HasKey => {
            let key = to_text(arguments.first().unwrap_or(&Value::Undefined), budget)?;
            Value::Bool(record.get(key.as_str()).is_some())
        }
        Name::Keys => Value::list(entries.map(|(key, _)| Value::Text(key.clone())).collect()),
        Name::Values => Value::list(entries.map(|(_, value)| value.clone()).collect()),
        _ => Value::list(
            entries.map(|(key, value)| Value::list(vec![Value::Text(key.clone()), value.clone()])).collect(),
        ),
    })
}

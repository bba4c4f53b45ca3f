//! Filters and functions that a portal adds: values in, a value out.

use std::fmt;
use std::sync::Arc;

use serde_json::Value as Json;

use crate::budget::Budget;
use crate::error::{Failure, Outcome};
use crate::value::{Value, from_json, to_json};

/// Arguments as data, the input of a filter first. `None` is `undefined`.
pub type ExtensionArguments<'a> = &'a [Option<Json>];

/// A result as data, `None` for `undefined`; or why there is none.
pub type ExtensionResult = Result<Option<Json>, String>;

type Run = dyn Fn(ExtensionArguments<'_>) -> ExtensionResult + Send + Sync;

/// A filter or function of the portal. It sees copies, and cannot call back.
#[derive(Clone)]
pub struct Extension {
    run: Arc<Run>,
}

impl Extension {
    pub fn new(run: impl Fn(ExtensionArguments<'_>) -> ExtensionResult + Send + Sync + 'static) -> Self {
        Self { run: Arc::new(run) }
    }
}

impl fmt::Debug for Extension {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Extension")
    }
}

pub(crate) fn call(extension: &Extension, values: &[Value], budget: &mut Budget) -> Outcome<Value> {
    let mut arguments = Vec::with_capacity(values.len());
    for value in values {
        arguments.push(to_json(value, budget)?);
    }
    let result = (extension.run)(&arguments).map_err(Failure::extension)?;
    let Some(result) = result else { return Ok(Value::Undefined) };
    budget.grow(size_of_json(&result))?;
    from_json(&result, &budget.limits).map_err(|error| Failure::extension(error.to_string()))
}

/// Roughly the bytes that a value takes.
fn size_of_json(json: &Json) -> usize {
    size_of::<Value>()
        + match json {
            Json::String(text) => text.len(),
            Json::Array(items) => items.iter().map(size_of_json).sum(),
            Json::Object(entries) => {
                entries.iter().map(|(name, value)| name.len() + size_of_json(value)).sum()
            }
            _ => 0,
        }
}

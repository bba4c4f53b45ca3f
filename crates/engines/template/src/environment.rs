//! What a portal gives its templates besides data: limits, filters, globals.

use crate::extension::Extension;
use crate::limits::Limits;
use crate::text::Text;
use crate::value::{Callable, ContextError, Value, from_json};

/// Filters and globals of a portal with the limits of each render. Made once, shared by all templates.
#[derive(Debug, Clone, Default)]
pub struct Environment {
    pub limits: Limits,
    /// Where the filter `random` begins; give another value to each render.
    pub seed: u64,
    filters: Vec<(String, Extension)>,
    functions: Vec<(String, Extension)>,
    values: Vec<(String, serde_json::Value)>,
}

impl Environment {
    /// Adds a filter, or replaces the one of that name, built-in ones included. Names may have dots.
    pub fn add_filter(&mut self, name: &str, filter: Extension) {
        put(&mut self.filters, name, filter);
    }

    /// Adds a function that expressions can call.
    pub fn add_function(&mut self, name: &str, function: Extension) {
        put(&mut self.functions, name, function);
    }

    /// Adds a value that expressions can name; data of the same name goes before it.
    pub fn add_value(&mut self, name: &str, value: serde_json::Value) -> Result<(), ContextError> {
        from_json(&value, &self.limits)?;
        put(&mut self.values, name, value);
        Ok(())
    }

    /// Names of the added filters.
    pub fn filter_names(&self) -> impl Iterator<Item = &str> {
        self.filters.iter().map(|(name, _)| name.as_str())
    }

    /// Names of the added functions.
    pub fn function_names(&self) -> impl Iterator<Item = &str> {
        self.functions.iter().map(|(name, _)| name.as_str())
    }

    /// Names of the added values.
    pub fn value_names(&self) -> impl Iterator<Item = &str> {
        self.values.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn filter(&self, name: &str) -> Option<&Extension> {
        get(&self.filters, name)
    }

    pub(crate) fn function(&self, name: &str) -> Option<&Extension> {
        get(&self.functions, name)
    }

    pub(crate) fn global(&self, name: &Text) -> Option<Value> {
        if let Some(value) = get(&self.values, name.as_str()) {
            return from_json(value, &self.limits).ok();
        }
        self.function(name.as_str()).map(|_| Value::callable(Callable::Extension(name.clone())))
    }
}

fn put<T>(entries: &mut Vec<(String, T)>, name: &str, value: T) {
    match entries.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known = value,
        None => entries.push((name.to_owned(), value)),
    }
}

fn get<'a, T>(entries: &'a [(String, T)], name: &str) -> Option<&'a T> {
    entries.iter().find(|(known, _)| known == name).map(|(_, value)| value)
}

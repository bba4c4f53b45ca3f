//! Reading `ui:options`, and saying what is wrong with them.

use serde_json::{Map, Value};

use super::CatalogFilter;
use crate::problem::FormProblem;

pub(super) struct Options<'a> {
    pub written: &'a Map<String, Value>,
    pub pointer: &'a str,
    pub problems: &'a mut Vec<FormProblem>,
}

impl Options<'_> {
    /// The value, unless it is missing or `null`.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.written.get(name).filter(|value| !value.is_null())
    }

    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let value = self.get(name)?;
        let text = value.as_str().map(str::to_owned);
        self.expect(name, "a text", text)
    }

    pub(super) fn switch(&mut self, name: &str) -> Option<bool> {
        let value = self.get(name)?;
        let switch = value.as_bool();
        self.expect(name, "true or false", switch)
    }

    pub(super) fn texts(&mut self, name: &str) -> Option<Vec<String>> {
        let value = self.get(name)?;
        let texts = texts(value);
        self.expect(name, "a list of texts", texts)
    }

    /// `defaultNamespace`: a name, or `false` for none.
    pub(super) fn namespace(&mut self) -> Option<String> {
        match self.get("defaultNamespace") {
            Some(Value::Bool(false)) => None,
            _ => self.text("defaultNamespace"),
        }
    }

    pub(super) fn filter(&mut self) -> Option<CatalogFilter> {
        let value = self.get("catalogFilter")?;
        let filter = CatalogFilter::parse(value);
        self.expect(
            "catalogFilter",
            "an object of fields, each with a text, a list of texts or `exists: true`",
            filter,
        )
    }

    /// Notes a problem when the option is not what it should be.
    pub(super) fn expect<T>(&mut self, name: &str, expected: &str, found: Option<T>) -> Option<T> {
        if found.is_none() {
            let pointer = format!("{}/ui:options/{name}", self.pointer);
            self.problems.push(FormProblem::new(pointer, format!("must be {expected}")));
        }
        found
    }
}

pub(super) fn texts(value: &Value) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|item| item.as_str().map(str::to_owned)).collect()
}

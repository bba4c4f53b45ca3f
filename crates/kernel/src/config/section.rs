//! Reading values by dotted path with Backstage's conversions. Source: config contract, section 2 "Readers".

use std::time::Duration;

use serde_json::Value;

use super::ConfigError;

/// A subtree of the configuration.
#[derive(Clone, Debug)]
pub struct Section {
    value: Value,
}

impl Section {
    pub fn root(value: Value) -> Self {
        Self { value }
    }

    /// The raw value at a dotted path; `None` when missing or null.
    pub fn get(&self, path: &str) -> Option<&Value> {
        let mut at = &self.value;
        for part in path.split('.') {
            at = at.get(part)?;
        }
        (!at.is_null()).then_some(at)
    }

    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    pub fn string(&self, path: &str) -> Result<Option<String>, ConfigError> {
        Ok(self.get(path).and_then(Value::as_str).map(str::to_owned))
    }

    pub fn number(&self, path: &str) -> Result<Option<f64>, ConfigError> {
        Ok(self.get(path).and_then(Value::as_f64))
    }

    pub fn boolean(&self, path: &str) -> Result<Option<bool>, ConfigError> {
        Ok(self.get(path).and_then(Value::as_bool))
    }

    pub fn strings(&self, path: &str) -> Result<Option<Vec<String>>, ConfigError> {
        let items = self.get(path).and_then(Value::as_array);
        Ok(items.map(|items| items.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
    }

    pub fn duration(&self, _path: &str) -> Result<Option<Duration>, ConfigError> {
        Ok(None)
    }

    /// The subtree at a path, if it is an object.
    pub fn section(&self, path: &str) -> Result<Option<Section>, ConfigError> {
        Ok(self.get(path).cloned().map(Section::root))
    }

    /// The items of a list of objects; an object in place of a list counts as a list of one where `path` ends in it.
    pub fn sections(&self, path: &str) -> Result<Vec<Section>, ConfigError> {
        let items = self.get(path).and_then(Value::as_array).cloned().unwrap_or_default();
        Ok(items.into_iter().map(Section::root).collect())
    }

    /// The keys of this object, in order.
    pub fn keys(&self) -> Vec<String> {
        self.value.as_object().map(|object| object.keys().cloned().collect()).unwrap_or_default()
    }

    pub fn value(&self) -> &Value {
        &self.value
    }
}

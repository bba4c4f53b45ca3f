//! Reading values by dotted path with Backstage's conversions and messages. Source: config contract, section 2
//! "Readers". Does not know where values came from, only the places to name in errors.

pub(super) mod convert;
mod path;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::load::Document;
use super::node::Origin;
use super::{ConfigError, duration};
use crate::Secret;
use convert::type_name;
pub(super) use path::is_key_part;
use path::{Step, join};

/// A subtree of the configuration. Cheap to clone: the tree itself is shared.
#[derive(Clone)]
pub struct Section {
    document: Arc<Document>,
    steps: Arc<[Step]>,
    /// Full key of this subtree (`catalog.rules[0]`), empty for the root.
    key: Arc<str>,
}

/// Values may be secrets, so only the place in the tree is shown.
impl fmt::Debug for Section {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Section({})", self.key)
    }
}

impl Section {
    /// A configuration that consists of `value` and comes from no file.
    pub fn root(value: Value) -> Self {
        Self::of(Document::from_value(value))
    }

    pub(super) fn of(document: Document) -> Self {
        Self { document: Arc::new(document), steps: Arc::new([]), key: "".into() }
    }

    /// This subtree as it is.
    pub fn value(&self) -> &Value {
        let mut at = &self.document.value;
        for step in self.steps.iter() {
            let next = match step {
                Step::Key(key) => at.get(key.as_ref()),
                Step::Index(index) => at.get(index),
            };
            at = next.unwrap_or(&Value::Null);
        }
        at
    }

    /// The raw value at a dotted path; `None` when missing or null. Never fails: a path that leads through something
    /// other than an object is missing.
    pub fn get(&self, path: &str) -> Option<&Value> {
        let mut at = self.value();
        for part in path.split('.').filter(|_| !path.is_empty()) {
            at = at.get(part)?;
        }
        (!at.is_null()).then_some(at)
    }

    pub fn has(&self, path: &str) -> bool {
        self.get(path).is_some()
    }

    /// The keys of this object, in order; those set to null are left out.
    pub fn keys(&self) -> Vec<String> {
        let Some(object) = self.value().as_object() else { return Vec::new() };
        object.iter().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.clone()).collect()
    }

    /// The full key of this subtree from the root, as messages show it; empty for the root.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The value below one key taken literally, for keys that are no path parts (`/echo` in `proxy.endpoints`, header
    /// names). The result may be a section of any type; ask its `value()`.
    pub fn child(&self, key: &str) -> Option<Section> {
        self.value().get(key).filter(|value| !value.is_null())?;
        Some(self.descend([Step::Key(key.into())], &join(&self.key, key)))
    }

    /// Every key of this object with its value, in order, taken literally as in [`Section::child`].
    pub fn children(&self) -> Vec<(String, Section)> {
        let mut children = Vec::new();
        for key in self.keys() {
            if let Some(child) = self.child(&key) {
                children.push((key, child));
            }
        }
        children
    }

    /// The items of this list, whatever their types; empty when this is no list.
    pub fn items(&self) -> Vec<Section> {
        let count = self.value().as_array().map_or(0, Vec::len);
        (0..count)
            .map(|index| self.descend([Step::Index(index)], &format!("{}[{index}]", self.key)))
            .collect()
    }

    /// A text. Numbers and the empty text are refused, also here in the optional form.
    pub fn string(&self, path: &str) -> Result<Option<String>, ConfigError> {
        let Some(value) = self.find(path)? else { return Ok(None) };
        match value {
            Value::String(text) if !text.is_empty() => Ok(Some(text.clone())),
            other => Err(self.type_error(path, other, "string")),
        }
    }

    /// A text that must not be printed.
    pub fn secret(&self, path: &str) -> Result<Option<Secret>, ConfigError> {
        Ok(self.string(path)?.map(Secret::new))
    }

    /// A number, or a text that JavaScript would convert to one (`""` is 0).
    pub fn number(&self, path: &str) -> Result<Option<f64>, ConfigError> {
        let Some(value) = self.find(path)? else { return Ok(None) };
        let number = match value {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => convert::number(text),
            other => return Err(self.type_error(path, other, "number")),
        };
        number.map(Some).ok_or_else(|| self.conversion_error(path, "number"))
    }

    /// A whole number of at least 0, read as [`Section::number`] does.
    pub fn integer(&self, path: &str) -> Result<Option<u64>, ConfigError> {
        let Some(number) = self.number(path)? else { return Ok(None) };
        convert::whole(number)
            .map(Some)
            .ok_or_else(|| self.conversion_error(path, "whole number of at least 0"))
    }

    /// A boolean, or one of yes, no, on, off, true, false, y, n, 1, 0 in any case.
    pub fn boolean(&self, path: &str) -> Result<Option<bool>, ConfigError> {
        let Some(value) = self.find(path)? else { return Ok(None) };
        let flag = match value {
            Value::Bool(flag) => Some(*flag),
            Value::Number(number) => convert::boolean(&number.to_string()),
            Value::String(text) => convert::boolean(text),
            other => return Err(self.type_error(path, other, "boolean")),
        };
        flag.map(Some).ok_or_else(|| self.conversion_error(path, "boolean"))
    }

    /// A list of texts, none of them empty.
    pub fn strings(&self, path: &str) -> Result<Option<Vec<String>>, ConfigError> {
        let Some(value) = self.find(path)? else { return Ok(None) };
        let Some(items) = value.as_array() else { return Err(self.type_error(path, value, "string-array")) };
        let mut texts = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            match item {
                Value::String(text) if !text.is_empty() => texts.push(text.clone()),
                other => return Err(self.type_error(&format!("{path}[{index}]"), other, "string-array")),
            }
        }
        Ok(Some(texts))
    }

    /// One text, or a list of texts.
    pub fn string_or_strings(&self, path: &str) -> Result<Option<Vec<String>>, ConfigError> {
        match self.find(path)? {
            Some(Value::Array(_)) => self.strings(path),
            _ => Ok(self.string(path)?.map(|text| vec![text])),
        }
    }

    /// A duration: `{minutes: 5}`, `PT5M` or `5m`. Source: config contract, section 4.
    pub fn duration(&self, path: &str) -> Result<Option<Duration>, ConfigError> {
        let Some(value) = self.find(path)? else { return Ok(None) };
        if let Value::String(text) = value
            && !text.is_empty()
        {
            let text = text.trim();
            let parsed = duration::parse(text).map_err(|problem| {
                self.error_at(
                    path,
                    format!("Invalid duration '{text}' in config at '{path}', Error: {problem}"),
                )
            })?;
            return Ok(Some(parsed));
        }
        let Value::Object(_) = value else {
            let cause = self.type_error(path, value, "object").message;
            let message = format!("Failed to read duration from config, TypeError: {cause}");
            return Err(self.error_at(path, message));
        };
        let Some(section) = self.section(path)? else { return Ok(None) };
        section.own_duration(&format!(" at '{path}'")).map(Some)
    }

    /// The object form, where this section itself is the duration.
    fn own_duration(&self, place: &str) -> Result<Duration, ConfigError> {
        let mut total = None;
        for (unit, length) in duration::UNITS {
            let number = self.number(unit).map_err(|mut error| {
                error.message = format!("Failed to read duration from config, Error: {}", error.message);
                error
            })?;
            if let Some(number) = number {
                total = Some(total.unwrap_or(0.0) + number * length);
            }
        }
        let refuse = |problem: String| {
            self.error_at("", format!("Failed to read duration from config{place}, Error: {problem}"))
        };
        let known = |key: &str| duration::UNITS.iter().any(|(unit, _)| *unit == key);
        let unknown: Vec<String> =
            self.keys().iter().filter(|key| !known(key)).map(|key| format!("'{key}'")).collect();
        let Some(total) = total else {
            return Err(refuse(format!("Needs one or more of {}", duration::unit_names())));
        };
        if !unknown.is_empty() {
            let noun = if unknown.len() == 1 { "property" } else { "properties" };
            let (bad, good) = (unknown.join(", "), duration::unit_names());
            return Err(refuse(format!("Unknown {noun} {bad}; expected one or more of {good}")));
        }
        duration::from_milliseconds(total).map_err(refuse)
    }

    /// The subtree at a path, which must be an object.
    pub fn section(&self, path: &str) -> Result<Option<Section>, ConfigError> {
        match self.find(path)? {
            None => Ok(None),
            Some(Value::Object(_)) => Ok(Some(self.descend_path(path))),
            Some(other) => Err(self.type_error(path, other, "object")),
        }
    }

    /// The items of a list of objects; empty when the list is missing.
    pub fn sections(&self, path: &str) -> Result<Vec<Section>, ConfigError> {
        let Some(value) = self.find(path)? else { return Ok(Vec::new()) };
        let Some(items) = value.as_array() else { return Err(self.type_error(path, value, "object-array")) };
        for (index, item) in items.iter().enumerate() {
            if !item.is_object() {
                return Err(self.type_error(&format!("{path}[{index}]"), item, "object-array"));
            }
        }
        Ok(self.descend_path(path).items())
    }

    /// As [`Section::sections`], where one object may stand in place of a list of one
    /// (`catalog.providers.githubOrg`).
    pub fn section_or_sections(&self, path: &str) -> Result<Vec<Section>, ConfigError> {
        match self.find(path)? {
            Some(Value::Object(_)) => Ok(vec![self.descend_path(path)]),
            _ => self.sections(path),
        }
    }

    /// Turns an absent value into the error that Backstage gives:
    /// `section.required("app.baseUrl", section.string("app.baseUrl")?)`.
    pub fn required<Found>(&self, path: &str, found: Option<Found>) -> Result<Found, ConfigError> {
        found.ok_or_else(|| {
            let (key, layer) = (join(&self.key, path), self.layer_of(""));
            self.error_at(path, format!("Missing required config value at '{key}' in '{layer}'"))
        })
    }

    /// An error about the value at `path`, with its file, line and column, for what only a feature can judge. A path
    /// that does not exist is placed at the nearest thing above it; the empty path is this section.
    pub fn error_at(&self, path: &str, message: impl Into<String>) -> ConfigError {
        let message = message.into();
        let key = join(&self.key, path);
        match self.origin_of(&key) {
            Some(origin) => {
                // An object or list begins below its key; people look for the key.
                let is_tree = self.get(path).is_some_and(|value| value.is_object() || value.is_array());
                origin.source.error(if is_tree { origin.key } else { origin.value }, message)
            }
            None => ConfigError::whole(message, self.document.layer.as_ref()),
        }
    }

    /// An error about the value at a full key, as the schema walk writes keys (`a.b[0].c`).
    pub(super) fn error_for(&self, key: &str, message: String) -> ConfigError {
        match self.origin_of(key) {
            Some(origin) => origin.source.error(origin.value, message),
            None => ConfigError::whole(message, self.document.layer.as_ref()),
        }
    }

    /// The same, placed at the key itself.
    pub(super) fn error_for_key(&self, key: &str, message: String) -> ConfigError {
        match self.origin_of(key) {
            Some(origin) => origin.source.error(origin.key, message),
            None => ConfigError::whole(message, self.document.layer.as_ref()),
        }
    }

    /// The value at a path of key parts; `Err` when a part is malformed or the path leads through a non-object.
    fn find(&self, path: &str) -> Result<Option<&Value>, ConfigError> {
        let parts: Vec<&str> = path.split('.').filter(|_| !path.is_empty()).collect();
        if parts.iter().any(|part| !is_key_part(part)) {
            return Err(self.error_at("", format!("Invalid config key '{path}'")));
        }
        let mut at = self.value();
        for (index, part) in parts.iter().enumerate() {
            match at {
                Value::Object(entries) => match entries.get(*part) {
                    Some(next) => at = next,
                    None => return Ok(None),
                },
                Value::Null => return Ok(None),
                other => return Err(self.type_error(&parts[..index].join("."), other, "object")),
            }
        }
        Ok((!at.is_null()).then_some(at))
    }

    fn type_error(&self, path: &str, value: &Value, wanted: &str) -> ConfigError {
        let (key, layer, got) = (join(&self.key, path), self.layer_of(path), type_name(value));
        self.error_at(
            path,
            format!("Invalid type in config for key '{key}' in '{layer}', got {got}, wanted {wanted}"),
        )
    }

    fn conversion_error(&self, path: &str, wanted: &str) -> ConfigError {
        let (key, layer) = (join(&self.key, path), self.layer_of(path));
        self.error_at(
            path,
            format!("Unable to convert config value for key '{key}' in '{layer}' to a {wanted}"),
        )
    }

    fn layer_of(&self, path: &str) -> Arc<str> {
        let origin = self.origin_of(&join(&self.key, path));
        origin.map_or_else(|| Arc::clone(&self.document.layer), |origin| Arc::clone(&origin.source.layer))
    }

    /// The place of a full key, or of the nearest thing above it.
    pub(super) fn origin_of(&self, key: &str) -> Option<&Origin> {
        let mut key = key;
        loop {
            if let Some(origin) = self.document.origins.get(key) {
                return Some(origin);
            }
            if key.is_empty() {
                return None;
            }
            key = &key[..key.rfind(['.', '[']).unwrap_or(0)];
        }
    }

    fn descend_path(&self, path: &str) -> Section {
        let steps = path.split('.').filter(|_| !path.is_empty()).map(|part| Step::Key(part.into()));
        self.descend(steps, &join(&self.key, path))
    }

    fn descend(&self, steps: impl IntoIterator<Item = Step>, key: &str) -> Section {
        let steps = self.steps.iter().cloned().chain(steps).collect();
        Section { document: Arc::clone(&self.document), steps, key: key.into() }
    }
}

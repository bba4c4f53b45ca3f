//! What an operator should know about a configuration before trusting it: keys that nothing reads, values of the wrong
//! form, ways that are given up. Never shows a value.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::tree::{Branch, root};
use super::{Key, Shape, Support};
use crate::config::limits::PROBLEMS;
use crate::config::section::convert;
use crate::config::{ConfigError, Section, duration};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The value cannot be used.
    Error,
    /// Something that was written has no effect, or will lose it.
    Warning,
    /// Worth knowing.
    Note,
}

/// Something about one place of a configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub severity: Severity,
    /// The full key.
    pub key: String,
    pub error: ConfigError,
    /// What to do, where that is known.
    pub help: Option<String>,
}

/// Walks a configuration beside the table. `features` are the ids of those that this build contains.
pub(in crate::config) fn find(root_section: &Section, features: &[&str]) -> Vec<Finding> {
    let mut walk = Walk { root: root_section, features, found: Vec::new(), key: String::new() };
    if let Value::Object(entries) = root_section.value() {
        walk.entries(entries, root());
    }
    walk.found
}

struct Walk<'a> {
    root: &'a Section,
    features: &'a [&'a str],
    found: Vec<Finding>,
    key: String,
}

impl Walk<'_> {
    fn entries(&mut self, entries: &Map<String, Value>, branch: &Branch) {
        let length = self.key.len();
        for (name, value) in entries {
            if length > 0 {
                self.key.push('.');
            }
            self.key.push_str(name);
            match branch.child(name, value.is_object()) {
                Some(child) => self.value(value, child),
                None => self.unknown(name, branch),
            }
            self.key.truncate(length);
        }
    }

    fn value(&mut self, value: &Value, branch: &Branch) {
        if value.is_null() {
            return;
        }
        if let Some(feature) = absent_feature(branch, self.features) {
            let message = format!("nothing reads '{}': this build has no feature '{feature}'", self.key);
            self.add(Severity::Warning, message, None);
            return;
        }
        if let Some(key) = branch.key
            && self.support(key)
        {
            return;
        }
        match value {
            Value::Array(items) if branch.item.is_some() => self.items(items, branch),
            Value::Object(entries) if branch.has_children() => self.entries(entries, branch),
            value => self.shape(value, branch),
        }
    }

    fn items(&mut self, items: &[Value], branch: &Branch) {
        let Some(branch) = branch.item.as_deref() else { return };
        let length = self.key.len();
        for (index, item) in items.iter().enumerate() {
            let _ = write!(self.key, "[{index}]");
            self.value(item, branch);
            self.key.truncate(length);
        }
    }

    /// Says what becomes of a key; true when nothing below it needs looking at.
    fn support(&mut self, key: &Key) -> bool {
        match key.support {
            Support::Supported => false,
            Support::Deprecated(instead) => {
                let message = format!("the configuration key '{}' is deprecated", self.key);
                self.add(Severity::Warning, message, Some(instead.to_owned()));
                false
            }
            Support::FrontEndOnly => {
                let message = format!("only the stock Backstage app reads '{}'", self.key);
                self.add(
                    Severity::Note,
                    message,
                    Some(String::from("Callboard's own pages do not look at it")),
                );
                true
            }
            Support::NotSupported(why) => {
                let message = format!("'{}' is not supported", self.key);
                self.add(Severity::Warning, message, Some(why.to_owned()));
                true
            }
        }
    }

    fn unknown(&mut self, name: &str, branch: &Branch) {
        let help = match nearest(name, branch) {
            Some(close) => Some(format!("did you mean '{close}'?")),
            None if self.key == name => {
                Some(String::from("a Backstage plugin may read it, no part of this portal does"))
            }
            None => None,
        };
        self.add(Severity::Warning, format!("unknown configuration key '{}'", self.key), help);
    }

    fn shape(&mut self, value: &Value, branch: &Branch) {
        let shapes = branch.key.map_or(&[][..], |key| key.shapes);
        if shapes.iter().any(|shape| fits(*shape, value)) {
            return;
        }
        let wanted = wanted(shapes, branch);
        let got = convert::type_name(value);
        self.add(Severity::Error, format!("'{}' must be {wanted}, got {got}", self.key), None);
    }

    fn add(&mut self, severity: Severity, message: String, help: Option<String>) {
        if self.found.len() >= PROBLEMS {
            return;
        }
        // Unknown keys and whole subtrees are shown at the key; wrong values at the value.
        let error = match severity {
            Severity::Error => self.root.error_for(&self.key, message),
            Severity::Warning | Severity::Note => self.root.error_for_key(&self.key, message),
        };
        self.found.push(Finding { severity, key: self.key.clone(), error, help });
    }
}

/// The feature that alone reads everything below a place, when this build does not have it.
fn absent_feature(branch: &Branch, features: &[&str]) -> Option<&'static str> {
    let feature = sole_feature(branch)?;
    (!features.contains(&feature)).then_some(feature)
}

fn sole_feature(branch: &Branch) -> Option<&'static str> {
    if branch.key.is_some() {
        return branch.feature;
    }
    let children = branch.named.values().chain(branch.any_key.as_deref()).chain(branch.item.as_deref());
    let mut sole = None;
    for child in children {
        let feature = sole_feature(child)?;
        if sole.is_some_and(|known| known != feature) {
            return None;
        }
        sole = Some(feature);
    }
    sole
}

fn fits(shape: Shape, value: &Value) -> bool {
    match (shape, value) {
        (Shape::Any, _) | (Shape::Number, Value::Number(_)) | (Shape::Boolean, Value::Bool(_)) => true,
        (Shape::Text, Value::String(text)) => !text.is_empty(),
        (Shape::Number, Value::String(text)) => convert::number(text).is_some(),
        (Shape::Boolean, Value::String(text)) => convert::boolean(text).is_some(),
        (Shape::Duration, Value::String(text)) => duration::parse(text.trim()).is_ok(),
        (Shape::Duration, Value::Object(entries)) => {
            !entries.is_empty()
                && entries.keys().all(|key| duration::UNITS.iter().any(|(unit, _)| unit == key))
        }
        (Shape::OneOf(choices), Value::String(text)) => choices.contains(&text.as_str()),
        _ => false,
    }
}

fn wanted(shapes: &[Shape], branch: &Branch) -> String {
    let mut forms = Vec::new();
    for shape in shapes {
        forms.push(match shape {
            Shape::Text => String::from("text"),
            Shape::Number => String::from("a number"),
            Shape::Boolean => String::from("true or false"),
            Shape::Duration => String::from("a duration such as '30m' or {minutes: 30}"),
            Shape::OneOf(choices) => format!("one of {}", choices.join(", ")),
            Shape::Any => String::from("anything"),
        });
    }
    if branch.item.is_some() {
        forms.push(String::from("a list"));
    }
    if branch.has_children() {
        forms.push(String::from("an object"));
    }
    forms.join(" or ")
}

/// The known key that a misspelt one most likely stands for.
fn nearest(name: &str, branch: &Branch) -> Option<&'static str> {
    /// Longer names are no slip of the finger, and comparing them would cost time.
    const COMPARED_LENGTH: usize = 64;
    if name.len() > COMPARED_LENGTH {
        return None;
    }
    let lower = name.to_ascii_lowercase();
    let distances = branch
        .named
        .keys()
        .map(|known| (strsim::damerau_levenshtein(&lower, &known.to_ascii_lowercase()), *known));
    let (distance, known) = distances.min()?;
    (distance <= name.len().max(known.len()) / 3).then_some(known)
}

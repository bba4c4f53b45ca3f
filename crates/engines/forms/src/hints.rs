//! `ui:*`: how a property wants to be shown. Template authors write these beside the schema; here they are lifted out.
//!
//! Where hints are looked for, and which wins when several schemas speak of one property, is what the stock front end
//! does: properties, items, the branches of conditions and the options of `oneOf` count; definitions that a `$ref`
//! names do not.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::data;
use crate::picker::Picker;
use crate::problem::FormProblem;

/// Hints of one property and of what is inside of it.
#[derive(Debug, Default)]
pub(crate) struct Hints {
    /// Everything of `ui:options` and `ui:<name>`, without the prefix.
    pub options: Map<String, Value>,
    /// The picker that `ui:field` names, when it is one of Backstage's.
    pub picker: Option<Picker>,
    properties: BTreeMap<String, Self>,
    items: Option<Box<Self>>,
}

static NOTHING: std::sync::LazyLock<Hints> = std::sync::LazyLock::new(Hints::default);

impl Hints {
    /// Takes the hints out of a schema. What is wrong with them is added to `problems`, by place below `pointer`.
    pub(crate) fn lift(schema: &mut Value, pointer: &str, problems: &mut Vec<FormProblem>) -> Self {
        let mut lifted = Lifted::default();
        lifted.collect(schema, pointer);
        lifted.finish(problems)
    }

    pub(crate) fn property(&self, name: &str) -> &Self {
        self.properties.get(name).unwrap_or(&NOTHING)
    }

    pub(crate) fn item(&self) -> &Self {
        self.items.as_deref().unwrap_or(&NOTHING)
    }

    /// A text that is not empty.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.options.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A switch; what is written but is no switch counts the way JavaScript takes it.
    pub(crate) fn switch(&self, name: &str) -> Option<bool> {
        match self.options.get(name)? {
            Value::Null => None,
            Value::Bool(on) => Some(*on),
            Value::String(text) => Some(!text.is_empty()),
            Value::Number(number) => Some(number.as_f64() != Some(0.0)),
            _ => Some(true),
        }
    }

    pub(crate) fn widget(&self) -> Option<&str> {
        self.text("widget")
    }

    /// A name of `ui:field`.
    pub(crate) fn field(&self) -> Option<&str> {
        self.text("field")
    }

    /// An entry of `ui:backstage`.
    pub(crate) fn backstage(&self, name: &str) -> Option<&Value> {
        self.options.get("backstage")?.get(name)
    }
}

/// Hints as they are found; a later schema may still say something else.
#[derive(Default)]
struct Lifted {
    pointer: String,
    own: Map<String, Value>,
    properties: BTreeMap<String, Lifted>,
    items: Option<Box<Lifted>>,
}

impl Lifted {
    fn collect(&mut self, schema: &mut Value, pointer: &str) {
        let Some(entries) = schema.as_object_mut() else {
            return;
        };
        if entries.keys().any(|key| key.starts_with("ui:")) {
            pointer.clone_into(&mut self.pointer);
            let (hints, rest): (Vec<_>, Vec<_>) =
                std::mem::take(entries).into_iter().partition(|(key, _)| key.starts_with("ui:"));
            self.own.extend(hints);
            entries.extend(rest);
        }
        if let Some(Value::Object(properties)) = entries.get_mut("properties") {
            let below = format!("{pointer}/properties");
            for (name, property) in properties.iter_mut().filter(|(_, property)| property.is_object()) {
                self.properties.entry(name.clone()).or_default().collect(property, &data::join(&below, name));
            }
        }
        if let Some(items) = entries.get_mut("items").filter(|items| items.is_object()) {
            let mut lifted = Self::default();
            lifted.collect(items, &format!("{pointer}/items"));
            self.items = Some(Box::new(lifted));
        }
        for keyword in ["anyOf", "oneOf", "allOf"] {
            if let Some(Value::Array(parts)) = entries.get_mut(keyword) {
                for (index, part) in parts.iter_mut().enumerate() {
                    self.collect(part, &format!("{pointer}/{keyword}/{index}"));
                }
            }
        }
        if let Some(Value::Object(dependencies)) = entries.get_mut("dependencies") {
            let below = format!("{pointer}/dependencies");
            for (name, dependency) in dependencies.iter_mut() {
                self.collect(dependency, &data::join(&below, name));
            }
        }
        for keyword in ["then", "else"] {
            if let Some(branch) = entries.get_mut(keyword) {
                self.collect(branch, &format!("{pointer}/{keyword}"));
            }
        }
    }

    fn finish(self, problems: &mut Vec<FormProblem>) -> Hints {
        let mut options = Map::new();
        for (key, value) in self.own {
            match (key.as_str(), value) {
                ("ui:options", Value::Object(several)) => options.extend(several),
                // An object as widget is a spelling of old that the stock front end ignores.
                ("ui:widget", Value::Object(_)) => {}
                (_, value) => {
                    options.insert(key["ui:".len()..].to_owned(), value);
                }
            }
        }
        let picker = Picker::parse(&options, &self.pointer, problems);
        let properties =
            self.properties.into_iter().map(|(name, lifted)| (name, lifted.finish(problems))).collect();
        let items = self.items.map(|items| Box::new(items.finish(problems)));
        Hints { options, picker, properties, items }
    }
}

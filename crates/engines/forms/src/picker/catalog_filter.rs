//! `catalogFilter`: which entities a picker offers.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::data;

/// Alternatives, of which an entity has to match one; of each alternative it has to match every field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct CatalogFilter {
    pub any_of: Vec<BTreeMap<String, FilterValue>>,
}

/// What a field of an entity has to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum FilterValue {
    /// The field is there.
    Exists,
    /// The field is one of these, without regard to case.
    OneOf(Vec<String>),
}

impl CatalogFilter {
    /// Entities of these kinds.
    pub(super) fn kinds(kinds: Vec<String>) -> Self {
        Self { any_of: vec![BTreeMap::from([("kind".to_owned(), FilterValue::OneOf(kinds))])] }
    }

    pub(super) fn parse(value: &Value) -> Option<Self> {
        let alternatives = match value {
            Value::Array(alternatives) => alternatives.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let any_of = alternatives.iter().map(parse_alternative).collect::<Option<Vec<_>>>()?;
        Some(Self { any_of })
    }

    /// The filter with each `{{ parameters.<path> }}` replaced by what is filled in there. A field that would be
    /// compared with something that is not filled in is left out.
    #[must_use]
    pub fn with_parameters(&self, parameters: &Value) -> Self {
        let fill = |alternative: &BTreeMap<String, FilterValue>| {
            let filled = alternative
                .iter()
                .filter_map(|(field, value)| Some((field.clone(), value.with_parameters(parameters)?)));
            filled.collect()
        };
        Self { any_of: self.any_of.iter().map(fill).collect() }
    }
}

impl FilterValue {
    fn with_parameters(&self, parameters: &Value) -> Option<Self> {
        match self {
            Self::Exists => Some(Self::Exists),
            Self::OneOf(texts) => {
                let texts: Vec<String> = texts.iter().filter_map(|text| fill_in(text, parameters)).collect();
                (!texts.is_empty()).then_some(Self::OneOf(texts))
            }
        }
    }
}

fn parse_alternative(value: &Value) -> Option<BTreeMap<String, FilterValue>> {
    let fields = value.as_object()?.iter().map(|(field, value)| {
        let value = match value {
            Value::String(text) => FilterValue::OneOf(vec![text.clone()]),
            Value::Array(_) => FilterValue::OneOf(super::options::texts(value)?),
            Value::Object(entries) if entries.get("exists") == Some(&Value::Bool(true)) => {
                FilterValue::Exists
            }
            _ => return None,
        };
        Some((field.clone(), value))
    });
    fields.collect()
}

/// `None` when a parameter that the text names is not filled in.
fn fill_in(text: &str, parameters: &Value) -> Option<String> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((expression, after)) = after.split_once("}}") else {
            break;
        };
        filled.push_str(before);
        let path = expression.trim().strip_prefix("parameters.")?;
        let value = path.split('.').try_fold(parameters, |value, key| data::get(Some(value), key))?;
        match value {
            Value::String(text) => filled.push_str(text),
            Value::Null => return None,
            other => filled.push_str(&other.to_string()),
        }
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

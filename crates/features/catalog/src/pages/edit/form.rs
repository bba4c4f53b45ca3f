//! The form of an entity and back: which control asks for which part of a document, and what a document becomes with what
//! was filled in. What the form does not ask for stays as it is. Pure.

mod fill;
mod show;
#[cfg(test)]
mod tests;

use entity::outline::{Content, SpecField};
use entity::{Limits, yaml};
use serde_json::{Map, Value};

pub(super) use fill::{fill, texts_only};
pub(super) use show::{Shown, groups};

/// Links that a form takes.
const MOST_LINKS: usize = 50;

const NAME: &str = "metadata.name";
const NAMESPACE: &str = "metadata.namespace";
const TITLE: &str = "metadata.title";
const DESCRIPTION: &str = "metadata.description";
const TAGS: &str = "metadata.tags";
const LABELS: &str = "metadata.labels";
const ANNOTATIONS: &str = "metadata.annotations";
const LINKS: &str = "metadata.links";
/// What has no control of its own, as YAML.
const REST: &str = "spec";

/// What is wrong with what was filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    /// The control's name; empty for what belongs to none.
    pub(super) name: String,
    pub(super) text: String,
}

/// The control of a field of `spec`.
fn of_spec(field: &str) -> String {
    format!("spec.{field}")
}

/// The control that asks for what a JSON pointer points to; empty when none does.
pub(super) fn control_of(pointer: &str, outline: &[SpecField]) -> String {
    let mut parts = pointer.trim_start_matches('/').split('/');
    match (parts.next(), parts.next()) {
        (Some("metadata"), Some(field)) => {
            let name = format!("metadata.{field}");
            let is_asked = [NAME, NAMESPACE, TITLE, DESCRIPTION, TAGS, LABELS, ANNOTATIONS, LINKS]
                .contains(&name.as_str());
            if is_asked { name } else { String::new() }
        }
        (Some("spec"), Some(field)) if outline.iter().any(|one| one.name == field) => of_spec(field),
        (Some("spec"), Some(_)) => REST.to_owned(),
        _ => String::new(),
    }
}

/// Whether the control for `content` can show the value as it is.
fn fits(content: &Content, value: Option<&Value>) -> bool {
    match (content, value) {
        (Content::Other, _) => false,
        (_, None)
        | (Content::Text | Content::Choice(_), Some(Value::String(_)))
        | (Content::Flag, Some(Value::Bool(_)))
        | (Content::Number, Some(Value::Number(_))) => true,
        (Content::Texts, Some(Value::Array(items))) => {
            items.iter().all(|item| item.as_str().is_some_and(|text| !text.contains('\n')))
        }
        _ => false,
    }
}

/// The fields of `spec` that have no control of their own.
fn rest(document: &Value, outline: &[SpecField]) -> Map<String, Value> {
    let spec = document.get("spec").and_then(Value::as_object);
    let has_control = |name: &str, value: &Value| {
        outline.iter().any(|field| field.name == name && fits(&field.content, Some(value)))
    };
    let fields = spec.into_iter().flatten();
    fields
        .filter(|(name, value)| !has_control(name, value))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect()
}

/// Reads `key: value` lines, or deeper YAML; an empty text is an empty mapping.
pub(super) fn mapping(text: &str, limits: &Limits) -> Result<Map<String, Value>, String> {
    match one(text, limits)? {
        Value::Null => Ok(Map::new()),
        Value::Object(fields) => Ok(fields),
        _ => Err("write `key: value` lines".to_owned()),
    }
}

/// Reads a text of one document. The message says where it cannot be read.
pub(super) fn one(text: &str, limits: &Limits) -> Result<Value, String> {
    let told = |problem: entity::Problem| match &problem.place {
        Some(place) => format!("line {}, column {}: {}", place.line, place.column, problem.message),
        None => problem.message,
    };
    let documents = yaml::documents(text.as_bytes(), limits).map_err(told)?;
    let mut values = Vec::with_capacity(documents.len());
    for document in documents {
        values.push(document.value.map_err(told)?);
    }
    values.retain(|value| !value.is_null());
    if values.len() > 1 {
        return Err(format!("there are {} documents; an entity is one", values.len()));
    }
    Ok(values.pop().unwrap_or(Value::Null))
}

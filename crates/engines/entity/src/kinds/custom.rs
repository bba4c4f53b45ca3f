//! Kinds that a portal adds by configuration: a JSON Schema for the whole entity, and fields that make relations.
//!
//! Schemas are compiled once, at start. They may not reach outside of themselves, and their patterns run in
//! linear time.

use jsonschema::error::ValidationErrorKind;
use jsonschema::{PatternOptions, Validator};
use serde::Deserialize;
use serde_json::Value;

use crate::shape::Misfit;

/// Most kinds that a configuration may add.
pub(super) const MOST_KINDS: usize = 200;
/// Most values in one schema, nested ones counted.
const MOST_SCHEMA_NODES: usize = 10_000;
/// Deepest nesting of one schema.
const DEEPEST_SCHEMA: usize = 64;

/// A kind as it is configured.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomKind {
    pub api_versions: Vec<String>,
    pub kind: String,
    /// JSON Schema of the whole entity; draft 7 unless it names another.
    pub schema: Value,
    #[serde(default)]
    pub relations: Vec<CustomRelation>,
}

/// A field of a custom kind that holds one reference or a list of them.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CustomRelation {
    /// Path of the field with dots, such as `spec.uses`.
    pub path: String,
    /// The kind of references that name none; without it they must.
    pub default_kind: Option<String>,
    /// The relation from this entity to the other one.
    #[serde(rename = "type")]
    pub forward: String,
    /// The relation back.
    pub reverse: String,
}

/// What is wrong with a configured kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("custom kind at {pointer:?}: {message}")]
pub struct CustomKindError {
    /// JSON pointer into the configured list of kinds.
    pub pointer: String,
    pub message: String,
}

impl CustomKindError {
    pub(super) fn new(pointer: impl Into<String>, message: impl Into<String>) -> Self {
        Self { pointer: pointer.into(), message: message.into() }
    }
}

/// A kind that is ready for use.
#[derive(Debug)]
pub(crate) struct CompiledKind {
    pub kind: String,
    pub api_versions: Vec<String>,
    pub relations: Vec<CustomRelation>,
    /// As configured; what can be filled in is read from it.
    pub schema: Value,
    validator: Validator,
}

impl CompiledKind {
    /// Compiles the entry at `index` of the configured list.
    pub(super) fn compile(custom: CustomKind, index: usize) -> Result<Self, CustomKindError> {
        let at = |rest: &str| format!("/{index}{rest}");
        if custom.kind.is_empty() || !custom.kind.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return Err(CustomKindError::new(at("/kind"), "must be letters and digits"));
        }
        if custom.api_versions.is_empty() {
            return Err(CustomKindError::new(at("/apiVersions"), "must name at least one version"));
        }
        for (position, relation) in custom.relations.iter().enumerate() {
            let is_word = |text: &str| {
                !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
            };
            if !is_word(&relation.forward) || !is_word(&relation.reverse) {
                let message = "type and reverse must be letters, digits and _";
                return Err(CustomKindError::new(at(&format!("/relations/{position}")), message));
            }
        }
        if count_nodes(&custom.schema, DEEPEST_SCHEMA).is_none_or(|nodes| nodes > MOST_SCHEMA_NODES) {
            let message =
                format!("more than {MOST_SCHEMA_NODES} values, or nested deeper than {DEEPEST_SCHEMA}");
            return Err(CustomKindError::new(at("/schema"), message));
        }
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft7)
            .with_pattern_options(PatternOptions::regex())
            .build(&custom.schema)
            .map_err(|error| {
                let pointer = at(&format!("/schema{}", error.instance_path()));
                CustomKindError::new(pointer, error.to_string())
            })?;
        let CustomKind { api_versions, kind, relations, schema } = custom;
        Ok(Self { kind, api_versions, relations, schema, validator })
    }

    pub(super) fn matches(&self, kind: &str, api_version: &str) -> bool {
        self.kind == kind && self.api_versions.iter().any(|version| version == api_version)
    }

    pub(super) fn check(&self, entity: &Value) -> Result<(), Misfit> {
        self.validator.validate(entity).map_err(|error| {
            let (keyword, text, detail) = describe(error.kind(), || error.to_string());
            Misfit { pointer: error.instance_path().to_string(), text, detail, keyword }
        })
    }
}

/// The failure in the words that the built-in kinds use, where there are such words.
fn describe(kind: &ValidationErrorKind, otherwise: impl Fn() -> String) -> (&'static str, String, String) {
    match kind {
        ValidationErrorKind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            ("required", format!("must have required property '{name}'"), format!("missingProperty: {name}"))
        }
        ValidationErrorKind::MinLength { limit } => {
            ("minLength", format!("must NOT have fewer than {limit} characters"), format!("limit: {limit}"))
        }
        ValidationErrorKind::MaxLength { limit } => {
            ("maxLength", format!("must NOT have more than {limit} characters"), format!("limit: {limit}"))
        }
        ValidationErrorKind::Pattern { pattern } => {
            ("pattern", format!("must match pattern \"{pattern}\""), format!("pattern: {pattern}"))
        }
        ValidationErrorKind::Type { kind: jsonschema::error::TypeKind::Single(expected) } => {
            ("type", format!("must be {expected}"), format!("type: {expected}"))
        }
        _ => ("schema", otherwise(), String::new()),
    }
}

/// How many values a schema has; `None` when it is nested deeper than `depth`.
fn count_nodes(value: &Value, depth: usize) -> Option<usize> {
    let deeper = depth.checked_sub(1)?;
    let mut nodes = 1;
    match value {
        Value::Array(items) => {
            for item in items {
                nodes += count_nodes(item, deeper)?;
            }
        }
        Value::Object(entries) => {
            for item in entries.values() {
                nodes += count_nodes(item, deeper)?;
            }
        }
        _ => {}
    }
    Some(nodes)
}

//! The policies that every entity passes between pre-processing and its kind, in Backstage's order.
//!
//! Schema, default namespace, no foreign root fields, field formats (contracts: catalog-api 10.3c). Does not
//! know kinds.

use serde_json::{Map, Value};

use crate::envelope;
use crate::field_rules;
use crate::problem::{ErrorName, Problem, Stage};
use crate::refs::DEFAULT_NAMESPACE;

/// The root fields that a source may set.
const ROOT_FIELDS: [&str; 4] = ["apiVersion", "kind", "metadata", "spec"];

/// Applies all policies. The entity leaves with a namespace.
pub fn enforce(entity: &mut Value) -> Result<(), Problem> {
    envelope::check_schema(entity)?;
    fill_namespace(entity);
    refuse_foreign_root_fields(entity)?;
    field_rules::check(entity)
}

fn fill_namespace(entity: &mut Value) {
    if let Some(Value::Object(metadata)) = entity.get_mut("metadata")
        && !metadata.contains_key("namespace")
    {
        metadata.insert("namespace".to_owned(), Value::from(DEFAULT_NAMESPACE));
    }
}

fn refuse_foreign_root_fields(entity: &Value) -> Result<(), Problem> {
    let foreign = |fields: &Map<String, Value>| {
        fields.keys().find(|field| !ROOT_FIELDS.contains(&field.as_str())).cloned()
    };
    let Some(field) = entity.as_object().and_then(foreign) else {
        return Ok(());
    };
    let (stage, name) = (Stage::NoForeignRootFields, ErrorName::Plain);
    let message = format!("Unknown field {field}");
    Err(Problem::at(stage, name, "root_fields", format!("/{field}"), message)
        .with_help(format!("remove `{field}`; the portal fills it in")))
}

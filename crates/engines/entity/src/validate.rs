//! One entity through all checks, in the order of the processing pipeline.
//!
//! Envelope, policies, kind (contracts: catalog-api 10.3). Placeholders are replaced before this, by whoever can
//! read files.

use serde_json::Value;

use crate::canonical;
use crate::envelope;
use crate::kinds::Kinds;
use crate::limits::Limits;
use crate::policy;
use crate::problem::{ErrorName, Problem, Stage};
use crate::refs::{DEFAULT_NAMESPACE, EntityRef};

/// An entity that passed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Validated {
    pub entity_ref: EntityRef,
}

/// Checks `entity` and fills in its namespace. The first failure is returned, in Backstage's words.
pub fn validate(entity: &mut Value, kinds: &Kinds, limits: &Limits) -> Result<Validated, Problem> {
    envelope::check(entity)?;
    if canonical::is_longer_than(entity, limits.entity_bytes) {
        let message = format!("entity too large (limit {} bytes)", limits.entity_bytes);
        return Err(Problem::at(Stage::SchemaValid, ErrorName::Input, "limit.entity_bytes", "", message)
            .with_help("move long definitions to a file of their own and serve them from there"));
    }
    policy::enforce(entity)?;
    let entity_ref = entity_ref(entity);
    kinds.check(entity, &entity_ref)?;
    Ok(Validated { entity_ref })
}

/// The reference of an entity whose envelope is right; empty parts where it is not.
pub fn entity_ref(entity: &Value) -> EntityRef {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).unwrap_or_default().to_owned();
    let metadata = entity.get("metadata");
    let namespace = metadata.and_then(|metadata| metadata.get("namespace")).and_then(Value::as_str);
    EntityRef {
        kind: text(entity.get("kind")),
        namespace: namespace.unwrap_or(DEFAULT_NAMESPACE).to_owned(),
        name: text(metadata.and_then(|metadata| metadata.get("name"))),
    }
}

#[cfg(test)]
#[path = "validate/tests.rs"]
mod tests;

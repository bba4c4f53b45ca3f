//! `parseEntityRef`: the parts of a reference.

use entity::refs::{DEFAULT_NAMESPACE, EntityRef};
use serde_json::{Map, Value as Json};

use super::object;
use crate::extension::{ExtensionArguments, ExtensionResult};

pub(super) fn filter(arguments: ExtensionArguments<'_>) -> ExtensionResult {
    let defaults = match arguments.get(1) {
        Some(Some(Json::Object(defaults))) => Some(defaults),
        _ => None,
    };
    let default = |name: &str| defaults.and_then(|defaults| defaults.get(name)).and_then(Json::as_str);
    let (kind, namespace) =
        (default("defaultKind"), default("defaultNamespace").unwrap_or(DEFAULT_NAMESPACE));
    let found = match arguments.first() {
        Some(Some(Json::String(text))) => {
            EntityRef::parse(text, kind, namespace).map_err(|error| error.to_string())?
        }
        Some(Some(Json::Object(parts))) => from_parts(parts, kind, namespace)?,
        _ => return Err("parseEntityRef needs an entity reference".to_owned()),
    };
    let fields = [("kind", found.kind), ("namespace", found.namespace), ("name", found.name)];
    Ok(Some(Json::Object(object(fields.into_iter()))))
}

fn from_parts(parts: &Map<String, Json>, kind: Option<&str>, namespace: &str) -> Result<EntityRef, String> {
    let part = |name: &str| parts.get(name).and_then(Json::as_str).filter(|part| !part.is_empty());
    let missing = |name: &str| format!("the entity reference has no {name}");
    let kind = part("kind").or(kind).ok_or_else(|| missing("kind"))?;
    let name = part("name").ok_or_else(|| missing("name"))?;
    Ok(EntityRef::new(kind, part("namespace").unwrap_or(namespace), name))
}

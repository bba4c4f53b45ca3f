//! The schema that holds for the values at hand: references looked up, conditions decided, dependencies followed,
//! `allOf` merged, and extra properties of the values named.
//!
//! Only the schema itself is resolved, not what its properties say within; whoever walks into a property resolves that
//! in turn. The outcome is that of `retrieveSchema` in `@rjsf/utils` 5.24, which decides what the stock front end shows.

mod all_of;
mod dependencies;
mod reference;

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::data;
use crate::merge;
use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::run::Run;
use crate::schema::ADDITIONAL;

pub(crate) use dependencies::without_dependencies;
pub(crate) use reference::resolve_references;

/// References that were followed already; one that leads back to itself stays as it is.
pub(crate) type Seen = Vec<Arc<str>>;

/// Resolves a schema for a value.
pub(crate) fn resolve(run: &Run<'_>, schema: &Node, value: Option<&Value>) -> Result<Node, Overrun> {
    if is_plain(schema) {
        return Ok(schema.clone());
    }
    resolve_within(run, schema, value, &mut Seen::new())
}

/// Whether nothing in a schema depends on values or on other schemas.
fn is_plain(schema: &Node) -> bool {
    const DYNAMIC: [&str; 4] = ["if", "allOf", "dependencies", "additionalProperties"];
    let Some(entries) = schema.entries() else {
        return false;
    };
    !schema.has_reference() && !DYNAMIC.iter().any(|keyword| entries.contains_key(*keyword))
}

pub(crate) fn resolve_within(
    run: &Run<'_>,
    schema: &Node,
    value: Option<&Value>,
    seen: &mut Seen,
) -> Result<Node, Overrun> {
    if !schema.is_object() {
        return Ok(Node::empty());
    }
    if is_plain(schema) {
        return Ok(schema.clone());
    }
    run.deeper(|| {
        let resolved = resolve_parts(run, schema, value, seen)?;
        if resolved.get("if").is_some() {
            return resolve_condition(run, &resolved, value, seen);
        }
        let resolved = match resolved.get("allOf") {
            Some(_) => all_of::merge(run, &resolved)?,
            None => resolved,
        };
        name_additional(run, resolved, value)
    })
}

fn resolve_parts(
    run: &Run<'_>,
    schema: &Node,
    value: Option<&Value>,
    seen: &mut Seen,
) -> Result<Node, Overrun> {
    if schema.has_reference() {
        let followed = resolve_references(run, schema, seen)?;
        if followed != *schema {
            return resolve_within(run, &followed, value, seen);
        }
    }
    if schema.get("dependencies").is_some() {
        let followed = without_dependencies(run, schema, value, seen)?;
        return resolve_within(run, &followed, value, seen);
    }
    if let Some(parts) = schema.get("allOf").and_then(Node::items) {
        let mut resolved = Vec::with_capacity(parts.len());
        for part in parts {
            resolved.push(resolve_within(run, part, value, seen)?);
        }
        return Ok(schema.with("allOf", Node::list(resolved)));
    }
    Ok(schema.clone())
}

fn resolve_condition(
    run: &Run<'_>,
    schema: &Node,
    value: Option<&Value>,
    seen: &mut Seen,
) -> Result<Node, Overrun> {
    let nothing = Value::Object(Map::new());
    let condition = schema.get("if").unwrap_or(&Node::Bool(true));
    let holds = run.fits(condition, value.filter(|value| data::is_truthy(value)).unwrap_or(&nothing))?;
    let rest = schema.without(&["if", "then", "else"]);
    let branch = schema.get(if holds { "then" } else { "else" });
    let resolved = match branch {
        Some(branch) if branch.is_object() => {
            let branch = resolve_within(run, branch, value, seen)?;
            merge::schemas(run, &rest, &branch)?
        }
        _ => rest,
    };
    resolve_within(run, &resolved, value, seen)
}

/// Adds a property for each entry of the value that the schema lets in without naming it.
fn name_additional(run: &Run<'_>, schema: Node, value: Option<&Value>) -> Result<Node, Overrun> {
    let Some(additional) = schema.get("additionalProperties").filter(|rule| rule.as_bool() != Some(false))
    else {
        return Ok(schema);
    };
    let mut properties = schema.get("properties").and_then(Node::entries).cloned().unwrap_or_default();
    if let Some(Value::Object(filled)) = value {
        run.spend(filled.len())?;
        for (key, filled_value) in filled {
            if properties.contains_key(key.as_str()) {
                continue;
            }
            let property = additional_schema(run, additional, filled_value, value)?;
            properties.insert(Arc::from(key.as_str()), property.with(ADDITIONAL, Node::Bool(true)));
        }
    }
    Ok(schema.with("properties", Node::object(properties)))
}

fn additional_schema(
    run: &Run<'_>,
    additional: &Node,
    filled: &Value,
    whole: Option<&Value>,
) -> Result<Node, Overrun> {
    let guessed = || {
        Node::object(Entries::from_iter([(Arc::from("type"), Node::text(data::guess_type(Some(filled))))]))
    };
    if let Some(reference) = additional.get("$ref") {
        let only = Node::object(Entries::from_iter([(Arc::from("$ref"), reference.clone())]));
        return resolve(run, &only, whole);
    }
    if additional.get("type").is_some() {
        return Ok(additional.clone());
    }
    if additional.get("anyOf").is_some() || additional.get("oneOf").is_some() {
        let mut entries = Entries::from_iter([(Arc::from("type"), Node::text("object"))]);
        entries.extend(additional.entries().cloned().unwrap_or_default());
        return Ok(Node::object(entries));
    }
    Ok(guessed())
}

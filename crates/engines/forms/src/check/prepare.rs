//! A schema as `jsonschema` must see it to judge as Ajv 8 does.
//!
//! Ajv's draft 7 knows no later keywords, lets `$ref` have keywords beside it, and knows `nullable`; identifiers would
//! change where references point. Everything that is only shown is left out.

use serde_json::{Map, Value, json};

use crate::node::{Entries, Node};

/// Keywords whose value is checked as it is.
const PLAIN: [&str; 25] = [
    "type",
    "enum",
    "const",
    "required",
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "title",
    "description",
    "$comment",
    "readOnly",
    "examples",
    "contentMediaType",
    "contentEncoding",
];
/// Keywords whose value is a schema.
const ONE: [&str; 8] =
    ["additionalItems", "additionalProperties", "contains", "propertyNames", "not", "if", "then", "else"];
/// Keywords whose value is a list of schemas.
const LIST: [&str; 3] = ["allOf", "anyOf", "oneOf"];
/// Keywords whose value has schemas by name.
const NAMED: [&str; 3] = ["properties", "patternProperties", "dependencies"];

/// A part of a page's schema; references point into the page, which is known as `page`.
pub(super) fn part(schema: &Node, page: &str) -> Value {
    let Some(entries) = schema.entries() else {
        return schema.to_value();
    };
    let mut prepared = Map::new();
    for (key, value) in entries {
        if let Some(value) = keyword(key, value, page) {
            prepared.insert(key.to_string(), value);
        }
    }
    if entries.get("nullable").and_then(Node::as_bool) == Some(true)
        && let Some(name) = entries.get("type").and_then(Node::as_text)
    {
        prepared.insert("type".to_owned(), json!([name, "null"]));
    }
    beside_reference(prepared, entries, page)
}

fn keyword(key: &str, value: &Node, page: &str) -> Option<Value> {
    if PLAIN.contains(&key) {
        return Some(value.to_value());
    }
    if ONE.contains(&key) {
        return Some(part(value, page));
    }
    let listed = |items: &[Node]| Value::Array(items.iter().map(|item| part(item, page)).collect());
    if LIST.contains(&key) || key == "items" {
        return Some(value.items().map_or_else(|| part(value, page), listed));
    }
    if NAMED.contains(&key) {
        return Some(match value.entries() {
            Some(entries) => Value::Object(
                entries.iter().map(|(name, schema)| (name.to_string(), named(schema, page))).collect(),
            ),
            None => value.to_value(),
        });
    }
    None
}

/// A schema, or of `dependencies` a list of names.
fn named(schema: &Node, page: &str) -> Value {
    if schema.items().is_some() { schema.to_value() } else { part(schema, page) }
}

fn beside_reference(mut prepared: Map<String, Value>, entries: &Entries, page: &str) -> Value {
    let Some(reference) = entries.get("$ref") else {
        return Value::Object(prepared);
    };
    let target = match reference.as_text() {
        Some(local) if local.starts_with('#') => Value::String(format!("{page}{local}")),
        _ => reference.to_value(),
    };
    let mut all = vec![json!({ "$ref": target })];
    if let Some(Value::Array(own)) = prepared.remove("allOf") {
        all.extend(own);
    }
    prepared.insert("allOf".to_owned(), Value::Array(all));
    Value::Object(prepared)
}

/// The page's whole schema: every place stays where references look for it.
pub(super) fn whole(root: &Node, page: &str) -> Value {
    let Value::Object(mut prepared) = part(root, page) else {
        return Value::Object(Map::new());
    };
    for (key, value) in root.entries().into_iter().flatten() {
        if prepared.contains_key(key.as_ref()) || key.starts_with('$') && key.as_ref() != "$defs" {
            continue;
        }
        if let Some(entries) = value.entries() {
            let schemas = entries.iter().map(|(name, schema)| (name.to_string(), named(schema, page)));
            prepared.insert(key.to_string(), Value::Object(schemas.collect()));
        }
    }
    Value::Object(prepared)
}

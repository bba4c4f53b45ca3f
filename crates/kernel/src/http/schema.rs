//! Checks a JSON value against the part of JSON Schema that request bodies use, in the words of Backstage's validator.
//! Knows no route. Understood: `type`, `nullable`, `enum`, `required`, `additionalProperties: false`, `properties`,
//! `items`, `minimum`, `maximum`, `minLength`, `maxLength`, `minItems`, `maxItems`, `allOf`, `anyOf`, `oneOf`; other
//! keywords document a body but do not refuse one. Source: catalog-api contract, section 0.

use std::fmt;

use serde_json::{Map, Value};

/// The first way in which `value` breaks `schema`, as `<path> must be string`. `path` starts as `request/body`.
pub(super) fn check(value: &Value, schema: &Value, path: &str) -> Result<(), String> {
    check_at(value, schema, &Path::Root(path))
}

/// Where in the body a value is; becomes text only in a refusal.
enum Path<'a> {
    Root(&'a str),
    Item(&'a Path<'a>, usize),
    Property(&'a Path<'a>, &'a str),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(root) => formatter.write_str(root),
            Self::Item(list, index) => write!(formatter, "{list}/{index}"),
            Self::Property(object, name) => write!(formatter, "{object}/{name}"),
        }
    }
}

/// Whether `schema` asks for a text and nothing else, as that of long lists of names does.
fn is_plain_text(schema: &Value) -> bool {
    let Value::Object(schema) = schema else { return false };
    schema.len() == 1 && schema.get("type").and_then(Value::as_str) == Some("string")
}

fn check_at(value: &Value, schema: &Value, path: &Path<'_>) -> Result<(), String> {
    let Value::Object(schema) = schema else { return Ok(()) };
    if value.is_null() && schema.get("nullable") == Some(&Value::Bool(true)) {
        return Ok(());
    }
    check_type(value, schema, path)?;
    check_enum(value, schema, path)?;
    match value {
        Value::Number(number) => check_number(number.as_f64().unwrap_or_default(), schema, path)?,
        Value::String(text) => {
            let length = text.chars().count();
            check_size(length, schema, ("minLength", "maxLength", "characters"), path)?;
        }
        Value::Array(items) => {
            check_size(items.len(), schema, ("minItems", "maxItems", "items"), path)?;
            if let Some(item_schema) = schema.get("items") {
                let is_text = is_plain_text(item_schema);
                for (index, item) in items.iter().enumerate() {
                    if !(is_text && item.is_string()) {
                        check_at(item, item_schema, &Path::Item(path, index))?;
                    }
                }
            }
        }
        Value::Object(object) => check_object(object, schema, path)?,
        Value::Null | Value::Bool(_) => {}
    }
    check_combinations(value, schema, path)
}

fn check_type(value: &Value, schema: &Map<String, Value>, path: &Path<'_>) -> Result<(), String> {
    match schema.get("type") {
        Some(Value::String(name)) if !is_type(value, name) => Err(format!("{path} must be {name}")),
        Some(Value::Array(names)) => {
            let names: Vec<&str> = names.iter().filter_map(Value::as_str).collect();
            if names.iter().any(|name| is_type(value, name)) {
                return Ok(());
            }
            Err(format!("{path} must be {}", names.join(",")))
        }
        _ => Ok(()),
    }
}

fn is_type(value: &Value, name: &str) -> bool {
    match name {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_boolean(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "null" => value.is_null(),
        _ => true,
    }
}

fn check_enum(value: &Value, schema: &Map<String, Value>, path: &Path<'_>) -> Result<(), String> {
    let Some(Value::Array(allowed)) = schema.get("enum") else { return Ok(()) };
    if allowed.contains(value) {
        return Ok(());
    }
    let names: Vec<String> =
        allowed.iter().map(|item| item.as_str().map_or_else(|| item.to_string(), str::to_owned)).collect();
    Err(format!("{path} must be equal to one of the allowed values: {}", names.join(", ")))
}

fn check_number(number: f64, schema: &Map<String, Value>, path: &Path<'_>) -> Result<(), String> {
    if let Some(minimum) =
        schema.get("minimum").filter(|minimum| minimum.as_f64().is_some_and(|least| number < least))
    {
        return Err(format!("{path} must be >= {minimum}"));
    }
    if let Some(maximum) =
        schema.get("maximum").filter(|maximum| maximum.as_f64().is_some_and(|most| number > most))
    {
        return Err(format!("{path} must be <= {maximum}"));
    }
    Ok(())
}

fn check_size(
    size: usize,
    schema: &Map<String, Value>,
    (least, most, unit): (&str, &str, &str),
    path: &Path<'_>,
) -> Result<(), String> {
    let limit =
        |key: &str| schema.get(key).and_then(Value::as_u64).and_then(|limit| usize::try_from(limit).ok());
    if let Some(limit) = limit(least).filter(|limit| size < *limit) {
        return Err(format!("{path} must NOT have fewer than {limit} {unit}"));
    }
    if let Some(limit) = limit(most).filter(|limit| size > *limit) {
        return Err(format!("{path} must NOT have more than {limit} {unit}"));
    }
    Ok(())
}

fn check_object(
    object: &Map<String, Value>,
    schema: &Map<String, Value>,
    path: &Path<'_>,
) -> Result<(), String> {
    if let Some(Value::Array(required)) = schema.get("required") {
        for name in required.iter().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                return Err(format!("{path} must have required property '{name}'"));
            }
        }
    }
    let properties = schema.get("properties").and_then(Value::as_object);
    let other = schema.get("additionalProperties");
    let known = |name: &str| properties.is_some_and(|properties| properties.contains_key(name));
    if other == Some(&Value::Bool(false)) && object.keys().any(|name| !known(name)) {
        return Err(format!("{path} must NOT have additional properties"));
    }
    if let Some(other) = other {
        for (name, value) in object.iter().filter(|(name, _)| !known(name)) {
            check_at(value, other, &Path::Property(path, name))?;
        }
    }
    for (name, property) in properties.into_iter().flatten() {
        if let Some(value) = object.get(name) {
            check_at(value, property, &Path::Property(path, name))?;
        }
    }
    Ok(())
}

fn check_combinations(value: &Value, schema: &Map<String, Value>, path: &Path<'_>) -> Result<(), String> {
    for part in alternatives(schema, "allOf") {
        check_at(value, part, path)?;
    }
    let matching = |key: &str| {
        alternatives(schema, key).iter().filter(|part| check_at(value, part, path).is_ok()).count()
    };
    if schema.contains_key("anyOf") && matching("anyOf") == 0 {
        return Err(format!("{path} must match a schema in anyOf"));
    }
    if schema.contains_key("oneOf") && matching("oneOf") != 1 {
        return Err(format!("{path} must match exactly one schema in oneOf"));
    }
    Ok(())
}

fn alternatives<'a>(schema: &'a Map<String, Value>, key: &str) -> &'a [Value] {
    schema.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_words_of_the_contract() {
        let refs = json!({
            "type": "object",
            "required": ["entityRefs"],
            "properties": { "entityRefs": { "type": "array", "items": { "type": "string" } }, "query": { "type": "object" } },
        });
        let strict = json!({
            "type": "object",
            "additionalProperties": false,
            "properties": {
                "kind": { "enum": ["a", "b"] },
                "limit": { "type": "integer", "minimum": 0, "maximum": 10 },
                "name": { "type": ["string", "null"], "minLength": 2, "maxLength": 3 },
                "list": { "type": "array", "minItems": 1, "maxItems": 2 },
                "when": { "type": "string", "nullable": true },
                "any": { "anyOf": [{ "type": "string" }, { "type": "number" }] },
                "one": { "oneOf": [{ "type": "integer" }, { "type": "number" }] },
                "all": { "allOf": [{ "type": "number" }, { "minimum": 5 }] },
                "map": { "type": "object", "additionalProperties": { "type": "string" } },
            },
        });
        let table = [
            (&refs, json!({}), "request/body must have required property 'entityRefs'"),
            (&refs, json!([]), "request/body must be object"),
            (&refs, json!({ "entityRefs": "x" }), "request/body/entityRefs must be array"),
            (&refs, json!({ "entityRefs": ["x", 1] }), "request/body/entityRefs/1 must be string"),
            (&refs, json!({ "entityRefs": [], "query": [] }), "request/body/query must be object"),
            (&refs, json!({ "entityRefs": [], "more": 1 }), ""),
            (&strict, json!({ "more": 1 }), "request/body must NOT have additional properties"),
            (
                &strict,
                json!({ "kind": "c" }),
                "request/body/kind must be equal to one of the allowed values: a, b",
            ),
            (&strict, json!({ "limit": 1.5 }), "request/body/limit must be integer"),
            (&strict, json!({ "limit": 2.0 }), ""),
            (&strict, json!({ "limit": -1 }), "request/body/limit must be >= 0"),
            (&strict, json!({ "limit": 11 }), "request/body/limit must be <= 10"),
            (&strict, json!({ "name": 1 }), "request/body/name must be string,null"),
            (&strict, json!({ "name": "é" }), "request/body/name must NOT have fewer than 2 characters"),
            (&strict, json!({ "name": "abcd" }), "request/body/name must NOT have more than 3 characters"),
            (&strict, json!({ "name": null }), ""),
            (&strict, json!({ "list": [] }), "request/body/list must NOT have fewer than 1 items"),
            (&strict, json!({ "list": [1, 2, 3] }), "request/body/list must NOT have more than 2 items"),
            (&strict, json!({ "when": null }), ""),
            (&strict, json!({ "any": true }), "request/body/any must match a schema in anyOf"),
            (&strict, json!({ "one": 1 }), "request/body/one must match exactly one schema in oneOf"),
            (&strict, json!({ "one": 1.5 }), ""),
            (&strict, json!({ "all": 4 }), "request/body/all must be >= 5"),
            (&strict, json!({ "map": { "k": 1 } }), "request/body/map/k must be string"),
        ];
        for (schema, value, expected) in table {
            assert_eq!(check(&value, schema, "request/body").err().unwrap_or_default(), expected, "{value}");
        }
    }
}

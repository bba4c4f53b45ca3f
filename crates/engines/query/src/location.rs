//! Predicates over registered locations, which have four plain texts and no search rows.
//!
//! The grammar is that of entity predicates, the meaning differs in small ways, so the JSON is kept and
//! evaluated as it is. Source of the rules: the contract sheet catalog-api, section 3 (last rows).

use serde_json::{Map, Value};

use crate::predicate::{self, PredicateError};
use crate::scalar::{lower, scalar_text};

/// What a locations predicate can see.
#[derive(Debug, Clone, Copy)]
pub struct LocationFields<'a> {
    pub id: &'a str,
    pub r#type: &'a str,
    pub target: &'a str,
    pub entity_ref: &'a str,
}

impl LocationFields<'_> {
    fn get(&self, key: &str) -> Option<&str> {
        match &*lower(key) {
            "id" => Some(self.id),
            "type" => Some(self.r#type),
            "target" => Some(self.target),
            "entityref" => Some(self.entity_ref),
            _ => None,
        }
    }
}

/// A checked predicate over locations.
#[derive(Debug, Clone, PartialEq)]
pub struct LocationPredicate {
    query: Value,
}

impl LocationPredicate {
    /// Checks the grammar; the same errors as for entities.
    pub fn from_json(query: &Value) -> Result<Self, PredicateError> {
        predicate::check_json(query)?;
        Ok(Self { query: query.clone() })
    }

    /// The JSON it was read from, for the cursor of the next page.
    pub fn to_json(&self) -> &Value {
        &self.query
    }

    /// Whether a location passes. An empty `$all` passes nothing, `$contains` neither, and keys other than
    /// `id`, `type`, `target` and `entityRef` do not exist.
    pub fn matches(&self, location: &LocationFields<'_>) -> bool {
        matches(&self.query, location)
    }
}

fn matches(query: &Value, location: &LocationFields<'_>) -> bool {
    let Value::Object(members) = query else { return false };
    if let Some(Value::Array(parts)) = members.get("$all") {
        return !parts.is_empty() && parts.iter().all(|part| matches(part, location));
    }
    if let Some(Value::Array(parts)) = members.get("$any") {
        return parts.iter().any(|part| matches(part, location));
    }
    if let Some(part) = members.get("$not") {
        return !matches(part, location);
    }
    members.iter().all(|(key, value)| match value {
        Value::Object(operators) => satisfies(operators, key, location),
        scalar => equals(scalar, location.get(key)),
    })
}

fn satisfies(operators: &Map<String, Value>, key: &str, location: &LocationFields<'_>) -> bool {
    let text = location.get(key);
    if let Some(present) = operators.get("$exists") {
        return text.is_some() == (*present == Value::Bool(true));
    }
    if let Some(Value::Array(values)) = operators.get("$in") {
        // Ids are compared as stored, the other texts without regard to case.
        let exact = lower(key) == "id";
        return values.iter().any(|value| {
            if exact { scalar_text(value).as_deref() == text && text.is_some() } else { equals(value, text) }
        });
    }
    if let (Some(Value::String(prefix)), Some(text)) = (operators.get("$hasPrefix"), text) {
        return lower(text).starts_with(&*lower(prefix));
    }
    false
}

fn equals(value: &Value, text: Option<&str>) -> bool {
    let (Some(wanted), Some(text)) = (scalar_text(value), text) else { return false };
    lower(&wanted) == lower(text)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn locations_are_matched_by_their_four_keys() {
        let location = LocationFields {
            id: "77314092-0f4a-4ae9-9533-f3ea9468e197",
            r#type: "url",
            target: "https://Git.example/x.yaml",
            entity_ref: "location:default/generated-1",
        };
        let table: &[(Value, bool)] = &[
            (json!({}), true),
            (json!({"type": "URL"}), true),
            (json!({"type": "file"}), false),
            (json!({"type": "url", "target": "x"}), false),
            (json!({"target": {"$hasPrefix": "HTTPS://git"}}), true),
            (json!({"target": {"$hasPrefix": "git"}}), false),
            (json!({"type": {"$in": ["file", "Url"]}}), true),
            (json!({"id": {"$in": ["77314092-0f4a-4ae9-9533-f3ea9468e197"]}}), true),
            (json!({"id": {"$in": ["77314092-0F4A-4AE9-9533-F3EA9468E197"]}}), false),
            (json!({"id": "77314092-0F4A-4AE9-9533-F3EA9468E197"}), true),
            (json!({"entityRef": {"$exists": true}}), true),
            (json!({"kind": "location"}), false),
            (json!({"kind": {"$exists": false}}), true),
            (json!({"type": {"$contains": "url"}}), false),
            (json!({"type": {"$contains": {"a": "url"}}}), false),
            (json!({"$all": []}), false),
            (json!({"$any": []}), false),
            (json!({"$not": {"$all": []}}), true),
            (json!({"$any": [{"type": "file"}, {"target": "https://git.example/x.yaml"}]}), true),
        ];
        for (query, expected) in table {
            let predicate = LocationPredicate::from_json(query).unwrap();
            assert_eq!(predicate.matches(&location), *expected, "{query}");
        }
        assert_eq!(LocationPredicate::from_json(&json!([])), Err(PredicateError::NotAnObject));
        assert!(LocationPredicate::from_json(&json!({"type": {"$in": "url"}})).is_err());
    }
}

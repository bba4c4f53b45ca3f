//! Backstage's predicate form as its pages evaluate it: over an entity itself, where lists ask the rows that can be searched.
//! The grammar is that of [`crate::predicate`]; here lists and objects exist as such, and `$contains` reaches into them.
//! Source: the filter predicates of Backstage's frontend.

use serde_json::{Map, Value};

use crate::predicate::{PredicateError, check_json};
use crate::scalar::lower;

/// A condition for showing something about an entity.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    json: Value,
}

/// What a condition is asked of: the fields of an entity by name.
pub type Fields<'a> = [(&'a str, &'a Value)];

impl Condition {
    /// Reads the grammar; what it refuses is said in the words of the wire API.
    pub fn from_json(json: &Value) -> Result<Self, PredicateError> {
        check_json(json)?;
        Ok(Self { json: json.clone() })
    }

    /// Whether it holds for an entity with these fields. Steps are at most the size of the condition times that of the
    /// lists which it names.
    pub fn holds(&self, fields: &Fields<'_>) -> bool {
        predicate(&self.json, &Subject::Entity(fields))
    }

    /// Whether it asks for a field of the entity; one that it does not ask for need not be given.
    pub fn mentions(&self, field: &str) -> bool {
        mentions(&self.json, field)
    }
}

/// What a predicate is about: the entity, or an item of a list in it.
enum Subject<'a> {
    Entity(&'a Fields<'a>),
    Item(&'a Value),
}

impl<'a> Subject<'a> {
    /// The value at a path of keys that may hold dots themselves, as those of annotations do.
    fn at(&self, path: &str) -> Option<&'a Value> {
        match self {
            Self::Entity(fields) => {
                fields.iter().find_map(|(name, value)| below(path, name).and_then(|rest| at(value, rest)))
            }
            Self::Item(item) => at(item, path),
        }
    }
}

/// What is left of a path behind its first key, nothing where the key is all of it; `None` when it begins otherwise.
fn below<'a>(path: &'a str, key: &str) -> Option<&'a str> {
    match path.strip_prefix(key)? {
        "" => Some(""),
        rest => rest.strip_prefix('.').filter(|rest| !rest.is_empty()),
    }
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(value);
    }
    let entries: &Map<String, Value> = value.as_object()?;
    entries.iter().find_map(|(key, value)| below(path, key).and_then(|rest| at(value, rest)))
}

fn predicate(json: &Value, subject: &Subject<'_>) -> bool {
    let Value::Object(members) = json else {
        return matches!(subject, Subject::Item(item) if is_same(item, json));
    };
    if let Some(Value::Array(parts)) = members.get("$all") {
        return parts.iter().all(|part| predicate(part, subject));
    }
    if let Some(Value::Array(parts)) = members.get("$any") {
        return parts.iter().any(|part| predicate(part, subject));
    }
    if let Some(part) = members.get("$not") {
        return !predicate(part, subject);
    }
    members.iter().all(|(key, wanted)| !key.starts_with('$') && value(wanted, subject.at(key)))
}

fn value(wanted: &Value, found: Option<&Value>) -> bool {
    let Value::Object(operators) = wanted else { return found.is_some_and(|found| is_same(found, wanted)) };
    if let Some(inner) = operators.get("$contains") {
        let items = found.and_then(Value::as_array);
        return items.is_some_and(|items| items.iter().any(|item| predicate(inner, &Subject::Item(item))));
    }
    if let Some(Value::Array(choices)) = operators.get("$in") {
        return found.is_some_and(|found| choices.iter().any(|choice| is_same(found, choice)));
    }
    if let Some(Value::Bool(present)) = operators.get("$exists") {
        return found.is_some() == *present;
    }
    if let Some(Value::String(prefix)) = operators.get("$hasPrefix") {
        let text = found.and_then(Value::as_str);
        return text.is_some_and(|text| lower(text).starts_with(&*lower(prefix)));
    }
    false
}

/// Texts are the same whatever their case.
fn is_same(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (Value::String(found), Value::String(wanted)) => lower(found) == lower(wanted),
        _ => found == wanted,
    }
}

fn mentions(json: &Value, field: &str) -> bool {
    match json {
        Value::Array(parts) => parts.iter().any(|part| mentions(part, field)),
        Value::Object(members) => members.iter().any(|(key, part)| {
            if key.starts_with('$') { mentions(part, field) } else { below(key, field).is_some() }
        }),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn conditions_are_asked_of_the_entity_itself() {
        let metadata = json!({
            "name": "checkout",
            "tags": ["java", "Tier-1"],
            "links": [{"url": "https://a.test", "type": "dashboard"}],
            "labels": {},
            "annotations": {"example.com/on.call": "yes", "example.com": "short"},
        });
        let (kind, spec) = (json!("Component"), json!({"type": "service", "replicas": 3, "public": true}));
        let relations = json!([{"type": "ownedBy", "targetRef": "group:default/pear"}]);
        let fields = [("kind", &kind), ("metadata", &metadata), ("spec", &spec), ("relations", &relations)];
        let table = [
            (json!({}), true),
            (json!({"kind": "component"}), true),
            (json!({"kind": "api"}), false),
            (json!({"kind": "component", "spec.type": {"$in": ["website", "SERVICE"]}}), true),
            (json!({"spec.replicas": 3, "spec.public": true}), true),
            (json!({"spec.replicas": 4}), false),
            (json!({"metadata.links": {"$exists": true}}), true),
            (json!({"metadata.labels": {"$exists": true}}), true),
            (json!({"metadata.description": {"$exists": false}}), true),
            (json!({"metadata.description": {"$exists": true}}), false),
            (json!({"metadata.tags": {"$contains": "tier-1"}}), true),
            (json!({"metadata.tags": {"$contains": "go"}}), false),
            (json!({"metadata.tags": "java"}), false),
            (json!({"metadata.links": {"$contains": {"type": "dashboard"}}}), true),
            (json!({"metadata.links": {"$contains": {"type": {"$in": ["runbook"]}}}}), false),
            (json!({"metadata.annotations.example.com/on.call": "yes"}), true),
            (json!({"metadata.annotations.example.com": {"$hasPrefix": "SH"}}), true),
            (
                json!({"relations": {"$contains": {"type": "ownedBy", "targetRef": "group:default/pear"}}}),
                true,
            ),
            (json!({"relations": {"$contains": {"type": "ownedBy", "targetRef": {"$in": ["x"]}}}}), false),
            (json!({"$all": [{"kind": "component"}, {"$not": {"spec.type": "library"}}]}), true),
            (json!({"$any": [{"kind": "api"}, {"spec.type": "service"}]}), true),
            (json!({"$any": []}), false),
            (json!({"$not": {"kind": "component"}}), false),
            (json!({"nothing.at.all": {"$exists": false}}), true),
        ];
        for (json, expected) in table {
            assert_eq!(Condition::from_json(&json).unwrap().holds(&fields), expected, "{json}");
        }
    }

    #[test]
    fn fields_that_are_not_asked_for_are_known() {
        let table = [
            (json!({"kind": "api"}), false),
            (json!({"$all": [{"kind": "api"}, {"relations": {"$exists": true}}]}), true),
            (json!({"$not": {"relations": {"$contains": {"type": "x"}}}}), true),
            (json!({"relationships": "x"}), false),
        ];
        for (json, expected) in table {
            assert_eq!(Condition::from_json(&json).unwrap().mentions("relations"), expected, "{json}");
        }
    }

    #[test]
    fn what_is_no_predicate_is_refused() {
        for json in [json!("kind:api"), json!([]), json!({"kind": []}), json!({"$all": {}})] {
            assert!(Condition::from_json(&json).is_err(), "{json}");
        }
    }
}

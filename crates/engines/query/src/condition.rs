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

/// What a condition is asked of.
#[derive(Debug, Clone, Copy, Default)]
pub struct Entity<'a> {
    /// The fields by name, without relations.
    pub fields: &'a [(&'a str, &'a Value)],
    /// Type and target of each relation. They stand apart because a hub has thousands, which no page should make into JSON.
    pub relations: &'a [(&'a str, &'a str)],
}

impl Condition {
    /// Reads the grammar; what it refuses is said in the words of the wire API.
    pub fn from_json(json: &Value) -> Result<Self, PredicateError> {
        check_json(json)?;
        Ok(Self { json: json.clone() })
    }

    /// Whether it holds for an entity. Steps are at most the size of the condition times that of the lists which it names.
    pub fn holds(&self, entity: &Entity<'_>) -> bool {
        predicate(&self.json, Subject::Entity(entity))
    }
}

/// What a predicate is about: the entity, a relation of it, or an item of a list in it.
#[derive(Clone, Copy)]
enum Subject<'a> {
    Entity(&'a Entity<'a>),
    Relation((&'a str, &'a str)),
    Item(&'a Value),
}

/// What stands at a path.
#[derive(Clone, Copy)]
enum Found<'a> {
    Json(&'a Value),
    Text(&'a str),
    Relations(&'a [(&'a str, &'a str)]),
}

impl<'a> Subject<'a> {
    /// What is at a path of keys that may hold dots themselves, as those of annotations do.
    fn at(self, path: &str) -> Option<Found<'a>> {
        match self {
            Self::Entity(entity) if path == RELATIONS => {
                (!entity.relations.is_empty()).then_some(Found::Relations(entity.relations))
            }
            Self::Entity(entity) => {
                let found = entity.fields.iter();
                found.copied().find_map(|(name, value)| at(value, below(path, name)?)).map(Found::Json)
            }
            Self::Relation((kind, _)) if path == TYPE => Some(Found::Text(kind)),
            Self::Relation((_, target)) if path == TARGET => Some(Found::Text(target)),
            Self::Relation(_) => None,
            Self::Item(item) => at(item, path).map(Found::Json),
        }
    }
}

const RELATIONS: &str = "relations";
const TYPE: &str = "type";
const TARGET: &str = "targetRef";

/// What is left of a path behind its first key, nothing where the key is all of it; `None` when it begins otherwise.
fn below<'a>(path: &'a str, key: &str) -> Option<&'a str> {
    match path.strip_prefix(key)? {
        "" => Some(""),
        rest => rest.strip_prefix('.').filter(|rest| !rest.is_empty()),
    }
}

/// Whether a predicate asks for a key, at whatever depth.
fn names(json: &Value, key: &str) -> bool {
    match json {
        Value::Object(members) => members.iter().any(|(name, inner)| name == key || names(inner, key)),
        Value::Array(parts) => parts.iter().any(|part| names(part, key)),
        _ => false,
    }
}

fn at<'a>(value: &'a Value, path: &str) -> Option<&'a Value> {
    if path.is_empty() {
        return Some(value);
    }
    let entries: &Map<String, Value> = value.as_object()?;
    entries.iter().find_map(|(key, value)| at(value, below(path, key)?))
}

fn predicate(json: &Value, subject: Subject<'_>) -> bool {
    let Value::Object(members) = json else {
        return matches!(subject, Subject::Item(item) if Found::Json(item).is(json));
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

fn value(wanted: &Value, found: Option<Found<'_>>) -> bool {
    let Value::Object(operators) = wanted else { return found.is_some_and(|found| found.is(wanted)) };
    if let Some(inner) = operators.get("$contains") {
        return found.is_some_and(|found| found.contains(inner));
    }
    if let Some(Value::Array(choices)) = operators.get("$in") {
        return found.is_some_and(|found| choices.iter().any(|choice| found.is(choice)));
    }
    if let Some(Value::Bool(present)) = operators.get("$exists") {
        return found.is_some() == *present;
    }
    if let Some(Value::String(prefix)) = operators.get("$hasPrefix") {
        return found.and_then(Found::text).is_some_and(|text| lower(text).starts_with(&*lower(prefix)));
    }
    false
}

impl<'a> Found<'a> {
    fn text(self) -> Option<&'a str> {
        match self {
            Self::Json(value) => value.as_str(),
            Self::Text(text) => Some(text),
            Self::Relations(_) => None,
        }
    }

    /// Texts are the same whatever their case.
    fn is(self, wanted: &Value) -> bool {
        match (self.text(), wanted) {
            (Some(found), Value::String(wanted)) => lower(found) == lower(wanted),
            _ => matches!(self, Self::Json(found) if found == wanted),
        }
    }

    fn contains(self, inner: &Value) -> bool {
        match self {
            Self::Json(Value::Array(items)) => items.iter().any(|item| predicate(inner, Subject::Item(item))),
            Self::Relations(edges) => {
                // Neighbours of one type are alike for whoever does not ask for their targets; a hub has thousands.
                let are_alike = !names(inner, TARGET);
                let mut last = None;
                edges.iter().any(|edge| {
                    let is_new = last.replace(edge.0) != Some(edge.0);
                    (is_new || !are_alike) && predicate(inner, Subject::Relation(*edge))
                })
            }
            Self::Json(_) | Self::Text(_) => false,
        }
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
        let fields = [("kind", &kind), ("metadata", &metadata), ("spec", &spec)];
        let relations = [
            ("ownedBy", "group:default/fig"),
            ("ownedBy", "group:default/pear"),
            ("partOf", "system:default/s"),
        ];
        let entity = Entity { fields: &fields, relations: &relations };
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
            (json!({"relations": {"$contains": {"type": "partof"}}}), true),
            (json!({"relations": {"$contains": {"$not": {"type": {"$in": ["ownedBy", "partOf"]}}}}}), false),
            (
                json!({"relations": {"$contains": {"$all": [{"$not": {"targetRef": "group:default/fig"}}, {"type": "ownedBy"}]}}}),
                true,
            ),
            (json!({"relations": {"$exists": true}}), true),
            (json!({"relations": "ownedBy"}), false),
            (json!({"$all": [{"kind": "component"}, {"$not": {"spec.type": "library"}}]}), true),
            (json!({"$any": [{"kind": "api"}, {"spec.type": "service"}]}), true),
            (json!({"$any": []}), false),
            (json!({"$not": {"kind": "component"}}), false),
            (json!({"nothing.at.all": {"$exists": false}}), true),
        ];
        for (json, expected) in table {
            assert_eq!(Condition::from_json(&json).unwrap().holds(&entity), expected, "{json}");
        }
    }

    #[test]
    fn what_is_no_predicate_is_refused() {
        for json in [json!("kind:api"), json!([]), json!({"kind": []}), json!({"$all": {}})] {
            assert!(Condition::from_json(&json).is_err(), "{json}");
        }
    }
}

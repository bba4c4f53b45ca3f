//! An entity as its author wrote it, taken from the entity as the catalog has it. Pure.

use kernel::scm::Integrations;
use serde_json::{Map, Value};

use crate::ingest::annotate::{self, Origin};

/// Fields of `metadata` that the catalog gives.
const GIVEN: [&str; 3] = ["uid", "etag", "generation"];

/// The document without what the catalog added: uid, etag, relations, status, and the annotations that say where it was
/// read. What the author wrote himself stays.
pub(super) fn of(entity: &Value, integrations: &Integrations) -> Value {
    let mut draft = entity.clone();
    if let Some(fields) = draft.as_object_mut() {
        fields.shift_remove("relations");
        fields.shift_remove("status");
    }
    let Some(metadata) = draft.get_mut("metadata").and_then(Value::as_object_mut) else { return draft };
    for name in GIVEN {
        metadata.shift_remove(name);
    }
    if let Some(annotations) = metadata.get_mut("annotations").and_then(Value::as_object_mut) {
        let added = added(entity, integrations);
        annotations.retain(|name, value| {
            name != annotate::ORPHAN && added.get(name).is_none_or(|given| given != value)
        });
        if annotations.is_empty() {
            metadata.shift_remove("annotations");
        }
    }
    in_order(draft)
}

/// The annotations that a document without any would get where this one was read.
fn added(entity: &Value, integrations: &Integrations) -> Map<String, Value> {
    let at = |name: &str| annotate::get(entity, name).unwrap_or_default().to_owned();
    let origin = Origin { location: at(annotate::LOCATION), origin: at(annotate::ORIGIN) };
    let mut bare = serde_json::json!({ "metadata": {} });
    annotate::annotate(&mut bare, &origin, integrations);
    bare.pointer("/metadata/annotations").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// The fields in the order in which people write them.
fn in_order(document: Value) -> Value {
    let Value::Object(mut fields) = document else { return document };
    let mut ordered = Map::new();
    for name in ["apiVersion", "kind", "metadata", "spec"] {
        if let Some(mut value) = fields.shift_remove(name) {
            if name == "metadata" {
                names_first(&mut value);
            }
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.extend(fields);
    Value::Object(ordered)
}

fn names_first(metadata: &mut Value) {
    let Some(fields) = metadata.as_object_mut() else { return };
    let mut ordered = Map::new();
    for name in ["name", "namespace", "title", "description"] {
        if let Some(value) = fields.shift_remove(name) {
            ordered.insert(name.to_owned(), value);
        }
    }
    ordered.append(fields);
    *fields = ordered;
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_the_catalog_added_goes_and_what_the_author_wrote_stays() {
        let config = kernel::config::Section::root(json!({}));
        let integrations = Integrations::from_config(&config).unwrap();
        let entity = json!({
            "metadata": {
                "uid": "1", "etag": "2", "tags": ["go"], "name": "pay",
                "annotations": {
                    "backstage.io/managed-by-location": "url:https://h.test/a.yaml",
                    "backstage.io/managed-by-origin-location": "url:https://h.test/all.yaml",
                    "backstage.io/view-url": "https://h.test/a.yaml",
                    "backstage.io/source-location": "url:https://elsewhere.test/",
                    "backstage.io/orphan": "true",
                },
            },
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Component",
            "spec": {"type": "service"},
            "relations": [],
            "status": {"items": []},
        });
        let draft = of(&entity, &integrations);
        let expected = json!({
            "apiVersion": "backstage.io/v1alpha1",
            "kind": "Component",
            "metadata": {
                "name": "pay",
                "tags": ["go"],
                "annotations": {"backstage.io/source-location": "url:https://elsewhere.test/"},
            },
            "spec": {"type": "service"},
        });
        assert_eq!(draft.to_string(), expected.to_string(), "the order counts, too");
        assert_eq!(of(&json!({"kind": "Odd"}), &integrations), json!({"kind": "Odd"}));
    }
}

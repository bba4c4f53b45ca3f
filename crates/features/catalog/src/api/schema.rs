//! Request bodies as JSON Schemas, for validation and for the OpenAPI document.

use serde_json::{Value, json};

fn text() -> Value {
    json!({"type": "string"})
}

fn texts() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

pub(super) fn by_query() -> Value {
    json!({
        "type": "object",
        "properties": {
            "cursor": text(),
            "limit": {"type": "number"},
            "offset": {"type": "number"},
            "orderBy": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["field", "order"],
                    "properties": {"field": text(), "order": {"type": "string", "enum": ["asc", "desc"]}},
                },
            },
            "fullTextFilter": {"type": "object", "properties": {"term": text(), "fields": texts()}},
            "fields": texts(),
            "totalItems": {"type": "string", "enum": ["include", "exclude"]},
            "query": {"type": "object"},
        },
    })
}

pub(super) fn by_refs() -> Value {
    json!({
        "type": "object",
        "required": ["entityRefs"],
        "properties": {"entityRefs": texts(), "fields": texts(), "query": {"type": "object"}},
    })
}

pub(super) fn facets() -> Value {
    json!({"type": "object", "properties": {"facets": texts(), "query": {"type": "object"}}, "required": ["facets"]})
}

pub(super) fn refresh() -> Value {
    json!({
        "type": "object",
        "required": ["entityRef"],
        "properties": {"entityRef": text(), "authorizationToken": text()},
        "additionalProperties": false,
    })
}

pub(super) fn validate() -> Value {
    json!({
        "type": "object",
        "required": ["entity", "location"],
        "properties": {"entity": {"type": "object"}, "location": text()},
    })
}

/// What an entity that would not be accepted is told.
pub(super) fn refusals() -> Value {
    let refusal = json!({"type": "object", "required": ["name", "message"], "properties": {"name": text(), "message": text()}});
    json!({"type": "object", "required": ["errors"], "properties": {"errors": {"type": "array", "items": refusal}}})
}

/// Extra keys are refused by the handler, in the words of Backstage's handler.
pub(super) fn new_location() -> Value {
    json!({"type": "object", "required": ["target", "type"], "properties": {"type": text(), "target": text()}})
}

pub(super) fn changed_location() -> Value {
    json!({
        "type": "object",
        "required": ["type", "target"],
        "properties": {"type": text(), "target": text()},
        "additionalProperties": false,
    })
}

pub(super) fn locations_query() -> Value {
    json!({
        "type": "object",
        "properties": {"cursor": text(), "limit": {"type": "number"}, "query": {"type": "object"}},
    })
}

pub(super) fn analyze() -> Value {
    json!({
        "type": "object",
        "required": ["location"],
        "properties": {
            "location": {
                "type": "object",
                "required": ["target", "type"],
                "properties": {"type": text(), "target": text()},
            },
            "catalogFileName": text(),
            "catalogFilename": text(),
        },
    })
}

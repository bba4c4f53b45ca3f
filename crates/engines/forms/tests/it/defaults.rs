//! What is filled in before anybody does.

use serde_json::{Value, json};

use crate::page;

#[test]
fn defaults_lie_under_the_values() {
    let table: [(Value, Value, Value); 14] = [
        (json!({"a": {"type": "string", "default": "x"}}), json!({}), json!({"a": "x"})),
        (json!({"a": {"type": "string", "default": "x"}}), json!({"a": ""}), json!({"a": ""})),
        // `null` is an answer, if a wrong one.
        (json!({"a": {"type": "string", "default": "x"}}), json!({"a": null}), json!({"a": null})),
        (json!({"a": {"type": "string"}}), json!({}), json!({})),
        (json!({"a": {"type": "boolean", "default": false}}), json!({}), json!({"a": false})),
        (json!({"a": {"const": "only"}}), json!({}), json!({"a": "only"})),
        // A choice that is none of the choices is no answer.
        (
            json!({"a": {"type": "string", "enum": ["x", "y"], "default": "y"}}),
            json!({"a": "z"}),
            json!({"a": "y"}),
        ),
        (json!({"a": {"type": "array", "items": {"type": "string"}}}), json!({}), json!({"a": []})),
        // A list that is not there gets as many items as it must have; one that is there is the user's own.
        (
            json!({"a": {"type": "array", "minItems": 2, "items": {"type": "string", "default": "x"}}}),
            json!({}),
            json!({"a": ["x", "x"]}),
        ),
        (
            json!({"a": {"type": "array", "minItems": 2, "items": {"type": "string", "default": "x"}}}),
            json!({"a": ["y"]}),
            json!({"a": ["y"]}),
        ),
        // Of a list of choices nothing is taken beforehand.
        (
            json!({"a": {"type": "array", "uniqueItems": true, "minItems": 1, "items": {"type": "string", "enum": ["x"]}}}),
            json!({}),
            json!({"a": []}),
        ),
        // The innermost default wins.
        (
            json!({"a": {"type": "object", "default": {"b": "outer"}, "properties": {"b": {"type": "string", "default": "inner"}}}}),
            json!({}),
            json!({"a": {"b": "inner"}}),
        ),
        (
            json!({"a": {"type": "array", "items": {"type": "object", "properties": {"b": {"type": "number", "default": 1}}}}}),
            json!({"a": [{}, {"b": 2}]}),
            json!({"a": [{"b": 1}, {"b": 2}]}),
        ),
        (
            json!({"a": {"type": "object", "allOf": [{"properties": {"b": {"type": "string", "default": "x"}}}]}}),
            json!({}),
            json!({"a": {"b": "x"}}),
        ),
    ];
    for (properties, values, expected) in table {
        let page = page(&json!({ "properties": properties }), &values);
        assert_eq!(page.values, expected, "{properties} with {values}");
    }
}

#[test]
fn a_default_shows_a_field_that_has_a_default() {
    let parameters = json!({
        "properties": {"a": {"type": "string", "default": "x"}},
        "if": {"required": ["a"], "properties": {"a": {"const": "x"}}},
        "then": {"properties": {"b": {"type": "string", "default": "y"}}},
    });
    assert_eq!(page(&parameters, &json!({})).values, json!({"a": "x", "b": "y"}));
    assert_eq!(page(&parameters, &json!({"a": "z"})).values, json!({"a": "z"}));
}

#[test]
fn references_bring_their_defaults() {
    let parameters = json!({
        "properties": {"a": {"$ref": "#/definitions/name"}, "b": {"$ref": "#/definitions/name", "default": "own"}},
        "definitions": {"name": {"type": "string", "default": "shared"}},
    });
    assert_eq!(page(&parameters, &json!({})).values, json!({"a": "shared", "b": "own"}));
}

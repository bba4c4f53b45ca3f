//! What is wrong, and where it is said.

use forms::{Form, Selections, Settings};
use serde_json::{Value, json};

use crate::{field, page, wrong};

/// The schema of a property, its value, and the rules that it breaks, each with its place.
type Row = (Value, Value, &'static [(&'static str, &'static str)]);

#[test]
fn rules_are_broken_at_the_place_of_the_value() {
    let table: [Row; 14] = [
        (json!({"type": "string", "minLength": 2}), json!("x"), &[("/a", "minLength")]),
        (json!({"type": "string"}), json!(1), &[("/a", "type")]),
        (json!({"type": "string", "pattern": "^(?!-)[a-z]+$"}), json!("-a"), &[("/a", "pattern")]),
        (json!({"type": "string", "format": "email"}), json!("a@b"), &[("/a", "format")]),
        (json!({"type": "string", "format": "iri"}), json!("whatever"), &[]),
        (json!({"type": "number", "exclusiveMaximum": 3}), json!(3), &[("/a", "exclusiveMaximum")]),
        (json!({"type": "array", "items": {"type": "string"}}), json!(["x", 1]), &[("/a/1", "type")]),
        (
            json!({"type": "array", "items": {"type": "string"}, "uniqueItems": true}),
            json!(["x", "x"]),
            &[("/a", "uniqueItems")],
        ),
        (
            json!({"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}),
            json!({}),
            &[("/a/b", "required")],
        ),
        (
            json!({"type": "object", "properties": {"b/c": {"type": "string"}}}),
            json!({"b/c": 1}),
            &[("/a/b~1c", "type")],
        ),
        (
            json!({"anyOf": [{"type": "object", "required": ["b"]}, {"type": "object", "required": ["c"]}]}),
            json!({}),
            &[("/a/b", "required"), ("/a/c", "required"), ("/a", "anyOf")],
        ),
        (json!({"type": "string", "nullable": true}), json!(null), &[]),
        (
            json!({"type": "object", "additionalProperties": false}),
            json!({"z": 1}),
            &[("/a", "additionalProperties")],
        ),
        (json!({"type": "string", "not": {"const": "root"}}), json!("root"), &[("/a", "not")]),
    ];
    for (property, value, expected) in table {
        let page = page(&json!({"properties": {"a": property}}), &json!({"a": value}));
        assert_eq!(wrong(&page), expected, "{property} with {value}");
        assert_eq!(page.is_valid(), expected.is_empty());
    }
}

#[test]
fn a_field_says_what_is_wrong_with_it() {
    let parameters = json!({"required": ["a", "ghost"], "properties": {"a": {"type": "string"}}});
    let page = page(&parameters, &json!({}));
    assert_eq!(field(&page, "/a").errors, ["must have required property 'a'"]);
    let shown: Vec<(&str, bool)> =
        page.errors.iter().map(|error| (error.pointer.as_str(), error.shown)).collect();
    assert_eq!(shown, [("/a", true), ("/ghost", false)]);
}

#[test]
fn messages_do_not_repeat_values() {
    let parameters = json!({"properties": {"a": {"type": "string", "ui:widget": "password", "enum": ["x"], "maxLength": 3,
        "pattern": "^x$", "const": "x", "not": {"type": "string"}, "format": "uuid"}}});
    let page = page(&parameters, &json!({"a": "hunter2-secret"}));
    assert!(page.errors.len() >= 5);
    for error in &page.errors {
        assert!(!error.message.contains("hunter2"), "{error:?}");
    }
}

#[test]
fn a_schema_that_is_not_sound_is_a_problem_with_a_place() {
    let table = [
        (json!({"properties": {"a": {"type": "text"}}}), "/properties/a/type"),
        (json!([{}, {"properties": {"a": {"type": "string", "pattern": "["}}}]), "/1/properties/a/pattern"),
        (json!({"properties": {"a": {"required": true}}}), "/properties/a/required"),
    ];
    for (parameters, pointer) in table {
        let form = Form::new(Some(&parameters), Settings::default()).unwrap();
        let pointers: Vec<&str> = form.problems().iter().map(|problem| problem.pointer.as_str()).collect();
        assert_eq!(pointers, [pointer], "{parameters}");
        let last = form.pages().len() - 1;
        let page = form.page(last, &json!({}), &Selections::new()).unwrap().unwrap();
        assert!(!page.is_valid(), "{parameters}");
    }
    let error = Form::new(Some(&json!(["text"])), Settings::default()).unwrap_err();
    assert_eq!(error.to_string(), "parameters/0: must be an object: the JSON Schema of a page");
}

#[test]
fn a_template_may_word_its_messages() {
    let parameters = json!({
        "required": ["a", "d"],
        "properties": {
            "a": {"type": "string"},
            "b": {"type": "string", "minLength": 3, "errorMessage": {"minLength": "B is short"}},
            "c": {"type": "number", "errorMessage": "C is a number"},
            "d": {"type": "string"},
            "e": {"type": "string", "pattern": "^x$"},
        },
        "errorMessage": {"required": {"a": "A is needed"}, "properties": {"e": "E is an x"}},
    });
    let page = page(&parameters, &json!({"b": "x", "c": "x", "e": "y"}));
    let mut said: Vec<(&str, &str)> =
        page.errors.iter().map(|error| (error.pointer.as_str(), error.message.as_str())).collect();
    said.sort_unstable();
    let expected = [
        ("/a", "A is needed"),
        ("/b", "B is short"),
        ("/c", "C is a number"),
        ("/d", "must have required property 'd'"),
        ("/e", "E is an x"),
    ];
    assert_eq!(said, expected);
}

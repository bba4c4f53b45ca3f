//! What a task gets, and what a person is shown before.

use forms::{ReviewItem, Selections};
use serde_json::{Value, json};

use crate::sound;

#[test]
fn only_what_was_asked_for_is_submitted() {
    let parameters = json!([
        {"properties": {
            "name": {"type": "string"}, "size": {"type": "string", "default": "m"},
            "free": {"type": "object"},
            "group": {"type": "object", "properties": {"in": {"type": "string"}}},
            "open": {"type": "object", "properties": {"in": {"type": "string"}}, "additionalProperties": {"type": "string"}},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"k": {"type": "string"}}}},
            "shape": {"oneOf": [{"properties": {"r": {"type": "number"}}, "required": ["r"]}, {"properties": {"s": {"type": "number"}}, "required": ["s"]}]},
            "theirs": {"type": "object", "properties": {"a": {}}, "ui:field": "Somebodys"},
        }},
        {"properties": {"more": {"type": "boolean"}}, "dependencies": {"more": {"oneOf": [
            {"properties": {"more": {"const": true}, "why": {"type": "string"}}},
            {"properties": {"more": {"const": false}}},
        ]}}},
    ]);
    let form = sound(&parameters);
    let values = json!({
        "name": "shop", "old": 1, "free": {"x": 1}, "group": {"in": "a", "out": "b"}, "open": {"in": "a", "more": "b"},
        "rows": [{"k": "a", "l": "b"}], "shape": {"s": 1, "r": "gone"}, "theirs": {"a": 1, "b": 2},
        "more": false, "why": "hidden",
    });
    let submission = form.submit(&values, &Selections::new()).unwrap();
    let expected = json!({
        "name": "shop", "size": "m", "free": {"x": 1}, "group": {"in": "a"}, "open": {"in": "a", "more": "b"},
        "rows": [{"k": "a"}], "shape": {"s": 1}, "theirs": {"a": 1, "b": 2}, "more": false,
    });
    assert_eq!(submission.parameters, expected);
    assert!(submission.is_valid(), "{:?}", submission.pages);
    let why = form.submit(&json!({"more": true, "why": "because"}), &Selections::new()).unwrap();
    assert_eq!(why.parameters["why"], "because");
}

#[test]
fn secrets_leave_the_parameters() {
    let form = sound(&json!({"properties": {
        "token": {"type": "string", "minLength": 5, "ui:field": "Secret"},
        "user": {"type": "object", "properties": {"password": {"type": "string", "ui:field": "Secret"}}},
    }}));
    let submission =
        form.submit(&json!({"token": "geheim", "user": {"password": "ß𝄞"}}), &Selections::new()).unwrap();
    assert_eq!(submission.parameters, json!({"token": "******", "user": {"password": "***"}}));
    let secrets: Vec<(&str, &str)> =
        submission.secrets.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    assert_eq!(secrets, [("password", "ß𝄞"), ("token", "geheim")]);
    let review = serde_json::to_string(&submission.review()).unwrap();
    assert!(!review.contains("geheim") && !review.contains('ß'), "{review}");
    assert!(!form.submit(&json!({"token": "kurz"}), &Selections::new()).unwrap().is_valid());
}

#[test]
fn the_review_names_and_masks() {
    let form = sound(&json!([
        {"properties": {
            "repoUrl": {"type": "string"},
            "size": {"title": "Size", "type": "string", "enum": ["s", "m"], "enumNames": ["Small", "Medium"]},
            "masked": {"type": "string", "ui:backstage": {"review": {"mask": "<hidden>", "name": "Called"}}},
            "unseen": {"type": "string", "ui:backstage": {"review": {"show": false}}},
            "password": {"type": "string", "ui:widget": "password"},
        }},
        {"properties": {
            "place": {"type": "object", "title": "Place", "properties": {"cityName": {"type": "string"}, "zip": {"title": "Code", "type": "number"}}},
            "whole": {"type": "object", "ui:backstage": {"review": {"explode": false}}, "properties": {"a": {"type": "number"}}},
        }},
    ]));
    let values = json!({
        "repoUrl": "r", "size": "m", "masked": "x", "unseen": "y", "password": "z",
        "place": {"cityName": "Bonn", "zip": 1}, "whole": {"a": 1},
    });
    let review = form.submit(&values, &Selections::new()).unwrap().review();
    let seen: Vec<(usize, &str, &Value, bool)> = review
        .iter()
        .map(|ReviewItem { page, label, value, masked, .. }| (*page, label.as_str(), value, *masked))
        .collect();
    let expected = [
        (0, "Repo Url", &json!("r"), false),
        (0, "Size", &json!("Medium"), false),
        (0, "Called", &json!("<hidden>"), true),
        (0, "Password", &json!("******"), true),
        (1, "Place > City Name", &json!("Bonn"), false),
        (1, "Code", &json!(1), false),
        (1, "Whole", &json!({"a": 1}), false),
    ];
    assert_eq!(seen, expected);
}

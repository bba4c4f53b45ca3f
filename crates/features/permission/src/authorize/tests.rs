//! Bodies of decision requests, right and wrong.

use kernel::gate::MAX_ITEMS;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::request;

fn basic(extra: &Value) -> Value {
    let mut permission = json!({ "type": "basic", "name": "catalog.entity.create", "attributes": {} });
    for (name, value) in extra.as_object().unwrap() {
        permission[name] = value.clone();
    }
    json!({ "items": [{ "id": "a", "permission": permission }] })
}

fn with_ref(resource_ref: impl Into<Value>) -> Value {
    json!({ "items": [{
        "id": "a",
        "permission": { "type": "resource", "name": "x", "attributes": { "action": "read" }, "resourceType": "t" },
        "resourceRef": resource_ref.into(),
    }] })
}

#[test]
fn bodies() {
    let many: Vec<Value> = (0..=MAX_ITEMS).map(|_| basic(&json!({}))["items"][0].clone()).collect();
    let most: Vec<Value> = many[..MAX_ITEMS].to_vec();
    for (body, passes) in [
        (json!({ "items": [] }), true),
        (basic(&json!({})), true),
        (basic(&json!({ "unknown": 1 })), true),
        (basic(&json!({ "attributes": { "action": "read", "x": 1 } })), true),
        (with_ref(json!("r")), true),
        (with_ref(json!(["r", "s"])), true),
        (json!({ "items": most }), true),
        (json!({ "items": many }), false),
        (with_ref(json!([])), false),
        (with_ref(json!([1])), false),
        (with_ref(Value::Null), false),
        (with_ref(json!((0..10_001).map(|number| number.to_string()).collect::<Vec<_>>())), false),
        (basic(&json!({ "attributes": { "action": "write" } })), false),
        (basic(&json!({ "attributes": { "action": null } })), false),
        (basic(&json!({ "attributes": null })), false),
        (basic(&json!({ "name": 1 })), false),
        (basic(&json!({ "type": "resource" })), false),
        (basic(&json!({ "type": "other" })), false),
        (json!({ "items": [{ "id": 1 }] }), false),
        (json!({ "items": {} }), false),
        (json!([]), false),
        (json!(null), false),
    ] {
        assert_eq!(request::parse(body.to_string().as_bytes()).is_ok(), passes, "{:.200}", body.to_string());
    }
    let mut with_type = basic(&json!({}));
    with_type["items"][0]["resourceRef"] = "r".into();
    assert!(request::parse(with_type.to_string().as_bytes()).is_err(), "a basic permission has no resource");
    assert!(request::parse(b"").is_err() && request::parse(b"{").is_err());
}

proptest! {
    #[test]
    fn never_panics(body in ".{0,80}") {
        let _ = request::parse(body.as_bytes());
    }
}

//! Entities through the whole row of checks: which stage refuses them, and with which words.

use serde_json::json;

use super::*;

fn outcome(mut entity: Value) -> String {
    match validate(&mut entity, &Kinds::builtin(), &Limits::default()) {
        Ok(validated) => validated.entity_ref.to_string(),
        Err(problem) => format!("{} {} {problem}", problem.stage.as_str(), problem.pointer),
    }
}

fn component(change: impl FnOnce(&mut Value)) -> Value {
    let mut entity = json!({
        "apiVersion": "backstage.io/v1alpha1", "kind": "Component", "metadata": {"name": "a"},
        "spec": {"type": "service", "lifecycle": "x", "owner": "me"},
    });
    change(&mut entity);
    entity
}

fn with(pointer: &str, value: Value) -> Value {
    component(|entity| {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        entity.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(key.to_owned(), value);
    })
}

fn without(pointer: &str) -> Value {
    component(|entity| {
        let (parent, key) = pointer.rsplit_once('/').unwrap();
        entity.pointer_mut(parent).unwrap().as_object_mut().unwrap().shift_remove(key);
    })
}

#[test]
fn stages_and_words() {
    let policy = "SchemaValidEntityPolicy";
    let cases = [
        (component(|_| ()), "component:default/a".to_owned()),
        (json!(7), "envelope  TypeError: <root> must be object - type: object".to_owned()),
        (json!({}), "envelope  TypeError: <root> must have required property 'apiVersion' - missingProperty: apiVersion".to_owned()),
        (with("/kind", json!("")), "envelope /kind TypeError: /kind must NOT have fewer than 1 characters - limit: 1".to_owned()),
        (with("/metadata/name", json!({"{ x }": null})), "envelope /metadata/name TypeError: /metadata/name must be string - type: string".to_owned()),
        (without("/metadata/name"), "envelope /metadata TypeError: /metadata must have required property 'name' - missingProperty: name".to_owned()),
        (with("/metadata/namespace", json!(null)), "envelope /metadata/namespace TypeError: /metadata/namespace must be string - type: string".to_owned()),
        (with("/spec", json!("x")), format!("{policy} /spec Error: Malformed envelope, /spec must be object")),
        (with("/metadata/annotations", json!({"a/b": 7})), format!("{policy} /metadata/annotations/a~1b Error: Malformed envelope, /metadata/annotations/a~1b must be string")),
        (with("/metadata/labels", json!({"__proto__": {"a": "b"}})), format!("{policy} /metadata/labels/__proto__ Error: Malformed envelope, /metadata/labels/__proto__ must be string")),
        (with("/metadata/title", json!("")), format!("{policy} /metadata/title Error: Malformed envelope, /metadata/title must NOT have fewer than 1 characters")),
        (with("/metadata/description", json!("")), "component:default/a".to_owned()),
        (with("/metadata/links", json!([{"title": "x"}])), format!("{policy} /metadata/links/0 Error: Malformed envelope, /metadata/links/0 must have required property 'url'")),
        (with("/metadata/links", json!("x")), format!("{policy} /metadata/links Error: Malformed envelope, /metadata/links must be array")),
        (with("/extra", json!(1)), format!("{policy}  Error: Malformed envelope, <root> must NOT have additional properties")),
        (with("/relations", json!([{"type": "a b", "targetRef": "x"}])), format!("{policy} /relations/0/type Error: Malformed envelope, /relations/0/type must match pattern \"^\\w+$\"")),
        (with("/relations", json!([])), "NoForeignRootFieldsEntityPolicy /relations Error: Unknown field relations".to_owned()),
        (with("/status", json!({})), "NoForeignRootFieldsEntityPolicy /status Error: Unknown field status".to_owned()),
        (without("/spec/owner"), "kind /spec TypeError: /spec must have required property 'owner' - missingProperty: owner".to_owned()),
        (with("/spec/owner", json!("")), "kind /spec/owner TypeError: /spec/owner must NOT have fewer than 1 characters - limit: 1".to_owned()),
        (without("/spec"), "kind  TypeError: <root> must have required property 'spec' - missingProperty: spec".to_owned()),
        (with("/kind", json!("component")), "kind /kind InputError: No processor recognized the entity component:default/a as valid, possibly caused by a foreign kind or apiVersion".to_owned()),
        (with("/apiVersion", json!("foo/v2")), "kind /apiVersion InputError: No processor recognized the entity component:default/a as valid, possibly caused by a foreign kind or apiVersion".to_owned()),
    ];
    for (entity, expected) in cases {
        assert_eq!(outcome(entity.clone()), expected, "{entity}");
    }
}

#[test]
fn the_namespace_is_filled_in() {
    let mut entity = component(|_| ());
    validate(&mut entity, &Kinds::builtin(), &Limits::default()).unwrap();
    assert_eq!(entity["metadata"], json!({"name": "a", "namespace": "default"}));
    let mut entity = with("/metadata/namespace", json!("other"));
    let validated = validate(&mut entity, &Kinds::builtin(), &Limits::default()).unwrap();
    assert_eq!(validated.entity_ref, EntityRef::new("Component", "other", "a"));
}

#[test]
fn large_entities_are_refused_by_size() {
    let mut entity = with("/spec/text", json!("x".repeat(2000)));
    let limits = Limits { entity_bytes: 2000, ..Limits::default() };
    let problem = validate(&mut entity, &Kinds::builtin(), &limits).unwrap_err();
    assert_eq!(problem.to_string(), "InputError: entity too large (limit 2000 bytes)");
}

#[test]
fn mistakes_come_with_a_cure() {
    let cases = [
        (without("/spec/owner"), "add `owner:` under `spec`"),
        (with("/kind", json!("Compnent")), "did you mean `kind: Component`?"),
        (
            with("/apiVersion", json!("v1")),
            "Component exists in backstage.io/v1alpha1, backstage.io/v1beta1, not in v1",
        ),
        (
            with("/metadata/annotations", json!({"a": 7})),
            "give `a` a text; put quotes around numbers, dates and true/false",
        ),
        (with("/metadata/name", json!("My Service")), "for example `My-Service`"),
        (with("/extra", json!(1)), "remove `extra`, or move it below `metadata` or `spec`"),
    ];
    for (mut entity, help) in cases {
        let problem = validate(&mut entity, &Kinds::builtin(), &Limits::default()).unwrap_err();
        assert_eq!(problem.help.as_deref(), Some(help));
    }
}

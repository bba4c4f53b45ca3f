//! The two permission routes over a made-up resource type whose resources are allowed by name.

use super::*;
use crate::gate::Action;

struct Fruit;

impl ResourceRules for Fruit {
    fn plugin_id(&self) -> &'static str {
        "orchard"
    }

    fn resource_type(&self) -> &'static str {
        "fruit"
    }

    fn rules(&self) -> Vec<RuleMetadata> {
        vec![RuleMetadata {
            name: "IS_NAMED",
            description: "Allow fruit of that name",
            params_schema: Some(json!({ "type": "object" })),
        }]
    }

    fn apply<'a>(
        &'a self,
        refs: &'a [String],
        criteria: &'a Criteria,
    ) -> BoxFuture<'a, Result<Vec<bool>, Error>> {
        let Criteria::Rule { params, .. } = criteria else {
            return Box::pin(async { Ok(vec![]) });
        };
        Box::pin(async move { Ok(refs.iter().map(|one| params["name"] == one.as_str()).collect()) })
    }
}

/// Declares rules that only its plugin evaluates.
struct Inner;

impl ResourceRules for Inner {
    fn plugin_id(&self) -> &'static str {
        "orchard"
    }

    fn resource_type(&self) -> &'static str {
        "inner"
    }

    fn rules(&self) -> Vec<RuleMetadata> {
        vec![RuleMetadata { name: "IS_NAMED", description: "", params_schema: None }]
    }
}

async fn apply(body: Value) -> Result<Value, Error> {
    let resources: [Arc<dyn ResourceRules>; 2] = [Arc::new(Fruit), Arc::new(Inner)];
    let response = apply_conditions(&resources, body.to_string().as_bytes()).await?;
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
    Ok(serde_json::from_slice(&bytes).unwrap())
}

fn item(resource_ref: impl Into<Value>, resource_type: &str, conditions: impl Into<Value>) -> Value {
    let (resource_ref, conditions): (Value, Value) = (resource_ref.into(), conditions.into());
    json!({ "id": "1", "resourceRef": resource_ref, "resourceType": resource_type, "conditions": conditions })
}

fn named(name: &str, resource_type: &str) -> Value {
    json!({ "rule": "IS_NAMED", "resourceType": resource_type, "params": { "name": name } })
}

#[tokio::test]
async fn answers_in_the_form_of_the_question() {
    for (refs, expected) in [
        (json!("pear"), json!("ALLOW")),
        (json!("apple"), json!("DENY")),
        (json!(["apple", "pear"]), json!(["DENY", "ALLOW"])),
        (json!([]), json!([])),
    ] {
        let answer = apply(json!({ "items": [item(refs, "fruit", named("pear", "fruit"))] })).await.unwrap();
        assert_eq!(answer, json!({ "items": [{ "id": "1", "result": expected }] }));
    }
}

#[tokio::test]
async fn refuses_what_it_cannot_mean() {
    let many: Vec<Value> =
        (0..=MAX_ITEMS).map(|_| item(json!("pear"), "fruit", named("x", "fruit"))).collect();
    let refs: Vec<String> = (0..=MAX_REFS).map(|number| number.to_string()).collect();
    for (body, expected) in [
        (json!({}), "InputError"),
        (json!({ "items": [{ "id": 1 }] }), "InputError"),
        (json!({ "items": [item(json!("a"), "stone", named("a", "stone"))] }), "InputError"),
        (json!({ "items": [item(json!("a"), "fruit", named("a", "stone"))] }), "InputError"),
        (
            json!({ "items": [item(json!("a"), "fruit", json!({ "not": { "rule": "NOPE", "resourceType": "fruit" } }))] }),
            "InputError",
        ),
        (json!({ "items": [item(json!("a"), "fruit", json!({ "anyOf": [] }))] }), "InputError"),
        (json!({ "items": [item(json!("a"), "inner", named("a", "inner"))] }), "NotImplementedError"),
        (json!({ "items": many }), "InputError"),
        (json!({ "items": [item(json!(refs), "fruit", named("x", "fruit"))] }), "InputError"),
    ] {
        let error = apply(body.clone()).await.expect_err(&body.to_string()[..80.min(body.to_string().len())]);
        assert_eq!(error.name(), expected);
    }
}

#[tokio::test]
async fn names_every_unexpected_type_once() {
    let items = json!({ "items": [
        item(json!("a"), "stone", named("a", "stone")),
        item(json!("a"), "sand", named("a", "sand")),
        item(json!("b"), "stone", named("b", "stone")),
    ] });
    let error = apply(items).await.unwrap_err();
    assert_eq!(error.to_string(), "Unexpected resource types: stone, sand.");
}

#[test]
fn metadata_shows_both_forms_of_permissions() {
    static PERMISSIONS: [Permission; 2] = [
        Permission { name: "fruit.read", action: Some(Action::Read), resource_type: Some("fruit") },
        Permission { name: "fruit.shake", action: None, resource_type: None },
    ];
    let resources: [Arc<dyn ResourceRules>; 2] = [Arc::new(Fruit), Arc::new(Inner)];
    assert_eq!(
        metadata(&PERMISSIONS, &resources),
        json!({
            "permissions": [
                { "type": "resource", "name": "fruit.read", "attributes": { "action": "read" }, "resourceType": "fruit" },
                { "type": "basic", "name": "fruit.shake", "attributes": {} },
            ],
            "rules": [
                { "name": "IS_NAMED", "description": "Allow fruit of that name", "resourceType": "fruit", "paramsSchema": { "type": "object" } },
                { "name": "IS_NAMED", "description": "", "resourceType": "inner" },
            ],
        })
    );
}

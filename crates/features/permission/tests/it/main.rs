//! Decisions through the real edge, with a made-up plugin whose resources are allowed by name.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::gate::{
    Action, Criteria, Permission, Policy, ResourceRules, RuleMetadata, Subject, permission_routes,
};
use kernel::http::Routes;
use kernel::{Contribution, Decision, Error, Feature, Services};
use permission::Permissions;
use serde_json::{Value, json};
use testkit::{FakeIdentity, Persona, TestPortal};

const PATH: &str = "/api/permission/authorize";

static PERMISSIONS: [Permission; 2] = [
    Permission { name: "orchard.fruit.read", action: Some(Action::Read), resource_type: Some("fruit") },
    Permission { name: "orchard.shake", action: None, resource_type: None },
];

/// A plugin with fruit. `IS_NAMED {names}` holds for fruit of those names; there is no fruit called `ghost`.
struct Orchard;

impl Feature for Orchard {
    fn id(&self) -> &'static str {
        "orchard"
    }

    fn permissions(&self) -> &'static [Permission] {
        &PERMISSIONS
    }

    fn start<'a>(&'a self, _services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        let resources: Vec<Arc<dyn ResourceRules>> = vec![Arc::new(Orchard)];
        let routes = permission_routes(Routes::new(), &PERMISSIONS, &resources);
        Box::pin(async { Ok(Contribution { routes, resources, ..Contribution::default() }) })
    }
}

impl ResourceRules for Orchard {
    fn plugin_id(&self) -> &'static str {
        "orchard"
    }

    fn resource_type(&self) -> &'static str {
        "fruit"
    }

    fn rules(&self) -> Vec<RuleMetadata> {
        vec![RuleMetadata { name: "IS_NAMED", description: "By name", params_schema: None }]
    }

    fn apply<'a>(
        &'a self,
        refs: &'a [String],
        criteria: &'a Criteria,
    ) -> BoxFuture<'a, Result<Vec<bool>, Error>> {
        Box::pin(async move { Ok(refs.iter().map(|one| one != "ghost" && holds(one, criteria)).collect()) })
    }
}

fn holds(name: &str, criteria: &Criteria) -> bool {
    match criteria {
        Criteria::AnyOf { any_of } => any_of.iter().any(|each| holds(name, each)),
        Criteria::AllOf { all_of } => all_of.iter().all(|each| holds(name, each)),
        Criteria::Not { not } => !holds(name, not),
        Criteria::Rule { params, .. } => {
            params["names"].as_array().is_some_and(|names| names.iter().any(|known| known == name))
        }
    }
}

async fn portal(policy: Value) -> TestPortal {
    let mut config = json!({ "permission": { "enabled": true } });
    if !policy.is_null() {
        config["callboard"] = json!({ "permission": { "policy": policy } });
    }
    TestPortal::builder()
        .config(config)
        .identity(FakeIdentity::new().member("user:default/ann", &["group:default/pears"]))
        .feature(Permissions::new())
        .feature(Orchard)
        .start()
        .await
}

fn ann() -> Persona {
    Persona::user("user:default/ann")
}

fn read(resource_ref: &Value) -> Value {
    let mut item = json!({ "id": "a", "permission": {
        "type": "resource", "name": "orchard.fruit.read", "attributes": { "action": "read" }, "resourceType": "fruit",
    } });
    if !resource_ref.is_null() {
        item["resourceRef"] = resource_ref.clone();
    }
    item
}

fn shake() -> Value {
    json!({ "id": "s", "permission": { "type": "basic", "name": "orchard.shake", "attributes": {} } })
}

fn items(items: &[Value]) -> Value {
    json!({ "items": items })
}

#[tokio::test]
async fn without_a_policy_everything_is_allowed() {
    let portal = portal(Value::Null).await;
    for (asked, expected) in [
        (items(&[]), json!({ "items": [] })),
        (
            items(&[read(&json!("pear")), shake()]),
            json!({ "items": [{ "id": "a", "result": "ALLOW" }, { "id": "s", "result": "ALLOW" }] }),
        ),
        (items(&[read(&json!(["pear", "ghost"]))]), json!({ "items": [{ "id": "a", "result": "ALLOW" }] })),
    ] {
        assert_eq!(portal.post(&ann(), PATH, &asked).await.expect(200).json(), expected);
    }
}

#[tokio::test]
async fn who_may_ask_and_what() {
    let portal = portal(Value::Null).await;
    let unknown =
        json!({ "id": "u", "permission": { "type": "basic", "name": "orchard.fell", "attributes": {} } });
    let mut forged = shake();
    forged["permission"]["type"] = "resource".into();
    forged["permission"]["resourceType"] = "fruit".into();
    forged["resourceRef"] = "pear".into();
    let open = "Resource permissions require a resourceRef to be set. Direct user requests without a resourceRef \
                are not allowed.";
    let many: Vec<Value> = (0..501).map(|_| shake()).collect();
    for (persona, asked, status, name, message) in [
        (Persona::Anonymous, items(&[]), 401, "AuthenticationError", "Missing credentials"),
        (
            Persona::Service,
            items(&[]),
            403,
            "NotAllowedError",
            "This endpoint does not allow 'service' credentials",
        ),
        (ann(), items(&[read(&Value::Null)]), 400, "InputError", open),
        (ann(), items(&[unknown]), 400, "InputError", "unknown permission 'orchard.fell'"),
        (ann(), items(&[forged]), 400, "InputError", "permission 'orchard.shake' is a basic permission"),
        (ann(), items(&many), 400, "InputError", "items: at most 500 in one request"),
        (ann(), json!({ "items": [{ "id": 1 }] }), 400, "InputError", "items[0].id: expected string"),
    ] {
        let answer = portal.post(&persona, PATH, &asked).await.expect(status).json();
        assert_eq!((&answer["error"]["name"], &answer["error"]["message"]), (&json!(name), &json!(message)));
        assert_eq!(answer["request"], json!({ "method": "POST", "url": "/authorize" }));
    }
    let stock =
        json!({ "id": "k", "permission": { "type": "basic", "name": "kubernetes.proxy", "attributes": {} } });
    portal.post(&ann(), PATH, &items(&[stock])).await.expect(200);
    let health = portal.get(&Persona::Anonymous, "/api/permission/health").await.expect(200);
    assert_eq!(health.json(), json!({ "status": "ok" }));
}

#[tokio::test]
async fn browsers_get_conditions_applied() {
    let conditions =
        json!({ "not": { "rule": "IS_NAMED", "resourceType": "fruit", "params": { "names": ["apple"] } } });
    let portal = portal(json!([
        { "permission": "orchard.fruit.*", "decision": "conditions", "conditions": conditions },
        { "permission": "orchard.shake", "groups": ["group:default/pears"], "decision": "allow" },
    ]))
    .await;
    for (persona, asked, expected) in [
        (ann(), read(&json!("pear")), json!({ "id": "a", "result": "ALLOW" })),
        (ann(), read(&json!("apple")), json!({ "id": "a", "result": "DENY" })),
        (ann(), read(&json!("ghost")), json!({ "id": "a", "result": "DENY" })),
        (
            ann(),
            read(&json!(["apple", "pear", "pear"])),
            json!({ "id": "a", "result": ["DENY", "ALLOW", "ALLOW"] }),
        ),
        (ann(), shake(), json!({ "id": "s", "result": "ALLOW" })),
        (Persona::user("user:default/bob"), shake(), json!({ "id": "s", "result": "DENY" })),
    ] {
        let answer = portal.post(&persona, PATH, &items(&[asked])).await.expect(200).json();
        assert_eq!(answer["items"][0], expected);
    }
    portal.post(&ann(), PATH, &items(&[read(&Value::Null)])).await.expect(400);
}

#[tokio::test]
async fn conditions_of_unknown_rules_refuse() {
    let portal = portal(json!([{ "decision": "conditions", "conditions": {
        "not": { "rule": "IS_NAMD", "resourceType": "fruit", "params": {} },
    } }]))
    .await;
    portal.post(&ann(), PATH, &items(&[read(&json!("pear"))])).await.expect(400);
}

#[tokio::test]
async fn a_policy_that_cannot_be_read_stops_the_start() {
    let config = json!({ "callboard": { "permission": { "policy": [{ "decision": "perhaps" }] } } });
    let started = TestPortal::builder().config(config).feature(Permissions::new()).try_start().await;
    assert!(started.is_err());
}

#[tokio::test]
async fn there_is_one_policy() {
    struct Lenient;
    impl Policy for Lenient {
        fn decide<'a>(
            &'a self,
            _permission: &'a Permission,
            _subject: &'a Subject,
        ) -> BoxFuture<'a, Result<Decision, Error>> {
            Box::pin(async { Ok(Decision::Allow) })
        }
    }
    struct Third;
    impl Feature for Third {
        fn id(&self) -> &'static str {
            "third"
        }
        fn start<'a>(&'a self, _services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
            Box::pin(async {
                Ok(Contribution { policy: Some(Arc::new(Lenient)), ..Contribution::default() })
            })
        }
    }
    let both = TestPortal::builder().feature(Permissions::new()).feature(Third).try_start().await;
    assert!(both.is_err());
}

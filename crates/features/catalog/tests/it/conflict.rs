//! Two locations that name the same entity: the first keeps it, whatever the second tries.

use serde_json::json;
use testkit::{FakeHost, Persona};

use crate::portal::{Portal, component};

/// Names the entity as well as can be, and not at all well.
fn attempts() -> Vec<(&'static str, String)> {
    let broken = |name: &str| component(name, "mallory").replace("type: service", "type: 5");
    vec![
        ("plain", component("pay", "mallory")),
        ("other case", component("PAY", "mallory").replace("Component", "component")),
        ("twice", component("pay", "mallory") + &component("pay", "eve")),
        ("broken", broken("pay")),
        ("broken twice", broken("pay") + &broken("pay")),
        ("good, then broken", component("pay", "mallory") + &broken("pay")),
        ("broken in two cases", broken("pay") + &broken("Pay")),
    ]
}

#[tokio::test]
async fn the_first_location_keeps_an_entity() {
    for (name, file) in attempts() {
        let host = FakeHost::start().await;
        host.serve("/a.yaml", component("pay", "ann"));
        host.serve("/b.yaml", file + &component("own", "mallory"));
        let portal = Portal::start(&host).await;
        portal.register(&host.url("/a.yaml")).await;
        let before = portal.entity("component", "pay").await;
        portal.register(&host.url("/b.yaml")).await;
        for round in 0..2 {
            assert_eq!(portal.entity("component", "pay").await, before, "{name}, round {round}");
            assert_eq!(portal.refs().await, ["component:own", "component:pay"], "{name}");
            let problems = portal.problems(&host.url("/b.yaml")).await;
            let conflict = problems.iter().find(|problem| problem["name"] == "ConflictError");
            let message = conflict.unwrap_or_else(|| panic!("{name}, round {round}: {problems:?}"));
            let message = message["message"].as_str().unwrap();
            assert!(message.contains("component:default/pay") && !message.contains("a.yaml"), "{message}");
            portal.next_round().await;
        }
    }
}

#[tokio::test]
async fn an_entity_that_its_location_gives_up_goes_to_the_one_that_waits() {
    let host = FakeHost::start().await;
    host.serve("/a.yaml", component("pay", "ann"));
    host.serve("/b.yaml", component("pay", "bob"));
    let portal = Portal::start(&host).await;
    let first = portal.register(&host.url("/a.yaml")).await;
    portal.register(&host.url("/b.yaml")).await;
    portal.next_round().await;
    portal.test.delete(&Persona::Service, &format!("/api/catalog/locations/{first}")).await.expect(204);
    portal.next_round().await;
    assert_eq!(portal.entity("component", "pay").await["spec"]["owner"], "bob");
    assert_eq!(portal.problems(&host.url("/b.yaml")).await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn registering_twice_is_a_conflict_or_a_refresh() {
    let host = FakeHost::start().await;
    host.serve("/a.yaml", component("pay", "ann"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/a.yaml")).await;
    let body = json!({"type": "url", "target": host.url("/a.yaml")});
    portal.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(409);
    host.serve("/a.yaml", component("pay", "bob"));
    let path = "/api/catalog/locations?onConflict=refresh";
    portal.test.post(&Persona::Service, path, &body).await.expect(201);
    portal.settle().await;
    assert_eq!(portal.entity("component", "pay").await["spec"]["owner"], "bob");
}

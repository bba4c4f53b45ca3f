//! Entity providers: full sets and deltas.

use catalog::provide::{Deferred, Mutation, provide};
use serde_json::json;
use testkit::FakeHost;

use crate::portal::Portal;

fn deferred(name: &str, owner: &str) -> Deferred {
    let entity = json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": {"name": name, "annotations": {
            "backstage.io/managed-by-location": "test:provider",
            "backstage.io/managed-by-origin-location": "test:provider",
        }},
        "spec": {"type": "service", "lifecycle": "production", "owner": owner},
    });
    Deferred { entity, location_key: Some("test-provider".to_owned()) }
}

#[tokio::test]
async fn a_full_set_replaces_and_a_delta_adds_and_takes() {
    let host = FakeHost::start().await;
    let portal = Portal::start(&host).await;
    let ingest = &portal.handle.get().unwrap().ingest;
    let full = |names: &[&str]| Mutation::Full(names.iter().map(|name| deferred(name, "x")).collect());
    let removed = |name: &str| vec![format!("component:default/{name}")];
    let table = [
        (full(&["a", "b"]), &["component:a", "component:b"][..]),
        (full(&["b", "c"]), &["component:b", "component:c"][..]),
        (
            Mutation::Delta { added: vec![deferred("d", "x")], removed: removed("b") },
            &["component:c", "component:d"][..],
        ),
        (
            Mutation::Delta { added: Vec::new(), removed: removed("nobody") },
            &["component:c", "component:d"][..],
        ),
        (full(&[]), &[][..]),
    ];
    for (mutation, left) in table {
        let said = format!("{mutation:?}");
        provide(ingest, "test", mutation, "test").await.unwrap();
        assert_eq!(portal.refs().await, left, "{said}");
    }
}

#[tokio::test]
async fn a_provider_does_not_take_what_another_holds_and_writes_nothing_twice() {
    let host = FakeHost::start().await;
    let portal = Portal::start(&host).await;
    let ingest = &portal.handle.get().unwrap().ingest;
    let full = |owner: &str| Mutation::Full(vec![deferred("a", owner)]);
    provide(ingest, "first", full("ann"), "test").await.unwrap();
    let position = portal.position().await;
    provide(ingest, "first", full("ann"), "test").await.unwrap();
    assert_eq!(portal.position().await, position);
    let mut other = deferred("a", "eve");
    other.location_key = Some("another".to_owned());
    let outcome = provide(ingest, "second", Mutation::Full(vec![other]), "test").await.unwrap();
    assert_eq!(outcome.conflicts, ["component:default/a"]);
    assert_eq!(portal.entity("component", "a").await["spec"]["owner"], "ann");
    provide(ingest, "second", Mutation::Full(Vec::new()), "test").await.unwrap();
    assert_eq!(portal.refs().await, ["component:a"]);
}

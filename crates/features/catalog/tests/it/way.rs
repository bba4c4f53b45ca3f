//! The way of an entity: registered, listed, changed, left behind, deleted, unregistered.

use serde_json::json;
use testkit::{FakeHost, Persona};

use crate::portal::{Portal, component, location};

#[tokio::test]
async fn a_change_of_the_file_is_logged_with_before_and_after_and_no_change_writes_nothing() {
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("pay", "ann"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    assert_eq!(portal.refs().await, ["component:pay"]);
    let before = portal.entity("component", "pay").await;
    let position = portal.position().await;
    let asked = host.count("/c.yaml");
    portal.next_round().await;
    assert_eq!(host.count("/c.yaml"), asked + 1, "the source is asked once in a round");
    assert_eq!(portal.position().await, position, "nothing changed, nothing is logged");
    assert_eq!(portal.entity("component", "pay").await, before);

    host.serve("/c.yaml", component("pay", "bob"));
    portal.next_round().await;
    let after = portal.entity("component", "pay").await;
    assert_eq!(after["spec"]["owner"], "bob");
    assert_eq!(after["metadata"]["uid"], before["metadata"]["uid"]);
    assert_ne!(after["metadata"]["etag"], before["metadata"]["etag"]);
    let history = portal.get("/entities/by-name/component/default/pay/history").await.expect(200).json();
    assert_eq!(history["items"][0]["operation"], "updated");
    assert_eq!(
        history["items"][0]["fields"],
        json!([{"path": "/spec/owner", "before": "ann", "after": "bob"}])
    );
    assert_eq!(history["items"][1]["operation"], "created");
}

#[tokio::test]
async fn what_the_file_no_longer_names_becomes_an_orphan_and_goes_by_the_strategy() {
    for (strategy, left) in [("delete", &["component:a"][..]), ("keep", &["component:a", "component:b"][..])]
    {
        let host = FakeHost::start().await;
        host.serve("/c.yaml", component("a", "ann") + &component("b", "ann"));
        let portal = Portal::configured(&host, json!({"catalog": {"orphanStrategy": strategy}})).await;
        portal.register(&host.url("/c.yaml")).await;
        host.serve("/c.yaml", component("a", "ann"));
        portal.next_round().await;
        let orphan = portal.entity("component", "b").await;
        assert_eq!(orphan["metadata"]["annotations"]["backstage.io/orphan"], "true");
        catalog::orphan::sweep(&portal.handle.get().unwrap().ingest).await.unwrap();
        assert_eq!(portal.refs().await, left, "{strategy}");
        host.serve("/c.yaml", component("a", "ann") + &component("b", "ann"));
        portal.next_round().await;
        let again = portal.entity("component", "b").await;
        assert!(again["metadata"]["annotations"]["backstage.io/orphan"].is_null(), "{again}");
    }
}

#[tokio::test]
async fn a_deleted_entity_comes_back_with_a_new_uid_while_its_source_names_it() {
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "ann"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    let uid = portal.entity("component", "a").await["metadata"]["uid"].as_str().unwrap().to_owned();
    let path = format!("/api/catalog/entities/by-uid/{uid}");
    portal.test.delete(&Persona::Service, &path).await.expect(204);
    portal.get("/entities/by-name/component/default/a").await.expect(404);
    portal.test.clock.advance(2_000);
    portal.settle().await;
    let back = portal.entity("component", "a").await;
    assert_ne!(back["metadata"]["uid"], uid);
    let history = portal.get("/entities/by-name/component/default/a/history").await.expect(200).json();
    let operations: Vec<_> =
        history["items"].as_array().unwrap().iter().map(|item| &item["operation"]).collect();
    assert_eq!(operations, ["created", "deleted", "created"]);
}

#[tokio::test]
async fn unregistering_takes_along_what_only_the_location_named_circles_too() {
    let host = FakeHost::start().await;
    host.serve(
        "/a.yaml",
        component("a", "x") + &component("both", "x") + &location("b", &host.url("/b.yaml")),
    );
    host.serve("/b.yaml", component("b", "x") + &location("a", &host.url("/a.yaml")));
    host.serve("/other.yaml", location("shared", &host.url("/shared.yaml")));
    host.serve("/shared.yaml", component("s", "x"));
    let portal = Portal::start(&host).await;
    let id = portal.register(&host.url("/a.yaml")).await;
    portal.register(&host.url("/other.yaml")).await;
    assert_eq!(portal.refs().await, ["component:a", "component:b", "component:both", "component:s"]);
    portal.test.delete(&Persona::Service, &format!("/api/catalog/locations/{id}")).await.expect(204);
    assert_eq!(portal.refs().await, ["component:s"]);
    let locations = portal.get("/entities?filter=kind=location").await.expect(200).json();
    assert_eq!(locations.as_array().unwrap().len(), 2, "the circle is gone: {locations}");
}

#[tokio::test]
async fn an_entity_that_two_locations_lead_to_stays_until_the_last_goes() {
    let host = FakeHost::start().await;
    host.serve("/one.yaml", location("shared", &host.url("/shared.yaml")));
    host.serve("/shared.yaml", component("s", "x"));
    let portal = Portal::start(&host).await;
    let one = portal.register(&host.url("/one.yaml")).await;
    let two = portal.register(&host.url("/shared.yaml")).await;
    for (id, left) in [(one, &["component:s"][..]), (two, &[][..])] {
        portal.test.delete(&Persona::Service, &format!("/api/catalog/locations/{id}")).await.expect(204);
        assert_eq!(portal.refs().await, left);
    }
}

#[tokio::test]
async fn a_registration_that_is_pointed_elsewhere_stays_listed_and_reads_the_new_target() {
    let host = FakeHost::start().await;
    host.serve("/old.yaml", component("old", "x"));
    let portal = Portal::start(&host).await;
    let id = portal.register(&host.url("/old.yaml")).await;
    let body = json!({"type": "url", "target": host.url("/new.yaml")});
    portal.test.put(&Persona::Service, &format!("/api/catalog/locations/{id}"), &body).await.expect(200);
    portal.settle().await;
    // The new target cannot be read yet: said where the location is listed, and nothing is lost.
    assert!(!portal.problems(&host.url("/new.yaml")).await.is_empty());
    host.serve("/new.yaml", component("new", "x"));
    portal.next_round().await;
    catalog::orphan::sweep(&portal.handle.get().unwrap().ingest).await.unwrap();
    assert_eq!(portal.refs().await, ["component:new"]);
    assert_eq!(portal.problems(&host.url("/new.yaml")).await, Vec::<serde_json::Value>::new());
}

#[tokio::test]
async fn refreshing_reads_the_source_again_at_once() {
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "ann"));
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    host.serve("/c.yaml", component("a", "bob"));
    let body = json!({"entityRef": "component:default/a"});
    portal.test.post(&Persona::Service, "/api/catalog/refresh", &body).await.expect(200);
    portal.settle().await;
    assert_eq!(portal.entity("component", "a").await["spec"]["owner"], "bob");
}

#[tokio::test]
async fn a_storm_of_refreshes_reads_the_source_once_a_minute_and_is_refused_in_the_end() {
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "ann") + &component("b", "ann"));
    let limits = json!({"limits": {"catalog": {"refreshesPerMinute": 20}}});
    let portal = Portal::configured(&host, json!({"callboard": limits})).await;
    portal.register(&host.url("/c.yaml")).await;
    let before = host.count("/c.yaml");
    let refresh = async |name: &str| {
        let body = json!({"entityRef": format!("component:default/{name}")});
        portal.test.post(&Persona::Service, "/api/catalog/refresh", &body).await
    };
    for number in 0..20 {
        refresh(if number % 2 == 0 { "a" } else { "b" }).await.expect(200);
        portal.settle().await;
    }
    let refused = refresh("a").await.expect(429);
    assert_eq!(refused.header("retry-after"), "60");
    assert_eq!(host.count("/c.yaml"), before + 1, "once for all of them");
    portal.test.clock.advance(60_000);
    portal.settle().await;
    assert_eq!(host.count("/c.yaml"), before + 2, "and once more for those who came too soon");
    portal.test.clock.advance(60_000);
    portal.settle().await;
    assert_eq!(host.count("/c.yaml"), before + 2);
    refresh("a").await.expect(200);
}

#[tokio::test]
async fn a_read_only_catalog_takes_no_registration_and_a_dry_run_leaves_nothing() {
    let host = FakeHost::start().await;
    host.serve("/c.yaml", component("a", "ann"));
    let body = json!({"type": "url", "target": host.url("/c.yaml")});
    let portal = Portal::configured(&host, json!({"catalog": {"readonly": true}})).await;
    portal.test.post(&Persona::Service, "/api/catalog/locations", &body).await.expect(403);
    let portal = Portal::start(&host).await;
    let position = portal.position().await;
    let path = "/api/catalog/locations?dryRun=true";
    let tried = portal.test.post(&Persona::Service, path, &body).await.expect(201).json();
    assert_eq!(tried["exists"], false);
    assert_eq!(tried["entities"].as_array().unwrap().len(), 2);
    assert_eq!(portal.position().await, position);
    assert_eq!(portal.get("/locations").await.expect(200).json(), json!([]));
}

#[tokio::test]
async fn an_export_holds_every_entity_once_and_survives_cells_that_look_like_formulas() {
    let host = FakeHost::start().await;
    let mut file = String::new();
    for number in 0..700 {
        file += &component(&format!("c{number:03}"), "ann");
    }
    file += &component("formula", "\"=cmd()\"");
    host.serve("/c.yaml", file);
    let portal = Portal::start(&host).await;
    portal.register(&host.url("/c.yaml")).await;
    let answer = portal.get("/export?filter=kind=component").await.expect(200);
    let lines: Vec<serde_json::Value> =
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let names: std::collections::BTreeSet<_> =
        lines.iter().map(|line| line["metadata"]["name"].as_str().unwrap()).collect();
    assert_eq!((lines.len(), names.len()), (701, 701));
    let answer = portal.get("/export?filter=kind=component&format=csv&columns=spec.owner").await.expect(200);
    assert_eq!(answer.text().lines().count(), 702);
    assert!(!answer.text().lines().any(|line| line.trim_start_matches('"').starts_with('=')));
}

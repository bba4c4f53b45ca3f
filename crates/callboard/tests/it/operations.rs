//! Every operation of every OpenAPI document is called once, and answers what the document says.

use std::collections::BTreeMap;

use axum::http::Method;
use serde_json::{Value, json};
use testkit::FakeHost;

use crate::portal::{self, SERVICE};

/// How an operation is called: its path, filled in, and its body.
fn calls(host: &FakeHost) -> BTreeMap<&'static str, (String, Option<Value>)> {
    let probe = "/entities/by-name/component/default/probe";
    let get = |path: &str| (path.to_owned(), None);
    let post = |path: &str, body: Value| (path.to_owned(), Some(body));
    let everything = "2100-01-01T00:00:00Z";
    let location = json!({"type": "url", "target": host.url("/c.yaml")});
    let entity = json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "System",
        "metadata": {"name": "x", "annotations": {}},
        "spec": {"owner": "y"},
    });
    BTreeMap::from([
        ("GetEntities", get("/entities?filter=kind=component&fields=kind&order=asc:kind&limit=5&offset=0")),
        ("GetEntitiesByQuery", get("/entities/by-query?filter=kind&orderField=kind,asc&limit=5")),
        ("QueryEntitiesByPredicate", post("/entities/by-query", json!({"query": {"kind": "component"}}))),
        ("GetEntitiesByRefs", post("/entities/by-refs", json!({"entityRefs": ["component:default/probe"]}))),
        ("GetEntityByUid", get("/entities/by-uid/{uid}")),
        ("GetEntityByName", get(probe)),
        ("GetEntityAncestryByName", get(&format!("{probe}/ancestry"))),
        ("GetEntityFacets", get("/entity-facets?facet=kind&filter=kind")),
        ("QueryEntityFacetsByPredicate", post("/entity-facets", json!({"facets": ["kind"]}))),
        ("RefreshEntity", post("/refresh", json!({"entityRef": "component:default/probe"}))),
        (
            "ValidateEntity",
            post("/validate-entity", json!({"entity": entity, "location": "url:https://x.test/y"})),
        ),
        ("GetLocations", get("/locations")),
        ("CreateLocation", post("/locations", location.clone())),
        ("GetLocationsByQuery", post("/locations/by-query", json!({"limit": 5}))),
        ("GetLocation", get("/locations/{id}")),
        ("UpdateLocation", post("/locations/{id}", location)),
        ("GetLocationByEntity", get("/locations/by-entity/system/default/served")),
        (
            "AnalyzeLocation",
            post("/analyze-location", json!({"location": {"type": "url", "target": "https://x.test/o/r"}})),
        ),
        ("GetChanges", get("/changes?after=0&limit=5&filter=kind=component")),
        ("GetEntityHistory", get(&format!("{probe}/history?limit=5"))),
        ("GetEntityAsOf", get(&format!("{probe}/as-of/{everything}"))),
        ("GetEntitiesAsOf", get(&format!("/entities/as-of/{everything}?limit=5"))),
        ("ExportEntities", get("/export?format=csv&columns=kind")),
        // What removes something comes last.
        ("~DeleteLocation", get("/locations/{id}")),
        ("~DeleteEntityByUid", get("/entities/by-uid/{uid}")),
    ])
}

/// The operations of a document: id, method and status of success.
fn operations(document: &Value) -> BTreeMap<String, (Method, u16)> {
    let mut found = BTreeMap::new();
    for methods in document["paths"].as_object().unwrap().values() {
        for (method, operation) in methods.as_object().unwrap() {
            let statuses = operation["responses"].as_object().unwrap().keys();
            let success = statuses.filter_map(|status| status.parse().ok()).find(|status| *status < 300);
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            found.insert(operation["operationId"].as_str().unwrap().to_owned(), (method, success.unwrap()));
        }
    }
    found
}

#[tokio::test]
async fn every_operation_of_the_catalog_answers_as_documented() {
    let folder = tempfile::tempdir().unwrap();
    let host = FakeHost::start().await;
    host.serve(
        "/c.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: { name: served }\nspec: { owner: x }\n",
    );
    let portal = portal::start(folder.path(), &host).await;
    let document = portal::get(&portal, Some(SERVICE), "/api/catalog/openapi.json").await.expect(200).json();
    let mut operations = operations(&document);
    let probe = "/api/catalog/entities/by-name/component/default/probe";
    let probe = portal::get(&portal, Some(SERVICE), probe).await.expect(200).json();
    let uid = probe["metadata"]["uid"].as_str().unwrap().to_owned();
    let mut id = String::new();
    for (name, (path, body)) in calls(&host) {
        let name = name.trim_start_matches('~');
        let (method, success) =
            operations.remove(name).unwrap_or_else(|| panic!("the document has no operation {name}"));
        let path = path.replace("{uid}", &uid).replace("{id}", &id);
        let path = format!("/api/catalog{path}");
        let answer = portal::ask(&portal, &method, &path, Some(SERVICE), body.as_ref()).await;
        assert_eq!(answer.status, success, "{name}: {}", answer.text());
        if name == "CreateLocation" {
            answer.json()["location"]["id"].as_str().unwrap().clone_into(&mut id);
            portal::until_found(&portal, "system/default/served").await;
        }
        if body.is_none() {
            let mark = if path.contains('?') { '&' } else { '?' };
            let unknown = format!("{path}{mark}unknownParameter=1");
            let answer = portal::ask(&portal, &method, &unknown, Some(SERVICE), None).await;
            assert_eq!(answer.error(), "InputError: Unknown query parameter 'unknownParameter'", "{name}");
        }
    }
    assert!(operations.is_empty(), "these are never called: {:?}", operations.keys());
}

//! A reader who may see some entities only: the others show nowhere, not even as a count.

use std::sync::Arc;

use catalog::CatalogFeature;
use futures_util::future::BoxFuture;
use kernel::gate::{Criteria, Permission, Policy, Subject};
use kernel::{Contribution, Decision, Error, Feature, Services};
use serde_json::json;
use testkit::{FakeHost, Persona, TestPortal};

use crate::portal::{Portal, component, with_host};

/// In the name of everything that must not show.
const SECRET: &str = "lair";

struct ComponentsOnly;

impl Policy for ComponentsOnly {
    fn decide<'a>(
        &'a self,
        permission: &'a Permission,
        subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>> {
        Box::pin(async move {
            Ok(match (subject.user_ref.as_deref(), permission.name) {
                (Some("user:default/carl"), "catalog.entity.read") => Decision::Where(Criteria::Rule {
                    rule: "IS_ENTITY_KIND".to_owned(),
                    resource_type: "catalog-entity".to_owned(),
                    params: json!({"kinds": ["Component"]}),
                }),
                (Some("user:default/carl"), _) => Decision::Deny,
                _ => Decision::Allow,
            })
        })
    }
}

struct PolicyFeature;

impl Feature for PolicyFeature {
    fn id(&self) -> &'static str {
        "policy"
    }

    fn start<'a>(&'a self, _: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async {
            Ok(Contribution { policy: Some(Arc::new(ComponentsOnly)), ..Contribution::default() })
        })
    }
}

fn system(name: &str) -> String {
    format!(
        "---\napiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {{ name: {name} }}\nspec: {{ owner: x }}\n"
    )
}

pub(crate) async fn portal(host: &FakeHost) -> Portal {
    let feature = CatalogFeature::new(std::env::temp_dir().join("callboard-test-without-files"));
    let handle = feature.handle();
    let config = with_host(host, json!({"permission": {"enabled": true}}));
    let builder = TestPortal::builder().config(config).feature(PolicyFeature).feature(feature);
    Portal { test: builder.start().await, handle }
}

#[tokio::test]
async fn what_a_reader_may_not_see_shows_nowhere() {
    let host = FakeHost::start().await;
    let url = host.url(&format!("/{SECRET}.yaml"));
    let path = format!("/{SECRET}.yaml");
    host.serve(&path, component("open", "x") + &system(SECRET) + &system(&format!("{SECRET}-gone")));
    let portal = portal(&host).await;
    let ann = Persona::user("user:default/ann");
    let carl = Persona::user("user:default/carl");
    let body = json!({"type": "url", "target": url});
    portal.test.post(&ann, "/api/catalog/locations", &body).await.expect(201);
    portal.settle().await;
    let uid = portal.entity("system", SECRET).await["metadata"]["uid"].as_str().unwrap().to_owned();
    let gone = portal.entity("system", &format!("{SECRET}-gone")).await;
    let gone = format!("/api/catalog/entities/by-uid/{}", gone["metadata"]["uid"].as_str().unwrap());
    host.serve(&path, component("open", "x") + &system(SECRET));
    portal.next_round().await;
    portal.test.delete(&ann, &gone).await.expect(204);
    portal.test.clock.advance(2_000);
    portal.settle().await;

    let now = kernel::clock::iso(portal.test.clock.now());
    let start = kernel::clock::iso(testkit::portal::START);
    let by_name = format!("/entities/by-name/system/default/{SECRET}");
    let lists = [
        "/entities?filter=kind=system".to_owned(),
        "/entities/by-query?filter=kind=system&fullTextFilterTerm=lair".to_owned(),
        "/entity-facets?facet=kind&facet=metadata.name".to_owned(),
        "/export?filter=kind=system".to_owned(),
        "/export?format=csv&filter=kind=system".to_owned(),
        "/changes?filter=kind=system".to_owned(),
        format!("/entities/as-of/{now}?filter=kind=system"),
        format!("/entities/as-of/{start}?filter=kind=system"),
        "/locations".to_owned(),
    ];
    for list in &lists {
        let answer = portal.test.get(&carl, &format!("/api/catalog{list}")).await.expect(200);
        assert!(!answer.text().contains(SECRET), "{list}: {}", answer.text());
    }
    let counts = portal.test.get(&carl, "/api/catalog/entities/by-query").await.expect(200).json();
    assert_eq!(counts["totalItems"], 1, "{counts}");
    let facets = portal.test.get(&carl, "/api/catalog/entity-facets?facet=kind").await.expect(200).json();
    assert_eq!(facets["facets"]["kind"], json!([{"value": "Component", "count": 1}]));
    let refs = json!({"entityRefs": [format!("system:default/{SECRET}"), "component:default/open"]});
    let found = portal.test.post(&carl, "/api/catalog/entities/by-refs", &refs).await.expect(200).json();
    assert!(found["items"][0].is_null() && found["items"][1].is_object(), "{found}");
    let ones = [
        by_name.clone(),
        format!("{by_name}/ancestry"),
        format!("{by_name}/history"),
        format!("{by_name}/as-of/{now}"),
        format!("{by_name}-gone/history"),
        format!("{by_name}-gone/as-of/{start}"),
        format!("/entities/by-uid/{uid}"),
        format!("/locations/by-entity/system/default/{SECRET}"),
    ];
    for one in &ones {
        let answer = portal.test.get(&carl, &format!("/api/catalog{one}")).await;
        // Backstage answers a question for hidden ancestors with 403.
        let expected = if one.ends_with("ancestry") { 403 } else { 404 };
        assert_eq!(answer.status, expected, "{one}: {}", answer.text());
    }
    let ancestry = "/api/catalog/entities/by-name/component/default/open/ancestry";
    let ancestry = portal.test.get(&carl, ancestry).await.expect(200).json();
    for item in ancestry["items"].as_array().unwrap() {
        assert_eq!(item["entity"]["kind"], "Component", "{ancestry}");
    }
    let refresh = json!({"entityRef": format!("system:default/{SECRET}")});
    portal.test.post(&carl, "/api/catalog/refresh", &refresh).await.expect(404);
    portal.test.delete(&carl, &format!("/api/catalog/entities/by-uid/{uid}")).await.expect(403);
    assert_eq!(portal.entity("system", SECRET).await["metadata"]["uid"], uid);
}

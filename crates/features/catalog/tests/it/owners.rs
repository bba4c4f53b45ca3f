//! A reader who may unregister, and may delete what they own: nothing of others goes by a side door.

use std::sync::Arc;

use catalog::CatalogFeature;
use futures_util::future::BoxFuture;
use kernel::gate::{Criteria, Permission, Policy, Subject};
use kernel::{Contribution, Decision, Error, Feature, Services};
use serde_json::json;
use testkit::{FakeHost, Persona, TestPortal};

use crate::portal::{Portal, component, with_host};

struct OwnersDelete;

impl Policy for OwnersDelete {
    fn decide<'a>(
        &'a self,
        permission: &'a Permission,
        subject: &'a Subject,
    ) -> BoxFuture<'a, Result<Decision, Error>> {
        Box::pin(async move {
            Ok(match permission.name {
                "catalog.entity.delete" | "catalog.entity.refresh" => Decision::Where(Criteria::Rule {
                    rule: "IS_ENTITY_OWNER".to_owned(),
                    resource_type: "catalog-entity".to_owned(),
                    params: json!({"claims": &*subject.ownership}),
                }),
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
            Ok(Contribution { policy: Some(Arc::new(OwnersDelete)), ..Contribution::default() })
        })
    }
}

#[tokio::test]
async fn entities_of_others_stay_whatever_an_owner_removes() {
    let host = FakeHost::start().await;
    host.serve("/own.yaml", component("own", "user:default/ann"));
    host.serve("/both.yaml", component("x", "user:default/ann") + &component("y", "user:default/bob"));
    let feature = CatalogFeature::new(std::env::temp_dir().join("callboard-test-without-files"));
    let handle = feature.handle();
    let config = with_host(&host, json!({"permission": {"enabled": true}}));
    let builder = TestPortal::builder().config(config).feature(PolicyFeature).feature(feature);
    let portal = Portal { test: builder.start().await, handle };
    let own = portal.register(&host.url("/own.yaml")).await;
    let both = portal.register(&host.url("/both.yaml")).await;
    let all = ["component:own", "component:x", "component:y"];
    assert_eq!(portal.refs().await, all);

    let ann = Persona::user("user:default/ann");
    let uid = portal.entity("component", "y").await["metadata"]["uid"].as_str().unwrap().to_owned();
    let refused = portal.test.delete(&ann, &format!("/api/catalog/entities/by-uid/{uid}")).await;
    assert_eq!(refused.expect(403).error(), "NotAllowedError: Unauthorized");
    let refresh = json!({"entityRef": "component:default/y"});
    portal.test.post(&ann, "/api/catalog/refresh", &refresh).await.expect(403);
    let refused = portal.test.delete(&ann, &format!("/api/catalog/locations/{both}")).await;
    assert_eq!(refused.expect(403).error(), "NotAllowedError: Unauthorized");
    assert_eq!(portal.refs().await, all);
    assert_eq!(portal.get("/locations").await.expect(200).json().as_array().unwrap().len(), 2);
    // A file of her own cannot take it away either.
    host.serve("/own.yaml", component("own", "user:default/ann") + &component("y", "user:default/ann"));
    portal.next_round().await;
    host.serve("/own.yaml", component("own", "user:default/ann"));
    portal.next_round().await;
    assert_eq!(portal.entity("component", "y").await["spec"]["owner"], "user:default/bob");

    portal.test.delete(&ann, &format!("/api/catalog/locations/{own}")).await.expect(204);
    assert_eq!(portal.refs().await, ["component:x", "component:y"]);
}

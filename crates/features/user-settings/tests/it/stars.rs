//! Stars: by form and by the wire API, which see the same list; and the entities visited last.

use std::sync::Arc;

use axum::body::Body;
use kernel::Ctx;
use kernel::identity::{Credentials, Principal};
use serde_json::json;
use testkit::{Answer, Persona, TestPortal};
use user_settings::{UserSettings, kept, star};

use super::{ann, portal};

const STARS: &str = "/api/user-settings/buckets/default.starredEntities/keys/entityRefs";

async fn post(portal: &TestPortal, persona: &Persona, path: &str, form: &'static str) -> Answer {
    let request = portal.request(persona, "POST", path).await;
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    portal.send(request.body(Body::from(form)).unwrap()).await
}

fn as_ann() -> Ctx {
    let principal = Principal::User { entity_ref: "user:default/ann".to_owned(), actor: None };
    let credentials = Credentials { principal, ..Credentials::nobody() };
    Ctx { credentials: Arc::new(credentials), request_id: "test".into(), now: 1 }
}

#[tokio::test]
async fn stars_are_given_and_taken_back_where_the_stock_front_end_keeps_them() {
    let portal = portal().await;
    let (db, ann) = (&portal.services().db, ann());
    let path = "/catalog/default/component/basket/star";
    let given = post(&portal, &ann, path, "starred=true&return=/catalog?x=1").await.expect(303);
    assert_eq!(given.header("location"), "/catalog?x=1");
    let again = post(&portal, &ann, path, "").await.expect(303);
    assert_eq!(again.header("location"), "/catalog/default/component/basket");
    post(&portal, &ann, "/catalog/Default/API/Orders/star", "starred=true").await.expect(303);
    let kept = portal.get(&ann, STARS).await.expect(200).json();
    assert_eq!(kept["value"], json!(["component:default/basket", "api:default/orders"]));
    assert!(star::is_starred(db, &as_ann(), "API:default/orders").await.unwrap());
    post(&portal, &ann, path, "starred=false").await.expect(303);
    post(&portal, &ann, path, "starred=false").await.expect(303);
    assert_eq!(star::list(db, &as_ann()).await.unwrap(), ["api:default/orders"]);

    // A list that another program has written is read as far as it is one.
    portal.put(&ann, STARS, &json!({"value": ["component:default/a", 5, null]})).await.expect(200);
    post(&portal, &ann, path, "starred=true").await.expect(303);
    assert_eq!(star::list(db, &as_ann()).await.unwrap(), ["component:default/a", "component:default/basket"]);
}

#[tokio::test]
async fn stars_lead_back_within_the_portal_and_are_for_users() {
    let portal = portal().await;
    let path = "/catalog/default/component/a/star";
    for elsewhere in ["return=https://evil.test", "return=//evil.test", "return=/%5Cevil.test"] {
        let answer = post(&portal, &ann(), path, elsewhere).await.expect(303);
        assert_eq!(answer.header("location"), "/catalog/default/component/a", "{elsewhere}");
    }
    post(&portal, &ann(), path, "starred=maybe").await.expect(400);
    post(&portal, &ann(), "/catalog/default/component/a%2Fb/star", "").await.expect(400);
    post(&portal, &Persona::Service, path, "").await.expect(403);
    let nobody = post(&portal, &Persona::Anonymous, path, "").await.expect(303);
    assert!(nobody.header("location").starts_with("/sign-in"));
}

#[tokio::test]
async fn visits_are_remembered_at_once_and_written_together() {
    let settings = UserSettings::new();
    let visits = settings.visits();
    let portal = TestPortal::builder().feature(settings).start().await;
    let db = &portal.services().db;
    for entity_ref in ["component:default/a", "component:default/b", "component:default/a"] {
        visits.note("user:default/ann", entity_ref);
    }
    let expected = ["component:default/a", "component:default/b"];
    assert_eq!(visits.list(db, &as_ann()).await.unwrap(), expected);
    visits.write(db, 1).await;
    visits.note("user:default/ann", "api:default/c");
    assert_eq!(
        visits.list(db, &as_ann()).await.unwrap(),
        ["api:default/c", "component:default/a", "component:default/b"]
    );
    for number in 0..100 {
        visits.note("user:default/ann", &format!("component:default/{number}"));
    }
    visits.write(db, 2).await;
    assert_eq!(visits.list(db, &as_ann()).await.unwrap().len(), 30);
}

#[tokio::test]
async fn what_another_feature_keeps_is_a_setting_and_is_not_written_over() {
    let portal = portal().await;
    let (db, ctx) = (&portal.services().db, as_ann());
    let place = ("default.callboard.catalog", "views");
    let path = "/api/user-settings/buckets/default.callboard.catalog/keys/views";
    assert_eq!(kept::find(db, &ctx, place.0, place.1).await.unwrap(), None);
    let (first, second) = (json!([{"z": 1, "a": 2.50}]), json!([]));
    assert!(kept::replace(db, &ctx, place, None, &first).await.unwrap());
    assert_eq!(portal.get(&ann(), path).await.expect(200).json()["value"], first);
    assert!(!kept::replace(db, &ctx, place, None, &second).await.unwrap(), "something is there by now");
    assert!(!kept::replace(db, &ctx, place, Some(&second), &first).await.unwrap());
    assert!(kept::replace(db, &ctx, place, Some(&first), &second).await.unwrap());
    portal.put(&ann(), path, &json!({"value": {"b": 1, "a": [1]}})).await.expect(200);
    let found = kept::find(db, &ctx, place.0, place.1).await.unwrap();
    assert!(kept::replace(db, &ctx, place, found.as_ref(), &first).await.unwrap());

    let nobody = Ctx { credentials: Arc::new(Credentials::nobody()), ..as_ann() };
    assert_eq!(kept::find(db, &nobody, place.0, place.1).await.unwrap(), None);
    assert!(kept::replace(db, &nobody, place, None, &first).await.is_err());
}

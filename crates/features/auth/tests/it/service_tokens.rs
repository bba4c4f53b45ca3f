//! Tokens made on the command line.

use auth::tokens::{self, NewToken};
use axum::body::Body;
use kernel::identity::Restriction;
use serde_json::json;
use testkit::TestPortal;
use testkit::portal::START;

use super::portal;

#[expect(clippy::expect_used, reason = "a helper of tests, which end where it breaks")]
async fn status(portal: &TestPortal, token: &str) -> (u16, String) {
    let request = http::Request::get("/api/auth/.well-known/backstage/permissions/metadata")
        .header("authorization", format!("Bearer {token}"));
    let answer = portal.send(request.body(Body::empty()).expect("a request")).await;
    let error = answer.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
    (answer.status.into(), error)
}

fn new(subject: &str) -> NewToken {
    NewToken { subject: subject.to_owned(), restrictions: None, expires_at: None }
}

#[tokio::test]
async fn made_listed_and_revoked() {
    let portal = portal(json!({})).await;
    let db = &portal.services().db;
    let created = tokens::create(db, START, new("robot")).await.unwrap();
    assert_eq!(status(&portal, created.token.reveal()).await.0, 200);
    let listed = tokens::list(db).await.unwrap();
    assert_eq!(
        (listed.len(), listed[0].id.as_str(), listed[0].subject.as_str()),
        (1, created.id.as_str(), "robot")
    );
    let stored =
        db.one("SELECT digest FROM auth_service_token", &[]).await.unwrap().unwrap().text(0).unwrap();
    assert!(!stored.contains(&created.token.reveal()[4..20]));

    tokens::revoke(db, START, &created.id).await.unwrap();
    assert_eq!(tokens::revoke(db, START, "nobody").await.unwrap_err().name(), "NotFoundError");
    portal.clock.advance(31_000);
    assert_eq!(status(&portal, created.token.reveal()).await, (401, "Illegal token".to_owned()));
    assert_eq!(tokens::list(db).await.unwrap()[0].revoked_at, Some(START));
}

#[tokio::test]
async fn limited_in_time_and_reach() {
    let portal = portal(json!({})).await;
    let db = &portal.services().db;
    let restriction = Restriction { plugin: "catalog".to_owned(), permissions: vec![], actions: vec![] };
    let elsewhere = NewToken { restrictions: Some(vec![restriction]), ..new("reader") };
    let elsewhere = tokens::create(db, START, elsewhere).await.unwrap();
    let (code, message) = status(&portal, elsewhere.token.reveal()).await;
    assert_eq!((code, message.as_str()), (403, "This token's access is restricted to plugin(s) 'catalog'"));

    let brief = NewToken { expires_at: Some(START + 1_000), ..new("brief") };
    let brief = tokens::create(db, START, brief).await.unwrap();
    assert_eq!(status(&portal, brief.token.reveal()).await.0, 200);
    portal.clock.advance(1_000);
    assert_eq!(status(&portal, brief.token.reveal()).await.0, 401);

    for refused in [new(""), new("two words"), NewToken { expires_at: Some(START), ..new("late") }] {
        assert_eq!(tokens::create(db, START, refused).await.unwrap_err().name(), "InputError");
    }
    assert_eq!(status(&portal, "cbt_nonsense").await.0, 401);
}

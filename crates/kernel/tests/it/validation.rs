//! Requests against their operations, through the router; and that no request at all breaks it.

use axum::body::Body;
use http::Request;
use proptest::prelude::*;
use serde_json::json;
use testkit::{Persona, TestPortal};

use crate::lamp::Lamp;

async fn portal() -> TestPortal {
    TestPortal::builder().feature(Lamp::default()).start().await
}

#[tokio::test]
async fn queries_are_checked_and_handed_on() {
    let portal = portal().await;
    let answer =
        portal.get(&Persona::Guest, "/api/lamp/things/api/a%2Fb?limit=3&filter=x&filter=y%3Dz").await;
    let expected = json!({ "kind": "api", "name": "a/b", "limit": 3, "filters": ["x", "y=z"] });
    assert_eq!(answer.expect(200).json(), expected);
    for (query, error) in [
        ("limit=-1", "InputError: request/query/limit must be >= 0"),
        ("limit=x", "InputError: request/query/limit must be integer"),
        ("filter=", "InputError: Empty value found for query parameter 'filter'"),
        ("nope=1", "InputError: Unknown query parameter 'nope'"),
    ] {
        let answer =
            portal.get(&Persona::Guest, &format!("/api/lamp/things/api/x?{query}")).await.expect(400);
        assert_eq!(answer.error(), error);
        assert_eq!(answer.json()["request"]["url"], format!("/things/api/x?{query}"));
    }
    // Nobody learns of the rules before they say who they are.
    portal.get(&Persona::Anonymous, "/api/lamp/things/api/x?nope=1").await.expect(401);
}

#[tokio::test]
async fn bodies_are_checked_and_handed_on() {
    let portal = portal().await;
    let body = json!({ "entityRefs": ["a"], "more": 1 });
    assert_eq!(portal.post(&Persona::Guest, "/api/lamp/by-refs", &body).await.expect(200).json(), body);
    let send = async |content_type: Option<&str>, body: Vec<u8>| {
        let mut request = portal.request(&Persona::Guest, "POST", "/api/lamp/by-refs").await;
        if let Some(content_type) = content_type {
            request = request.header("content-type", content_type);
        }
        portal.send(request.body(Body::from(body)).unwrap()).await.expect(400).error()
    };
    let json = Some("application/json");
    assert_eq!(
        send(json, b"{}".to_vec()).await,
        "InputError: request/body must have required property 'entityRefs'"
    );
    assert_eq!(send(json, b"[]".to_vec()).await, "InputError: request/body must be object");
    assert_eq!(send(None, Vec::new()).await, "InputError: unsupported media type undefined");
    assert_eq!(
        send(Some("text/plain"), b"{}".to_vec()).await,
        "InputError: unsupported media type text/plain"
    );
    assert_eq!(send(json, vec![b' '; 100 * 1024 + 1]).await, "InputError: request entity too large");
    // Over the limit of the whole server it is not the route that refuses.
    let request = portal.request(&Persona::Guest, "POST", "/api/lamp/by-refs").await;
    let request = request.header("content-type", "application/json").header("content-length", "1073741824");
    let refused = portal.send(request.body(Body::from("{}")).unwrap()).await.expect(413);
    assert_eq!(refused.error(), "PayloadTooLargeError: request entity too large");
    assert!(send(json, b"{\"entityRefs\":".to_vec()).await.starts_with("InputError: invalid JSON: "));
    assert!(
        send(json, "[".repeat(50_000).into_bytes())
            .await
            .starts_with("InputError: invalid JSON: recursion limit")
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn no_request_breaks_the_portal(
        query in "[ -~]{0,60}",
        body in prop::collection::vec(any::<u8>(), 0..200),
        content_type in "(application/json|text/plain|[ -~]{0,20})",
        path in "(/things/[a-z%]{0,8}/[ -~]{0,8}|/by-refs|/[!-~]{0,20})",
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let portal = portal().await;
            for method in ["GET", "POST", "DELETE"] {
                let request = portal.request(&Persona::Guest, method, &format!("/api/lamp{path}?{query}")).await;
                let Ok(request) = request.header("content-type", &content_type).body(Body::from(body.clone())) else { continue };
                let answer = portal.send(request).await;
                assert!(answer.status.as_u16() < 500, "{method} {path}?{query}: {answer:?}");
            }
            // Still there.
            let request = Request::builder().uri("/api/lamp/public").body(Body::empty()).unwrap();
            assert_eq!(portal.send(request).await.status, 200);
        });
    }
}

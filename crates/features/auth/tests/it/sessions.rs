//! User info, cookies, and tokens at the barrier.

use axum::body::Body;
use serde_json::json;
use testkit::Persona;

use super::*;

#[tokio::test]
async fn user_info_is_of_the_last_sign_in() {
    let portal = portal(json!({})).await;
    let token = portal.token(&Persona::Guest).await.unwrap();
    let answer = portal.get(&Persona::Guest, "/api/auth/v1/userinfo").await.expect(200);
    assert_eq!(
        answer.json(),
        json!({ "claims": { "sub": "user:default/guest", "ent": ["user:default/guest", "group:default/pears"] } })
    );
    let answer = portal.get(&Persona::Service, "/api/auth/v1/userinfo").await.expect(400);
    assert_eq!(
        answer.json()["error"]["message"],
        "Userinfo endpoint must be called with a token that represents a user principal"
    );
    portal.services().db.execute("DELETE FROM auth_user_info", &[]).await.unwrap();
    let request =
        http::Request::get("/api/auth/v1/userinfo").header("authorization", format!("Bearer {token}"));
    let answer = portal.send(request.body(Body::empty()).unwrap()).await.expect(404);
    assert_eq!(answer.text(), "User info not found");
    assert!(answer.header("content-type").starts_with("text/plain"));
}

#[tokio::test]
async fn bad_tokens_at_the_barrier() {
    let portal = portal(json!({})).await;
    let token = portal.token(&Persona::Guest).await.unwrap();
    let tampered = format!("{}AAAA", &token[..token.len() - 4]);
    for (authorization, status, error) in [
        ("Bearer a.b.c".to_owned(), 401, "Illegal token"),
        (format!("Bearer {tampered}"), 401, "Failed user token verification"),
        (format!("bearer   {token}"), 200, ""),
    ] {
        let request = http::Request::get("/api/auth/v1/userinfo").header("authorization", &authorization);
        let answer = portal.send(request.body(Body::empty()).unwrap()).await.expect(status);
        if status == 401 {
            assert_eq!(answer.json()["error"]["message"], error);
            assert_eq!(answer.json()["error"]["name"], "AuthenticationError");
        }
    }
}

#[tokio::test]
async fn the_cookie_holds_the_limited_token() {
    let portal = portal(json!({})).await;
    let answer = portal.get(&Persona::Guest, "/api/auth/.backstage/auth/v1/cookie").await.expect(200);
    assert_eq!(answer.json()["expiresAt"], "2026-01-01T01:00:00.000Z");
    let cookie = answer.header("set-cookie").to_owned();
    let limited = cookie.strip_prefix("backstage-auth=").unwrap().split(';').next().unwrap().to_owned();
    let request = http::Request::get("/api/auth/.well-known/backstage/permissions/metadata")
        .header("authorization", format!("Bearer {limited}"));
    let answer = portal.send(request.body(Body::empty()).unwrap()).await.expect(401);
    assert_eq!(answer.json()["error"]["message"], "Illegal limited user token");
}

#[tokio::test]
async fn restricted_tokens_stay_where_they_may_be() {
    let access = |restrictions: Value| {
        json!({ "backend": { "auth": { "externalAccess": [{
            "type": "static",
            "options": { "token": "restricted-token", "subject": "robot" },
            "accessRestrictions": restrictions,
        }] } } })
    };
    for (restrictions, status, error) in [
        (json!([{ "plugin": "auth" }]), 200, ""),
        (
            json!([{ "plugin": "catalog" }, { "plugin": "search", "permission": "a, b" }]),
            403,
            "This token's access is restricted to plugin(s) 'catalog', 'search'",
        ),
    ] {
        let portal = portal(access(restrictions)).await;
        let request = http::Request::get("/api/auth/.well-known/backstage/permissions/metadata")
            .header("authorization", "Bearer restricted-token");
        let answer = portal.send(request.body(Body::empty()).unwrap()).await.expect(status);
        if status == 403 {
            assert_eq!(answer.json()["error"]["message"], error);
        }
    }
}

#[tokio::test]
async fn plugin_keys_are_listed_where_plugins_call() {
    let portal = portal(json!({})).await;
    let answer = portal.get(&Persona::Anonymous, "/api/auth/.backstage/auth/v1/jwks.json").await.expect(200);
    assert_eq!(answer.json()["keys"].as_array().unwrap().len(), 1);
}

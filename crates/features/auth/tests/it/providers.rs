//! Sign-in providers, discovery documents, and what belongs to nobody.

use kernel::config::Environment;
use serde_json::json;
use testkit::{Persona, TestPortal};

use super::*;

#[tokio::test]
async fn what_anybody_may_ask() {
    let portal = portal(dynamic_clients()).await;
    for (method, path, status, error) in [
        ("GET", "/api/auth/github/start?env=development", 404, "Unknown auth provider 'github'"),
        ("POST", "/api/auth/github/refresh", 404, "Unknown auth provider 'github'"),
        ("DELETE", "/api/auth/github/x/y/z", 404, "Unknown auth provider 'github'"),
        ("GET", "/api/auth/github", 404, "Unknown auth provider 'github'"),
        ("GET", "/api/auth/guest/start?env=development", 501, "Not implemented"),
        ("GET", "/api/auth/guest/handler/frame", 501, "Not implemented"),
        ("POST", "/api/auth/guest/logout", 404, "Unknown auth provider 'guest'"),
        ("GET", "/api/auth/v1/userinfo", 401, "No token provided"),
    ] {
        let answer = portal.send_json(&Persona::Anonymous, method, path, &json!({})).await.expect(status);
        assert_eq!(answer.json()["error"]["message"], error, "{method} {path}");
        assert_eq!(answer.json()["response"]["statusCode"], status);
    }
}

#[tokio::test]
async fn the_guest_gets_a_session() {
    let portal = portal(json!({})).await;
    for (method, path) in
        [("GET", "/api/auth/guest/refresh?optional&env=development"), ("POST", "/api/auth/guest/refresh")]
    {
        let session =
            portal.send_json(&Persona::Anonymous, method, path, &json!({})).await.expect(200).json();
        assert_eq!(session["profile"], json!({}));
        let identity = &session["backstageIdentity"];
        assert!(identity["token"].as_str().unwrap().starts_with("eyJ0eXAiOiJ2bmQuYmFja3N0YWdlLnVzZXIi"));
        assert_eq!(
            identity["identity"],
            json!({
                "type": "user",
                "userEntityRef": "user:default/guest",
                "ownershipEntityRefs": ["user:default/guest", "group:default/pears"],
            })
        );
        assert_eq!(identity["expiresInSeconds"], 3600);
        assert!(session.get("providerInfo").is_none());
    }
}

#[tokio::test]
async fn guests_are_for_development() {
    for (node_env, outside, status) in
        [("production", false, 403), ("", false, 403), ("development", false, 200), ("production", true, 200)]
    {
        let guest = json!({ "dangerouslyAllowOutsideDevelopment": outside, "userEntityRef": "user:default/zed",
            "ownershipEntityRefs": ["group:default/zeds"] });
        let portal = TestPortal::builder()
            .config(json!({ "auth": { "providers": { "guest": guest } } }))
            .environment(Environment::from_pairs([("NODE_ENV", node_env)]))
            .feature(Auth::new(Arc::new(People)))
            .real_identity()
            .start()
            .await;
        let answer = portal.get(&Persona::Anonymous, "/api/auth/guest/refresh").await.expect(status);
        if status == 200 {
            let refs = &answer.json()["backstageIdentity"]["identity"]["ownershipEntityRefs"];
            assert_eq!(*refs, json!(["group:default/zeds"]), "unknown to the directory");
        } else {
            assert_eq!(answer.json()["error"]["name"], "NotAllowedError");
        }
    }
}

#[tokio::test]
async fn documents() {
    let portal = portal(dynamic_clients()).await;
    let keys = portal.get(&Persona::Anonymous, "/api/auth/.well-known/jwks.json").await.expect(200).json();
    let members: Vec<&String> = keys["keys"][0].as_object().unwrap().keys().collect();
    assert_eq!(members, ["kty", "x", "y", "crv", "kid", "alg"]);
    let path = "/api/auth/.well-known/openid-configuration";
    let document = portal.get(&Persona::Anonymous, path).await.expect(200).json();
    let members: Vec<&String> = document.as_object().unwrap().keys().collect();
    assert_eq!(
        members,
        [
            "issuer",
            "token_endpoint",
            "userinfo_endpoint",
            "jwks_uri",
            "response_types_supported",
            "subject_types_supported",
            "id_token_signing_alg_values_supported",
            "scopes_supported",
            "token_endpoint_auth_methods_supported",
            "claims_supported",
            "grant_types_supported",
            "authorization_endpoint",
            "code_challenge_methods_supported",
            "registration_endpoint",
            "revocation_endpoint",
        ]
    );
    let at_root =
        portal.get(&Persona::Anonymous, "/.well-known/oauth-authorization-server").await.expect(200);
    assert_eq!(at_root.json(), document);
    let cli =
        portal.get(&Persona::Anonymous, "/api/auth/.well-known/oauth-client/cli.json").await.expect(404);
    assert_eq!(
        cli.json(),
        json!({ "error": "not_found", "error_description": "Client ID metadata documents not enabled" })
    );
    let path = "/api/auth/.well-known/backstage/permissions/metadata";
    let metadata = portal.get(&Persona::Service, path).await.expect(200).json();
    assert_eq!(metadata, json!({ "permissions": [], "rules": [] }));
}

#[tokio::test]
async fn clients_are_told_what_is_missing() {
    let portal = portal(dynamic_clients()).await;
    let missing = |name: &str| format!("Invalid input: expected string, received undefined at \"{name}\"");
    for (method, path, body, description) in [
        (
            "GET",
            "/api/auth/v1/authorize",
            json!({}),
            format!(
                "Validation error: {}; {}; {}",
                missing("client_id"),
                missing("redirect_uri"),
                missing("response_type")
            ),
        ),
        ("POST", "/api/auth/v1/token", json!({}), format!("Validation error: {}", missing("grant_type"))),
        (
            "POST",
            "/api/auth/v1/register",
            json!({ "redirect_uris": ["http://127.0.0.1/x"], "client_name": "x" }),
            "Invalid redirect_uri 'http://127.0.0.1/x'".to_owned(),
        ),
    ] {
        let answer = portal.send_json(&Persona::Anonymous, method, path, &body).await.expect(400);
        assert_eq!(answer.json(), json!({ "error": "invalid_request", "error_description": description }));
    }
}

#[tokio::test]
async fn without_clients_their_routes_belong_to_nobody() {
    let portal = portal(json!({})).await;
    for (method, path) in
        [("GET", "/api/auth/v1/authorize"), ("POST", "/api/auth/v1/token"), ("POST", "/api/auth/v1/register")]
    {
        let answer = portal.send_json(&Persona::Anonymous, method, path, &json!({})).await.expect(404);
        assert_eq!(answer.json()["error"]["message"], "Unknown auth provider 'v1'");
    }
}

//! The whole way of a client, and every way to leave it.

use std::sync::Arc;

use http::HeaderMap;
use kernel::{Ctx, Error};
use serde_json::{Value, json};
use url::Url;

use super::client::Presented;
use super::fields::Fields;
use super::{authorize, consent, exchange, refresh, register};
use crate::authority::Authority;
use crate::crypto;
use crate::test_support::{NOW, authority, nobody, person};

const REDIRECT: &str = "http://127.0.0.1:8055/cb";

fn enabled() -> Value {
    json!({ "auth": {
        "experimentalDynamicClientRegistration": { "enabled": true },
        "clientIdMetadataDocuments": { "enabled": true },
        "experimentalRefreshToken": { "enabled": true, "maxTokensPerUser": 2 },
    } })
}

fn fields(value: &Value) -> Fields {
    Fields::from_json(value.to_string().as_bytes()).unwrap()
}

fn at(ctx: &Ctx, now: i64) -> Ctx {
    Ctx { now, credentials: Arc::clone(&ctx.credentials), request_id: Arc::clone(&ctx.request_id) }
}

fn ann() -> Ctx {
    person("user:default/ann")
}

/// The `error` member of a refusal.
fn code(error: &Error) -> String {
    let Error::Body { body, .. } = error else { panic!("{error:?}") };
    body["error"].as_str().unwrap().to_owned()
}

fn query(url: &str, name: &str) -> Option<String> {
    Url::parse(url).unwrap().query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

async fn registered(authority: &Authority) -> register::Registered {
    register::register(authority, &nobody(), &fields(&json!({ "redirect_uris": [REDIRECT] }))).await.unwrap()
}

/// Asks, consents, and gives the code.
async fn code_for(authority: &Authority, client_id: &str, extra: &Value) -> String {
    let mut asked =
        json!({ "client_id": client_id, "redirect_uri": REDIRECT, "response_type": "code", "state": "s&t" });
    for (name, value) in extra.as_object().unwrap() {
        asked[name] = value.clone();
    }
    let page = authorize::authorize(authority, &nobody(), &fields(&asked)).await.unwrap();
    let id = page.strip_prefix("http://portal.test/oauth2/authorize/").unwrap();
    assert!(consent::pending(authority, NOW, id).await.is_ok());
    let back = consent::approve(authority, &ann(), id).await.unwrap();
    assert_eq!(query(&back, "state").as_deref(), Some("s&t"));
    query(&back, "code").unwrap()
}

async fn exchanged(authority: &Authority, ctx: &Ctx, body: &Value) -> Result<exchange::Granted, Error> {
    let fields = fields(body);
    let presented = Presented::from(&HeaderMap::new(), &fields);
    exchange::exchange(authority, ctx, &fields, presented.as_ref()).await
}

fn with_code(code: &str) -> Value {
    json!({ "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT })
}

#[tokio::test]
async fn a_code_becomes_a_user_token_once() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let code_text = code_for(&authority, &client.client_id, &json!({})).await;
    let granted = exchanged(&authority, &nobody(), &with_code(&code_text)).await.unwrap();
    assert_eq!(granted.scope.as_deref(), Some("openid"));
    assert!(granted.refresh_token.is_none(), "only for offline_access");
    let user = crate::verify::bearer(&authority, "catalog", granted.token.token.reveal()).await.unwrap();
    assert_eq!(user.subject(), "user:default/ann");
    let again = exchanged(&authority, &nobody(), &with_code(&code_text)).await;
    assert_eq!(code(&again.err().unwrap()), "invalid_grant");
}

#[tokio::test]
async fn many_exchanges_at_once_give_one_token() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let body = with_code(&code_for(&authority, &client.client_id, &json!({})).await);
    let ctx = nobody();
    let all = futures_util::future::join_all((0..8).map(|_| exchanged(&authority, &ctx, &body))).await;
    assert_eq!(all.into_iter().flatten().count(), 1);
}

#[tokio::test]
async fn codes_are_bound() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let other = registered(&authority).await;
    let verifier = "v".repeat(43);
    let challenge = crypto::base64url(&crypto::sha256(verifier.as_bytes()));
    let pkce = json!({ "code_challenge": challenge, "code_challenge_method": "S256" });
    let code_text = code_for(&authority, &client.client_id, &pkce).await;
    let with = |name: &str, value: &str| {
        let mut body = with_code(&code_text);
        body["code_verifier"] = verifier.clone().into();
        body[name] = value.into();
        body
    };
    for (body, expected) in [
        (with_code(&code_text), "invalid_grant"),
        (with("code_verifier", "wrong"), "invalid_grant"),
        (with("code_verifier", &challenge), "invalid_grant"),
        (with("redirect_uri", "http://127.0.0.1:8055/other"), "invalid_grant"),
        (with("code", "nonsense"), "invalid_grant"),
        (with("client_id", &other.client_id), "invalid_grant"),
        (with("grant_type", "password"), "unsupported_grant_type"),
        (json!({ "grant_type": "authorization_code" }), "invalid_request"),
        (json!({}), "invalid_request"),
    ] {
        let refused = exchanged(&authority, &nobody(), &body).await.err().unwrap();
        assert_eq!(code(&refused), expected, "{body}");
    }
    let mut stolen = with("client_id", &client.client_id);
    stolen["client_secret"] = "guessed".into();
    assert_eq!(code(&exchanged(&authority, &nobody(), &stolen).await.err().unwrap()), "invalid_client");
    let late = at(&nobody(), NOW + 10 * 60 * 1000);
    let right = with("client_id", &client.client_id);
    assert_eq!(
        code(&exchanged(&authority, &late, &right).await.err().unwrap()),
        "invalid_grant",
        "codes end"
    );
    let mut right = right;
    right["client_secret"] = client.client_secret.reveal().into();
    assert!(exchanged(&authority, &nobody(), &right).await.is_ok(), "wrong tries do not use a code up");
}

#[tokio::test]
async fn requests_for_consent() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let ask = |name: &str, value: &str| {
        let mut asked = json!({ "client_id": client.client_id, "redirect_uri": REDIRECT, "response_type": "code", "state": "s" });
        asked[name] = value.into();
        fields(&asked)
    };
    // Nothing is redirected to where the client has not registered.
    for (name, value) in [
        ("client_id", "nobody"),
        ("client_id", "https://evil.test/client.json"),
        ("redirect_uri", "https://evil.test/"),
        ("redirect_uri", "http://127.0.0.1:8055/cb?x"),
        ("redirect_uri", "not a url"),
    ] {
        let refused = authorize::authorize(&authority, &nobody(), &ask(name, value)).await;
        assert_eq!(code(&refused.unwrap_err()), "invalid_request", "{name} {value}");
    }
    for (name, value, expected) in [
        ("response_type", "token", "unsupported_response_type"),
        ("code_challenge", "x", "invalid_request"),
        ("code_challenge", &"c".repeat(43), "invalid_request"),
    ] {
        let back = authorize::authorize(&authority, &nobody(), &ask(name, value)).await.unwrap();
        assert!(back.starts_with(REDIRECT), "{back}");
        assert_eq!(
            (query(&back, "error").as_deref(), query(&back, "state").as_deref()),
            (Some(expected), Some("s"))
        );
    }
    let missing =
        authorize::authorize(&authority, &nobody(), &fields(&json!({ "state": "s" }))).await.unwrap_err();
    assert_eq!(code(&missing), "invalid_request");
}

#[tokio::test]
async fn only_a_user_in_person_decides_and_only_once() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let asked = json!({ "client_id": client.client_id, "redirect_uri": REDIRECT, "response_type": "code" });
    let page = authorize::authorize(&authority, &nobody(), &fields(&asked)).await.unwrap();
    let id = page.rsplit('/').next().unwrap();
    for ctx in [nobody(), Ctx::system("plugin:scaffolder", NOW)] {
        assert_eq!(code(&consent::approve(&authority, &ctx, id).await.unwrap_err()), "unauthorized");
        assert_eq!(code(&consent::reject(&authority, &ctx, id).await.unwrap_err()), "unauthorized");
    }
    let late = at(&ann(), NOW + 60 * 60 * 1000);
    assert_eq!(code(&consent::approve(&authority, &late, id).await.unwrap_err()), "invalid_request", "ended");
    let back = consent::reject(&authority, &ann(), id).await.unwrap();
    assert_eq!(query(&back, "error").as_deref(), Some("access_denied"));
    assert_eq!(code(&consent::approve(&authority, &ann(), id).await.unwrap_err()), "invalid_request");
    assert_eq!(code(&consent::pending(&authority, NOW, id).await.unwrap_err()), "not_found");
    assert_eq!(code(&consent::pending(&authority, NOW, "nobody").await.unwrap_err()), "not_found");
}

#[tokio::test]
async fn clients_that_are_documents_need_proof_of_possession() {
    let authority = authority(enabled()).await;
    let own = super::cli::client_id("http://portal.test/api/auth");
    let redirect = "http://127.0.0.1:49152/callback";
    let mut asked = json!({ "client_id": own, "redirect_uri": redirect, "response_type": "code" });
    let back = authorize::authorize(&authority, &nobody(), &fields(&asked)).await.unwrap();
    assert_eq!(query(&back, "error").as_deref(), Some("invalid_request"), "PKCE");
    asked["code_challenge"] = "c".repeat(43).into();
    asked["code_challenge_method"] = "S256".into();
    let page = authorize::authorize(&authority, &nobody(), &fields(&asked)).await.unwrap();
    assert!(
        page.starts_with("http://portal.test/oauth2/authorize/"),
        "any port of the own machine is the same client"
    );
    asked["redirect_uri"] = "http://127.0.0.1:49152/elsewhere".into();
    let refused = authorize::authorize(&authority, &nobody(), &fields(&asked)).await.unwrap_err();
    assert_eq!(code(&refused), "invalid_request");
}

#[tokio::test]
async fn refresh_tokens_are_good_once() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let scope = json!({ "scope": "openid offline_access" });
    let code_text = code_for(&authority, &client.client_id, &scope).await;
    let granted = exchanged(&authority, &nobody(), &with_code(&code_text)).await.unwrap();
    let first = granted.refresh_token.unwrap();
    let with = |token: &str| json!({ "grant_type": "refresh_token", "refresh_token": token });
    let second = exchanged(&authority, &nobody(), &with(first.reveal())).await.unwrap();
    let second = second.refresh_token.unwrap();
    let third =
        exchanged(&authority, &nobody(), &with(second.reveal())).await.unwrap().refresh_token.unwrap();
    let reused = exchanged(&authority, &nobody(), &with(first.reveal())).await.err().unwrap();
    assert_eq!(code(&reused), "invalid_grant");
    let ended = exchanged(&authority, &nobody(), &with(third.reveal())).await.err().unwrap();
    assert_eq!(code(&ended), "invalid_grant", "a second use ends the grant for everybody");
    for token in ["", "nonsense", "a.b"] {
        assert!(exchanged(&authority, &nobody(), &with(token)).await.is_err(), "{token}");
    }
}

#[tokio::test]
async fn refresh_tokens_end_and_are_bounded_and_revoked() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let settings = authority.settings.oidc.refresh_tokens.as_ref().unwrap();
    let mut tokens = Vec::new();
    for step in 0..3 {
        let issued =
            refresh::issue(&authority, settings, "user:default/ann", &client.client_id, NOW + step).await;
        tokens.push(issued.unwrap());
    }
    let gone =
        refresh::issue(&authority, settings, "user:default/gone", &client.client_id, NOW).await.unwrap();
    let with =
        |index: usize| json!({ "grant_type": "refresh_token", "refresh_token": tokens[index].reveal() });
    assert!(exchanged(&authority, &nobody(), &with(0)).await.is_err(), "two for a user, the oldest goes");
    let late = at(&nobody(), NOW + 31 * 24 * 60 * 60 * 1000);
    assert!(exchanged(&authority, &late, &with(1)).await.is_err(), "unused for too long");
    let body = json!({ "grant_type": "refresh_token", "refresh_token": gone.reveal() });
    assert!(exchanged(&authority, &nobody(), &body).await.is_err(), "the user is no longer in the catalog");

    let revoke = |secret: &str| {
        fields(
            &json!({ "token": tokens[2].reveal(), "client_id": client.client_id, "client_secret": secret }),
        )
    };
    for (asked, refused) in [(revoke("guessed"), true), (fields(&json!({ "token": "x" })), true)] {
        let presented = Presented::from(&HeaderMap::new(), &asked);
        assert_eq!(refresh::revoke(&authority, &asked, presented.as_ref()).await.is_err(), refused);
    }
    assert!(exchanged(&authority, &nobody(), &with(2)).await.is_ok());
    let issued =
        refresh::issue(&authority, settings, "user:default/ann", &client.client_id, NOW).await.unwrap();
    let asked = fields(&json!({
        "token": issued.reveal(), "client_id": client.client_id, "client_secret": client.client_secret.reveal(),
    }));
    let presented = Presented::from(&HeaderMap::new(), &asked);
    refresh::revoke(&authority, &asked, presented.as_ref()).await.unwrap();
    let body = json!({ "grant_type": "refresh_token", "refresh_token": issued.reveal() });
    assert!(exchanged(&authority, &nobody(), &body).await.is_err());
}

#[tokio::test]
async fn secrets_are_not_in_the_database() {
    let authority = authority(enabled()).await;
    let client = registered(&authority).await;
    let code_text = code_for(&authority, &client.client_id, &json!({})).await;
    for (sql, secret) in [
        ("SELECT secret_digest FROM auth_oidc_client", client.client_secret.reveal()),
        ("SELECT code_digest FROM auth_oidc_session", code_text.as_str()),
    ] {
        let row = authority.db.one(sql, &[]).await.unwrap().unwrap();
        assert_eq!(row.text(0).unwrap(), crypto::recognise(secret));
    }
}

#[tokio::test]
async fn registrations_are_checked() {
    let authority = authority(enabled()).await;
    for (redirects, passes) in [
        (json!(["http://127.0.0.1:1/x", "cursor://host/cb", "https://www.cursor.com/cb"]), true),
        (json!(["http://127.0.0.1:1/x", "https://evil.test/cb"]), false),
        (json!(["javascript:alert(1)"]), false),
        (json!(["http://127.0.0.1:1@evil.test/x"]), false),
        (json!(["data:text/html,x"]), false),
        (json!([]), false),
        (json!("http://127.0.0.1:1/x"), false),
    ] {
        let asked = fields(&json!({ "redirect_uris": redirects, "client_name": "c" }));
        let answer = register::register(&authority, &nobody(), &asked).await;
        assert_eq!(answer.is_ok(), passes, "{redirects}");
    }
}

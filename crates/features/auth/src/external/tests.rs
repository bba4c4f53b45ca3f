//! Callers from outside, right and wrong.

use std::time::Duration;

use base64::engine::general_purpose::STANDARD as BASE64;
use jsonwebtoken::EncodingKey;
use kernel::identity::Authenticator as _;
use serde_json::{Value, json};

use super::*;
use crate::crypto::base64url;
use crate::keys::{PublicKey, new_pair, sign};
use crate::test_support::{NOW, authority};

const SECONDS: i64 = NOW / 1000;
const SECRET: &str = "a secret of thirty-two characters";

fn joined(header: &Value, claims: &Value) -> String {
    format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(claims.to_string().as_bytes()))
}

fn legacy(algorithm: &str, secret: &str, claims: &Value) -> String {
    let input = joined(&json!({ "alg": algorithm }), claims);
    let key = EncodingKey::from_secret(secret.as_bytes());
    let signature = jsonwebtoken::crypto::sign(input.as_bytes(), &key, Algorithm::HS256).unwrap();
    format!("{input}.{signature}")
}

fn access(entries: &Value) -> Value {
    json!({ "backend": { "auth": {
        "keys": [{ "secret": BASE64.encode("the old one") }],
        "externalAccess": entries,
    } } })
}

async fn subject(authority: &Authority, token: &str) -> Option<String> {
    match authority.verify("catalog", token).await {
        Ok(credentials) => Some(credentials.subject().to_owned()),
        Err(error) => {
            assert_eq!(error.to_string(), "Illegal token");
            None
        }
    }
}

#[tokio::test]
async fn static_and_legacy_tokens() {
    let authority = authority(access(&json!([
        { "type": "static", "options": { "token": "one-static-token", "subject": "one" } },
        { "type": "static", "options": { "token": "two-static-token", "subject": "two" } },
        { "type": "legacy", "options": { "secret": BASE64.encode(SECRET), "subject": "old-backend" } },
    ])))
    .await;
    let claims = |sub: &str, exp: i64| json!({ "sub": sub, "exp": SECONDS + exp });
    let good = legacy("HS256", SECRET, &claims("backstage-server", 60));
    for (token, expected) in [
        ("one-static-token".to_owned(), Some("one")),
        ("two-static-token".to_owned(), Some("two")),
        ("two-static-toke".to_owned(), None),
        ("two-static-tokenn".to_owned(), None),
        (good.clone(), Some("old-backend")),
        (legacy("HS256", "the old one", &claims("backstage-server", 60)), Some("external:backstage-plugin")),
        (legacy("HS256", "guessed", &claims("backstage-server", 60)), None),
        (legacy("HS256", SECRET, &claims("backstage-server", -61)), None),
        (legacy("HS256", SECRET, &claims("somebody", 60)), None),
        (legacy("HS256", SECRET, &json!({ "sub": "backstage-server" })), None),
        (
            legacy("HS256", SECRET, &json!({ "sub": "backstage-server", "exp": SECONDS + 60, "aud": "x" })),
            None,
        ),
        (legacy("HS384", SECRET, &claims("backstage-server", 60)), None),
        (legacy("none", SECRET, &claims("backstage-server", 60)), None),
        (format!("{}.", good.rsplit_once('.').unwrap().0), None),
    ] {
        assert_eq!(subject(&authority, &token).await.as_deref(), expected, "{token}");
    }
}

/// An issuer whose keys have been read.
async fn issuer(options: &Value, keys: &[PublicKey]) -> Authority {
    let mut options = options.clone();
    options["url"] = "https://issuer.test/keys".into();
    let authority = authority(access(&json!([{ "type": "jwks", "options": options }]))).await;
    let body = json!({ "keys": keys }).to_string();
    for entry in &authority.external.entries {
        if let Method::Jwks(issuer) = &entry.method {
            issuer.remember(&body);
        }
    }
    authority
}

#[tokio::test]
async fn tokens_of_a_foreign_issuer() {
    let (pair, stranger) = (new_pair().unwrap(), new_pair().unwrap());
    let token = |with: &crate::keys::KeyPair, header: Value, claims: Value| {
        let mut whole =
            json!({ "iss": "https://issuer.test", "aud": ["portal", "x"], "sub": "ci", "exp": SECONDS + 60 });
        for (name, value) in claims.as_object().unwrap() {
            whole[name] = value.clone();
        }
        let mut head = json!({ "alg": "ES256", "kid": pair.public.kid });
        for (name, value) in header.as_object().unwrap() {
            head[name] = value.clone();
        }
        let input = joined(&head, &whole);
        let signature = sign(&input, &EncodingKey::from_ec_der(&with.private)).unwrap();
        format!("{input}.{signature}")
    };
    let good = token(&pair, json!({}), json!({}));
    let full = json!({ "issuer": "https://issuer.test", "audience": "other, portal", "algorithm": "ES256", "subjectPrefix": "gh" });
    for (options, token, expected) in [
        (full.clone(), good.clone(), Some("external:gh:ci")),
        (json!({}), good.clone(), Some("external:ci")),
        (json!({ "algorithm": ["RS256"] }), good.clone(), None),
        (json!({ "issuer": ["https://other.test"] }), good.clone(), None),
        (json!({ "audience": "other" }), good.clone(), None),
        (full.clone(), token(&stranger, json!({}), json!({})), None),
        (full.clone(), token(&pair, json!({ "kid": "unknown" }), json!({})), None),
        (full.clone(), token(&pair, json!({ "alg": "HS256" }), json!({})), None),
        (full.clone(), token(&pair, json!({ "alg": "none" }), json!({})), None),
        (full.clone(), token(&pair, json!({ "crit": ["x"] }), json!({})), None),
        (full.clone(), token(&pair, json!({}), json!({ "exp": SECONDS - 61 })), None),
        (full.clone(), token(&pair, json!({}), json!({ "exp": null })), None),
        (full.clone(), token(&pair, json!({}), json!({ "nbf": SECONDS + 61 })), None),
        (full, token(&pair, json!({}), json!({ "sub": 7 })), None),
    ] {
        let authority = issuer(&options, std::slice::from_ref(&pair.public)).await;
        let checked = tokio::time::timeout(Duration::from_secs(20), subject(&authority, &token)).await;
        assert_eq!(checked.unwrap().as_deref(), expected, "{options} {token}");
    }
}

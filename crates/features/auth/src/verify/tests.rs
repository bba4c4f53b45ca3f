//! Every kind of token, right and wrong (S-AUT-01, S-AUT-02, S-AUT-11), against a real key ring.

use jsonwebtoken::EncodingKey;
use kernel::Clock;
use kernel::identity::Authenticator as _;
use serde_json::{Value, json};

use super::*;
use crate::authority::USER_KEYS;
use crate::crypto::base64url;
use crate::test_support::{NOW, authority, nobody};
use crate::{guest, issue, keys};

const SECONDS: i64 = NOW / 1000;

fn joined(header: &Value, payload: &Value) -> String {
    format!("{}.{}", base64url(header.to_string().as_bytes()), base64url(payload.to_string().as_bytes()))
}

async fn signed(authority: &Authority, mut header: Value, payload: &Value) -> String {
    let key = authority.user_keys.signer(USER_KEYS).await.unwrap();
    if header.get("kid").is_none() {
        header["kid"] = key.public.kid.clone().into();
    }
    let input = joined(&header, payload);
    let signature = keys::sign(&input, key.encoding.as_ref().unwrap()).unwrap();
    format!("{input}.{signature}")
}

fn header() -> Value {
    json!({ "typ": token::USER, "alg": "ES256" })
}

fn claims() -> Value {
    json!({
        "iss": "http://portal.test/api/auth", "sub": "user:default/ann", "aud": "backstage",
        "iat": SECONDS, "exp": SECONDS + 3600, "uip": "x",
    })
}

fn changed(mut value: Value, name: &str, to: Value) -> Value {
    match to {
        Value::Null => drop(value.as_object_mut().unwrap().shift_remove(name)),
        to => value[name] = to,
    }
    value
}

async fn refusal(authority: &Authority, token: &str) -> String {
    match authority.verify("catalog", token).await {
        Err(Error::Unauthenticated(message)) => message,
        other => panic!("{token}: {other:?}"),
    }
}

#[tokio::test]
async fn our_own_tokens_are_right() {
    let authority = authority(json!({})).await;
    let issued = issue::sign_in(&authority, "user:default/ann", &[], NOW).await.unwrap();
    let user = authority.verify("catalog", issued.token.reveal()).await.unwrap();
    assert_eq!(user.principal, person("user:default/ann".to_owned(), None));
    assert_eq!((user.expires_at, user.limited), (Some(NOW + 3_600_000), false));

    let (limited, expires_at) = authority.limited_token(&user).await.unwrap();
    assert_eq!(expires_at, NOW + 3_600_000);
    let through_cookie = authority.verify("techdocs", limited.reveal()).await.unwrap();
    assert_eq!((&through_cookie.principal, through_cookie.limited), (&user.principal, true));
    let again = authority.limited_token(&through_cookie).await.unwrap();
    assert_eq!(again.0.reveal(), limited.reveal());
}

#[tokio::test]
async fn hostile_signatures_are_refused_with_one_text() {
    let authority = authority(json!({})).await;
    let good = signed(&authority, header(), &claims()).await;
    assert!(authority.verify("catalog", &good).await.is_ok());
    let (input, signature) = good.rsplit_once('.').unwrap();
    let other = signed(&authority, header(), &changed(claims(), "iat", json!(1))).await;
    let mut tampered = good[..good.len() - 4].to_owned();
    tampered.push_str("AAAA");
    let mut hostile = vec![
        tampered,
        format!("{input}."),
        format!("{input}.{}", other.rsplit_once('.').unwrap().1),
        good[..good.len() - 10].to_owned(),
        format!("{input}.{}", "A".repeat(86)),
    ];
    for algorithm in ["none", "None", "NONE", "HS256", "RS256", "ES384", "es256", ""] {
        hostile
            .push(format!("{}.{signature}", joined(&changed(header(), "alg", json!(algorithm)), &claims())));
        hostile.push(format!("{}.", joined(&changed(header(), "alg", json!(algorithm)), &claims())));
    }
    // The classic: our public key as the secret of an HMAC.
    let key = authority.user_keys.signer(USER_KEYS).await.unwrap();
    let confused =
        joined(&changed(changed(header(), "alg", json!("HS256")), "kid", json!(key.public.kid)), &claims());
    let secret = EncodingKey::from_secret(key.public.x.as_bytes());
    let mac =
        jsonwebtoken::crypto::sign(confused.as_bytes(), &secret, jsonwebtoken::Algorithm::HS256).unwrap();
    hostile.push(format!("{confused}.{mac}"));
    for kid in ["nobody", "../../canary", ""] {
        hostile.push(signed(&authority, changed(header(), "kid", json!(kid)), &claims()).await);
    }
    hostile.push(signed(&authority, changed(header(), "crit", json!(["b64"])), &claims()).await);
    for token in hostile {
        assert_eq!(refusal(&authority, &token).await, "Failed user token verification", "{token}");
    }
    for foreign in ["jku", "x5u", "jwk"] {
        let token =
            signed(&authority, changed(header(), foreign, json!("http://evil.test/keys")), &claims()).await;
        assert!(authority.verify("catalog", &token).await.is_ok(), "{foreign} is never read");
    }
}

#[tokio::test]
async fn hostile_claims_are_refused() {
    let authority = authority(json!({})).await;
    for (name, value, passes) in [
        ("exp", json!(SECONDS - 61), false),
        ("exp", json!(SECONDS - 59), true),
        ("exp", Value::Null, false),
        ("exp", json!("soon"), false),
        ("exp", json!(-1), false),
        ("iat", Value::Null, false),
        ("nbf", json!(SECONDS + 61), false),
        ("nbf", json!(SECONDS + 59), true),
        ("nbf", json!("x"), false),
        ("iss", json!("http://evil.test/api/auth"), false),
        ("iss", Value::Null, false),
        ("aud", json!("other"), false),
        ("aud", Value::Null, false),
        ("sub", Value::Null, false),
        ("sub", json!("user:default/"), false),
        ("sub", json!("ann"), false),
        ("sub", json!(7), false),
        ("ent", json!("user:default/admin"), false),
        ("ent", json!(["user:default/ann"]), true),
    ] {
        let token = signed(&authority, header(), &changed(claims(), name, value.clone())).await;
        assert_eq!(authority.verify("catalog", &token).await.is_ok(), passes, "{name} {value}");
    }
    let array = signed(&authority, header(), &json!(["claims"])).await;
    assert_eq!(refusal(&authority, &array).await, "Failed user token verification");
}

#[tokio::test]
async fn tokens_without_a_kind_are_old_user_tokens_or_nothing() {
    let authority = authority(json!({})).await;
    let untyped = json!({ "alg": "ES256" });
    let old = signed(&authority, untyped.clone(), &claims()).await;
    assert!(authority.verify("catalog", &old).await.is_ok());
    let foreign = signed(&authority, untyped, &changed(claims(), "aud", json!("other"))).await;
    for token in [foreign.as_str(), "", "a.b.c", "a", "...", "nonsense", &"a".repeat(40_000)] {
        assert_eq!(refusal(&authority, token).await, "Illegal token");
    }
    // A user token may not be passed off as a limited one, whose claims are checked less.
    let limited = signed(
        &authority,
        json!({ "typ": token::LIMITED, "alg": "ES256" }),
        &json!({ "sub": "user:default/ann" }),
    )
    .await;
    assert_eq!(refusal(&authority, &limited).await, "Failed user token verification");
}

#[tokio::test]
async fn plugins_speak_for_themselves_and_for_users() {
    let authority = authority(json!({})).await;
    let own = authority.plugin_token("scaffolder", "catalog", None).await.unwrap();
    let service = authority.verify("catalog", own.reveal()).await.unwrap();
    assert_eq!(
        service.principal,
        Principal::Service { subject: "plugin:scaffolder".to_owned(), restrictions: None }
    );
    let elsewhere = authority.verify("search", own.reveal()).await.unwrap_err();
    assert_eq!(elsewhere.to_string(), "Failed plugin token verification");
}

#[tokio::test]
async fn a_plugin_for_a_user_ends_with_the_user() {
    let authority = authority(json!({})).await;
    let issued = issue::sign_in(&authority, "user:default/ann", &[], NOW - 3_000_000).await.unwrap();
    let user = authority.verify("catalog", issued.token.reveal()).await.unwrap();
    let behalf = authority.plugin_token("scaffolder", "catalog", Some(&user)).await.unwrap();
    let seen = authority.verify("catalog", behalf.reveal()).await.unwrap();
    let actor = Some("plugin:scaffolder".to_owned());
    assert_eq!(seen.principal, person("user:default/ann".to_owned(), actor));
    assert_eq!(seen.expires_at, user.expires_at);
    let further = authority.plugin_token("catalog", "search", Some(&seen)).await.unwrap();
    let seen = authority.verify("search", further.reveal()).await.unwrap();
    assert_eq!(seen.principal, person("user:default/ann".to_owned(), Some("plugin:catalog".to_owned())));
    // Without the user's own signature there is nobody to speak for.
    let limited = authority.limited_token(&user).await.unwrap().0;
    let forged = format!("{}AAAA", &limited.reveal()[..limited.reveal().len() - 4]);
    let key = authority.plugin_keys.signer("scaffolder").await.unwrap();
    for obo in [json!(forged), json!(issued.token.reveal()), json!(7), json!("")] {
        let claims =
            json!({ "sub": "scaffolder", "aud": "catalog", "iat": SECONDS, "exp": SECONDS + 9, "obo": obo });
        let token = token::signed(token::PLUGIN, &key, &claims).unwrap();
        assert_eq!(refusal(&authority, &token).await, "Failed plugin token verification", "{obo}");
    }
}

#[tokio::test]
async fn hostile_plugin_tokens() {
    let authority = authority(json!({})).await;
    let key = authority.plugin_keys.signer("scaffolder").await.unwrap();
    for (sub, aud, exp) in [
        ("scaffolder", "search", 60),
        ("search", "catalog", 60),
        ("Scaffolder", "catalog", 60),
        ("../scaffolder", "catalog", 60),
        ("", "catalog", 60),
        ("scaffolder", "catalog", -61),
    ] {
        let claims = json!({ "sub": sub, "aud": aud, "iat": SECONDS, "exp": SECONDS + exp });
        let token = token::signed(token::PLUGIN, &key, &claims).unwrap();
        assert_eq!(
            refusal(&authority, &token).await,
            "Failed plugin token verification",
            "{sub} {aud} {exp}"
        );
    }
    // A user's key makes no plugin tokens.
    let user_key = authority.user_keys.signer(USER_KEYS).await.unwrap();
    let claims = json!({ "sub": "user", "aud": "catalog", "iat": SECONDS, "exp": SECONDS + 60 });
    let token = token::signed(token::PLUGIN, &user_key, &claims).unwrap();
    assert_eq!(refusal(&authority, &token).await, "Failed plugin token verification");
}

#[tokio::test]
async fn tokens_end_by_the_clock() {
    let authority = authority(json!({})).await;
    let session = guest::session(&authority, &nobody()).await;
    assert_eq!(session.unwrap_err().name(), "NotFoundError", "no guest without configuration");
    let issued = issue::sign_in(&authority, "user:default/ann", &[], NOW).await.unwrap();
    let Clock::Fixed(_) = &authority.clock else { panic!("a test holds its clock") };
    authority.clock.advance(3_600_000 + 61_000);
    assert_eq!(refusal(&authority, issued.token.reveal()).await, "Failed user token verification");
}

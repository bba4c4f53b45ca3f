//! Who presented this bearer token: a plugin, a user, or somebody from outside, asked in this order. Every failure of
//! one kind of token has one text, so that it tells nothing of what was wrong. Source: auth contract, section 1.

use std::sync::Arc;

use kernel::{Credentials, Error, Principal, Secret};
use serde_json::Value;

use crate::authority::Authority;
use crate::keys::{Key, KeyRing};
use crate::refs::is_full_lower_ref;
use crate::token::{self, Claims, Unverified};

/// How far clocks may differ, in seconds: a token is good for this long after its end (S-AUT-02).
const CLOCK_SKEW_SECONDS: i64 = 60;
/// Plugin ids in tokens. Source: auth contract, section 6.
const MAX_PLUGIN_ID_LENGTH: usize = 128;

/// Checks `token`, presented to `plugin`.
pub(crate) async fn bearer(authority: &Authority, plugin: &str, token: &str) -> Result<Credentials, Error> {
    if token.is_empty() || token.len() > token::MAX_LENGTH {
        return Err(illegal());
    }
    let parsed = Unverified::parse(token);
    let kind = parsed.as_ref().and_then(|parsed| parsed.header.typ.as_deref());
    match (parsed.as_ref(), kind) {
        (Some(parsed), Some(token::PLUGIN)) => match plugin_caller(authority, plugin, parsed).await? {
            Some((principal, exp)) => Ok(credentials(principal, token, exp, false)),
            None => Err(Error::Unauthenticated("Failed plugin token verification".to_owned())),
        },
        (Some(parsed), Some(token::USER)) => user(authority, parsed, token).await,
        (Some(parsed), Some(token::LIMITED)) => match limited_user(authority, parsed).await? {
            Some((user_ref, exp)) => Ok(credentials(person(user_ref, None), token, exp, true)),
            None => Err(failed_user()),
        },
        (Some(parsed), None) if is_old_user_token(parsed) => user(authority, parsed, token).await,
        _ => {
            let found = authority.external.verify(authority, plugin, token, parsed.as_ref()).await?;
            found.ok_or_else(illegal)
        }
    }
}

async fn user(authority: &Authority, parsed: &Unverified<'_>, token: &str) -> Result<Credentials, Error> {
    let Some((claims, _key)) = believed(&authority.user_keys, parsed).await? else {
        return Err(failed_user());
    };
    let now = authority.clock.now() / 1000;
    match user_claims(&claims, &authority.settings.issuer, now) {
        Some((user_ref, exp)) => Ok(credentials(person(user_ref, None), token, exp, false)),
        None => Err(failed_user()),
    }
}

/// The user and the end in seconds, if a full user token of ours may say these claims now.
fn user_claims(claims: &Claims, issuer: &str, now: i64) -> Option<(String, i64)> {
    let (user_ref, exp) = timely_subject(claims, now)?;
    let ours = claims.text("iss") == Some(issuer) && claims.text("aud") == Some(token::USER_AUDIENCE);
    let ownership_is_a_list = claims.get("ent").is_none_or(Value::is_array);
    (ours && ownership_is_a_list).then_some((user_ref, exp))
}

async fn limited_user(
    authority: &Authority,
    parsed: &Unverified<'_>,
) -> Result<Option<(String, i64)>, Error> {
    let believed = believed(&authority.user_keys, parsed).await?;
    Ok(believed.and_then(|(claims, _key)| timely_subject(&claims, authority.clock.now() / 1000)))
}

async fn plugin_caller(
    authority: &Authority,
    plugin: &str,
    parsed: &Unverified<'_>,
) -> Result<Option<(Principal, i64)>, Error> {
    let Some((claims, key)) = believed(&authority.plugin_keys, parsed).await? else { return Ok(None) };
    let Some(caller) = claims.text("sub").filter(|id| is_plugin_id(id)) else { return Ok(None) };
    let owned = key.owner.is_empty() || key.owner == caller;
    let Some(exp) = timely(&claims, authority.clock.now() / 1000) else { return Ok(None) };
    if !owned || claims.text("aud") != Some(plugin) {
        return Ok(None);
    }
    let actor = format!("plugin:{caller}");
    let Some(on_behalf_of) = claims.get("obo") else {
        return Ok(Some((Principal::Service { subject: actor, restrictions: None }, exp)));
    };
    let Some(limited) = on_behalf_of.as_str().and_then(Unverified::parse) else { return Ok(None) };
    if limited.header.typ.as_deref() != Some(token::LIMITED) {
        return Ok(None);
    }
    let user = limited_user(authority, &limited).await?;
    Ok(user.map(|(user_ref, user_exp)| (person(user_ref, Some(actor)), exp.min(user_exp))))
}

/// The claims and the key that signed them, when it is one of the ring's.
async fn believed(ring: &KeyRing, parsed: &Unverified<'_>) -> Result<Option<(Claims, Arc<Key>)>, Error> {
    let Some(kid) = parsed.header.kid.as_deref() else { return Ok(None) };
    // Refused before the key is looked up: a wrong algorithm must not cost a question to the database.
    if parsed.header.alg != crate::keys::ALGORITHM_NAME {
        return Ok(None);
    }
    let Some(key) = ring.verifier(kid).await? else { return Ok(None) };
    if !parsed.is_signed_by(&key) {
        return Ok(None);
    }
    Ok(parsed.claims().map(|claims| (claims, key)))
}

fn timely_subject(claims: &Claims, now: i64) -> Option<(String, i64)> {
    let exp = timely(claims, now)?;
    let subject = claims.text("sub").filter(|subject| is_full_lower_ref(subject))?;
    Some((subject.to_owned(), exp))
}

/// The end in seconds of claims of ours that hold now.
fn timely(claims: &Claims, now: i64) -> Option<i64> {
    claims.seconds("iat")?;
    unexpired(claims, now)
}

/// The end in seconds of claims that have one, have not reached it, and have begun if they say when.
pub(crate) fn unexpired(claims: &Claims, now: i64) -> Option<i64> {
    let exp = claims.seconds("exp")?;
    let begun = match claims.get("nbf") {
        Some(_) => claims.seconds("nbf")? <= now + CLOCK_SKEW_SECONDS,
        None => true,
    };
    (begun && now <= exp + CLOCK_SKEW_SECONDS).then_some(exp)
}

/// Tokens of old releases carry no `typ`; their audience tells them from tokens from outside.
fn is_old_user_token(parsed: &Unverified<'_>) -> bool {
    parsed.claims().is_some_and(|claims| claims.text("aud") == Some(token::USER_AUDIENCE))
}

fn is_plugin_id(id: &str) -> bool {
    !id.is_empty()
        && id.len() <= MAX_PLUGIN_ID_LENGTH
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte))
}

fn person(entity_ref: String, actor: Option<String>) -> Principal {
    Principal::User { entity_ref, actor }
}

fn credentials(principal: Principal, token: &str, exp: i64, limited: bool) -> Credentials {
    Credentials { principal, token: Some(Secret::new(token)), expires_at: Some(exp * 1000), limited }
}

fn failed_user() -> Error {
    Error::Unauthenticated("Failed user token verification".to_owned())
}

fn illegal() -> Error {
    Error::Unauthenticated("Illegal token".to_owned())
}

#[cfg(test)]
mod tests;

//! Issuing tokens: for users who signed in, and for plugins that call plugins. Knows nothing of how somebody signed in.

use kernel::{Credentials, Error, Principal, Secret, Timestamp};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::authority::{Authority, USER_KEYS};
use crate::keys::sign;
use crate::{store, token};

/// Lifetime of a plugin token, in seconds. Source: auth contract, section 6.
const PLUGIN_TOKEN_SECONDS: i64 = 3_600;

/// A user token with what belongs beside it in a session.
#[derive(Debug)]
pub(crate) struct UserToken {
    pub(crate) token: Secret,
    /// Seconds from now.
    pub(crate) expires_in: i64,
}

#[derive(Serialize)]
struct UserClaims<'a> {
    iss: &'a str,
    sub: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ent: Option<&'a [String]>,
    aud: &'a str,
    iat: i64,
    exp: i64,
    uip: String,
}

#[derive(Serialize)]
struct PluginClaims<'a> {
    sub: &'a str,
    aud: &'a str,
    iat: i64,
    exp: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    obo: Option<&'a str>,
}

/// A token for a user who signed in, remembering what the user owns by for `/v1/userinfo` and for permissions.
pub(crate) async fn sign_in(
    authority: &Authority,
    user_ref: &str,
    ownership: &[String],
    now: Timestamp,
) -> Result<UserToken, Error> {
    let claims = json!({ "sub": user_ref, "ent": ownership });
    store::user_info::upsert(&authority.db, user_ref, &claims, now).await?;
    authority.ownership.put(user_ref, ownership.to_vec());
    user_token(authority, user_ref, ownership, now, authority.settings.token_lifetime).await
}

/// A token with which another program may act as the user, leaving what is remembered of the user as it is.
pub(crate) async fn for_client(
    authority: &Authority,
    user_ref: &str,
    now: Timestamp,
) -> Result<UserToken, Error> {
    let ownership = authority.ownership_of(user_ref).await?;
    let lifetime = authority.settings.oidc.token_lifetime.unwrap_or(authority.settings.token_lifetime);
    user_token(authority, user_ref, &ownership, now, lifetime).await
}

/// `lifetime` in milliseconds.
async fn user_token(
    authority: &Authority,
    user_ref: &str,
    ownership: &[String],
    now: Timestamp,
    lifetime: i64,
) -> Result<UserToken, Error> {
    let key = authority.user_keys.signer(USER_KEYS).await?;
    let iat = now / 1000;
    let expires_in = lifetime / 1000;
    let exp = iat + expires_in;
    let limited = token::signing_input(
        token::LIMITED,
        &key.public.kid,
        &token::LimitedClaims { sub: user_ref, iat, exp },
    )?;
    let claims = UserClaims {
        iss: &authority.settings.issuer,
        sub: user_ref,
        ent: (!authority.settings.omit_ownership).then_some(ownership),
        aud: token::USER_AUDIENCE,
        iat,
        exp,
        uip: sign(&limited, key.encoding.as_ref().ok_or_else(no_signing_key)?)?,
    };
    let text = token::signed(token::USER, &key, &claims)?;
    if text.len() > token::MAX_LENGTH {
        return Err(Error::internal("the user token would be too long; omit the ownership claim"));
    }
    Ok(UserToken { token: Secret::new(text), expires_in })
}

pub(crate) async fn plugin_token(
    authority: &Authority,
    plugin: &str,
    target: &str,
    on_behalf_of: Option<&Credentials>,
) -> Result<Secret, Error> {
    let iat = authority.clock.now() / 1000;
    let mut exp = iat + PLUGIN_TOKEN_SECONDS;
    let mut obo = None;
    match on_behalf_of.map(|credentials| (credentials, &credentials.principal)) {
        None | Some((_, Principal::Service { restrictions: None, .. })) => {}
        Some((credentials, Principal::User { .. })) => {
            obo = Some(limited_token_of(credentials)?);
            if let Some(expires_at) = credentials.expires_at {
                exp = exp.min(expires_at / 1000);
            }
        }
        Some((_, Principal::Service { restrictions: Some(_), .. })) => {
            return Err(Error::Forbidden("a token with access restrictions cannot be delegated".to_owned()));
        }
        Some((_, Principal::None)) => {
            return Err(Error::Unauthenticated("nobody cannot be spoken for".to_owned()));
        }
    }
    let key = authority.plugin_keys.signer(plugin).await?;
    let claims = PluginClaims { sub: plugin, aud: target, iat, exp, obo: obo.as_ref().map(Secret::reveal) };
    Ok(Secret::new(token::signed(token::PLUGIN, &key, &claims)?))
}

/// The limited token for a user, from whatever kind of token proved the user.
pub(crate) fn limited_token_of(credentials: &Credentials) -> Result<Secret, Error> {
    let Principal::User { .. } = credentials.principal else { return Err(no_limited_token()) };
    let held = credentials.token.as_ref().ok_or_else(no_limited_token)?;
    if credentials.limited {
        return Ok(held.clone());
    }
    let parsed = token::Unverified::parse(held.reveal()).ok_or_else(no_limited_token)?;
    if parsed.header.typ.as_deref() == Some(token::PLUGIN) {
        let claims = parsed.claims().ok_or_else(no_limited_token)?;
        return claims.text("obo").map(Secret::new).ok_or_else(no_limited_token);
    }
    token::limited_from_user(held.reveal()).map(Secret::new).ok_or_else(no_limited_token)
}

pub(crate) fn no_limited_token() -> Error {
    Error::Unauthenticated("these credentials cannot be turned into a limited user token".to_owned())
}

fn no_signing_key() -> Error {
    Error::internal("the signing key is sealed by another replica")
}

/// The session as `/refresh` answers it. Source: auth contract, section 2.
pub(crate) fn session_json(
    profile: &Map<String, Value>,
    user_ref: &str,
    ownership: &[String],
    issued: &UserToken,
) -> Value {
    json!({
        "profile": profile,
        "backstageIdentity": {
            "token": issued.token.reveal(),
            "identity": { "type": "user", "userEntityRef": user_ref, "ownershipEntityRefs": ownership },
            "expiresInSeconds": issued.expires_in,
        },
    })
}

//! Codes and refresh tokens become user tokens.

use kernel::audit::Status;
use kernel::{Ctx, Error, Secret};

use super::client::{self, Presented};
use super::error::{Code, refuse};
use super::fields::Fields;
use super::refresh;
use crate::authority::Authority;
use crate::crypto;
use crate::issue::{self, UserToken};
use crate::store::oidc_client;
use crate::store::oidc_session::{self, Approved};

/// The scope of a grant that asked for none.
const DEFAULT_SCOPE: &str = "openid";
/// The scope that asks for a refresh token.
const OFFLINE_ACCESS: &str = "offline_access";

/// The answer of the token route.
pub(crate) struct Granted {
    pub(crate) token: UserToken,
    /// Only in the answer to a code.
    pub(crate) scope: Option<String>,
    pub(crate) refresh_token: Option<Secret>,
}

pub(crate) async fn exchange(
    authority: &Authority,
    ctx: &Ctx,
    fields: &Fields,
    presented: Option<&Presented>,
) -> Result<Granted, Error> {
    let [grant_type] = fields.required(["grant_type"])?;
    if let Some(presented) = presented {
        client::check_secret(authority, presented).await?;
    }
    match grant_type.as_str() {
        "authorization_code" => code(authority, ctx, fields, presented).await,
        "refresh_token" => refresh::exchange(authority, ctx, fields, presented).await,
        other => Err(refuse(Code::UnsupportedGrantType, format!("Grant type {other} is not supported"))),
    }
}

/// The code is used up by the statement that also decides who was first, so that it is good once however many ask.
async fn code(
    authority: &Authority,
    ctx: &Ctx,
    fields: &Fields,
    presented: Option<&Presented>,
) -> Result<Granted, Error> {
    let (Some(code), Some(redirect_uri)) = (fields.optional("code")?, fields.optional("redirect_uri")?)
    else {
        let missing = "Missing code or redirect_uri parameters for authorization_code grant";
        return Err(refuse(Code::InvalidRequest, missing));
    };
    let digest = crypto::recognise(&code);
    let approved = oidc_session::approved(&authority.db, &digest, ctx.now).await?;
    let approved = approved.ok_or_else(|| refuse(Code::InvalidGrant, "Invalid authorization code"))?;
    let of_client = presented.is_none_or(|presented| presented.client_id == approved.client_id);
    if !of_client || approved.redirect_uri != redirect_uri {
        return Err(refuse(Code::InvalidGrant, "the code was given to another client or redirect URI"));
    }
    check_verifier(&approved, fields.optional("code_verifier")?.as_deref())?;
    if !oidc_session::use_code(&authority.db, &digest, ctx.now).await? {
        return Err(refuse(Code::InvalidGrant, "Authorization code already used"));
    }
    oidc_client::mark_used(&authority.db, &approved.client_id, ctx.now).await?;
    let token = issue::for_client(authority, &approved.user_ref, ctx.now).await?;
    let scope = approved.scope.unwrap_or_else(|| DEFAULT_SCOPE.to_owned());
    let wants_refresh = scope.split(' ').any(|each| each == OFFLINE_ACCESS);
    let refresh_token = match (&authority.settings.oidc.refresh_tokens, wants_refresh) {
        (Some(settings), true) => {
            Some(refresh::issue(authority, settings, &approved.user_ref, &approved.client_id, ctx.now).await?)
        }
        _ => None,
    };
    authority.audit.record(ctx, "auth.token.exchange", Status::Succeeded, &approved.user_ref);
    Ok(Granted { token, scope: Some(scope), refresh_token })
}

/// Source: RFC 7636, section 4.6.
fn check_verifier(approved: &Approved, verifier: Option<&str>) -> Result<(), Error> {
    let Some(challenge) = &approved.code_challenge else { return Ok(()) };
    let Some(verifier) = verifier else {
        return Err(refuse(Code::InvalidGrant, "Code verifier required for PKCE"));
    };
    let answered = match approved.code_challenge_method.as_deref() {
        Some("S256") => crypto::base64url(&crypto::sha256(verifier.as_bytes())),
        _ => verifier.to_owned(),
    };
    if crypto::same(answered.as_bytes(), challenge.as_bytes()) {
        return Ok(());
    }
    Err(refuse(Code::InvalidGrant, "Invalid code verifier"))
}

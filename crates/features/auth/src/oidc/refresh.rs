//! Refresh tokens: each is good once, and its use makes the next. One that comes a second time was stolen or lost, so
//! the whole grant ends.

use kernel::audit::Status;
use kernel::{Ctx, Error, Secret, Timestamp};

use super::client::{self, Presented};
use super::error::{Code, refuse};
use super::exchange::Granted;
use super::fields::Fields;
use super::settings::RefreshTokens;
use crate::authority::Authority;
use crate::store::refresh_token::{self, RefreshRow};
use crate::{crypto, issue as issuing};

/// The first refresh token of a grant. The oldest ones of the user make room.
pub(crate) async fn issue(
    authority: &Authority,
    settings: &RefreshTokens,
    user_ref: &str,
    client_id: &str,
    now: Timestamp,
) -> Result<Secret, Error> {
    let id = kernel::random::id();
    let token = crypto::fresh_secret(&format!("{id}."));
    let ends_at = now.saturating_add(settings.rotation_lifetime);
    let row = RefreshRow {
        id,
        digest: crypto::recognise(token.reveal()),
        user_ref: user_ref.to_owned(),
        client_id: client_id.to_owned(),
        expires_at: now.saturating_add(settings.token_lifetime).min(ends_at),
        ends_at,
    };
    refresh_token::insert(&authority.db, &row, now, settings.per_user).await?;
    Ok(token)
}

pub(crate) async fn exchange(
    authority: &Authority,
    ctx: &Ctx,
    fields: &Fields,
    presented: Option<&Presented>,
) -> Result<Granted, Error> {
    let Some(token) = fields.optional("refresh_token")? else {
        let missing = "Missing refresh_token parameter for refresh_token grant";
        return Err(refuse(Code::InvalidRequest, missing));
    };
    let Some(settings) = &authority.settings.oidc.refresh_tokens else {
        return Err(refuse(Code::InvalidRequest, "Refresh tokens are not enabled"));
    };
    let row = known(authority, &token, ctx).await?;
    let of_client = presented.is_none_or(|presented| presented.client_id == row.client_id);
    if !of_client || row.expires_at <= ctx.now {
        return Err(invalid());
    }
    if settings.user_must_exist && authority.users.user(&row.user_ref).await?.is_none() {
        refresh_token::delete(&authority.db, &row.id).await?;
        return Err(invalid());
    }
    let next = crypto::fresh_secret(&format!("{}.", row.id));
    let next_digest = crypto::recognise(next.reveal());
    let expires_at = ctx.now.saturating_add(settings.token_lifetime).min(row.ends_at);
    if !refresh_token::rotate(&authority.db, &row, &next_digest, (ctx.now, expires_at)).await? {
        return Err(invalid());
    }
    let token = issuing::for_client(authority, &row.user_ref, ctx.now).await?;
    authority.audit.record(ctx, "auth.token.refresh", Status::Succeeded, &row.user_ref);
    Ok(Granted { token, scope: None, refresh_token: Some(next) })
}

/// Ends the grant of a refresh token. A token that is not the client's, or not there, is no error (RFC 7009, 2.2).
pub(crate) async fn revoke(
    authority: &Authority,
    fields: &Fields,
    presented: Option<&Presented>,
) -> Result<(), Error> {
    let Some(presented) = presented else { return Err(client::invalid_client()) };
    client::authenticate(authority, presented).await?;
    let [token] = fields.required(["token"])?;
    let Some((id, _secret)) = token.split_once('.') else { return Ok(()) };
    if let Some(row) = refresh_token::find(&authority.db, id).await?
        && row.client_id == presented.client_id
        && crypto::same(row.digest.as_bytes(), crypto::recognise(&token).as_bytes())
    {
        refresh_token::delete(&authority.db, id).await?;
    }
    Ok(())
}

async fn known(authority: &Authority, token: &str, ctx: &Ctx) -> Result<RefreshRow, Error> {
    let Some((id, _secret)) = token.split_once('.') else { return Err(invalid()) };
    let Some(row) = refresh_token::find(&authority.db, id).await? else { return Err(invalid()) };
    if !crypto::same(row.digest.as_bytes(), crypto::recognise(token).as_bytes()) {
        refresh_token::delete(&authority.db, id).await?;
        authority.audit.record(ctx, "auth.token.reuse", Status::Denied, &row.user_ref);
        return Err(invalid());
    }
    Ok(row)
}

fn invalid() -> Error {
    refuse(Code::InvalidGrant, "Invalid refresh token")
}

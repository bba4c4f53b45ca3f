//! A user decides about a client's request.

use kernel::audit::Status;
use kernel::{Ctx, Error, Principal, Timestamp};
use serde_json::json;

use super::authorize::with_query;
use super::error::{Code, refuse};
use crate::authority::Authority;
use crate::crypto;
use crate::store::oidc_session::{self, SessionRow};

/// A code must be exchanged within this time, in milliseconds. Source: auth contract, section 7.
const CODE_LIFETIME: i64 = 10 * 60 * 1000;

/// The request, if it still waits for an answer.
pub(crate) async fn pending(authority: &Authority, now: Timestamp, id: &str) -> Result<SessionRow, Error> {
    let found = oidc_session::pending(&authority.db, id, now).await?;
    found.ok_or_else(|| refuse(Code::NotFound, "Authorization session not found or expired"))
}

/// Records the consent; the answer is where to send the browser, with a code for the client.
pub(crate) async fn approve(authority: &Authority, ctx: &Ctx, id: &str) -> Result<String, Error> {
    let (user_ref, session) = decided_by(authority, ctx, id).await?;
    let code = crypto::fresh_secret("");
    let digest = crypto::recognise(code.reveal());
    if !oidc_session::approve(&authority.db, id, &user_ref, (&digest, ctx.now + CODE_LIFETIME), ctx.now)
        .await?
    {
        return Err(gone());
    }
    authority.audit.record(ctx, "auth.consent", Status::Succeeded, &session.client_id);
    let members = [("code", Some(code.reveal())), ("state", session.state.as_deref())];
    Ok(with_query(&session.redirect_uri, &members))
}

/// Records the refusal; the answer is where to send the browser.
pub(crate) async fn reject(authority: &Authority, ctx: &Ctx, id: &str) -> Result<String, Error> {
    let (user_ref, session) = decided_by(authority, ctx, id).await?;
    if !oidc_session::reject(&authority.db, id, &user_ref, ctx.now).await? {
        return Err(gone());
    }
    authority.audit.record(ctx, "auth.consent", Status::Denied, &session.client_id);
    let members = [
        ("error", Some("access_denied")),
        ("error_description", Some("User denied the request")),
        ("state", session.state.as_deref()),
    ];
    Ok(with_query(&session.redirect_uri, &members))
}

/// Only a user who is here in person may decide: not a machine, and not a plugin on the user's behalf.
async fn decided_by(authority: &Authority, ctx: &Ctx, id: &str) -> Result<(String, SessionRow), Error> {
    let Principal::User { entity_ref, actor: None } = ctx.principal() else {
        let body = json!({ "error": "unauthorized", "error_description": "Authentication required" });
        return Err(Error::Body { status: 401, body });
    };
    let found = oidc_session::pending(&authority.db, id, ctx.now).await?;
    Ok((entity_ref.clone(), found.ok_or_else(gone)?))
}

fn gone() -> Error {
    refuse(Code::InvalidRequest, "Authorization session not found or expired")
}

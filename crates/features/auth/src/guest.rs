//! Signing in as the guest. Source: auth contract, section 4.

use std::sync::Arc;

use kernel::audit::Status;
use kernel::identity::Welcome;
use kernel::{Credentials, Ctx, Error, Principal};
use serde_json::{Map, Value};

use crate::authority::{Authority, ownership_by_membership};
use crate::issue::{self, UserToken};

/// Where somebody who may not be a guest signs in.
const SIGN_IN_PAGE: &str = "/sign-in";

/// The session of the guest, when the configuration lets guests in.
pub(crate) async fn session(authority: &Authority, ctx: &Ctx) -> Result<Value, Error> {
    let guest = sign_in(authority, ctx).await?;
    Ok(issue::session_json(&Map::new(), &guest.user_ref, &guest.ownership, &guest.issued))
}

/// What a page does with somebody who is not signed in: guests are let in at once where they may be.
pub(crate) async fn welcome(authority: &Authority) -> Result<Welcome, Error> {
    if !authority.settings.guest.as_ref().is_some_and(|guest| guest.allowed) {
        return Ok(Welcome::SignInPage(SIGN_IN_PAGE.to_owned()));
    }
    let now = authority.clock.now();
    let nobody = Ctx { credentials: Arc::new(Credentials::nobody()), ..Ctx::system("auth.welcome", now) };
    let guest = sign_in(authority, &nobody).await?;
    let expires_at = (now / 1000 + guest.issued.expires_in) * 1000;
    let credentials = Credentials {
        principal: Principal::User { entity_ref: guest.user_ref, actor: None },
        token: Some(guest.issued.token),
        expires_at: Some(expires_at),
        limited: false,
    };
    let token = issue::limited_token_of(&credentials)?;
    Ok(Welcome::SignedIn { credentials, token, expires_at })
}

struct SignedIn {
    user_ref: String,
    ownership: Vec<String>,
    issued: UserToken,
}

async fn sign_in(authority: &Authority, ctx: &Ctx) -> Result<SignedIn, Error> {
    let Some(guest) = &authority.settings.guest else {
        return Err(Error::NotFound("No auth provider registered for 'guest'".to_owned()));
    };
    if !guest.allowed {
        authority.audit.record(ctx, "auth.signin", Status::Denied, &guest.user_ref);
        return Err(Error::Forbidden(
            "guests may only sign in where NODE_ENV is development, or where \
             'auth.providers.guest.dangerouslyAllowOutsideDevelopment' is set"
                .to_owned(),
        ));
    }
    let ownership = match authority.users.user(&guest.user_ref).await? {
        Some(user) => ownership_by_membership(&user),
        None => guest.ownership.clone().unwrap_or_else(|| vec![guest.user_ref.clone()]),
    };
    let issued = issue::sign_in(authority, &guest.user_ref, &ownership, ctx.now).await?;
    authority.audit.record(ctx, "auth.signin", Status::Succeeded, &guest.user_ref);
    Ok(SignedIn { user_ref: guest.user_ref.clone(), ownership, issued })
}

//! `/api/auth/v1/{register,authorize}`: what other programs ask for themselves.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use http::header::{CACHE_CONTROL, LOCATION};
use kernel::{Ctx, Error};
use serde_json::{Value, json};

use super::Shared;
use crate::oidc::fields::Fields;
use crate::oidc::{authorize as authorizing, register as registering};

pub(super) async fn register(
    State(authority): State<Shared>,
    ctx: Ctx,
    body: Bytes,
) -> Result<(StatusCode, Json<Value>), Error> {
    let registered = registering::register(&authority, &ctx, &Fields::from_json(&body)?).await?;
    let body = json!({
        "client_id": registered.client_id,
        "redirect_uris": registered.redirect_uris,
        "client_secret": registered.client_secret.reveal(),
    });
    Ok((StatusCode::CREATED, Json(body)))
}

/// Answers with a redirect: to the page that asks the user, or back to the client with what is wrong.
pub(super) async fn authorize(
    State(authority): State<Shared>,
    ctx: Ctx,
    RawQuery(query): RawQuery,
) -> Result<Response, Error> {
    let fields = Fields::from_form(query.unwrap_or_default().as_bytes())?;
    let location = authorizing::authorize(&authority, &ctx, &fields).await?;
    let headers = [(LOCATION, location), (CACHE_CONTROL, "no-store".to_owned())];
    Ok((StatusCode::FOUND, headers).into_response())
}

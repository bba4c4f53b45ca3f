//! `/api/auth/v1/{token,revoke}`: codes and refresh tokens become user tokens, and refresh tokens end.

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use kernel::{Ctx, Error};
use serde_json::json;

use super::Shared;
use crate::oidc::exchange::Granted;
use crate::oidc::fields::Fields;
use crate::oidc::{client, exchange as exchanging, refresh};

const FORM: &str = "application/x-www-form-urlencoded";

pub(super) async fn exchange(
    State(authority): State<Shared>,
    ctx: Ctx,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Error> {
    let fields = fields(&headers, &body)?;
    let presented = client::Presented::from(&headers, &fields);
    let granted = exchanging::exchange(&authority, &ctx, &fields, presented.as_ref()).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(granted_json(&granted))).into_response())
}

pub(super) async fn revoke(
    State(authority): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Error> {
    let fields = fields(&headers, &body)?;
    let presented = client::Presented::from(&headers, &fields);
    refresh::revoke(&authority, &fields, presented.as_ref()).await?;
    Ok(StatusCode::OK)
}

fn fields(headers: &HeaderMap, body: &[u8]) -> Result<Fields, Error> {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if kind.eq_ignore_ascii_case(FORM) { Fields::from_form(body) } else { Fields::from_json(body) }
}

fn granted_json(granted: &Granted) -> serde_json::Value {
    let mut body = json!({
        "access_token": granted.token.token.reveal(),
        "token_type": "Bearer",
        "expires_in": granted.token.expires_in,
    });
    if let Some(members) = body.as_object_mut() {
        if let Some(scope) = &granted.scope {
            members.insert("id_token".to_owned(), granted.token.token.reveal().into());
            members.insert("scope".to_owned(), scope.as_str().into());
        }
        if let Some(refresh_token) = &granted.refresh_token {
            members.insert("refresh_token".to_owned(), refresh_token.reveal().into());
        }
    }
    body
}

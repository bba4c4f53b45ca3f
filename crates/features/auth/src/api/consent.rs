//! `/api/auth/v1/sessions/:id`: a user looks at a request for consent and decides.

use axum::Json;
use axum::extract::{Path, State};
use kernel::{Ctx, Error};
use serde_json::{Value, json};

use super::Shared;
use crate::oidc::consent;

pub(super) async fn show(
    State(authority): State<Shared>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Result<Json<Value>, Error> {
    let session = consent::pending(&authority, ctx.now, &id).await?;
    let mut shown = json!({
        "id": session.id,
        "clientId": session.client_id,
        "clientName": session.client_name,
        "redirectUri": session.redirect_uri,
    });
    if let (Some(scope), Some(shown)) = (session.scope, shown.as_object_mut()) {
        shown.insert("scope".to_owned(), scope.into());
    }
    Ok(Json(shown))
}

pub(super) async fn approve(
    State(authority): State<Shared>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Result<Json<Value>, Error> {
    Ok(Json(json!({ "redirectUrl": consent::approve(&authority, &ctx, &id).await? })))
}

pub(super) async fn reject(
    State(authority): State<Shared>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Result<Json<Value>, Error> {
    Ok(Json(json!({ "redirectUrl": consent::reject(&authority, &ctx, &id).await? })))
}

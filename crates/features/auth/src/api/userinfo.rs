//! `GET /api/auth/v1/userinfo`.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use kernel::{Ctx, Error, Principal};
use serde_json::json;

use super::Shared;
use crate::store::user_info;

pub(super) async fn show(State(authority): State<Shared>, ctx: Ctx) -> Result<Response, Error> {
    match ctx.principal() {
        Principal::None => Err(Error::Unauthenticated("No token provided".to_owned())),
        Principal::Service { .. } => Err(Error::Input(
            "Userinfo endpoint must be called with a token that represents a user principal".to_owned(),
        )),
        Principal::User { entity_ref, .. } => match user_info::find(&authority.db, entity_ref).await? {
            Some(claims) => Ok(Json(json!({ "claims": claims })).into_response()),
            None => Ok((StatusCode::NOT_FOUND, "User info not found").into_response()),
        },
    }
}

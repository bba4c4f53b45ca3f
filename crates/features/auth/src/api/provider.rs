//! `/api/auth/<provider>/...`.

use std::collections::HashMap;

use axum::Json;
use axum::extract::{Path, State};
use kernel::{Ctx, Error};
use serde_json::Value;

use super::Shared;
use crate::guest;

pub(super) async fn guest_refresh(State(authority): State<Shared>, ctx: Ctx) -> Result<Json<Value>, Error> {
    Ok(Json(guest::session(&authority, &ctx).await?))
}

/// Providers that sign in without a redirect have nothing to start and nothing to come back to.
pub(super) async fn not_implemented() -> Error {
    Error::NotImplemented("Not implemented".to_owned())
}

/// Also whatever else no route is there for, for example `/v1/token` where clients may not sign in.
pub(super) async fn unknown(
    State(authority): State<Shared>,
    Path(names): Path<HashMap<String, String>>,
) -> Error {
    let id = names.get("provider").map(String::as_str).unwrap_or_default();
    if id == "guest" && authority.settings.guest.is_none() {
        return Error::NotFound(format!("No auth provider registered for '{id}'"));
    }
    Error::NotFound(format!("Unknown auth provider '{id}'"))
}

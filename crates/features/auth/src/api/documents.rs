//! Documents that say how to talk to this issuer.

use axum::Json;
use axum::extract::State;
use kernel::Error;
use serde_json::{Value, json};

use super::Shared;
use crate::authority::USER_KEYS;
use crate::oidc::{cli, configuration as oidc_configuration};

pub(super) async fn configuration(State(authority): State<Shared>) -> Json<Value> {
    Json(oidc_configuration::document(&authority.settings.issuer, &authority.settings.oidc))
}

pub(super) async fn keys(State(authority): State<Shared>) -> Result<Json<Value>, Error> {
    Ok(Json(json!({ "keys": authority.user_keys.listed(USER_KEYS).await? })))
}

pub(super) async fn cli_client(State(authority): State<Shared>) -> Result<Json<Value>, Error> {
    if authority.settings.oidc.metadata_documents.is_none() {
        let body = json!({
            "error": "not_found",
            "error_description": "Client ID metadata documents not enabled",
        });
        return Err(Error::Body { status: 404, body });
    }
    Ok(Json(cli::document(&authority.settings.issuer)))
}

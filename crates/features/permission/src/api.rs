//! The wire API below `/api/permission`. Source: permission contract, section 1.

use std::sync::Arc;

use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::routing::{get, post};
use kernel::http::{Access, Routes};
use kernel::{Ctx, Error};
use serde_json::{Value, json};

use crate::authorize::{Authorizer, request};

pub(crate) fn routes(authorizer: &Arc<Authorizer>) -> Routes {
    Routes::new().add_plain(axum::http::Method::GET, "/health", Access::Public, get(health)).add_plain(
        axum::http::Method::POST,
        "/authorize",
        Access::Credentials,
        post(authorize).with_state(Arc::clone(authorizer)),
    )
}

async fn health() -> Json<Value> {
    Json(json!({ "status": "ok" }))
}

async fn authorize(
    State(authorizer): State<Arc<Authorizer>>,
    ctx: Ctx,
    body: Bytes,
) -> Result<Json<Value>, Error> {
    authorizer.check_caller(&ctx)?;
    let items = request::parse(&body)?;
    Ok(Json(json!({ "items": authorizer.authorize(&ctx, &items).await? })))
}

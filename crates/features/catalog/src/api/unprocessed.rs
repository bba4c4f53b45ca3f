//! `/entities/unprocessed/*`: what sources have named but the catalog could not take.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::{Path, Query};
use kernel::{Ctx, Error};
use serde_json::json;

use super::answer;
use crate::Catalog;
use crate::entities::unprocessed;

pub(super) async fn failed(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
) -> Result<Response, Error> {
    let entities = unprocessed::list(&catalog, &ctx, true, query.get("owner")).await?;
    Ok(answer::value(StatusCode::OK, &json!({"type": "failed", "entities": entities})))
}

pub(super) async fn pending(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
) -> Result<Response, Error> {
    let entities = unprocessed::list(&catalog, &ctx, false, query.get("owner")).await?;
    Ok(answer::value(StatusCode::OK, &json!({"type": "pending", "entities": entities})))
}

pub(super) async fn remove(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(entity_id): Path<String>,
) -> Result<Response, Error> {
    unprocessed::delete(&catalog, &ctx, &entity_id).await?;
    Ok(answer::no_content())
}

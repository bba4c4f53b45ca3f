//! `POST /validate-entity`.

use axum::extract::State;
use axum::response::Response;
use kernel::http::JsonBody;
use kernel::{Ctx, Error};
use serde::Deserialize;
use serde_json::Value;

use super::answer;
use crate::Catalog;
use crate::entities;

#[derive(Deserialize)]
pub(super) struct Body {
    entity: Value,
    location: String,
}

pub(super) async fn validate(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    JsonBody(body): JsonBody<Body>,
) -> Result<Response, Error> {
    entities::validate::validate(&catalog, &ctx, body.entity, &body.location).await?;
    Ok(answer::empty())
}

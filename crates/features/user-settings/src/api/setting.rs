//! `/buckets/{bucket}/keys/{key}` and `/multiget`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::{Json, response::IntoResponse};
use kernel::http::{JsonBody, Path};
use kernel::{Ctx, Db, Error};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::setting;

type Place = Path<(String, String)>;

pub(super) async fn find(
    State(db): State<Db>,
    ctx: Ctx,
    Path((bucket, key)): Place,
) -> Result<Response, Error> {
    let place = setting::place(bucket, key)?;
    let value = setting::find(&db, &ctx, &place).await?;
    Ok(Json(json!({"bucket": place.bucket, "key": place.key, "value": value})).into_response())
}

pub(super) async fn put(
    State(db): State<Db>,
    ctx: Ctx,
    Path((bucket, key)): Place,
    JsonBody(mut body): JsonBody<Map<String, Value>>,
) -> Result<Response, Error> {
    let place = setting::place(bucket, key)?;
    let value =
        body.remove("value").ok_or_else(|| Error::Input("Missing required field \"value\"".to_owned()))?;
    setting::put(&db, &ctx, &place, &value).await?;
    Ok(Json(json!({"bucket": place.bucket, "key": place.key, "value": value})).into_response())
}

pub(super) async fn remove(
    State(db): State<Db>,
    ctx: Ctx,
    Path((bucket, key)): Place,
) -> Result<StatusCode, Error> {
    setting::delete(&db, &ctx, &setting::place(bucket, key)?).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What `/multiget` is asked.
#[derive(Deserialize)]
pub(super) struct Many {
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    bucket: String,
    key: String,
}

pub(super) async fn find_many(
    State(db): State<Db>,
    ctx: Ctx,
    JsonBody(many): JsonBody<Many>,
) -> Result<Response, Error> {
    let mut places = Vec::with_capacity(many.items.len());
    for Item { bucket, key } in many.items {
        places.push(setting::place(bucket, key)?);
    }
    let mut items = Vec::with_capacity(places.len());
    for value in setting::find_many(&db, &ctx, &places).await? {
        items.push(value.map_or(Value::Null, |value| json!({"value": value})));
    }
    Ok(Json(json!({"items": items})).into_response())
}

//! `/locations*` and `/analyze-location`.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kernel::http::{JsonBody, Path, Query};
use kernel::{Ctx, Error};
use query::location::LocationPredicate;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer;
use crate::Catalog;
use crate::locations::register::{self, NewLocation};
use crate::locations::{self, analyze, list, trial, unregister};
use crate::settings::ConflictStrategy;
use crate::store::location::LocationRow;

/// Items of a page when the caller does not say.
const DEFAULT_LIMIT: usize = 1_000;

fn show(row: &LocationRow) -> Value {
    json!({"id": row.id, "type": row.kind, "target": row.target, "entityRef": row.entity_ref})
}

pub(super) async fn list(State(catalog): State<Catalog>, ctx: Ctx) -> Result<Response, Error> {
    let rows = list::all(&catalog, &ctx).await?;
    let shown: Vec<Value> = rows.iter().map(|row| json!({"data": show(row)})).collect();
    Ok(answer::value(StatusCode::OK, &Value::from(shown)))
}

pub(super) async fn by_id(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    let row = list::by_id(&catalog, &ctx, &id).await?;
    Ok(answer::value(StatusCode::OK, &show(&row)))
}

pub(super) async fn by_entity(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path((kind, namespace, name)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let entity_ref = format!("{kind}:{namespace}/{name}").to_lowercase();
    let row = list::by_entity(&catalog, &ctx, &entity_ref).await?;
    Ok(answer::value(StatusCode::OK, &show(&row)))
}

pub(super) async fn create(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
    JsonBody(body): JsonBody<Map<String, Value>>,
) -> Result<Response, Error> {
    let new = new_location(&body)?;
    if query.get("dryRun").is_some_and(is_truthy) {
        let trial = trial::try_registration(&catalog, &ctx, &new).await?;
        let mut location = json!({
            "type": new.kind,
            "target": new.target,
            "id": format!("{}:{}", new.kind, new.target),
            "entityRef": locations::entity_ref(&new.kind, &new.target),
        });
        if let (Some(presence), Some(location)) = (new.presence, location.as_object_mut()) {
            location.insert("presence".to_owned(), presence.into());
        }
        let body = json!({"exists": trial.exists, "location": location, "entities": trial.entities});
        return Ok(answer::value(StatusCode::CREATED, &body));
    }
    let on_conflict = match query.get("onConflict") {
        Some("refresh") => Some(ConflictStrategy::Refresh),
        Some(_) => Some(ConflictStrategy::Reject),
        None => None,
    };
    let row = register::register(&catalog, &ctx, new, on_conflict).await?;
    Ok(answer::value(StatusCode::CREATED, &json!({"location": show(&row), "entities": []})))
}

/// The words that the `yn` convention takes for yes.
fn is_truthy(text: &str) -> bool {
    matches!(text.trim().to_ascii_lowercase().as_str(), "y" | "yes" | "true" | "1" | "on")
}

/// Reads a registration; unknown keys are refused here, because the schema lets them pass.
fn new_location(body: &Map<String, Value>) -> Result<NewLocation, Error> {
    let unknown: Vec<&str> = body
        .keys()
        .map(String::as_str)
        .filter(|key| !matches!(*key, "type" | "target" | "presence"))
        .collect();
    if !unknown.is_empty() {
        let names = unknown.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let message = format!("Unrecognized key(s) in object: {names}");
        let issues = json!([{"code": "unrecognized_keys", "keys": unknown, "path": [], "message": message}]);
        return Err(Error::Input(format!("Malformed request: {issues:#}")));
    }
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let presence = text("presence");
    if body.contains_key("presence") && !matches!(presence.as_deref(), Some("required" | "optional")) {
        return Err(Error::Input("Malformed request: presence must be 'required' or 'optional'".to_owned()));
    }
    Ok(NewLocation {
        kind: text("type").unwrap_or_default(),
        target: text("target").unwrap_or_default(),
        presence,
    })
}

pub(super) async fn update(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<Map<String, Value>>,
) -> Result<Response, Error> {
    let row = register::update(&catalog, &ctx, &id, new_location(&body)?).await?;
    Ok(answer::value(StatusCode::OK, &show(&row)))
}

pub(super) async fn remove(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(id): Path<String>,
) -> Result<Response, Error> {
    unregister::unregister(&catalog, &ctx, &id).await?;
    Ok(answer::no_content())
}

#[derive(Deserialize)]
pub(super) struct QueryBody {
    cursor: Option<String>,
    limit: Option<f64>,
    query: Option<Value>,
}

#[derive(Deserialize, serde::Serialize)]
struct Cursor {
    after: String,
    limit: usize,
    query: Option<Value>,
}

pub(super) async fn by_query(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    JsonBody(body): JsonBody<QueryBody>,
) -> Result<Response, Error> {
    let limit = match body.limit {
        Some(limit) if limit < 1.0 => {
            return Err(Error::Input("Limit must be a positive integer >= 1".to_owned()));
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a count of at least one"
        )]
        Some(limit) => Some(limit as usize),
        None => None,
    };
    let cursor = match body.cursor {
        Some(text) => read_cursor(&text)?,
        None => Cursor { after: String::new(), limit: DEFAULT_LIMIT, query: body.query },
    };
    let limit = limit.unwrap_or(cursor.limit);
    let predicate = cursor.query.as_ref().map(LocationPredicate::from_json).transpose();
    let predicate = predicate.map_err(|error| Error::Input(error.to_string()))?;
    let after = Some(cursor.after.as_str()).filter(|after| !after.is_empty());
    let page = list::query(&catalog, &ctx, predicate.as_ref(), after, limit).await?;
    let items: Vec<Value> = page.items.iter().map(show).collect();
    let mut info = Map::new();
    if let Some(after) = page.next {
        let cursor = Cursor { after, limit, query: cursor.query };
        let text = serde_json::to_string(&cursor).map_err(Error::internal)?;
        info.insert("nextCursor".to_owned(), STANDARD.encode(text).into());
    }
    Ok(answer::value(StatusCode::OK, &json!({"items": items, "totalItems": page.total, "pageInfo": info})))
}

fn read_cursor(text: &str) -> Result<Cursor, Error> {
    let unknown = || Error::Input("Malformed cursor, unknown encoding".to_owned());
    let bytes = STANDARD.decode(text).map_err(|_error| unknown())?;
    serde_json::from_slice(&bytes).map_err(|_error| unknown())
}

#[derive(Deserialize)]
pub(super) struct AnalyzeBody {
    location: AnalyzeLocation,
}

#[derive(Deserialize)]
struct AnalyzeLocation {
    target: String,
}

pub(super) async fn analyze(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    JsonBody(body): JsonBody<AnalyzeBody>,
) -> Result<Response, Error> {
    let analysis = analyze::analyze(&catalog, &ctx, &body.location.target).await?;
    Ok(answer::value(StatusCode::OK, &analysis))
}

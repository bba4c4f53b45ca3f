//! `/changes`, and the history and past states of entities.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use kernel::http::{Path, Query};
use kernel::{Ctx, Error, Timestamp};
use query::predicate::Predicate;
use serde_json::json;

use super::answer;
use super::entities::filter_of;
use crate::Catalog;
use crate::entities::{changes, history};

const DEFAULT_LIMIT: usize = 100;
const MAXIMUM_LIMIT: usize = 1_000;
/// Streams end after this long, so that permissions are judged again; clients go on from the last id they saw.
const MAXIMUM_STREAM: Duration = Duration::from_mins(5);
const KEEP_ALIVE: Duration = Duration::from_secs(15);

fn limit(query: &Query) -> usize {
    let limit = query.integer("limit").and_then(|limit| usize::try_from(limit).ok()).unwrap_or(DEFAULT_LIMIT);
    limit.min(MAXIMUM_LIMIT)
}

pub(super) async fn list(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
    headers: HeaderMap,
) -> Result<Response, Error> {
    let filter = filter_of(&query)?;
    let streams =
        headers.get(header::ACCEPT).is_some_and(|accept| accept.as_bytes().starts_with(b"text/event-stream"));
    let last = headers.get("last-event-id").and_then(|id| id.to_str().ok()).and_then(|id| id.parse().ok());
    let after = last.or(query.integer("after"));
    if streams {
        let after = after.unwrap_or_else(|| catalog.projection().position());
        return stream(catalog, ctx, after, filter);
    }
    let page = changes::list(&catalog, &ctx, after.unwrap_or(0), limit(&query), filter.as_ref()).await?;
    let body = json!({"items": page.items, "pageInfo": {"after": page.after, "more": page.more}});
    Ok(answer::value(StatusCode::OK, &body))
}

/// Sends changes as they come. The event id is the sequence, so that a client that reconnects misses nothing.
fn stream(catalog: Catalog, ctx: Ctx, after: i64, filter: Option<Predicate>) -> Result<Response, Error> {
    struct Following {
        catalog: Catalog,
        ctx: Ctx,
        after: i64,
        filter: Option<Predicate>,
        waiting: std::collections::VecDeque<serde_json::Value>,
        moved: tokio::sync::watch::Receiver<i64>,
        until: tokio::time::Instant,
        _place: kernel::streams::Place,
    }
    let place = catalog.ingest.services.streams.enter(&ctx)?;
    let moved = catalog.projection().subscribe();
    let until = tokio::time::Instant::now() + MAXIMUM_STREAM;
    let waiting = std::collections::VecDeque::new();
    let start = Following { catalog, ctx, after, filter, waiting, moved, until, _place: place };
    let events = futures_util::stream::unfold(start, |mut at| async move {
        loop {
            if let Some(change) = at.waiting.pop_front() {
                let id = change.get("sequence").map(ToString::to_string).unwrap_or_default();
                let event = Event::default().id(id).event("change").data(change.to_string());
                return Some((Ok::<Event, Infallible>(event), at));
            }
            let page = changes::list(&at.catalog, &at.ctx, at.after, DEFAULT_LIMIT, at.filter.as_ref())
                .await
                .ok()?;
            let more = page.more || page.after > at.after;
            at.after = page.after;
            at.waiting.extend(page.items);
            if at.waiting.is_empty() && !more {
                let tasks = at.catalog.ingest.services.tasks.clone();
                tokio::select! {
                    moved = at.moved.changed() => moved.ok()?,
                    () = tokio::time::sleep_until(at.until) => return None,
                    () = tasks.draining() => return None,
                }
            }
        }
    });
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
}

pub(super) async fn history(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
    Path((kind, namespace, name)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let entity_ref = format!("{kind}:{namespace}/{name}").to_lowercase();
    let before = query.integer("before").unwrap_or(i64::MAX);
    let items = changes::of_entity(&catalog, &ctx, &entity_ref, before, limit(&query)).await?;
    Ok(answer::value(StatusCode::OK, &json!({"items": items})))
}

fn time(text: &str) -> Result<Timestamp, Error> {
    let moment: jiff::Timestamp = text.parse().map_err(|_error| {
        Error::Input(format!("{text} is not a time; expected ISO 8601 such as 2026-01-31T12:00:00Z"))
    })?;
    Ok(moment.as_millisecond())
}

pub(super) async fn entity_as_of(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path((kind, namespace, name, at)): Path<(String, String, String, String)>,
) -> Result<Response, Error> {
    let entity_ref = format!("{kind}:{namespace}/{name}").to_lowercase();
    let entity = history::entity_as_of(&catalog, &ctx, &entity_ref, time(&at)?).await?;
    Ok(answer::value(StatusCode::OK, &entity))
}

pub(super) async fn list_as_of(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
    Path(at): Path<String>,
) -> Result<Response, Error> {
    let offset = query.integer("offset").and_then(|offset| usize::try_from(offset).ok()).unwrap_or(0);
    let page = (offset, limit(&query));
    let list = history::list_as_of(&catalog, &ctx, time(&at)?, filter_of(&query)?, page).await?;
    Ok(answer::value(StatusCode::OK, &json!({"items": list.items, "totalItems": list.total})))
}

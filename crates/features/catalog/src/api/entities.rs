//! `/entities*` and `/refresh`.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::Response;
use bytes::{BufMut as _, Bytes, BytesMut};
use kernel::http::{JsonBody, Path, Query};
use kernel::{Ctx, Error};
use query::body;
use query::cursor::{Cursor, TextFilter};
use query::list::After;
use query::predicate::Predicate;
use query::project::Fields;
use query::select::{First, OrderField, Start};
use serde::Deserialize;
use serde_json::Value;

use super::answer::{self, Made};
use super::kept::Answer;
use crate::Catalog;
use crate::entities::list::{self, Asked, Walker};
use crate::entities::{ancestry, delete, find, refresh};

/// Entities in one chunk of a list without a limit.
const STEP: usize = 1_000;
/// The most that one page of a query holds.
pub(super) const MAXIMUM_PAGE: usize = 10_000;

fn input(error: impl std::fmt::Display) -> Error {
    Error::Input(error.to_string())
}

/// The `filter` parameters of a request.
pub(super) fn filter_of(query: &Query) -> Result<Option<Predicate>, Error> {
    let filters: Vec<&str> = query.all("filter").collect();
    query::filter::parse(&filters).map_err(input)
}

fn fields_of(query: &Query) -> Result<Option<Fields>, Error> {
    let Some(names) = query.list("fields") else { return Ok(None) };
    Fields::parse(&names).map_err(input)
}

fn count_of(query: &Query, name: &str) -> Option<usize> {
    query.integer(name).and_then(|number| usize::try_from(number).ok())
}

fn project(fields: Option<&Fields>, entity: Bytes) -> Bytes {
    match fields {
        Some(fields) => fields.project(&entity).into(),
        None => entity,
    }
}

fn project_all(fields: Option<&Fields>, entities: Vec<Bytes>) -> Vec<Bytes> {
    if fields.is_none() {
        return entities;
    }
    entities.into_iter().map(|entity| project(fields, entity)).collect()
}

/// The full lower-case ref of a path's three parts.
fn ref_of(kind: &str, namespace: &str, name: &str) -> String {
    let mut entity_ref = String::with_capacity(kind.len() + namespace.len() + name.len() + 2);
    for (part, end) in [(kind, ":"), (namespace, "/"), (name, "")] {
        entity_ref.push_str(part);
        entity_ref.push_str(end);
    }
    if entity_ref.bytes().any(|byte| byte.is_ascii_uppercase() || !byte.is_ascii()) {
        entity_ref = entity_ref.to_lowercase();
    }
    entity_ref
}

pub(super) async fn by_name(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path((kind, namespace, name)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let entity_ref = ref_of(&kind, &namespace, &name);
    let Some(entity) = find::by_ref(&catalog, &ctx, &entity_ref).await? else {
        return Err(Error::NotFound(format!(
            "No entity named '{name}' found, with kind '{kind}' in namespace '{namespace}'"
        )));
    };
    Ok(answer::json(entity))
}

pub(super) async fn by_uid(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(uid): Path<String>,
) -> Result<Response, Error> {
    let Some(entity) = find::by_uid(&catalog, &ctx, &uid).await? else {
        return Err(Error::NotFound(format!("No entity with uid {uid}")));
    };
    Ok(answer::json(entity))
}

pub(super) async fn remove(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(uid): Path<String>,
) -> Result<Response, Error> {
    delete::delete(&catalog, &ctx, &uid).await?;
    Ok(answer::no_content())
}

pub(super) async fn ancestry(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path((kind, namespace, name)): Path<(String, String, String)>,
) -> Result<Response, Error> {
    let entity_ref = ref_of(&kind, &namespace, &name);
    let ancestors = ancestry::ancestry(&catalog, &ctx, &entity_ref).await?;
    let mut body = BytesMut::new();
    body.extend_from_slice(b"{\"rootEntityRef\":");
    body.extend_from_slice(Value::from(entity_ref).to_string().as_bytes());
    body.extend_from_slice(b",\"items\":[");
    for (position, ancestor) in ancestors.iter().enumerate() {
        if position > 0 {
            body.put_u8(b',');
        }
        body.extend_from_slice(b"{\"entity\":");
        body.extend_from_slice(&ancestor.entity);
        body.extend_from_slice(b",\"parentEntityRefs\":");
        body.extend_from_slice(Value::from(ancestor.parents.clone()).to_string().as_bytes());
        body.put_u8(b'}');
    }
    body.extend_from_slice(b"]}");
    Ok(answer::json(body.freeze()))
}

#[derive(Deserialize)]
pub(super) struct RefreshBody {
    #[serde(rename = "entityRef")]
    entity_ref: String,
}

pub(super) async fn refresh(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    JsonBody(body): JsonBody<RefreshBody>,
) -> Result<Response, Error> {
    refresh::refresh(&catalog, &ctx, &body.entity_ref).await?;
    Ok(answer::empty())
}

pub(super) async fn list(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    uri: Uri,
    query: Query,
) -> Result<Response, Error> {
    let make = make_list(&catalog, &ctx, &query);
    answer::kept_or(&catalog, &ctx, ("/entities", &uri), make).await
}

async fn make_list(catalog: &Catalog, ctx: &Ctx, query: &Query) -> Result<Made, Error> {
    let filter = filter_of(query)?;
    let fields = fields_of(query)?;
    let order = query
        .all("order")
        .map(query::list::parse_order)
        .collect::<Result<Vec<OrderField>, _>>()
        .map_err(input)?;
    let (mut limit, mut offset) = (count_of(query, "limit"), count_of(query, "offset"));
    if limit == Some(0) {
        return Err(Error::Input("Invalid limit, must be greater than zero".to_owned()));
    }
    let after = query.get("after").map(After::decode).transpose().map_err(input)?;
    if limit.is_none() && offset.is_none() && after.is_none() {
        let walker = list::walk(catalog, ctx, filter, order.into_iter().next()).await?;
        return stream(walker, fields).await.map(Made::Streamed);
    }
    if let Some(after) = after {
        limit = after.limit.or(limit);
        offset = after.offset.or(offset);
    }
    let asked = Asked { filter, order: &order, offset: offset.unwrap_or(0), limit };
    let (entities, next) = list::page(catalog, ctx, asked).await?;
    let entities = project_all(fields.as_ref(), entities);
    let link = next.map(|next| next_link(query, &next)).transpose()?;
    Ok(Made::Whole(Answer { body: body::array(&entities), link }))
}

/// `</entities?…&after=CURSOR>; rel="next"` with all parameters of the request but the position.
fn next_link(query: &Query, after: &str) -> Result<HeaderValue, Error> {
    let mut parameters = url::form_urlencoded::Serializer::new(String::new());
    for (name, value) in query.iter() {
        if name != "after" && name != "offset" {
            parameters.append_pair(name, value);
        }
    }
    parameters.append_pair("after", after);
    HeaderValue::from_str(&format!("</entities?{}>; rel=\"next\"", parameters.finish()))
        .map_err(Error::internal)
}

/// A list without a limit is sent as it is walked.
async fn stream(mut walker: Walker, fields: Option<Fields>) -> Result<Response, Error> {
    let first = project_all(fields.as_ref(), walker.step(STEP).await?);
    if first.len() < STEP {
        return Ok(answer::json(body::array(&first)));
    }
    let mut start = BytesMut::new();
    start.put_u8(b'[');
    answer::append(&mut start, &first);
    let steps = futures_util::stream::try_unfold((Some(walker), Some(start)), move |(walker, start)| {
        let fields = fields.clone();
        async move {
            if let Some(start) = start {
                return Ok::<_, Error>(Some((start.freeze(), (walker, None))));
            }
            let Some(mut walker) = walker else { return Ok(None) };
            let entities = project_all(fields.as_ref(), walker.step(STEP).await?);
            if entities.is_empty() {
                return Ok(Some((Bytes::from_static(b"]"), (None, None))));
            }
            let mut chunk = BytesMut::new();
            chunk.put_u8(b',');
            answer::append(&mut chunk, &entities);
            Ok(Some((chunk.freeze(), (Some(walker), None))))
        }
    });
    let mut response = answer::json(Bytes::new());
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from_stream(steps);
    Ok(response)
}

pub(super) async fn by_query(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    uri: Uri,
    query: Query,
) -> Result<Response, Error> {
    let make = make_page(&catalog, &ctx, &query);
    answer::kept_or(&catalog, &ctx, ("/entities/by-query", &uri), make).await
}

async fn make_page(catalog: &Catalog, ctx: &Ctx, query: &Query) -> Result<Made, Error> {
    let fields = fields_of(query)?;
    let limit = count_of(query, "limit").unwrap_or(query::select::DEFAULT_LIMIT);
    let start = match query.get("cursor") {
        Some(cursor) => Start::Cursor(Cursor::decode(cursor).map_err(input)?),
        None => Start::First(First {
            query: filter_of(query)?,
            order: query
                .all("orderField")
                .map(query::select::parse_order_field)
                .collect::<Result<_, _>>()
                .map_err(input)?,
            text: query.get("fullTextFilterTerm").map(|term| TextFilter {
                term: term.to_owned(),
                fields: query
                    .list("fullTextFilterFields")
                    .map(|fields| fields.into_iter().map(str::to_owned).collect()),
            }),
            offset: count_of(query, "offset").unwrap_or(0),
            skip_total: query.get("totalItems") == Some("exclude"),
        }),
    };
    body_of_page(catalog, ctx, &start, limit, fields).await.map(Made::whole)
}

async fn body_of_page(
    catalog: &Catalog,
    ctx: &Ctx,
    start: &Start,
    limit: usize,
    fields: Option<Fields>,
) -> Result<Bytes, Error> {
    let mut page = list::by_query(catalog, ctx, start, limit.min(MAXIMUM_PAGE)).await?;
    page.items = project_all(fields.as_ref(), std::mem::take(&mut page.items));
    let (next, previous) = (page.next.as_deref(), page.previous.as_deref());
    Ok(body::page(&page.items, page.total, next, previous))
}

#[derive(Deserialize)]
pub(super) struct QueryBody {
    cursor: Option<String>,
    limit: Option<f64>,
    offset: Option<f64>,
    #[serde(default, rename = "orderBy")]
    order_by: Vec<OrderBy>,
    #[serde(rename = "fullTextFilter")]
    full_text_filter: Option<TextBody>,
    fields: Option<Vec<String>>,
    #[serde(rename = "totalItems")]
    total_items: Option<String>,
    query: Option<Value>,
}

#[derive(Deserialize)]
struct OrderBy {
    field: String,
    order: String,
}

#[derive(Deserialize)]
struct TextBody {
    #[serde(default)]
    term: String,
    fields: Option<Vec<String>>,
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a count; negative ones become zero"
)]
fn whole(number: f64) -> usize {
    number as usize
}

pub(super) async fn by_query_body(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    JsonBody(body): JsonBody<QueryBody>,
) -> Result<Response, Error> {
    let fields = match &body.fields {
        Some(names) => Fields::parse(names).map_err(input)?,
        None => None,
    };
    let limit = body.limit.map_or(query::select::DEFAULT_LIMIT, whole);
    let start = match &body.cursor {
        Some(cursor) => Start::Cursor(Cursor::decode(cursor).map_err(input)?),
        None => Start::First(First {
            query: body.query.as_ref().map(Predicate::from_json).transpose().map_err(input)?,
            order: body
                .order_by
                .into_iter()
                .map(|order| OrderField { field: order.field, descending: order.order == "desc" })
                .collect(),
            text: body.full_text_filter.map(|text| TextFilter { term: text.term, fields: text.fields }),
            offset: body.offset.map_or(0, whole),
            skip_total: body.total_items.as_deref() == Some("exclude"),
        }),
    };
    body_of_page(&catalog, &ctx, &start, limit, fields).await.map(answer::json)
}

#[derive(Deserialize)]
pub(super) struct RefsBody {
    #[serde(rename = "entityRefs")]
    entity_refs: Vec<String>,
    fields: Option<Vec<String>>,
    query: Option<Value>,
}

pub(super) async fn by_refs(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    query: Query,
    JsonBody(body): JsonBody<RefsBody>,
) -> Result<Response, Error> {
    let fields = match &body.fields {
        Some(names) => Fields::parse(names).map_err(input)?,
        None => None,
    };
    let predicate = body.query.as_ref().map(Predicate::from_json).transpose().map_err(input)?;
    let filter = match (filter_of(&query)?, predicate) {
        (Some(filter), Some(predicate)) => Some(Predicate::All(vec![filter, predicate])),
        (filter, predicate) => filter.or(predicate),
    };
    if fields.is_none()
        && let Some(body) = find::body_of_refs(&catalog, &ctx, &body.entity_refs, filter.clone()).await?
    {
        return Ok(answer::json(body));
    }
    let entities = find::by_refs(&catalog, &ctx, &body.entity_refs, filter).await?;
    let entities: Vec<Option<Bytes>> =
        entities.into_iter().map(|entity| entity.map(|entity| project(fields.as_ref(), entity))).collect();
    Ok(answer::json(body::items_or_null(&entities)))
}

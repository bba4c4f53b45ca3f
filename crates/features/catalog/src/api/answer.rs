//! Answers of the catalog's routes.

use axum::http::{HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut as _, Bytes, BytesMut};
use kernel::{Ctx, Error};
use serde_json::Value;

use super::kept::{Answer, Question};
use crate::Catalog;
use crate::permissions::readable;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Ready JSON bytes with status 200.
pub(super) fn json(body: Bytes) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
}

/// The answer to a list: one that was kept, or the one that `make` makes, which is kept for the next reader.
pub(super) async fn kept_or<F>(
    catalog: &Catalog,
    ctx: &Ctx,
    (route, uri): (&'static str, &Uri),
    make: F,
) -> Result<Response, Error>
where
    F: Future<Output = Result<Made, Error>>,
{
    let question = Question { route, query: uri.query().unwrap_or_default() };
    let may = readable(catalog.gate(), ctx).await?;
    let writes = catalog.projection().read(|state| state.writes);
    let answer = match catalog.kept.get(question, &may, writes) {
        Some(answer) => answer,
        None => match make.await? {
            Made::Whole(answer) => {
                catalog.kept.put(question, &may, writes, &answer);
                answer
            }
            Made::Streamed(response) => return Ok(response),
        },
    };
    let mut response = json(answer.body);
    if let Some(link) = answer.link {
        response.headers_mut().insert(header::LINK, link);
    }
    Ok(response)
}

/// What a handler of a list made.
pub(super) enum Made {
    Whole(Answer),
    /// Too long to be put together before it is sent.
    Streamed(Response),
}

impl Made {
    pub(super) fn whole(body: Bytes) -> Self {
        Self::Whole(Answer { body, link: None })
    }
}

/// A JSON value with any status.
pub(super) fn value(status: StatusCode, value: &Value) -> Response {
    let mut response = json(Bytes::from(value.to_string()));
    *response.status_mut() = status;
    response
}

/// Status 200 without a body, where Backstage answers so.
pub(super) fn empty() -> Response {
    StatusCode::OK.into_response()
}

/// Status 204.
pub(super) fn no_content() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Appends entities, separated by commas.
pub(super) fn append(out: &mut BytesMut, entities: &[Bytes]) {
    for (position, entity) in entities.iter().enumerate() {
        if position > 0 {
            out.put_u8(b',');
        }
        out.extend_from_slice(entity);
    }
}

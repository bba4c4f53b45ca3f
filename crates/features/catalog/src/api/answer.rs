//! Answers of the catalog's routes.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::{BufMut as _, Bytes, BytesMut};
use serde_json::Value;

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// Ready JSON bytes with status 200.
pub(super) fn json(body: Bytes) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    response
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

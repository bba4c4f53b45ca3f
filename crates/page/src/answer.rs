//! Answers of pages. Knows status codes and headers, no content.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::Markup;

/// Pages show what their reader may see, at this moment: nobody else may keep them, and going back asks again.
pub const CACHE_CONTROL: HeaderValue = HeaderValue::from_static("private, no-cache");
const HTML: HeaderValue = HeaderValue::from_static("text/html; charset=utf-8");

/// A page.
pub fn html(status: StatusCode, page: Markup) -> Response {
    let headers = [(header::CONTENT_TYPE, HTML), (header::CACHE_CONTROL, CACHE_CONTROL)];
    (status, headers, page.into_string()).into_response()
}

/// Sends the reader on to a path of this portal, with GET. A path that fits no header leads to the start page.
pub fn see_other(path: &str) -> Response {
    let target = HeaderValue::from_str(path).unwrap_or(HeaderValue::from_static("/"));
    let headers = [(header::LOCATION, target), (header::CACHE_CONTROL, CACHE_CONTROL)];
    (StatusCode::SEE_OTHER, headers).into_response()
}

//! Compresses answers for clients that ask for it. Streams of events are never compressed: they would be held back.

use std::convert::Infallible;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Version, header};
use axum::response::Response;
use hyper::body::Body as _;
use tower::{Layer, ServiceExt, service_fn};
use tower_http::compression::CompressionLayer;

/// Smaller bodies go as they are. Source: platform-services contract, section 1 (Express' default).
const SMALLEST_BYTES: u64 = 1024;

/// The wish of the client, kept from the request until its answer is there.
pub(super) struct Wish(HeaderValue);

impl Wish {
    /// `None` when the client asks for no compression.
    pub(super) fn of(request: &HeaderMap) -> Option<Self> {
        request.get(header::ACCEPT_ENCODING).cloned().map(Self)
    }

    /// The answer, compressed if it is worth it.
    pub(super) async fn grant(self, mut response: Response) -> Response {
        if !is_compressible(response.headers()) {
            return response;
        }
        response.headers_mut().append(header::VARY, HeaderValue::from_static("Accept-Encoding"));
        let size = response.body().size_hint();
        if size.upper().is_some_and(|bytes| bytes < SMALLEST_BYTES) {
            return response;
        }
        let mut request = Request::new(Body::empty());
        request.headers_mut().insert(header::ACCEPT_ENCODING, self.0);
        let decided = |_: StatusCode, _: Version, _: &HeaderMap, _: &Extensions| true;
        let layer = CompressionLayer::new().compress_when(decided);
        let mut ready = Some(response);
        let inner = service_fn(move |_: Request| {
            let response = ready.take().unwrap_or_default();
            async move { Ok::<_, Infallible>(response) }
        });
        match layer.layer(inner).oneshot(request).await {
            Ok(response) => response.map(Body::new),
            Err(never) => match never {},
        }
    }
}

/// Text-like content that is not compressed already.
pub(super) fn is_compressible(answer: &HeaderMap) -> bool {
    if answer.contains_key(header::CONTENT_ENCODING) || answer.contains_key(header::CONTENT_RANGE) {
        return false;
    }
    let Some(Ok(content_type)) = answer.get(header::CONTENT_TYPE).map(HeaderValue::to_str) else {
        return false;
    };
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    if media_type == "text/event-stream" {
        return false;
    }
    media_type.starts_with("text/")
        || media_type.ends_with("+json")
        || media_type.ends_with("+xml")
        || matches!(
            media_type,
            "application/json"
                | "application/javascript"
                | "application/xml"
                | "application/x-ndjson"
                | "application/manifest+json"
        )
}

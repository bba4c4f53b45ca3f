//! An answer, read whole. Knows nothing of who asked.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, Response, StatusCode};
use http_body_util::BodyExt;
use serde_json::Value;

/// Status, headers and body of an answer.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub async fn read(response: Response<Body>) -> Self {
        let (parts, body) = response.into_parts();
        let body = body.collect().await.expect("the body can be read").to_bytes();
        Self { status: parts.status, headers: parts.headers, body }
    }

    /// The body as JSON; it must be JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// The body as text; it must be UTF-8.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the body is text")
    }

    /// A header, or the empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("the header is text"))
    }

    /// `InputError: words`, from a Backstage error body.
    #[track_caller]
    pub fn error(&self) -> String {
        let body = self.json();
        let part = |name: &str| {
            body["error"][name].as_str().unwrap_or_else(|| panic!("no error.{name} in {body}")).to_owned()
        };
        assert_eq!(body["response"]["statusCode"], self.status.as_u16(), "{body}");
        format!("{}: {}", part("name"), part("message"))
    }

    /// The answer itself, if it has this status.
    #[expect(clippy::return_self_not_must_use, reason = "the check is use enough")]
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status.as_u16(), status, "{} {:?}", self.status, String::from_utf8_lossy(&self.body));
        self
    }
}

//! Request bodies within a size and a time. Knows no route.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use bytes::Bytes;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use serde_json::Value;
use tokio::time::{Instant, Sleep};

use crate::Error;

/// The words of Backstage's body parser for a body over the limit.
const TOO_LARGE: &str = "request entity too large";
const TOO_SLOW: &str = "request body took too long";

/// What a body may cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct BodyLimits {
    pub(super) bytes: usize,
    /// Over this a body is too large for the server, whatever a route says of bodies over its own limit.
    pub(super) most: usize,
    /// From the end of the headers to the end of the body.
    pub(super) time: Duration,
}

/// Refuses a body that says it is too large before any of it is read.
pub(super) fn check_declared_length(headers: &HeaderMap, limit: usize) -> Result<(), Error> {
    let Some(length) = headers.get(header::CONTENT_LENGTH) else { return Ok(()) };
    let length = length.to_str().ok().and_then(|text| text.parse::<u64>().ok());
    if length.is_some_and(|length| usize::try_from(length).is_ok_and(|length| length <= limit)) {
        return Ok(());
    }
    Err(Error::TooLarge(TOO_LARGE.to_owned()))
}

/// Reads the whole body.
pub(super) async fn read(body: Body, limits: BodyLimits) -> Result<Bytes, Error> {
    let reading = Limited::new(body, limits.bytes).collect();
    match tokio::time::timeout(limits.time, reading).await {
        Err(_late) => Err(Error::Input(TOO_SLOW.to_owned())),
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Err(Error::TooLarge(TOO_LARGE.to_owned())),
        Ok(Err(_)) => Err(Error::Input("request aborted".to_owned())),
    }
}

/// Wraps a body that the handler reads itself, so that the same limits hold while it does. The watch tells afterwards
/// whether a limit was reached; extractors would turn that into an answer of their own.
pub(super) fn bounded(body: Body, limits: BodyLimits) -> (Body, BodyWatch) {
    let watch = BodyWatch::default();
    if body.is_end_stream() {
        return (body, watch);
    }
    let deadline = Box::pin(tokio::time::sleep_until(Instant::now() + limits.time));
    let outcome = Arc::new(AtomicU8::new(WITHIN));
    let watched = Watched {
        body: Body::new(Limited::new(body, limits.bytes)),
        deadline,
        outcome: Arc::clone(&outcome),
    };
    (Body::new(watched), BodyWatch { outcome: Some(outcome) })
}

const WITHIN: u8 = 0;
const LARGE: u8 = 1;
const SLOW: u8 = 2;

/// Remembers how the reading of a body went. A request without a body has nothing to remember.
#[derive(Default)]
pub(super) struct BodyWatch {
    outcome: Option<Arc<AtomicU8>>,
}

impl BodyWatch {
    /// The refusal of a body that reached a limit.
    pub(super) fn verdict(&self) -> Result<(), Error> {
        match self.outcome.as_ref().map_or(WITHIN, |outcome| outcome.load(Ordering::Acquire)) {
            LARGE => Err(Error::TooLarge(TOO_LARGE.to_owned())),
            SLOW => Err(Error::Input(TOO_SLOW.to_owned())),
            _ => Ok(()),
        }
    }
}

struct Watched {
    body: Body,
    deadline: Pin<Box<Sleep>>,
    outcome: Arc<AtomicU8>,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if self.deadline.as_mut().poll(context).is_ready() {
            self.outcome.store(SLOW, Ordering::Release);
            return Poll::Ready(Some(Err(axum::Error::new(TOO_SLOW))));
        }
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if let Poll::Ready(Some(Err(error))) = &polled
            && is_over_limit(error)
        {
            self.outcome.store(LARGE, Ordering::Release);
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

fn is_over_limit(error: &axum::Error) -> bool {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if error.is::<LengthLimitError>() {
            return true;
        }
        cause = error.source();
    }
    false
}

/// Whether the body is JSON by its content type. The error has the words of Backstage's validator.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    media_type(value).eq_ignore_ascii_case("application/json")
}

/// The content type without its parameters; `undefined` stands for none.
pub(super) fn content_type(headers: &HeaderMap) -> &str {
    match headers.get(header::CONTENT_TYPE) {
        None => "undefined",
        Some(value) => value.to_str().map_or("unknown", media_type),
    }
}

fn media_type(value: &str) -> &str {
    value.split(';').next().unwrap_or_default().trim()
}

/// Parses JSON; nothing at all counts as an empty object, as Backstage's parser has it.
pub(super) fn parse_json(bytes: &Bytes) -> Result<Value, Error> {
    if bytes.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    serde_json::from_slice(bytes).map_err(|error| Error::Input(format!("invalid JSON: {error}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: BodyLimits = BodyLimits { bytes: 10, most: 10, time: Duration::from_secs(30) };

    #[tokio::test]
    async fn reads_up_to_the_limit() {
        assert_eq!(read(Body::from("0123456789"), LIMITS).await.unwrap(), "0123456789");
        let error = read(Body::from("0123456789a"), LIMITS).await.unwrap_err();
        assert!(matches!(error, Error::TooLarge(_)), "{error:?}");
    }

    #[tokio::test]
    async fn a_body_that_never_ends_is_given_up() {
        let limits = BodyLimits { time: Duration::from_millis(20), ..LIMITS };
        let endless = || Body::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(read(endless(), limits).await.unwrap_err().to_string(), "request body took too long");
        let (body, watch) = bounded(endless(), limits);
        assert!(watch.verdict().is_ok());
        assert!(axum::body::to_bytes(body, 100).await.is_err());
        assert_eq!(watch.verdict().unwrap_err().to_string(), "request body took too long");
    }

    #[test]
    fn a_declared_length_is_believed_when_it_is_too_large() {
        for (length, passes) in [("10", true), ("11", false), ("-1", false), ("99999999999999999999", false)]
        {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_LENGTH, length.parse().unwrap());
            assert_eq!(check_declared_length(&headers, 10).is_ok(), passes, "{length}");
        }
    }
}

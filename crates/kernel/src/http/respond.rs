//! Turns the domain error into an answer: the only place that knows status codes. The body's `request` part is filled
//! in by the guard, which knows the method and the path below the mount.

use axum::body::Body;
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::{Error, random};

/// The longest message that is shown; hostile input is often repeated in it.
const MAX_MESSAGE_CHARACTERS: usize = 500;
/// The longest URL that is repeated in an error body.
const MAX_URL_CHARACTERS: usize = 2000;
/// Query parameters whose values are never repeated.
const SECRET_PARAMETERS: [&str; 10] = [
    "token",
    "access_token",
    "id_token",
    "refresh_token",
    "code",
    "state",
    "secret",
    "client_secret",
    "password",
    "key",
];

/// Put into the answer's extensions, so that the guard can write the body. Source: platform-services contract, 2.
#[derive(Clone, Debug)]
pub struct Failure {
    pub name: &'static str,
    pub message: String,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        if let Self::Body { status, body } = self {
            let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            return (status, json(&body)).into_response();
        }
        if matches!(self, Self::NotModified) {
            return StatusCode::NOT_MODIFIED.into_response();
        }
        let mut response = status(&self).into_response();
        let retry_after = match &self {
            Self::TooManyRequests { retry_after_seconds } | Self::Unavailable { retry_after_seconds, .. } => {
                Some((*retry_after_seconds).max(1))
            }
            _ => None,
        };
        if let Some(seconds) = retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        let name = self.name();
        response.extensions_mut().insert(Failure { name, message: public_message(self) });
        response
    }
}

/// What the caller may read. The cause of an internal error goes to the log under the id that the caller is shown.
fn public_message(error: Error) -> String {
    let Error::Internal(source) = error else { return error.to_string() };
    let bytes: [u8; 10] = random::bytes();
    let mut log_id = String::with_capacity(20);
    for byte in bytes {
        log_id.push(hex_digit(byte >> 4));
        log_id.push(hex_digit(byte & 15));
    }
    tracing::error!(log_id, error = %with_causes(source.as_ref()), "request failed");
    format!("An internal error occurred logId={log_id}")
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16).unwrap_or('0')
}

fn with_causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str("; caused by ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn status(error: &Error) -> StatusCode {
    match error {
        Error::Input(_) => StatusCode::BAD_REQUEST,
        Error::Unauthenticated(_) => StatusCode::UNAUTHORIZED,
        Error::Forbidden(_) => StatusCode::FORBIDDEN,
        Error::NotFound(_) => StatusCode::NOT_FOUND,
        Error::Conflict(_) => StatusCode::CONFLICT,
        Error::NotModified => StatusCode::NOT_MODIFIED,
        Error::NotImplemented(_) => StatusCode::NOT_IMPLEMENTED,
        Error::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        Error::UnsupportedMediaType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        Error::TooManyRequests { .. } => StatusCode::TOO_MANY_REQUESTS,
        Error::Unavailable { .. } => StatusCode::SERVICE_UNAVAILABLE,
        Error::Body { status, .. } => {
            StatusCode::from_u16(*status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
        }
        Error::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// An answer of the edge itself, for the statuses that no use case has.
pub(super) fn refusal(status: StatusCode, name: &'static str, message: &str) -> Response {
    let mut response = status.into_response();
    response.extensions_mut().insert(Failure { name, message: message.to_owned() });
    response
}

#[derive(Serialize)]
struct ErrorBody<'a> {
    error: ErrorPart<'a>,
    request: RequestPart<'a>,
    response: ResponsePart,
}

#[derive(Serialize)]
struct ErrorPart<'a> {
    name: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct RequestPart<'a> {
    method: &'a str,
    url: String,
}

#[derive(Serialize)]
struct ResponsePart {
    #[serde(rename = "statusCode")]
    status_code: u16,
}

/// Writes the body of a failed answer, if it is one that has none yet. `mount` is left out of the URL.
pub(super) fn write_failure(
    mut response: Response,
    method: &Method,
    uri: &Uri,
    mount: &str,
    pretty: bool,
) -> Response {
    let Some(failure) = response.extensions_mut().remove::<Failure>() else { return response };
    let body = ErrorBody {
        error: ErrorPart { name: failure.name, message: shorten(&failure.message, MAX_MESSAGE_CHARACTERS) },
        request: RequestPart { method: method.as_str(), url: public_url(uri, mount) },
        response: ResponsePart { status_code: response.status().as_u16() },
    };
    let written = if pretty { serde_json::to_vec_pretty(&body) } else { serde_json::to_vec(&body) };
    response.headers_mut().insert(header::CONTENT_TYPE, JSON);
    // The router has noted the length of the empty body that stood here.
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = Body::from(written.unwrap_or_default());
    response
}

/// The content type of every JSON answer, as Backstage writes it.
pub const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

/// A JSON answer with status 200.
pub fn json<T: Serialize>(value: &T) -> Response {
    match serde_json::to_vec(value) {
        Ok(bytes) => ([(header::CONTENT_TYPE, JSON)], bytes).into_response(),
        Err(error) => Error::internal(error).into_response(),
    }
}

fn shorten(text: &str, characters: usize) -> &str {
    match text.char_indices().nth(characters) {
        Some((end, _)) => text.get(..end).unwrap_or_default(),
        None => text,
    }
}

/// Path and query below the mount, without the values of parameters that carry secrets.
fn public_url(uri: &Uri, mount: &str) -> String {
    let path = uri.path().strip_prefix(mount).unwrap_or(uri.path());
    let mut url = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
    if let Some(query) = uri.query() {
        let mut separator = '?';
        for pair in query.split('&') {
            url.push(separator);
            separator = '&';
            url.push_str(&public_pair(pair));
        }
    }
    shorten(&url, MAX_URL_CHARACTERS).to_owned()
}

fn public_pair(pair: &str) -> std::borrow::Cow<'_, str> {
    match pair.split_once('=') {
        Some((name, _)) if SECRET_PARAMETERS.contains(&name.to_ascii_lowercase().as_str()) => {
            format!("{name}=***").into()
        }
        _ => pair.into(),
    }
}

#[cfg(test)]
mod tests {
    use axum::body::to_bytes;
    use serde_json::{Value, json};

    use super::*;

    async fn body_of(error: Error, url: &str, mount: &str) -> (StatusCode, Value) {
        let uri: Uri = url.parse().unwrap();
        let response = write_failure(error.into_response(), &Method::GET, &uri, mount, false);
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    #[tokio::test]
    async fn every_error_has_its_status_and_body() {
        let text = || "words".to_owned();
        let table = [
            (Error::Input(text()), 400, "InputError"),
            (Error::Unauthenticated(text()), 401, "AuthenticationError"),
            (Error::Forbidden(text()), 403, "NotAllowedError"),
            (Error::NotFound(text()), 404, "NotFoundError"),
            (Error::Conflict(text()), 409, "ConflictError"),
            (Error::NotImplemented(text()), 501, "NotImplementedError"),
            (Error::TooLarge(text()), 413, "PayloadTooLargeError"),
            (Error::UnsupportedMediaType(text()), 415, "UnsupportedMediaTypeError"),
        ];
        for (error, status, name) in table {
            let (answered, body) = body_of(error, "/api/catalog/x?filter=kind=api", "/api/catalog").await;
            assert_eq!(answered.as_u16(), status);
            let expected = json!({
                "error": { "name": name, "message": "words" },
                "request": { "method": "GET", "url": "/x?filter=kind=api" },
                "response": { "statusCode": status },
            });
            assert_eq!(body, expected);
        }
    }

    #[tokio::test]
    async fn an_internal_error_shows_only_an_id() {
        let (status, body) = body_of(Error::internal("SELECT secret FROM t"), "/x", "").await;
        assert_eq!(status, 500);
        let message = body["error"]["message"].as_str().unwrap();
        let id = message.strip_prefix("An internal error occurred logId=").unwrap();
        assert!(id.len() == 20 && id.chars().all(|digit| digit.is_ascii_hexdigit()), "{message}");
    }

    #[tokio::test]
    async fn waiting_is_told_in_a_header() {
        let busy = Error::TooManyRequests { retry_after_seconds: 0 }.into_response();
        assert_eq!(busy.headers()[header::RETRY_AFTER], "1");
        let away = Error::Unavailable { message: String::new(), retry_after_seconds: 7 }.into_response();
        assert_eq!(away.headers()[header::RETRY_AFTER], "7");
    }

    #[test]
    fn urls_lose_the_mount_and_secrets() {
        for (url, expected) in [
            ("/api/auth", "/"),
            ("/api/auth/", "/"),
            ("/api/auth/x?env=development&code=abc&State=1", "/x?env=development&code=***&State=***"),
            ("/other?token", "/other?token"),
        ] {
            assert_eq!(public_url(&url.parse().unwrap(), "/api/auth"), expected);
        }
    }

    #[tokio::test]
    async fn long_messages_are_cut_at_a_character() {
        let (_, body) = body_of(Error::Input("é".repeat(600)), "/x", "").await;
        assert_eq!(body["error"]["message"].as_str().unwrap().chars().count(), MAX_MESSAGE_CHARACTERS);
    }
}

//! Turns the domain error into an answer: the only place that knows status codes. The body's `request` part is filled
//! in by the mount, which knows the method and the path below it.

use axum::response::{IntoResponse, Response};

use crate::Error;

/// Put into the answer's extensions, so that the mount can write the body. Source: platform-services contract, 2.
#[derive(Clone, Debug)]
pub struct Failure {
    pub name: &'static str,
    pub message: String,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = status(&self);
        let mut response = status.into_response();
        response.extensions_mut().insert(Failure { name: self.name(), message: self.to_string() });
        response
    }
}

fn status(error: &Error) -> axum::http::StatusCode {
    use axum::http::StatusCode;
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

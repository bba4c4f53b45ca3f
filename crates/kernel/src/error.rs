//! The one domain error. Status codes and bodies are given in `http::respond`, as the last step; this file does not
//! know HTTP.

use thiserror::Error;

/// What can go wrong with a request or a use case. Messages are shown to the caller: lower case or Backstage's own
/// words, no internal paths, no SQL, no stack.
#[derive(Debug, Error)]
pub enum Error {
    /// The caller's input is at fault.
    #[error("{0}")]
    Input(String),
    /// Nobody, or a token that is not valid.
    #[error("{0}")]
    Unauthenticated(String),
    /// Somebody, who may not.
    #[error("{0}")]
    Forbidden(String),
    #[error("{0}")]
    NotFound(String),
    #[error("{0}")]
    Conflict(String),
    #[error("not modified")]
    NotModified,
    #[error("{0}")]
    NotImplemented(String),
    #[error("{0}")]
    TooLarge(String),
    #[error("{0}")]
    UnsupportedMediaType(String),
    #[error("too many requests")]
    TooManyRequests { retry_after_seconds: u64 },
    /// Something that this answer needs is away for now; trying again later may help.
    #[error("{message}")]
    Unavailable { message: String, retry_after_seconds: u64 },
    /// An error with a body of its own, as some routes of Backstage have (for example validate-entity).
    #[error("request failed")]
    Body { status: u16, body: serde_json::Value },
    /// Ours to mend: logged in full under an id, shown to the caller as that id only.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }

    /// The name that Backstage's clients look at (`error.name`). Source: platform-services contract, section 2.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Input(_) => "InputError",
            Self::Unauthenticated(_) => "AuthenticationError",
            Self::Forbidden(_) => "NotAllowedError",
            Self::NotFound(_) => "NotFoundError",
            Self::Conflict(_) => "ConflictError",
            Self::NotModified => "NotModifiedError",
            Self::NotImplemented(_) => "NotImplementedError",
            Self::TooLarge(_) => "PayloadTooLargeError",
            Self::UnsupportedMediaType(_) => "UnsupportedMediaTypeError",
            Self::TooManyRequests { .. } => "TooManyRequestsError",
            Self::Unavailable { .. } => "ServiceUnavailableError",
            Self::Body { .. } | Self::Internal(_) => "Error",
        }
    }
}

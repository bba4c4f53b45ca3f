//! Errors in the form of OAuth: `{error, error_description}`. Source: auth contract, section 7.

use kernel::Error;
use serde_json::json;

/// What went wrong, in OAuth's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    NotFound,
    UnsupportedGrantType,
    UnsupportedResponseType,
    TemporarilyUnavailable,
}

impl Code {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::NotFound => "not_found",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::UnsupportedResponseType => "unsupported_response_type",
            Self::TemporarilyUnavailable => "temporarily_unavailable",
        }
    }

    fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            Self::NotFound => 404,
            Self::TemporarilyUnavailable => 503,
            Self::InvalidRequest
            | Self::InvalidGrant
            | Self::UnsupportedGrantType
            | Self::UnsupportedResponseType => 400,
        }
    }
}

/// The error as an answer.
pub(crate) fn refuse(code: Code, description: impl Into<String>) -> Error {
    let body = json!({ "error": code.name(), "error_description": description.into() });
    Error::Body { status: code.status(), body }
}

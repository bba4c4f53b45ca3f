//! What can go wrong with an outbound request. Messages may be shown to a user; they name only the URL that was asked for.

use std::error::Error;
use std::time::Duration;

use thiserror::Error;
use url::Url;

use super::names::AddressRefused;

#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum OutboundError {
    /// The URL is one that is never sent, whatever is listed.
    #[error("{0}")]
    Invalid(String),
    /// Nothing in the configuration covers the URL, or its name leads to an address that may not be reached.
    #[error(
        "Reading from '{url}' is not allowed. You may need to configure an integration for the target host, or add it \
         to the configured list of allowed hosts at 'backend.reading.allow'"
    )]
    NotAllowed { url: String },
    #[error("redirect target not allowed, URL not allowed by backend.reading.allow configuration: {url}")]
    RedirectNotAllowed { url: String },
    #[error("too many redirects (limit {limit})")]
    TooManyRedirects { limit: usize },
    #[error("file too large (limit {limit} bytes)")]
    TooLarge { limit: usize },
    /// The other side asked to be left alone; asking again before the time has passed is refused without a request.
    #[error("rate limit exceeded, try again in {} seconds", .retry_after.as_secs())]
    RateLimited { retry_after: Duration },
    #[error("timed out after {seconds} seconds")]
    Timeout { seconds: u64 },
    /// An answer that HTTP does not allow here, or that would be mistaken for the whole content.
    #[error("the server {0}")]
    Protocol(&'static str),
    #[error("{0}")]
    Unavailable(String),
}

impl OutboundError {
    /// Turns the client's error into ours: a refused address is told apart from a host that is away.
    pub(super) fn from_client(error: &reqwest::Error, url: &Url) -> Self {
        let mut source: Option<&(dyn Error + 'static)> = error.source();
        while let Some(cause) = source {
            if cause.is::<AddressRefused>() {
                return Self::NotAllowed { url: url.to_string() };
            }
            source = cause.source();
        }
        let host = url.host_str().unwrap_or_default();
        if error.is_timeout() {
            return Self::Unavailable(format!("timed out while connecting to {host}"));
        }
        if error.is_connect() {
            return Self::Unavailable(format!("could not connect to {host}"));
        }
        Self::Unavailable(format!("the connection to {host} failed"))
    }

    /// A word for metrics.
    pub(super) fn label(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::NotAllowed { .. } | Self::RedirectNotAllowed { .. } => "not_allowed",
            Self::TooManyRedirects { .. } | Self::Protocol(_) => "protocol",
            Self::TooLarge { .. } => "too_large",
            Self::RateLimited { .. } => "rate_limited",
            Self::Timeout { .. } => "timeout",
            Self::Unavailable(_) => "unavailable",
        }
    }
}

//! Reading files by the URL that a person sees, from source-code hosts and from listed plain hosts. Knows no entity and
//! keeps nothing: validators are handed out and in. Source: catalog-api contract, section 10, and entity-model, 2.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{AUTHORIZATION, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED};
use http::{HeaderMap, HeaderValue, StatusCode};
use serde::Deserialize;
use thiserror::Error;
use url::Url;

use super::file_request::{self, FileRequest, Wrapping};
use super::host::{Host, HostKind, insert_secret};
use super::repository::Repository;
use super::{Integrations, ScmError, trees};
use crate::Secret;
use crate::outbound::{Outbound, OutboundError, Policy, Request, Response, target};

/// Longer validators are not handed out: they would be stored with every source.
const VALIDATOR_BYTES: usize = 1_024;
/// A file inside of JSON or base64 takes more room on the wire: four bytes for three, and the wrapping.
const WRAPPED_SIZE: usize = 2;

/// Reads URLs. Cheap to clone.
#[derive(Clone)]
pub struct UrlReader {
    pub(super) outbound: Outbound,
    pub(super) integrations: Arc<Integrations>,
}

/// How to read. The default reads unconditionally with the configured credentials.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The validator of an earlier read.
    pub etag: Option<String>,
    /// The `Last-Modified` of an earlier read, as it came.
    pub last_modified: Option<String>,
    /// Used in place of the integration's credential.
    pub token: Option<Secret>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Read {
    NotModified,
    Found { body: Bytes, etag: Option<String>, last_modified: Option<String> },
}

/// The files that a URL with globs matches; one or none without globs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SearchResult {
    pub files: Vec<(String, Bytes)>,
    pub etag: Option<String>,
}

/// The files below a directory, by their path from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tree {
    pub files: Vec<(String, Bytes)>,
    /// The commit.
    pub etag: String,
}

/// The message is Backstage's where Backstage has one, and may be shown to the user who named the URL.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{message}")]
pub struct ReadError {
    pub kind: ReadErrorKind,
    pub message: String,
}

/// What a caller does differently. Only `NotFound` says anything about the file itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadErrorKind {
    NotFound,
    /// The configuration does not allow the URL.
    NotAllowed,
    RateLimited {
        retry_after: Duration,
    },
    /// The URL is at fault.
    Invalid,
    TooLarge,
    /// Nothing was read for any other reason; trying later may help.
    Unavailable,
    /// A search or tree has not changed since the etag given.
    NotModified,
}

impl ReadError {
    pub(super) fn new(kind: ReadErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    /// The name of Backstage's error, as processing errors show it before the message.
    pub fn name(&self) -> &'static str {
        match self.kind {
            ReadErrorKind::NotFound => "NotFoundError",
            ReadErrorKind::NotAllowed => "NotAllowedError",
            ReadErrorKind::Invalid => "InputError",
            ReadErrorKind::NotModified => "NotModifiedError",
            ReadErrorKind::RateLimited { .. } | ReadErrorKind::TooLarge | ReadErrorKind::Unavailable => {
                "Error"
            }
        }
    }

    /// `url` is what the caller asked for, not the API call that failed.
    pub(super) fn from_outbound(error: &OutboundError, url: &str) -> Self {
        let kind = match error {
            OutboundError::Invalid(_) => ReadErrorKind::Invalid,
            OutboundError::NotAllowed { .. } | OutboundError::RedirectNotAllowed { .. } => {
                ReadErrorKind::NotAllowed
            }
            OutboundError::TooLarge { .. } => ReadErrorKind::TooLarge,
            OutboundError::RateLimited { retry_after } => {
                ReadErrorKind::RateLimited { retry_after: *retry_after }
            }
            OutboundError::TooManyRedirects { .. }
            | OutboundError::Timeout { .. }
            | OutboundError::Protocol(_)
            | OutboundError::Unavailable(_) => ReadErrorKind::Unavailable,
        };
        let is_about_the_url = matches!(kind, ReadErrorKind::Invalid | ReadErrorKind::NotAllowed);
        let message =
            if is_about_the_url { error.to_string() } else { format!("Unable to read {url}, {error}") };
        Self { kind, message }
    }
}

impl From<ScmError> for ReadError {
    fn from(error: ScmError) -> Self {
        Self::new(ReadErrorKind::Invalid, error.to_string())
    }
}

impl UrlReader {
    pub fn new(outbound: Outbound, integrations: Arc<Integrations>) -> Self {
        Self { outbound, integrations }
    }

    pub fn integrations(&self) -> &Integrations {
        &self.integrations
    }

    /// Reads one file of at most `callboard.limits.outbound.fileBytes`.
    pub async fn read(&self, url: &str, options: &ReadOptions) -> Result<Read, ReadError> {
        let parsed = target::parse(url).map_err(|error| ReadError::from_outbound(&error, url))?;
        let host = self.integrations.find(&parsed);
        let request = match host {
            Some(host) => {
                let now = self.outbound.clock().now();
                file_request::build(host, &parsed, options.token.as_ref(), now)?
            }
            None => plain_request(url, options.token.as_ref()),
        };
        let limit = self.outbound.limits().file_bytes;
        let response = self.send(&request, host, options, limit, url).await?;
        if response.status == StatusCode::NOT_MODIFIED {
            return Ok(Read::NotModified);
        }
        // Azure DevOps answers a bad token with 203 and a sign-in page.
        if !response.status.is_success() || response.status == StatusCode::NON_AUTHORITATIVE_INFORMATION {
            return Err(failed(host, url, &request.url, response.status));
        }
        let body = unwrap(request.wrapping, response.body).ok_or_else(|| {
            ReadError::new(ReadErrorKind::Unavailable, format!("{url} could not be decoded"))
        })?;
        if body.len() > limit {
            return Err(ReadError::from_outbound(&OutboundError::TooLarge { limit }, url));
        }
        let etag = validator(&response.headers, &ETAG);
        Ok(Read::Found { body, etag, last_modified: validator(&response.headers, &LAST_MODIFIED) })
    }

    /// Reads all files that the URL's path matches: `*`, `**`, `?` and `{a,b}` are globs on source-code hosts. A missing
    /// file is an empty result. `ReadErrorKind::NotModified` when `etag` still holds.
    pub async fn search(&self, url: &str, etag: Option<&str>) -> Result<SearchResult, ReadError> {
        let parsed = target::parse(url).map_err(|error| ReadError::from_outbound(&error, url))?;
        if let Some(host) = self.integrations.find(&parsed)
            && host.kind != HostKind::AwsS3
        {
            let repository = Repository::parse(host, &parsed)?;
            if trees::has_glob(&repository.path) {
                return trees::search(self, host, &parsed, &repository, etag).await;
            }
        }
        let options = ReadOptions { etag: etag.map(str::to_owned), ..ReadOptions::default() };
        match self.read(url, &options).await {
            Ok(Read::Found { body, etag, .. }) => {
                Ok(SearchResult { files: vec![(url.to_owned(), body)], etag })
            }
            Ok(Read::NotModified) => Err(ReadError::new(ReadErrorKind::NotModified, "not modified")),
            Err(error) if error.kind == ReadErrorKind::NotFound => {
                Ok(SearchResult { files: Vec::new(), etag: None })
            }
            Err(error) => Err(error),
        }
    }

    /// Reads the directory that the URL points at, through the host's archive. `ReadErrorKind::NotModified` when `etag`
    /// still is the commit.
    pub async fn tree(&self, url: &str, etag: Option<&str>) -> Result<Tree, ReadError> {
        let parsed = target::parse(url).map_err(|error| ReadError::from_outbound(&error, url))?;
        let Some(host) = self.integrations.find(&parsed) else {
            self.outbound.check(url).map_err(|error| ReadError::from_outbound(&error, url))?;
            return Err(ReadError::new(ReadErrorKind::Invalid, "FetchUrlReader does not implement readTree"));
        };
        let repository = Repository::parse(host, &parsed)?;
        trees::read(self, host, url, &repository, etag).await
    }

    async fn send(
        &self,
        file: &FileRequest,
        host: Option<&Host>,
        options: &ReadOptions,
        limit: usize,
        url: &str,
    ) -> Result<Response, ReadError> {
        let mut request = Request::get(&file.url);
        request.headers = file.headers.clone();
        insert_text(&mut request.headers, IF_NONE_MATCH, options.etag.as_deref());
        insert_text(&mut request.headers, IF_MODIFIED_SINCE, options.last_modified.as_deref());
        request.policy = if host.is_some() { Policy::Configured } else { Policy::Listed };
        request.limit_bytes =
            if file.wrapping == Wrapping::None { limit } else { limit.saturating_mul(WRAPPED_SIZE) };
        self.outbound.send(request).await.map_err(|error| ReadError::from_outbound(&error, url))
    }
}

fn plain_request(url: &str, token: Option<&Secret>) -> FileRequest {
    let mut headers = HeaderMap::new();
    if let Some(token) = token {
        insert_secret(&mut headers, AUTHORIZATION, &Secret::new(format!("Bearer {}", token.reveal())));
    }
    FileRequest { url: url.to_owned(), headers, wrapping: Wrapping::None }
}

/// Each kind of host has its own wording in Backstage.
fn failed(host: Option<&Host>, url: &str, api_url: &str, status: StatusCode) -> ReadError {
    let kind =
        if status == StatusCode::NOT_FOUND { ReadErrorKind::NotFound } else { ReadErrorKind::Unavailable };
    let status = format!("{} {}", status.as_u16(), status.canonical_reason().unwrap_or_default());
    let message = match host.map(|host| host.kind) {
        None => format!("could not read {url}, {status}"),
        Some(HostKind::GitHub) => format!("Request failed for {api_url}, {status}"),
        Some(_) => format!("{url} could not be read as {api_url}, {status}"),
    };
    ReadError::new(kind, message.trim_end())
}

#[derive(Deserialize)]
struct JsonContent {
    content: String,
    encoding: String,
}

pub(super) fn unwrap(wrapping: Wrapping, body: Bytes) -> Option<Bytes> {
    match wrapping {
        Wrapping::None => Some(body),
        Wrapping::JsonContent => {
            let wrapped: JsonContent = serde_json::from_slice(&body).ok()?;
            if wrapped.encoding == "base64" { decode_base64(wrapped.content.as_bytes()) } else { None }
        }
        Wrapping::Base64 => decode_base64(&body),
    }
}

/// Hosts break the lines of base64.
fn decode_base64(text: &[u8]) -> Option<Bytes> {
    let text: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(text).ok().map(Bytes::from)
}

fn validator(headers: &HeaderMap, name: &HeaderName) -> Option<String> {
    let value = headers.get(name)?.to_str().ok()?;
    (value.len() <= VALIDATOR_BYTES).then(|| value.to_owned())
}

fn insert_text(headers: &mut HeaderMap, name: HeaderName, text: Option<&str>) {
    if let Some(value) = text.and_then(|text| HeaderValue::from_str(text).ok()) {
        headers.insert(name, value);
    }
}

/// The URL that a person sees for another file of the same repository and branch.
pub(super) fn sibling(url: &Url, repository: &Repository, path: &str) -> String {
    let mut sibling = url.clone();
    sibling.set_path(&format!("{}/{}", repository.root, crate::outbound::percent::encode_path(path)));
    sibling.to_string()
}

#[cfg(test)]
mod tests;

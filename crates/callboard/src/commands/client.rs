//! The HTTP client of the command line. It goes where its user says, as a browser does, so the rules for what a portal
//! may reach do not apply. Knows the portal's error bodies and guest sign-in, no feature.

use std::time::Duration;

use clap::Args;
use kernel::Secret;
use reqwest::header::HeaderMap;
use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde_json::Value;

use super::Failure;
use super::failure::with_causes;

/// Longest wait for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Longest pause within an answer.
const READ_TIMEOUT: Duration = Duration::from_mins(1);
/// Largest answer that is held in memory, in bytes.
const MAXIMUM_ANSWER: usize = 64 * 1024 * 1024;
/// Characters of an answer that is no error body of a portal.
const SHOWN_ANSWER: usize = 200;

/// Which portal, and as whom.
#[derive(Args, Debug)]
pub struct PortalAddress {
    /// The portal's address.
    #[arg(
        long,
        value_name = "URL",
        global = true,
        env = "CALLBOARD_URL",
        default_value = "http://localhost:7007"
    )]
    pub url: String,
    /// Whose rights to use; without it, those of a guest where the portal welcomes guests.
    #[arg(long, value_name = "TOKEN", global = true, env = "CALLBOARD_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
}

/// A client for one portal.
pub(super) struct PortalClient {
    http: reqwest::Client,
    base: String,
    token: Option<Secret>,
}

/// The one place where the command line makes a client.
fn http() -> Result<reqwest::Client, Failure> {
    reqwest::Client::builder()
        .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(READ_TIMEOUT)
        .build()
        .map_err(|error| Failure::Portal(with_causes(&error)))
}

impl PortalClient {
    /// Signs in as a guest when there is no token and the portal allows it.
    pub(super) async fn connect(address: PortalAddress) -> Result<Self, Failure> {
        let base = address.url.trim_end_matches('/').to_owned();
        let http = http()?;
        let token = match address.token.filter(|token| !token.is_empty()) {
            Some(token) => Some(Secret::new(token)),
            None => guest(&http, &base).await?,
        };
        Ok(Self { http, base, token })
    }

    /// A request to `path`, which starts with a slash and is escaped already.
    pub(super) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.base));
        match &self.token {
            Some(token) => request.bearer_auth(token.reveal()),
            None => request,
        }
    }

    /// Sends a request and gives a good answer, or what the portal says is wrong.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Response, Failure> {
        let response = request.send().await.map_err(|error| unreachable(&self.base, &error))?;
        if response.status().is_success() {
            return Ok(response);
        }
        let status = response.status();
        let said = said(&whole(response).await?);
        Err(match status {
            StatusCode::UNAUTHORIZED => Failure::Input(format!(
                "{said}\nPass --token or set CALLBOARD_TOKEN; `callboard token create --subject NAME` makes one."
            )),
            status if status.is_client_error() => Failure::Input(format!("{said} ({status})")),
            status => Failure::Portal(format!("{said} ({status})")),
        })
    }

    /// Sends a request and reads its answer as JSON; `Null` for an empty one.
    pub(super) async fn json(&self, request: RequestBuilder) -> Result<Value, Failure> {
        let body = whole(self.send(request).await?).await?;
        if body.is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_slice(&body)
            .map_err(|error| Failure::Portal(format!("{} does not answer in JSON: {error}", self.base)))
    }
}

async fn guest(http: &reqwest::Client, base: &str) -> Result<Option<Secret>, Failure> {
    let request =
        http.get(format!("{base}/api/auth/guest/refresh")).header("x-requested-with", "XMLHttpRequest");
    let response = request.send().await.map_err(|error| unreachable(base, &error))?;
    if !response.status().is_success() {
        return Ok(None);
    }
    let session: Value = serde_json::from_slice(&whole(response).await?).unwrap_or_default();
    Ok(session
        .pointer("/backstageIdentity/token")
        .and_then(Value::as_str)
        .map(|token| Secret::new(token.to_owned())))
}

/// A file from anywhere, at most `limit` bytes.
pub(super) async fn download(url: &str, headers: HeaderMap, limit: usize) -> Result<Vec<u8>, Failure> {
    let response = http()?.get(url).headers(headers).send().await;
    let response = response.map_err(|error| Failure::Portal(with_causes(&error.without_url())))?;
    match response.status() {
        status if status.is_success() => bounded(response, limit).await,
        status if status.is_client_error() => Err(Failure::Input(format!("{url} answers {status}"))),
        status => Err(Failure::Portal(format!("{url} answers {status}"))),
    }
}

async fn whole(response: Response) -> Result<Vec<u8>, Failure> {
    bounded(response, MAXIMUM_ANSWER).await
}

async fn bounded(mut response: Response, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut body = Vec::new();
    while let Some(piece) =
        response.chunk().await.map_err(|error| Failure::Portal(with_causes(&error.without_url())))?
    {
        if body.len() + piece.len() > limit {
            return Err(Failure::Input(format!("the answer is too large (limit {limit} bytes)")));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

fn unreachable(base: &str, error: &reqwest::Error) -> Failure {
    Failure::Portal(format!(
        "no portal answers at {base}: {}\nStart one with `callboard serve`, or name another with --url or CALLBOARD_URL.",
        with_causes(error)
    ))
}

/// The message of an error body, else the beginning of what came.
fn said(body: &[u8]) -> String {
    let parsed: Option<Value> = serde_json::from_slice(body).ok();
    let message = parsed.as_ref().and_then(|value| value.pointer("/error/message")).and_then(Value::as_str);
    match message {
        Some(message) => message.to_owned(),
        None => String::from_utf8_lossy(body).chars().take(SHOWN_ANSWER).collect(),
    }
}

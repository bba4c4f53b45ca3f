//! Tries an operation: from what a person filled in to what the API answered. The request goes to a server that the
//! definition names and the configuration allows, without any cookie or token of the portal, once, and no redirect is
//! followed. Every request that was sent or refused leaves an audit line.

pub(crate) mod answer;
pub(crate) mod fields;
mod pretty;

use std::time::Duration;

use bytes::Bytes;
use definition::openapi::{Openapi, Operation};
use definition::request::{self, FieldError, Values};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use kernel::audit::Status;
use kernel::outbound::{self, AllowList, OutboundError, Policy};
use kernel::{Ctx, Error, Services};
use url::Url;

use crate::api::Api;
use answer::Answer;

/// Where the hosts are listed.
pub(crate) const ALLOW: &str = "apiDocs.tryItOut.allow";
/// The largest answer that is taken, in bytes.
const LARGEST_ANSWER: usize = 1024 * 1024;
const EVENT: &str = "api-docs.operation.try";

/// What came of trying.
pub(crate) enum Outcome {
    /// Nothing was sent: these fields are to be corrected.
    Wrong(Vec<FieldError>),
    /// Nothing was sent: the configuration does not allow the host.
    Refused {
        sent: Sent,
        host: String,
    },
    /// It could not be sent, or no answer came that can be shown.
    Failed {
        sent: Sent,
        reason: String,
    },
    Answered {
        sent: Sent,
        answer: Box<Answer>,
    },
}

/// A request as it may be shown: without its credentials.
pub(crate) struct Sent {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) curl: String,
}

/// The hosts that the configuration lists.
pub(crate) fn hosts(services: &Services) -> Result<AllowList, Error> {
    AllowList::from_config(&services.config.root(), ALLOW).map_err(|errors| {
        let lines: Vec<String> =
            errors.iter().map(|error| format!("{}: {ALLOW}: {error}", error.place())).collect();
        Error::Input(lines.join("\n"))
    })
}

/// Sends what was filled in. Whoever calls has found the API for this reader.
pub(crate) async fn try_out(
    (services, hosts): (&Services, &AllowList),
    ctx: &Ctx,
    api: &Api,
    (openapi, operation): (&Openapi, &Operation),
    values: &Values,
) -> Result<Outcome, Error> {
    let request = match request::prepare(openapi, operation, values) {
        Ok(request) => request,
        Err(wrong) => return Ok(Outcome::Wrong(wrong)),
    };
    let sent = Sent {
        method: request.method.clone(),
        url: request.shown_url.clone(),
        curl: request::curl(&request),
    };
    let record = |status: Status, result: &str| {
        let subject = format!("{} {} {} {result}", api.reference, sent.method, sent.url);
        services.audit.record(ctx, EVENT, status, &subject);
    };
    let outbound = to_send(request)?;
    if let Err(error) = services.outbound.check_once(&outbound.method, &outbound.url, hosts) {
        record(Status::Denied, "refused");
        return Ok(match error {
            OutboundError::NotAllowed { url } => Outcome::Refused { host: host_of(&url), sent },
            other => Outcome::Failed { sent, reason: other.to_string() },
        });
    }
    let started = tokio::time::Instant::now();
    match services.outbound.send_once(outbound, hosts).await {
        Ok(response) => {
            record(Status::Succeeded, response.status.as_str());
            let answer = Box::new(Answer::of(&response, started.elapsed()));
            Ok(Outcome::Answered { sent, answer })
        }
        Err(error) => {
            record(Status::Failed, "failed");
            Ok(Outcome::Failed { reason: explained(&error), sent })
        }
    }
}

fn to_send(request: request::Request) -> Result<outbound::Request, Error> {
    let mut headers = HeaderMap::new();
    for header in request.headers {
        let name = HeaderName::from_bytes(header.name.as_bytes()).map_err(Error::internal)?;
        let mut value = HeaderValue::from_str(&header.value).map_err(Error::internal)?;
        value.set_sensitive(header.secret);
        headers.append(name, value);
    }
    Ok(outbound::Request {
        method: Method::from_bytes(request.method.as_bytes()).map_err(Error::internal)?,
        url: request.url,
        headers,
        body: Bytes::from(request.body.unwrap_or_default()),
        limit_bytes: LARGEST_ANSWER,
        policy: Policy::Listed,
    })
}

/// Host and port as the list would name them.
pub(crate) fn host_of(url: &str) -> String {
    let Ok(url) = Url::parse(url) else { return String::new() };
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// What a person can do about it.
fn explained(error: &OutboundError) -> String {
    match error {
        OutboundError::TooLarge { limit } => format!(
            "The answer is larger than {} KiB, which is the most that is shown here. Send the request with curl instead.",
            limit / 1024
        ),
        OutboundError::Timeout { seconds } => {
            format!("No answer came within {seconds} seconds. Ask the owners whether the API is up.")
        }
        OutboundError::NotAllowed { .. } => format!(
            "The host leads to a private address, which a wildcard in {ALLOW} does not reach. Name the host itself there."
        ),
        other => format!("The request could not be sent: {other}."),
    }
}

/// A time as people read it.
pub(crate) fn duration_words(time: Duration) -> String {
    match time.as_millis() {
        0 => "under 1 ms".to_owned(),
        milliseconds @ 1..1_000 => format!("{milliseconds} ms"),
        _ => format!("{:.1} s", time.as_secs_f64()),
    }
}

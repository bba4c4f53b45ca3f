//! The one HTTP client for everything that the portal reads from elsewhere: checks every address and every redirect,
//! bounds time, size and numbers. Does not know source-code hosts, entities or what an answer means.

pub mod address;
mod allow;
mod body;
mod error;
#[cfg(test)]
pub(crate) mod fake;
mod limits;
pub mod names;
mod pacing;
pub mod percent;
mod redirect;
mod retry;
pub mod target;
#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use crate::Clock;
use crate::config::{ConfigError, Section};

use address::AddressClass;
use allow::Match;
use names::{CheckedResolver, NameService, SystemNames};
use pacing::{HostState, Pacing};

pub use allow::AllowList;
pub use error::OutboundError;
pub use limits::OutboundLimits;
pub use target::Origin;

/// Sent with every request that does not bring its own.
const USER_AGENT: &str = concat!("callboard/", env!("CARGO_PKG_VERSION"));

/// The hosts that users may have read.
const READING: &str = "backend.reading.allow";

/// Who vouches for the URL of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// A user named it: `backend.reading.allow` must cover it and every redirect.
    Listed,
    /// Its origin stands in the configuration (an integration's API, an identity provider, a proxy target). Redirects
    /// must lead to the origin of an integration or to what is listed.
    Configured,
}

/// One outbound request. Start from [`Request::get`].
#[derive(Clone, Debug)]
pub struct Request {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// The largest answer taken, in bytes after decompression.
    pub limit_bytes: usize,
    pub policy: Policy,
}

impl Request {
    /// A plain `GET` of a URL that a user named, with the default limit for one file.
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            url: url.into(),
            headers: HeaderMap::new(),
            body: Bytes::new(),
            limit_bytes: limits::FILE_BYTES,
            policy: Policy::Listed,
        }
    }
}

/// An answer, read in full and decompressed.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
    /// Where the answer came from, after redirects.
    pub final_url: String,
}

/// Which addresses a request may reach.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// Public ones, and the ranges of `callboard.limits.outbound.privateRanges`.
    Public,
    /// Private and loopback ones too: the operator has named this very host.
    Internal,
}

/// Cheap to clone; all clones share connections, limits and what they have learned of other hosts.
#[derive(Clone)]
pub struct Outbound {
    inner: Arc<Inner>,
}

struct Inner {
    limits: OutboundLimits,
    clock: Clock,
    allow: AllowList,
    origins: HashSet<Origin>,
    names: Arc<dyn NameService>,
    public: OnceLock<Option<reqwest::Client>>,
    internal: OnceLock<Option<reqwest::Client>>,
    pacing: Pacing,
    connections: Semaphore,
    held: body::Held,
}

impl Outbound {
    /// Reads `backend.reading.allow` and `callboard.limits.outbound`. `origins` are the hosts of the integrations, see
    /// `Integrations::origins`: a request of [`Policy::Configured`] may be redirected among them.
    pub fn new(config: &Section, clock: &Clock, origins: Vec<Origin>) -> Result<Self, Vec<ConfigError>> {
        Self::with_names(config, clock, origins, Arc::new(SystemNames))
    }

    /// As [`Outbound::new`], with the look-up of names replaced; for tests.
    pub fn with_names(
        config: &Section,
        clock: &Clock,
        origins: Vec<Origin>,
        names: Arc<dyn NameService>,
    ) -> Result<Self, Vec<ConfigError>> {
        let limits = OutboundLimits::from_config(config).map_err(|error| vec![error])?;
        let allow = AllowList::from_config(config, READING)?;
        let inner = Inner {
            connections: Semaphore::new(limits.connections),
            held: body::Held::new(limits.held_bytes),
            pacing: Pacing::new(clock.clone(), limits.connections_per_host),
            public: OnceLock::new(),
            internal: OnceLock::new(),
            clock: clock.clone(),
            origins: origins.into_iter().collect(),
            allow,
            names,
            limits,
        };
        Ok(Self { inner: Arc::new(inner) })
    }

    pub fn limits(&self) -> &OutboundLimits {
        &self.inner.limits
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// Whether a user may have this URL read; nothing is sent and no name is looked up.
    pub fn check(&self, url: &str) -> Result<(), OutboundError> {
        let url = target::parse(url)?;
        self.permit(&url, Policy::Listed, 0).map(|_| ())
    }

    /// Sends and reads the whole answer. Any status is an answer, except: 429 (and 403 with a spent allowance) become
    /// `RateLimited`; 206 and a 304 that nothing asked for are refused. `GET` and `HEAD` follow redirects and are tried
    /// again on 429, 502, 503 and 504; other methods are sent once and get the redirect itself as the answer.
    pub async fn send(&self, request: Request) -> Result<Response, OutboundError> {
        self.counted(Box::pin(self.follow(&request))).await
    }

    /// Whether [`Outbound::send_once`] would ask this URL; nothing is sent and no name is looked up.
    pub fn check_once(&self, method: &Method, url: &str, hosts: &AllowList) -> Result<(), OutboundError> {
        self.permit_once(method, &target::parse(url)?, hosts).map(|_| ())
    }

    /// Sends a request that a person composed, and gives whatever comes back: redirects and refusals are answers, and
    /// nothing is tried again or remembered. It may go to `hosts`; what only reads, to `backend.reading.allow` too.
    pub async fn send_once(&self, request: Request, hosts: &AllowList) -> Result<Response, OutboundError> {
        let hop = redirect::Hop { url: target::parse(&request.url)?, headers: request.headers.clone() };
        let reach = self.permit_once(&request.method, &hop.url, hosts)?;
        let host = self.inner.pacing.host(&Origin::of(&hop.url));
        self.counted(Box::pin(self.once(&request, &hop, reach, &host))).await
    }

    /// An exchange within the time for one, and a line in the metrics for it.
    async fn counted(
        &self,
        exchange: impl Future<Output = Result<Response, OutboundError>>,
    ) -> Result<Response, OutboundError> {
        let started = Instant::now();
        let outcome = match tokio::time::timeout(self.inner.limits.total, exchange).await {
            Ok(outcome) => outcome,
            Err(_) => Err(OutboundError::Timeout { seconds: self.inner.limits.total.as_secs() }),
        };
        let label = match &outcome {
            Ok(response) => status_class(response.status),
            Err(error) => error.label(),
        };
        metrics::counter!("callboard_outbound_requests_total", "outcome" => label).increment(1);
        metrics::histogram!("callboard_outbound_seconds").record(started.elapsed().as_secs_f64());
        outcome
    }

    fn permit_once(&self, method: &Method, url: &Url, hosts: &AllowList) -> Result<Reach, OutboundError> {
        let is_read = matches!(*method, Method::GET | Method::HEAD);
        let for_reading = if is_read { self.inner.allow.find(url) } else { Match::None };
        match (hosts.find(url), for_reading) {
            (Match::Exact, _) | (_, Match::Exact) => Ok(Reach::Internal),
            (Match::Wildcard, _) | (_, Match::Wildcard) => Ok(Reach::Public),
            (Match::None, Match::None) => Err(OutboundError::NotAllowed { url: url.to_string() }),
        }
    }

    /// Walks the redirects by hand, so that each hop is checked like the first.
    async fn follow(&self, request: &Request) -> Result<Response, OutboundError> {
        let mut hop = redirect::Hop { url: target::parse(&request.url)?, headers: request.headers.clone() };
        for number in 0..=self.inner.limits.redirects {
            let reach = self.permit(&hop.url, request.policy, number)?;
            let response = self.persist(request, &hop, reach).await?;
            match redirect::next(&request.method, &hop, &response)? {
                Some(next) => hop = next,
                None => return accept(request, response),
            }
        }
        Err(OutboundError::TooManyRedirects { limit: self.inner.limits.redirects })
    }

    /// Decides whether this hop may be asked, and which addresses it may reach.
    fn permit(&self, url: &Url, policy: Policy, hop: usize) -> Result<Reach, OutboundError> {
        let is_named = hop == 0 || self.inner.origins.contains(&Origin::of(url));
        if policy == Policy::Configured && is_named {
            return Ok(Reach::Internal);
        }
        match self.inner.allow.find(url) {
            Match::Exact => Ok(Reach::Internal),
            Match::Wildcard => Ok(Reach::Public),
            Match::None if hop > 0 => Err(OutboundError::RedirectNotAllowed { url: url.to_string() }),
            Match::None => Err(OutboundError::NotAllowed { url: url.to_string() }),
        }
    }

    /// Tries again where that may help, within the few seconds a caller can be held for it.
    async fn persist(
        &self,
        request: &Request,
        hop: &redirect::Hop,
        reach: Reach,
    ) -> Result<Response, OutboundError> {
        let host = self.inner.pacing.host(&Origin::of(&hop.url));
        let repeatable = matches!(request.method, Method::GET | Method::HEAD);
        let mut waited = Duration::ZERO;
        let mut attempt = 0;
        loop {
            if let Some(retry_after) = self.inner.pacing.still_refused(&host, hop.url.as_str()) {
                return Err(OutboundError::RateLimited { retry_after });
            }
            let response = self.once(request, hop, reach, &host).await?;
            let now = self.inner.clock.now();
            let asked = retry::retry_after(&response.headers, now);
            let limited = retry::is_rate_limit(response.status, &response.headers);
            if !limited && !retry::is_passing(response.status) {
                host.answered();
                return Ok(response);
            }
            let pause = asked.unwrap_or_else(|| retry::back_off(attempt, self.inner.limits.retry_pause));
            let patient =
                attempt < self.inner.limits.retries && waited + pause <= self.inner.limits.retry_wait;
            if repeatable && patient {
                waited += pause;
                attempt += 1;
                tokio::time::sleep(pause).await;
                continue;
            }
            if !limited && asked.is_none() {
                return Ok(response);
            }
            let retry_after = asked.unwrap_or(self.inner.limits.rate_limit_pause);
            let spent = retry::allowance_is_spent(&response.headers);
            self.inner.pacing.refused(&host, hop.url.as_str(), retry_after, spent);
            return Err(OutboundError::RateLimited { retry_after });
        }
    }

    /// One request over one connection, holding a place at this host and one overall.
    async fn once(
        &self,
        request: &Request,
        hop: &redirect::Hop,
        reach: Reach,
        host: &HostState,
    ) -> Result<Response, OutboundError> {
        let _place = host.place().await?;
        let Ok(_connection) = self.inner.connections.acquire().await else {
            return Err(OutboundError::Unavailable(String::from("the portal is shutting down")));
        };
        let client = self.client(reach)?;
        self.refuse_literal(&hop.url, reach)?;
        let mut sent = client.request(request.method.clone(), hop.url.clone()).headers(hop.headers.clone());
        if !hop.headers.contains_key(header::ACCEPT_ENCODING) {
            sent = sent.header(header::ACCEPT_ENCODING, "gzip");
        }
        if !request.body.is_empty() {
            sent = sent.body(request.body.clone());
        }
        let answer = sent.send().await.map_err(|error| OutboundError::from_client(&error, &hop.url))?;
        body::read(answer, &hop.url, request.limit_bytes, &self.inner.held).await
    }

    /// A literal address is never looked up, so it is checked here.
    fn refuse_literal(&self, url: &Url, reach: Reach) -> Result<(), OutboundError> {
        let Some(address) = target::literal_address(url) else { return Ok(()) };
        let tolerated = self.inner.limits.private_ranges.iter().any(|range| range.contains(&address));
        if reach == Reach::Internal || tolerated || address::classify(address) == AddressClass::Public {
            return Ok(());
        }
        Err(OutboundError::NotAllowed { url: url.to_string() })
    }

    /// Two clients, so that a connection to an inner address is never reused for a request that may not go there.
    /// Made on first use: reading the system's certificates takes longer than starting the rest of the portal.
    fn client(&self, reach: Reach) -> Result<&reqwest::Client, OutboundError> {
        let slot = match reach {
            Reach::Public => &self.inner.public,
            Reach::Internal => &self.inner.internal,
        };
        let client = slot.get_or_init(|| {
            let resolver = match reach {
                Reach::Public => CheckedResolver::public(
                    self.inner.names.clone(),
                    self.inner.limits.private_ranges.clone(),
                ),
                Reach::Internal => CheckedResolver::internal(self.inner.names.clone()),
            };
            build_client(resolver, &self.inner.limits)
        });
        client.as_ref().ok_or_else(|| {
            OutboundError::Unavailable(String::from("the outbound client could not be set up"))
        })
    }
}

fn build_client(resolver: CheckedResolver, limits: &OutboundLimits) -> Option<reqwest::Client> {
    let built = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .user_agent(USER_AGENT)
        .connect_timeout(limits.connect)
        .pool_max_idle_per_host(limits.connections_per_host)
        .dns_resolver(Arc::new(resolver))
        .build();
    built.inspect_err(|error| tracing::error!(%error, "could not set up the outbound client")).ok()
}

/// Answers that would be mistaken for the whole, current content are errors.
fn accept(request: &Request, response: Response) -> Result<Response, OutboundError> {
    let conditional = request.headers.contains_key(header::IF_NONE_MATCH)
        || request.headers.contains_key(header::IF_MODIFIED_SINCE);
    if response.status == StatusCode::NOT_MODIFIED && !conditional {
        return Err(OutboundError::Protocol("answered 304 to a request without a validator"));
    }
    if response.status == StatusCode::PARTIAL_CONTENT && !request.headers.contains_key(header::RANGE) {
        return Err(OutboundError::Protocol("answered with a part of the content"));
    }
    Ok(response)
}

fn status_class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        200..=299 => "ok",
        300..=399 => "not_modified_or_redirect",
        400..=499 => "client_error",
        _ => "server_error",
    }
}

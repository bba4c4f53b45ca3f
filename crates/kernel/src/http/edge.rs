//! The outermost service: limits of the head, CORS, rate limit, security headers, compression, the access log, and the
//! answers to what nobody declared. One service instead of a tower of layers, because every read passes it.

use std::convert::Infallible;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, Version, header};
use axum::response::{IntoResponse, Response};
use tower::Service;
use tracing::Instrument as _;

use super::client::TrustedProxies;
use super::compression::Wish;
use super::cors::Cors;
use super::guard::{Arrival, too_many};
use super::health::Health;
use super::lifecycle::Phase;
use super::mount::{self, Mountable};
use super::origin::Origins;
use super::platform::Platform;
use super::quota::{self, Quota};
use super::security::SecurityHeaders;
use super::settings::HttpSettings;
use super::{Lifecycle, cookie, meters, respond};
use crate::feature::{ErrorPage, HealthCheck};
use crate::{Credentials, Error, Services, random};

const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Where a connection comes from; put into the request's extensions by the server.
#[derive(Clone, Copy, Debug)]
pub struct Peer(pub SocketAddr);

/// The whole portal as one service. Cheap to clone.
#[derive(Clone)]
pub struct Edge {
    inner: Arc<Inner>,
    router: Router,
}

struct Inner {
    platform: Arc<Platform>,
    proxies: TrustedProxies,
    cors: Option<Arc<Cors>>,
    limiter: Option<Quota>,
    health: Health,
    request_ids: RequestIds,
}

/// What the edge is made of.
pub(crate) struct EdgeParts {
    pub(crate) features: Vec<Mountable>,
    pub(crate) health: Vec<Arc<dyn HealthCheck>>,
    pub(crate) error_page: Option<ErrorPage>,
}

impl Edge {
    pub(crate) fn new(
        services: &Services,
        lifecycle: &Lifecycle,
        settings: HttpSettings,
        parts: EdgeParts,
    ) -> Result<Self, Error> {
        let config = services.config.root();
        let cors = Cors::from_config(&config)?.map(Arc::new);
        let platform = Arc::new(Platform {
            security: SecurityHeaders::from_config(&config)?,
            origins: Origins::new(&settings, cors.clone()),
            cookie: cookie::SessionCookie::new(&settings),
            failures: Platform::failure_limiter(&settings),
            error_page: parts.error_page,
            nobody: Arc::new(Credentials::nobody()),
            lifecycle: lifecycle.clone(),
            services: services.clone(),
            settings,
        });
        let health = Health::new(services, lifecycle.clone(), parts.health, meters::install()?)?;
        let router = mount::mount(&platform, parts.features, |plugin| quota::of_plugin(&config, plugin))?;
        let inner = Inner {
            platform,
            proxies: TrustedProxies::from_config(&config)?,
            cors,
            limiter: Quota::from_config(&config)?,
            health,
            request_ids: RequestIds::new(),
        };
        Ok(Self { inner: Arc::new(inner), router })
    }

    /// The settings with which it was built.
    pub fn settings(&self) -> &HttpSettings {
        &self.inner.platform.settings
    }

    /// Answers one request of a client at `peer`.
    pub async fn answer(&self, request: Request, peer: IpAddr) -> Response {
        let inner = &*self.inner;
        let started = Instant::now();
        let headers = request.headers();
        let client = inner.proxies.client(peer, headers);
        let origin = inner.cors.as_ref().and_then(|cors| cors.grant(headers));
        let wish = Wish::of(headers);
        let keeps_connections = request.version() < Version::HTTP_2;
        let request_id = inner.request_ids.next();
        let logged = tracing::enabled!(target: "http", tracing::Level::DEBUG)
            .then(|| (request.method().clone(), request.uri().path().to_owned()));

        let arrival =
            Arrival { request_id: Arc::clone(&request_id), client, at: inner.platform.services.clock.now() };
        // Nobody makes this span but a collector of traces; the path of an entity would be a name too many.
        let span = tracing::debug_span!(target: "http", "request", method = %request.method(), request_id = %request_id, status = tracing::field::Empty);
        let mut response = self.route(request, arrival, origin.is_some()).instrument(span.clone()).await;
        span.record("status", response.status().as_u16());

        if let (Some(cors), Some(origin)) = (&inner.cors, origin) {
            cors.apply(origin, response.headers_mut());
        }
        inner.platform.security.apply(response.headers_mut());
        if keeps_connections && inner.platform.lifecycle.phase() >= Phase::Draining {
            // A client that is told goes elsewhere with its next request; one that is not may send it into the closing.
            response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        if response.status().as_u16() >= 400
            && let Ok(id) = HeaderValue::from_str(&request_id)
        {
            response.headers_mut().insert(X_REQUEST_ID, id);
        }
        if let Some(wish) = wish {
            response = wish.grant(response).await;
        }
        if let Some((method, path)) = logged {
            let (status, took) = (response.status().as_u16(), started.elapsed());
            tracing::debug!(target: "http", %method, path, status, ?took, %client, request_id = %request_id, "answered");
        }
        response
    }

    /// The answer itself, without what every answer is given.
    async fn route(&self, mut request: Request, arrival: Arrival, granted: bool) -> Response {
        let inner = &*self.inner;
        if let Some(refusal) = inner.check_head(&request) {
            return refusal;
        }
        if granted
            && let Some(cors) = &inner.cors
            && let Some(preflight) = cors.preflight(request.method(), request.headers())
        {
            return preflight;
        }
        if let Some(limiter) = &inner.limiter
            && let Err(seconds) = limiter.count(arrival.client, arrival.at)
        {
            return inner.failure(&request, too_many(seconds).into_response());
        }
        let authenticator = inner.platform.services.gate.authenticator();
        let path = request.uri().path();
        if let Some(answer) =
            inner.health.answer(path, request.headers(), arrival.client, authenticator).await
        {
            return inner.failure(&request, answer);
        }
        let client = arrival.client;
        request.extensions_mut().insert(arrival);
        let mut router = self.router.clone();
        let Ok(response) = router.call(request).await;
        if let Some(limiter) = &inner.limiter {
            limiter.settle(client, response.status());
        }
        response
    }
}

impl Inner {
    /// Refuses heads over the limits. Source: the limits of [`HttpSettings`].
    fn check_head(&self, request: &Request) -> Option<Response> {
        let settings = &self.platform.settings;
        let url = request.uri().path_and_query().map_or(0, |url| url.as_str().len());
        if url > settings.url_bytes {
            let refusal = respond::refusal(StatusCode::URI_TOO_LONG, "URITooLongError", "URL is too long");
            return Some(self.failure(request, refusal));
        }
        let headers = request.headers();
        if is_ambiguous(headers) {
            return Some(self.failure(request, Error::Input("malformed request".to_owned()).into_response()));
        }
        let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
        if bytes > settings.header_bytes || settings.header_count.is_some_and(|count| headers.len() > count) {
            let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
            let refusal =
                respond::refusal(status, "RequestHeaderFieldsTooLargeError", "request headers are too large");
            return Some(self.failure(request, refusal));
        }
        None
    }

    fn failure(&self, request: &Request, response: Response) -> Response {
        respond::write_failure(response, request.method(), request.uri(), "", self.platform.settings.pretty)
    }
}

/// Two servers could disagree where such a request ends, which smuggles a second one past the first.
fn is_ambiguous(headers: &HeaderMap) -> bool {
    let mut encodings = headers.get_all(header::TRANSFER_ENCODING).iter();
    let Some(first) = encodings.next() else { return false };
    encodings.next().is_some()
        || first.as_bytes().contains(&b',')
        || headers.contains_key(header::CONTENT_LENGTH)
}

impl Service<Request> for Edge {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    /// For tests and embedding: the peer is taken from the request's extensions, else it is this machine.
    fn call(&mut self, request: Request) -> Self::Future {
        let edge = self.clone();
        let peer =
            request.extensions().get::<Peer>().map_or(IpAddr::V4(Ipv4Addr::LOCALHOST), |peer| peer.0.ip());
        Box::pin(async move { Ok(edge.answer(request, peer).await) })
    }
}

/// Ids that are unique across processes and cheap: a random start, then a counter.
struct RequestIds {
    process: String,
    next: AtomicU64,
}

impl RequestIds {
    fn new() -> Self {
        let process: [u8; 4] = random::bytes();
        Self { process: format!("{:08x}-", u32::from_be_bytes(process)), next: AtomicU64::new(1) }
    }

    fn next(&self) -> Arc<str> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        format!("{}{number:x}", self.process).into()
    }
}

//! What stands before every handler: lifecycle, limits, who is calling, what the route accepts; and after it: panics and
//! the body of an error. Knows the declaration of a route, not its meaning.

use std::convert::Infallible;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Instant;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use axum::routing::MethodRouter;
use futures_util::FutureExt;
use hyper::body::Body as _;
use tower::{Service, ServiceExt};

use super::access;
use super::body::{self, BodyLimits, BodyWatch};
use super::meters::RouteMeters;
use super::platform::Platform;
use super::quota::Quota;
use super::respond;
use super::tokens::TokenCache;
use super::{Access, Operation, validation};
use crate::feature::FailedPage;
use crate::identity::Welcome;
use crate::{Credentials, Ctx, Error, Timestamp};

/// What the edge tells the guard about a request.
#[derive(Clone)]
pub(super) struct Arrival {
    pub(super) request_id: Arc<str>,
    pub(super) client: IpAddr,
    pub(super) at: Timestamp,
}

/// What the routes of one feature share.
pub(super) struct Mount {
    pub(super) platform: Arc<Platform>,
    /// The plugin id, to which tokens are presented.
    pub(super) plugin: &'static str,
    /// `/api/<id>`, or empty for pages.
    pub(super) prefix: String,
    pub(super) tokens: TokenCache,
    /// `backend.rateLimit.plugin.<id>`.
    pub(super) limiter: Option<Quota>,
}

/// The declaration of one route, resolved.
pub(super) struct Guard {
    pub(super) mount: Arc<Mount>,
    pub(super) access: Access,
    pub(super) operation: Option<Arc<Operation>>,
    pub(super) body: BodyLimits,
    pub(super) meters: RouteMeters,
}

/// All methods of one path, as the service that the router calls.
#[derive(Clone)]
pub(super) struct PathService {
    pub(super) methods: Arc<[(Method, Guard, MethodRouter)]>,
    /// Stands where no method fits: the barrier comes before "not found", as in Backstage.
    pub(super) otherwise: Arc<Guard>,
}

impl Service<Request> for PathService {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let service = self.clone();
        Box::pin(async move { Ok(service.answer(request).await) })
    }
}

impl PathService {
    pub(super) async fn answer(&self, request: Request) -> Response {
        // A handler of GET answers HEAD as well.
        let found = self
            .find(request.method())
            .or_else(|| if request.method() == Method::HEAD { self.find(&Method::GET) } else { None });
        if let Some((guard, handler)) = found {
            return guard.answer(request, Some(handler)).await;
        }
        self.otherwise.answer(request, None).await
    }

    fn find(&self, wanted: &Method) -> Option<(&Guard, &MethodRouter)> {
        let (_, guard, handler) = self.methods.iter().find(|(method, _, _)| method == wanted)?;
        Some((guard, handler))
    }
}

impl Guard {
    async fn answer(&self, request: Request, handler: Option<&MethodRouter>) -> Response {
        let started = Instant::now();
        let method = request.method().clone();
        let uri = request.uri().clone();
        let is_page = self.access.is_page();
        let reader = (is_page && accepts_html(request.headers())).then(|| request.headers().clone());
        let mut response = match AssertUnwindSafe(self.pass(request, handler)).catch_unwind().await {
            Ok(Ok(response)) => response,
            Ok(Err(error)) => error.into_response(),
            Err(_panic) => Error::internal("a handler panicked").into_response(),
        };
        if response.status().as_u16() >= 400 {
            response = self.finish_failure(response, &method, &uri, reader.as_ref());
        }
        if is_page {
            self.mount.platform.security.apply_to_page(response.headers_mut());
        }
        self.meters.record(response.status().as_u16(), started.elapsed());
        response
    }

    /// Everything in order; the first refusal ends it.
    async fn pass(&self, mut request: Request, handler: Option<&MethodRouter>) -> Result<Response, Error> {
        let platform = &*self.mount.platform;
        let arrival = request.extensions_mut().remove::<Arrival>();
        let arrival = arrival.ok_or_else(|| Error::internal("a request did not come through the edge"))?;
        if let Some(limiter) = &self.mount.limiter {
            limiter.count(arrival.client, arrival.at).map_err(too_many)?;
        }
        platform.lifecycle.admit().await?;
        let credentials = match self.identify(request.headers(), &arrival).await? {
            Some(credentials) => credentials,
            None => Arc::clone(&platform.nobody),
        };
        if matches!(self.access, Access::Page | Access::FrontPage)
            && credentials.principal == crate::Principal::None
        {
            return self.welcome(request, arrival, handler).await;
        }
        access::check(self.access, &credentials, platform.settings.open_by_default)?;
        self.handle(request, arrival, credentials, handler).await
    }

    /// The checks that do not depend on who is calling, and the handler.
    async fn handle(
        &self,
        mut request: Request,
        arrival: Arrival,
        credentials: Arc<Credentials>,
        handler: Option<&MethodRouter>,
    ) -> Result<Response, Error> {
        self.mount.platform.origins.check(request.method(), request.headers())?;
        let Some(handler) = handler else { return Ok(StatusCode::NOT_FOUND.into_response()) };
        if !request.method().is_safe() {
            self.mount.platform.services.audit.admit_change()?;
        }
        let mut watch = BodyWatch::default();
        request = match &self.operation {
            Some(operation) if operation.validated => {
                validation::check(request, operation, self.body).await?
            }
            _ => {
                body::check_declared_length(request.headers(), self.body.bytes)?;
                let (parts, stream) = request.into_parts();
                let (stream, watched) = body::bounded(stream, self.body);
                watch = watched;
                Request::from_parts(parts, stream)
            }
        };
        if !request.body().is_end_stream() {
            // Our own limit stands; axum's would cut bodies that a route declared to take.
            DefaultBodyLimit::disable().apply(&mut request);
        }
        let Arrival { request_id, at, .. } = arrival;
        request.extensions_mut().insert(Ctx { credentials, request_id, now: at });
        let Ok(response) = handler.clone().oneshot(request).await;
        watch.verdict()?;
        Ok(response)
    }

    /// Who is calling, from the bearer token or, where the route takes it, the cookie. A token that is given must be
    /// valid, also where none is needed. Source: auth contract, section 6.
    async fn identify(
        &self,
        headers: &HeaderMap,
        arrival: &Arrival,
    ) -> Result<Option<Arc<Credentials>>, Error> {
        if let Some(token) = access::bearer(headers) {
            return self.verify(token, arrival).await.map(Some);
        }
        if !access::takes_cookie(self.access) {
            return Ok(None);
        }
        let Some(token) = access::cookie(headers) else { return Ok(None) };
        match self.verify(token, arrival).await {
            Ok(credentials) => Ok(Some(credentials)),
            // An old cookie on a page means signing in again, not an error.
            Err(Error::Unauthenticated(_)) if self.access.is_page() => Ok(None),
            Err(error) => Err(error),
        }
    }

    async fn verify(&self, token: &str, arrival: &Arrival) -> Result<Arc<Credentials>, Error> {
        if let Some(credentials) = self.mount.tokens.get(token, arrival.at) {
            return Ok(credentials);
        }
        let platform = &*self.mount.platform;
        platform.failures.check(arrival.client, arrival.at).map_err(too_many)?;
        let Some(authenticator) = platform.services.gate.authenticator() else {
            return Err(Error::Unauthenticated("Illegal token".to_owned()));
        };
        match authenticator.verify(self.mount.plugin, token).await {
            Ok(credentials) => {
                let credentials = Arc::new(credentials);
                self.mount.tokens.put(token, &credentials, arrival.at);
                Ok(credentials)
            }
            Err(error) => {
                if matches!(error, Error::Unauthenticated(_)) {
                    // The refusal of this request stays a 401; only the next one is told to wait.
                    let _ = platform.failures.count(arrival.client, arrival.at);
                }
                Err(error)
            }
        }
    }

    /// A page asked for by nobody: sign in at once where that is allowed, else go to the sign-in page, unless the page greets.
    async fn welcome(
        &self,
        request: Request,
        arrival: Arrival,
        handler: Option<&MethodRouter>,
    ) -> Result<Response, Error> {
        let platform = &*self.mount.platform;
        let Some(authenticator) = platform.services.gate.authenticator() else {
            return Err(Error::Unauthenticated("Missing credentials".to_owned()));
        };
        match authenticator.welcome().await? {
            Welcome::SignInPage(_) if self.access == Access::FrontPage => {
                self.handle(request, arrival, Arc::clone(&platform.nobody), handler).await
            }
            Welcome::SignInPage(path) => {
                let wanted = request.uri().path_and_query().map_or("/", |wanted| wanted.as_str());
                let query = url::form_urlencoded::Serializer::new(String::new())
                    .append_pair("return", wanted)
                    .finish();
                let target = HeaderValue::from_str(&format!("{path}?{query}")).map_err(Error::internal)?;
                Ok((StatusCode::SEE_OTHER, [(header::LOCATION, target)]).into_response())
            }
            Welcome::SignedIn { credentials, token, expires_at } => {
                let mut response = self.handle(request, arrival, Arc::new(credentials), handler).await?;
                if let Some(cookie) = platform.cookie.set(&token, expires_at) {
                    response.headers_mut().append(header::SET_COOKIE, cookie);
                }
                Ok(response)
            }
        }
    }

    fn finish_failure(
        &self,
        mut response: Response,
        method: &Method,
        uri: &Uri,
        reader: Option<&HeaderMap>,
    ) -> Response {
        let platform = &*self.mount.platform;
        if let Some(headers) = reader
            && platform.error_page.is_some()
            && let Some(failure) = response.extensions_mut().remove::<respond::Failure>()
        {
            return html_failure(platform, response, &failure, (uri, headers));
        }
        respond::write_failure(response, method, uri, &self.mount.prefix, platform.settings.pretty)
    }
}

/// The failure as a page, where a feature draws one.
fn html_failure(
    platform: &Platform,
    mut response: Response,
    failure: &respond::Failure,
    (uri, headers): (&Uri, &HeaderMap),
) -> Response {
    let Some(error_page) = &platform.error_page else { return response };
    let status = response.status().as_u16();
    let page =
        error_page(&FailedPage { status, name: failure.name, message: &failure.message, uri, headers });
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response.headers_mut().remove(header::CONTENT_LENGTH);
    *response.body_mut() = page.into();
    response
}

/// The answer to a person who followed an address that leads nowhere; without a page for it, an empty one.
pub(super) fn nothing_here(platform: &Platform, request: &Request) -> Response {
    let response = StatusCode::NOT_FOUND.into_response();
    if !request.method().is_safe() || !accepts_html(request.headers()) {
        return response;
    }
    let failure = respond::Failure { name: "NotFoundError", message: String::new() };
    let mut response = html_failure(platform, response, &failure, (request.uri(), request.headers()));
    platform.security.apply_to_page(response.headers_mut());
    response
}

pub(super) fn too_many(retry_after_seconds: u64) -> Error {
    Error::TooManyRequests { retry_after_seconds }
}

fn accepts_html(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|types| types.contains("text/html"))
}

//! What every mount of the portal shares, and the routes that every plugin has. Knows no feature.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use serde_json::json;

use super::cookie::SessionCookie;
use super::lifecycle::Lifecycle;
use super::origin::Origins;
use super::ratelimit::RateLimiter;
use super::security::SecurityHeaders;
use super::settings::HttpSettings;
use super::{Access, Routes, access, respond};
use crate::feature::ErrorPage;
use crate::identity::Authenticator;
use crate::{Credentials, Ctx, Error, Principal, Services, clock};

/// A cookie that holds for longer than this is left as it is. Source: auth contract, section 6.
const KEEP_COOKIE_MILLISECONDS: i64 = 5 * 60 * 1000;

/// Shared by all guards.
pub(super) struct Platform {
    pub(super) services: Services,
    pub(super) settings: HttpSettings,
    pub(super) lifecycle: Lifecycle,
    pub(super) security: SecurityHeaders,
    pub(super) origins: Origins,
    pub(super) cookie: SessionCookie,
    /// Failed authentications by address.
    pub(super) failures: RateLimiter,
    pub(super) error_page: Option<ErrorPage>,
    pub(super) nobody: Arc<Credentials>,
}

impl Platform {
    pub(super) fn failure_limiter(settings: &HttpSettings) -> RateLimiter {
        RateLimiter::new(Duration::from_mins(1), settings.failed_authentications_per_minute)
    }

    fn authenticator(&self) -> Result<&Arc<dyn Authenticator>, Error> {
        self.services
            .gate
            .authenticator()
            .ok_or_else(|| Error::NotFound("no authentication is installed".to_owned()))
    }
}

/// Which plugin a platform route stands in.
#[derive(Clone)]
struct Place {
    platform: Arc<Platform>,
    plugin: &'static str,
}

/// The authentication routes of one plugin. Source: platform-services contract, sections 1 and 13.
pub(super) fn routes(platform: &Arc<Platform>, plugin: &'static str) -> Routes {
    let place = Place { platform: Arc::clone(platform), plugin };
    let cookie = "/.backstage/auth/v1/cookie";
    Routes::new()
        .add_plain(
            Method::GET,
            "/.backstage/auth/v1/jwks.json",
            Access::Public,
            get(keys).with_state(place.clone()),
        )
        .add_plain(Method::GET, cookie, Access::Cookie, get(issue_cookie).with_state(place.clone()))
        .add_plain(
            Method::DELETE,
            cookie,
            Access::Cookie,
            axum::routing::delete(clear_cookie).with_state(place),
        )
}

async fn keys(State(place): State<Place>) -> Result<Response, Error> {
    let Some(authenticator) = place.platform.services.gate.authenticator() else {
        return Ok(respond::json(&json!({ "keys": [] })));
    };
    Ok(respond::json(&authenticator.plugin_keys(place.plugin).await?))
}

async fn issue_cookie(State(place): State<Place>, ctx: Ctx, headers: HeaderMap) -> Result<Response, Error> {
    if !matches!(ctx.principal(), Principal::User { .. }) {
        return Err(access::not_for("service"));
    }
    let authenticator = place.platform.authenticator()?;
    if let Some(expires_at) = lasting_cookie(&place, &ctx, &headers).await {
        return Ok(respond::json(&json!({ "expiresAt": clock::iso(expires_at) })));
    }
    let (token, expires_at) = authenticator.limited_token(&ctx.credentials).await?;
    let cookie = place.platform.cookie.set(&token, expires_at);
    let cookie = cookie.ok_or_else(|| Error::internal("a limited token fits no header"))?;
    let answer = respond::json(&json!({ "expiresAt": clock::iso(expires_at) }));
    Ok(([(header::SET_COOKIE, cookie)], answer).into_response())
}

/// The end of the cookie that the caller has already, if it is theirs and good for a while.
async fn lasting_cookie(place: &Place, ctx: &Ctx, headers: &HeaderMap) -> Option<i64> {
    let token = access::cookie(headers)?;
    let known = place.platform.authenticator().ok()?.verify(place.plugin, token).await.ok()?;
    let lasts = known.expires_at.filter(|end| *end > ctx.now.saturating_add(KEEP_COOKIE_MILLISECONDS))?;
    (known.principal == *ctx.principal()).then_some(lasts)
}

async fn clear_cookie(State(place): State<Place>) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if let Some(cookie) = place.platform.cookie.clear() {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

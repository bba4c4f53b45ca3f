//! What the configuration says about the HTTP edge, resolved once at start. Knows no request.
//! Source: config contract, `backend.*`; the defaults of limits are Callboard's own.

use std::time::Duration;

use url::Url;

use crate::Error;
use crate::config::{ConfigError, Section};

/// Largest body of a route that does not say otherwise.
pub const BODY_BYTES: usize = 1024 * 1024;
/// Largest JSON body of a validated route. Source: catalog-api contract, section 0.
pub const JSON_BODY_BYTES: usize = 100 * 1024;
/// Longest path and query.
pub const URL_BYTES: usize = 16 * 1024;
/// Names and values of all headers together.
pub const HEADER_BYTES: usize = 32 * 1024;
/// Open connections; the next one is told to come back later.
pub const CONNECTIONS: usize = 1024;
/// From the end of the headers to the end of the body, and from a connection's opening to the end of the headers.
pub const REQUEST_TIME: Duration = Duration::from_secs(30);
/// How long draining waits for open requests before they are cut.
pub const DRAIN_TIME: Duration = Duration::from_secs(20);
/// Wrong tokens from one address in a minute, before it is told to wait.
pub const FAILED_AUTHENTICATIONS: u64 = 100;

/// The settings of the edge. Limits are under `callboard.limits.http.*`.
#[derive(Clone, Debug)]
pub struct HttpSettings {
    pub body_bytes: usize,
    pub json_body_bytes: usize,
    pub url_bytes: usize,
    pub header_bytes: usize,
    pub connections: usize,
    /// `backend.server.requestTimeout`.
    pub request_time: Duration,
    /// `backend.server.headersTimeout`, or `keepAliveTimeout` where that is shorter: both bound how long a connection may
    /// wait for the next request.
    pub header_time: Duration,
    /// `backend.server.maxHeadersCount`.
    pub header_count: Option<usize>,
    /// `backend.server.maxRequestsPerSocket`.
    pub requests_per_connection: Option<u64>,
    pub drain_time: Duration,
    /// `backend.lifecycle.startupRequestPauseTimeout`.
    pub startup_pause: Duration,
    /// `backend.lifecycle.serverShutdownDelay`.
    pub shutdown_delay: Duration,
    pub failed_authentications_per_minute: u64,
    /// `backend.auth.dangerouslyDisableDefaultAuthPolicy`.
    pub open_by_default: bool,
    /// `backend.baseUrl` and `app.baseUrl`.
    pub base_url: Option<Url>,
    pub app_base_url: Option<Url>,
    /// Error bodies on several lines; `NODE_ENV=development`.
    pub pretty: bool,
}

impl HttpSettings {
    pub fn from_config(config: &Section) -> Result<Self, Error> {
        let request_time = time(config, "backend.server.requestTimeout")?.unwrap_or(REQUEST_TIME);
        let header_time = time(config, "backend.server.headersTimeout")?.unwrap_or(REQUEST_TIME);
        let idle_time = time(config, "backend.server.keepAliveTimeout")?.unwrap_or(header_time);
        let limit =
            |name: &str, default: usize| size(config, &format!("callboard.limits.http.{name}"), default);
        Ok(Self {
            body_bytes: limit("bodyBytes", BODY_BYTES)?,
            json_body_bytes: limit("jsonBodyBytes", JSON_BODY_BYTES)?,
            url_bytes: limit("urlBytes", URL_BYTES)?,
            header_bytes: limit("headerBytes", HEADER_BYTES)?,
            connections: limit("connections", CONNECTIONS)?,
            request_time,
            header_time: header_time.min(idle_time),
            header_count: whole(config, "backend.server.maxHeadersCount")?
                .and_then(|n| usize::try_from(n).ok()),
            requests_per_connection: whole(config, "backend.server.maxRequestsPerSocket")?
                .filter(|count| *count > 0),
            drain_time: time(config, "callboard.limits.http.drainTime")?.unwrap_or(DRAIN_TIME),
            startup_pause: time(config, "backend.lifecycle.startupRequestPauseTimeout")?
                .unwrap_or(Duration::from_secs(5)),
            shutdown_delay: time(config, "backend.lifecycle.serverShutdownDelay")?.unwrap_or_default(),
            failed_authentications_per_minute: whole(
                config,
                "callboard.limits.http.failedAuthenticationsPerMinute",
            )?
            .unwrap_or(FAILED_AUTHENTICATIONS),
            open_by_default: config
                .boolean("backend.auth.dangerouslyDisableDefaultAuthPolicy")
                .map_err(at_fault)?
                .unwrap_or(false),
            base_url: base_url(config, "backend.baseUrl")?,
            app_base_url: base_url(config, "app.baseUrl")?,
            pretty: false,
        })
    }
}

/// A configuration mistake found while the portal starts.
#[expect(clippy::needless_pass_by_value, reason = "the shape that `map_err` asks for")]
pub(super) fn at_fault(error: ConfigError) -> Error {
    let place = error.place();
    if place.is_empty() { Error::Input(error.to_string()) } else { Error::Input(format!("{place}: {error}")) }
}

/// A time: a number of milliseconds, or one of Backstage's forms of a duration.
pub(super) fn time(config: &Section, path: &str) -> Result<Option<Duration>, Error> {
    if let Some(milliseconds) = config.get(path).and_then(serde_json::Value::as_u64) {
        return Ok(Some(Duration::from_millis(milliseconds)));
    }
    config.duration(path).map_err(at_fault)
}

/// A whole number that is not negative.
pub(super) fn whole(config: &Section, path: &str) -> Result<Option<u64>, Error> {
    let Some(number) = config.number(path).map_err(at_fault)? else { return Ok(None) };
    if number < 0.0 || number.fract() != 0.0 || number > f64::from(u32::MAX) {
        return Err(Error::Input(format!("{path} must be a whole number of at most {}", u32::MAX)));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked in the lines above")]
    Ok(Some(number as u64))
}

fn size(config: &Section, path: &str, default: usize) -> Result<usize, Error> {
    Ok(whole(config, path)?.map_or(default, |number| usize::try_from(number).unwrap_or(usize::MAX)))
}

fn base_url(config: &Section, path: &str) -> Result<Option<Url>, Error> {
    let Some(text) = config.string(path).map_err(at_fault)? else { return Ok(None) };
    match Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(Some(url)),
        _ => Err(Error::Input(format!("{path} must be an absolute http or https URL"))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn defaults_and_overrides() {
        let settings = HttpSettings::from_config(&Section::root(json!({}))).unwrap();
        assert_eq!(
            (settings.body_bytes, settings.connections, settings.header_time),
            (BODY_BYTES, CONNECTIONS, REQUEST_TIME)
        );
        let config = json!({
            "backend": { "baseUrl": "https://portal.test", "server": { "keepAliveTimeout": 5000, "maxRequestsPerSocket": 3 } },
            "callboard": { "limits": { "http": { "bodyBytes": 10 } } },
        });
        let settings = HttpSettings::from_config(&Section::root(config)).unwrap();
        assert_eq!((settings.body_bytes, settings.header_time.as_secs()), (10, 5));
        assert_eq!((settings.requests_per_connection, settings.request_time), (Some(3), REQUEST_TIME));
    }

    #[test]
    fn mistakes_are_named() {
        for (config, expected) in [
            (json!({ "backend": { "baseUrl": "portal" } }), "backend.baseUrl"),
            (json!({ "app": { "baseUrl": "file:///x" } }), "app.baseUrl"),
            (
                json!({ "callboard": { "limits": { "http": { "connections": 1.5 } } } }),
                "callboard.limits.http.connections",
            ),
        ] {
            let error = HttpSettings::from_config(&Section::root(config)).unwrap_err();
            assert!(error.to_string().starts_with(expected), "{error}");
        }
    }
}

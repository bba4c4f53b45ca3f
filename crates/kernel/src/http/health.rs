//! Readiness, liveness and metrics of the process: the routes outside every plugin. Source: platform-services contract,
//! section 1.

use std::net::IpAddr;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use metrics_exporter_prometheus::PrometheusHandle;
use serde_json::{Value, json};

use super::lifecycle::{Lifecycle, Phase};
use super::settings::at_fault;
use super::{access, respond};
use crate::audit::Audit;
use crate::config::Section;
use crate::feature::HealthCheck;
use crate::identity::Authenticator;
use crate::{Error, Principal, Services};

const READINESS: &str = "/.backstage/health/v1/readiness";
const LIVENESS: &str = "/.backstage/health/v1/liveness";
const METRICS: &str = "/metrics";

/// The plugin id to which a token for `/metrics` is presented.
const METRICS_PLUGIN: &str = "metrics";

/// Who may read `/metrics`: `callboard.metrics.access`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum MetricsAccess {
    /// This machine, or a service token: `protected`, the default.
    Protected,
    Public,
    Off,
}

/// Answers the root routes.
pub(super) struct Health {
    lifecycle: Lifecycle,
    checks: Vec<Arc<dyn HealthCheck>>,
    headers: Vec<(HeaderName, HeaderValue)>,
    metrics: PrometheusHandle,
    metrics_access: MetricsAccess,
    audit: Audit,
}

impl Health {
    pub(super) fn new(
        services: &Services,
        lifecycle: Lifecycle,
        checks: Vec<Arc<dyn HealthCheck>>,
        metrics: PrometheusHandle,
    ) -> Result<Self, Error> {
        let config = services.config.root();
        let access = config.string("callboard.metrics.access").map_err(at_fault)?;
        let metrics_access = match access.as_deref() {
            None | Some("protected") => MetricsAccess::Protected,
            Some("public") => MetricsAccess::Public,
            Some("off") => MetricsAccess::Off,
            Some(_) => {
                return Err(Error::Input(
                    "callboard.metrics.access must be protected, public or off".to_owned(),
                ));
            }
        };
        Ok(Self {
            lifecycle,
            checks,
            headers: extra_headers(&config)?,
            metrics,
            metrics_access,
            audit: services.audit.clone(),
        })
    }

    /// The answer, if the path is one of ours. `client` is the address behind trusted proxies.
    pub(super) async fn answer(
        &self,
        path: &str,
        headers: &HeaderMap,
        client: IpAddr,
        authenticator: Option<&Arc<dyn Authenticator>>,
    ) -> Option<Response> {
        match path {
            READINESS => Some(self.with_headers(self.readiness())),
            LIVENESS => Some(self.with_headers(respond::json(&json!({ "status": "ok" })))),
            METRICS => Some(match self.may_read_metrics(headers, client, authenticator).await {
                Ok(()) => self.render(),
                Err(error) => error.into_response(),
            }),
            _ => None,
        }
    }

    fn readiness(&self) -> Response {
        match self.lifecycle.phase() {
            Phase::Starting => not_ready("Backend has not started yet"),
            Phase::Draining | Phase::Stopped => not_ready("Backend is shutting down"),
            Phase::Serving => {
                for check in &self.checks {
                    if let Err(reason) = check.check() {
                        return not_ready(&format!("{}: {reason}", check.name()));
                    }
                }
                match self.audit.warning() {
                    Some(warning) => respond::json(&json!({ "status": "ok", "warnings": [warning] })),
                    None => respond::json(&json!({ "status": "ok" })),
                }
            }
        }
    }

    fn with_headers(&self, mut response: Response) -> Response {
        for (name, value) in &self.headers {
            response.headers_mut().insert(name, value.clone());
        }
        response
    }

    async fn may_read_metrics(
        &self,
        headers: &HeaderMap,
        client: IpAddr,
        authenticator: Option<&Arc<dyn Authenticator>>,
    ) -> Result<(), Error> {
        match self.metrics_access {
            MetricsAccess::Public => return Ok(()),
            MetricsAccess::Protected if client.is_loopback() => return Ok(()),
            MetricsAccess::Protected => {}
            MetricsAccess::Off => return Err(Error::NotFound("not found".to_owned())),
        }
        let missing = || Error::Unauthenticated("Missing credentials".to_owned());
        let (Some(token), Some(authenticator)) = (access::bearer(headers), authenticator) else {
            return Err(missing());
        };
        match authenticator.verify(METRICS_PLUGIN, token).await?.principal {
            Principal::Service { .. } => Ok(()),
            Principal::User { .. } => Err(access::not_for("user")),
            Principal::None => Err(missing()),
        }
    }

    fn render(&self) -> Response {
        let content_type = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
        ([(header::CONTENT_TYPE, content_type)], self.metrics.render()).into_response()
    }
}

fn not_ready(message: &str) -> Response {
    let body = respond::json(&json!({ "message": message, "status": "error" }));
    let mut response = (StatusCode::SERVICE_UNAVAILABLE, body).into_response();
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// `backend.health.headers`.
fn extra_headers(config: &Section) -> Result<Vec<(HeaderName, HeaderValue)>, Error> {
    let mut headers = Vec::new();
    let Some(Value::Object(configured)) = config.get("backend.health.headers") else { return Ok(headers) };
    for (name, value) in configured {
        let wrong = || Error::Input(format!("backend.health.headers.{name} is not a header"));
        let text = value.as_str().ok_or_else(wrong)?;
        let name = HeaderName::try_from(name.as_str()).map_err(|_invalid| wrong())?;
        headers.push((name, HeaderValue::from_str(text).map_err(|_invalid| wrong())?));
    }
    Ok(headers)
}

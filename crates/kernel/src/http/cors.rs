//! Which other origins may read answers. Source: config contract, `backend.cors`; without it there are no CORS headers.

use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde_json::Value;

use super::settings::{at_fault, whole};
use crate::Error;
use crate::config::Section;

const DEFAULT_METHODS: &str = "GET,HEAD,PUT,PATCH,POST,DELETE";

/// The configured rule.
pub(super) struct Cors {
    origins: Origins,
    methods: HeaderValue,
    /// `None` repeats what the browser asks for.
    allowed_headers: Option<HeaderValue>,
    exposed_headers: Option<HeaderValue>,
    credentials: bool,
    max_age: Option<HeaderValue>,
    preflight_continue: bool,
    success: StatusCode,
}

enum Origins {
    Any,
    Patterns(GlobSet),
}

impl Cors {
    /// `None` when nothing is configured.
    pub(super) fn from_config(config: &Section) -> Result<Option<Self>, Error> {
        let Some(cors) = config.section("backend.cors").map_err(at_fault)? else { return Ok(None) };
        let success = whole(&cors, "optionsSuccessStatus")?.unwrap_or(204);
        let success = u16::try_from(success).ok().and_then(|code| StatusCode::from_u16(code).ok());
        Ok(Some(Self {
            origins: origins(&cors)?,
            methods: list(&cors, "methods")?.unwrap_or(HeaderValue::from_static(DEFAULT_METHODS)),
            allowed_headers: list(&cors, "allowedHeaders")?,
            exposed_headers: list(&cors, "exposedHeaders")?,
            credentials: cors.boolean("credentials").map_err(at_fault)?.unwrap_or(false),
            max_age: whole(&cors, "maxAge")?.map(HeaderValue::from),
            preflight_continue: cors.boolean("preflightContinue").map_err(at_fault)?.unwrap_or(false),
            success: success.ok_or_else(|| {
                Error::Input("backend.cors.optionsSuccessStatus must be a status".to_owned())
            })?,
        }))
    }

    /// The origin of this request, if it may read the answer.
    pub(super) fn grant(&self, request: &HeaderMap) -> Option<HeaderValue> {
        let origin = request.get(header::ORIGIN)?;
        self.allows(origin.to_str().ok()?).then(|| origin.clone())
    }

    pub(super) fn allows(&self, origin: &str) -> bool {
        match &self.origins {
            Origins::Any => true,
            Origins::Patterns(patterns) => patterns.is_match(origin),
        }
    }

    /// Marks an answer as readable by `origin`.
    pub(super) fn apply(&self, origin: HeaderValue, answer: &mut HeaderMap) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        answer.append(header::VARY, HeaderValue::from_static("Origin"));
        if self.credentials {
            answer.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
        if let Some(exposed) = &self.exposed_headers {
            answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed.clone());
        }
    }

    /// The answer to a preflight request of a granted origin; its origin headers are put on by [`Cors::apply`].
    pub(super) fn preflight(&self, method: &Method, request: &HeaderMap) -> Option<Response> {
        if method != Method::OPTIONS || self.preflight_continue {
            return None;
        }
        let mut response = self.success.into_response();
        let headers = response.headers_mut();
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, self.methods.clone());
        match &self.allowed_headers {
            Some(allowed) => {
                headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, allowed.clone());
            }
            None => repeat(request, &header::ACCESS_CONTROL_REQUEST_HEADERS, headers),
        }
        if let Some(seconds) = &self.max_age {
            headers.insert(header::ACCESS_CONTROL_MAX_AGE, seconds.clone());
        }
        headers.insert(header::CONTENT_LENGTH, HeaderValue::from_static("0"));
        Some(response)
    }
}

fn repeat(request: &HeaderMap, asked: &HeaderName, answer: &mut HeaderMap) {
    if let Some(wanted) = request.get(asked) {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, wanted.clone());
        answer.append(header::VARY, HeaderValue::from_static("Access-Control-Request-Headers"));
    }
}

fn origins(cors: &Section) -> Result<Origins, Error> {
    if cors.get("origin") == Some(&Value::Bool(true)) {
        return Ok(Origins::Any);
    }
    let mut patterns = GlobSetBuilder::new();
    for pattern in texts(cors, "origin")? {
        // `*` stays within one part of the origin, and case does not matter, as in Backstage's matcher.
        let glob = GlobBuilder::new(&pattern).case_insensitive(true).literal_separator(true).build();
        patterns.add(glob.map_err(|error| Error::Input(format!("backend.cors.origin: {error}")))?);
    }
    let set = patterns.build().map_err(|error| Error::Input(format!("backend.cors.origin: {error}")))?;
    Ok(Origins::Patterns(set))
}

/// A text, or a list of texts.
fn texts(cors: &Section, key: &str) -> Result<Vec<String>, Error> {
    match cors.get(key) {
        None | Some(Value::Bool(false)) => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text.clone()]),
        Some(_) => Ok(cors.strings(key).map_err(at_fault)?.unwrap_or_default()),
    }
}

fn list(cors: &Section, key: &str) -> Result<Option<HeaderValue>, Error> {
    let items = texts(cors, key)?;
    if items.is_empty() {
        return Ok(None);
    }
    let value = HeaderValue::from_str(&items.join(","));
    value.map(Some).map_err(|_invalid| Error::Input(format!("backend.cors.{key} cannot be sent in a header")))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn cors(value: &Value) -> Cors {
        Cors::from_config(&Section::root(json!({ "backend": { "cors": value } }))).unwrap().unwrap()
    }

    #[test]
    fn origins_are_globs() {
        let rule = cors(&json!({ "origin": ["https://*.corp.test", "http://localhost:3000"] }));
        for (origin, allowed) in [
            ("https://a.corp.test", true),
            ("HTTPS://A.CORP.TEST", true),
            ("https://a.b.corp.test", true),
            ("https://evil.test/.corp.test", false),
            ("https://corp.test.evil.test", false),
            ("http://localhost:3000", true),
            ("http://localhost:3001", false),
            ("null", false),
        ] {
            assert_eq!(rule.allows(origin), allowed, "{origin}");
        }
        assert!(cors(&json!({ "origin": true })).allows("https://any.test"));
        assert!(!cors(&json!({})).allows("https://any.test"));
        assert!(Cors::from_config(&Section::root(json!({}))).unwrap().is_none());
    }

    #[test]
    fn preflight_answers() {
        let rule =
            cors(&json!({ "origin": "*", "methods": ["GET", "PUT"], "maxAge": 60, "credentials": true }));
        let mut request = HeaderMap::new();
        request.insert(header::ACCESS_CONTROL_REQUEST_HEADERS, HeaderValue::from_static("x-a"));
        let mut response = rule.preflight(&Method::OPTIONS, &request).unwrap();
        rule.apply(HeaderValue::from_static("http://x"), response.headers_mut());
        assert_eq!(response.status(), StatusCode::NO_CONTENT);
        for (name, value) in [
            ("access-control-allow-methods", "GET,PUT"),
            ("access-control-allow-headers", "x-a"),
            ("access-control-max-age", "60"),
            ("access-control-allow-origin", "http://x"),
            ("access-control-allow-credentials", "true"),
        ] {
            assert_eq!(response.headers()[name], value, "{name}");
        }
        assert!(rule.preflight(&Method::GET, &request).is_none());
        assert!(cors(&json!({ "preflightContinue": true })).preflight(&Method::OPTIONS, &request).is_none());
    }
}

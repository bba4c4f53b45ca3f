//! Whether a browser sent this request from one of our own pages. Protects every route that a cookie could open.

use std::collections::HashSet;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, header};

use super::access;
use super::cors::Cors;
use super::settings::HttpSettings;
use crate::Error;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The origins that may send requests that change something.
pub(super) struct Origins {
    own: HashSet<String>,
    cors: Option<Arc<Cors>>,
}

impl Origins {
    pub(super) fn new(settings: &HttpSettings, cors: Option<Arc<Cors>>) -> Self {
        let urls = [&settings.base_url, &settings.app_base_url];
        let own = urls.into_iter().flatten().map(|url| url.origin().ascii_serialization()).collect();
        Self { own, cors }
    }

    /// Refuses what another site made a browser send. Requests with a bearer token pass, because a browser adds none by
    /// itself; so do programs that are no browser, which name no origin.
    pub(super) fn check(&self, method: &Method, headers: &HeaderMap) -> Result<(), Error> {
        if method.is_safe() || access::bearer(headers).is_some() {
            return Ok(());
        }
        let site = headers.get(SEC_FETCH_SITE).map(HeaderValue::as_bytes);
        if matches!(site, Some(b"same-origin" | b"none")) {
            return Ok(());
        }
        match headers.get(header::ORIGIN).map(|value| value.to_str().unwrap_or("null")) {
            None if site.is_none() => Ok(()),
            Some(origin) if self.trusts(origin, headers) => Ok(()),
            _ => Err(Error::Forbidden("requests from another site are not allowed".to_owned())),
        }
    }

    fn trusts(&self, origin: &str, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|value| value.to_str().ok());
        let origin_host = origin.split_once("://").map(|(_, host)| host);
        (host.is_some() && host == origin_host)
            || self.own.contains(origin)
            || self.cors.as_ref().is_some_and(|cors| cors.allows(origin))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::Section;

    type Headers<'a> = &'a [(&'a str, &'a str)];

    #[test]
    fn only_own_pages_may_change_things() {
        let config = Section::root(json!({
            "app": { "baseUrl": "https://app.test/portal" },
            "backend": { "baseUrl": "https://api.test", "cors": { "origin": "https://*.friend.test" } },
        }));
        let cors = Cors::from_config(&config).unwrap().map(Arc::new);
        let origins = Origins::new(&HttpSettings::from_config(&config).unwrap(), cors);
        let table: [(&str, Headers<'_>, bool); 11] = [
            ("GET", &[("origin", "https://evil.test")], true),
            ("POST", &[("origin", "https://evil.test")], false),
            ("POST", &[("origin", "https://evil.test"), ("authorization", "Bearer x")], true),
            ("POST", &[("origin", "https://app.test")], true),
            ("POST", &[("origin", "https://app.test.evil.test")], false),
            ("POST", &[("origin", "https://a.friend.test")], true),
            ("POST", &[("origin", "null")], false),
            ("POST", &[("origin", "http://localhost:7007"), ("host", "localhost:7007")], true),
            ("DELETE", &[("sec-fetch-site", "cross-site")], false),
            ("DELETE", &[("sec-fetch-site", "same-origin"), ("origin", "http://x")], true),
            ("POST", &[], true),
        ];
        for (method, pairs, passes) in table {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(HeaderName::from_static(name), value.parse().unwrap());
            }
            let method: Method = method.parse().unwrap();
            assert_eq!(origins.check(&method, &headers).is_ok(), passes, "{method} {pairs:?}");
        }
    }
}

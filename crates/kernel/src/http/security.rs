//! The security headers of every answer, prebuilt. Source: config contract, "Default CSP".

use axum::http::header::{self, Entry, HeaderMap, HeaderName, HeaderValue};
use indexmap::IndexMap;

use super::settings::at_fault;
use crate::Error;
use crate::config::Section;

/// Directives of the wire API, as Backstage sends them, in its order.
const API_DIRECTIVES: [(&str, &str); 10] = [
    ("default-src", "'self'"),
    ("base-uri", "'self'"),
    ("font-src", "'self' https: data:"),
    ("frame-ancestors", "'self'"),
    ("img-src", "'self' data:"),
    ("object-src", "'none'"),
    ("script-src", "'self' 'unsafe-eval'"),
    ("script-src-attr", "'none'"),
    ("style-src", "'self' https: 'unsafe-inline'"),
    ("upgrade-insecure-requests", ""),
];

/// Directives of our own pages, which need no inline script or style and no other origin.
const PAGE_DIRECTIVES: [(&str, &str); 9] = [
    ("default-src", "'self'"),
    ("base-uri", "'none'"),
    ("object-src", "'none'"),
    ("frame-ancestors", "'none'"),
    ("form-action", "'self'"),
    ("script-src", "'self'"),
    ("style-src", "'self'"),
    ("font-src", "'self'"),
    ("img-src", "'self' data:"),
];

/// What `backend.csp` may widen on our pages; scripts, frames around the page and the base address stay closed.
const OPEN_TO_CONFIGURATION: [&str; 5] = ["connect-src", "font-src", "frame-src", "img-src", "media-src"];

const X_DOWNLOAD_OPTIONS: HeaderName = HeaderName::from_static("x-download-options");
const X_PERMITTED_CROSS_DOMAIN_POLICIES: HeaderName =
    HeaderName::from_static("x-permitted-cross-domain-policies");

/// The headers, ready to be put on answers.
pub(super) struct SecurityHeaders {
    always: Vec<(HeaderName, HeaderValue)>,
    page_policy: HeaderValue,
}

impl SecurityHeaders {
    pub(super) fn from_config(config: &Section) -> Result<Self, Error> {
        let changes = configured_directives(config)?;
        let referrer = config.string("backend.referrer").map_err(at_fault)?;
        let referrer = header_value("backend.referrer", referrer.as_deref().unwrap_or("no-referrer"))?;
        let always = vec![
            (header::CONTENT_SECURITY_POLICY, policy(&API_DIRECTIVES, &changes, |_| true)?),
            (header::REFERRER_POLICY, referrer),
            (
                header::STRICT_TRANSPORT_SECURITY,
                HeaderValue::from_static("max-age=15552000; includeSubDomains"),
            ),
            (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
            (header::X_DNS_PREFETCH_CONTROL, HeaderValue::from_static("off")),
            (X_DOWNLOAD_OPTIONS, HeaderValue::from_static("noopen")),
            (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
            (X_PERMITTED_CROSS_DOMAIN_POLICIES, HeaderValue::from_static("none")),
            (header::X_XSS_PROTECTION, HeaderValue::from_static("0")),
        ];
        let page_policy = policy(&PAGE_DIRECTIVES, &changes, |name| OPEN_TO_CONFIGURATION.contains(&name))?;
        Ok(Self { always, page_policy })
    }

    /// Puts each header on the answer that does not have it yet.
    pub(super) fn apply(&self, headers: &mut HeaderMap) {
        headers.reserve(self.always.len() + 2);
        for (name, value) in &self.always {
            if let Entry::Vacant(vacant) = headers.entry(name) {
                vacant.insert(value.clone());
            }
        }
    }

    /// The stricter headers of our own pages.
    pub(super) fn apply_to_page(&self, headers: &mut HeaderMap) {
        if let Entry::Vacant(vacant) = headers.entry(header::CONTENT_SECURITY_POLICY) {
            vacant.insert(self.page_policy.clone());
        }
        if let Entry::Vacant(vacant) = headers.entry(header::X_FRAME_OPTIONS) {
            vacant.insert(HeaderValue::from_static("DENY"));
        }
    }
}

/// `backend.csp`: directive to its sources, or `None` for one that is taken away.
type Changes = IndexMap<String, Option<String>>;

fn configured_directives(config: &Section) -> Result<Changes, Error> {
    let mut changes = Changes::new();
    let Some(csp) = config.section("backend.csp").map_err(at_fault)? else { return Ok(changes) };
    for key in csp.keys() {
        let path = format!("backend.csp.{key}");
        let sources = match csp.get(&key) {
            Some(serde_json::Value::Bool(false)) => None,
            Some(serde_json::Value::Array(items)) => {
                let words: Option<Vec<&str>> = items.iter().map(serde_json::Value::as_str).collect();
                Some(words.ok_or_else(|| not_a_directive(&path))?.join(" "))
            }
            _ => return Err(not_a_directive(&path)),
        };
        changes.insert(kebab_case(&key), sources);
    }
    Ok(changes)
}

fn not_a_directive(path: &str) -> Error {
    Error::Input(format!("{path} must be a list of texts, or false"))
}

fn policy(
    defaults: &[(&str, &str)],
    changes: &Changes,
    may_change: impl Fn(&str) -> bool,
) -> Result<HeaderValue, Error> {
    let mut directives: Changes =
        defaults.iter().map(|(name, sources)| ((*name).to_owned(), Some((*sources).to_owned()))).collect();
    for (name, sources) in changes {
        if may_change(name) {
            directives.insert(name.clone(), sources.clone());
        }
    }
    let mut text = String::new();
    for (name, sources) in &directives {
        let Some(sources) = sources else { continue };
        if !text.is_empty() {
            text.push(';');
        }
        text.push_str(name);
        if !sources.is_empty() {
            text.push(' ');
            text.push_str(sources);
        }
    }
    header_value("backend.csp", &text)
}

fn header_value(path: &str, text: &str) -> Result<HeaderValue, Error> {
    if text.contains([';', ',']) && path == "backend.referrer" {
        return Err(Error::Input(format!("{path} must be one policy")));
    }
    HeaderValue::from_str(text).map_err(|_invalid| Error::Input(format!("{path} cannot be sent in a header")))
}

fn kebab_case(name: &str) -> String {
    let mut text = String::with_capacity(name.len() + 2);
    for character in name.chars() {
        if character.is_ascii_uppercase() {
            text.push('-');
        }
        text.push(character.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policies(config: serde_json::Value) -> (String, String) {
        let headers = SecurityHeaders::from_config(&Section::root(config)).unwrap();
        let mut api = HeaderMap::new();
        headers.apply(&mut api);
        let text = |value: &HeaderValue| value.to_str().unwrap().to_owned();
        (text(&api[header::CONTENT_SECURITY_POLICY]), text(&headers.page_policy))
    }

    #[test]
    fn the_default_policy_is_backstages() {
        let (api, page) = policies(json!({}));
        assert_eq!(
            api,
            "default-src 'self';base-uri 'self';font-src 'self' https: data:;frame-ancestors 'self';img-src 'self' \
             data:;object-src 'none';script-src 'self' 'unsafe-eval';script-src-attr 'none';style-src 'self' https: \
             'unsafe-inline';upgrade-insecure-requests"
        );
        assert!(!page.contains("unsafe"), "{page}");
    }

    #[test]
    fn configuration_changes_single_directives() {
        let csp = json!({ "connectSrc": ["'self'", "http:"], "upgrade-insecure-requests": false, "script-src": ["*"] });
        let (api, page) = policies(json!({ "backend": { "csp": csp } }));
        assert!(api.ends_with("'unsafe-inline';connect-src 'self' http:"), "{api}");
        assert!(api.contains("script-src *;"), "{api}");
        assert!(page.contains("script-src 'self';") && page.ends_with("connect-src 'self' http:"), "{page}");
    }

    #[test]
    fn mistakes_are_named() {
        for csp in [json!({ "img-src": "x" }), json!({ "img-src": [1] }), json!({ "img-src": ["a\nb"] })] {
            let config = Section::root(json!({ "backend": { "csp": csp } }));
            assert!(SecurityHeaders::from_config(&config).is_err());
        }
    }

    #[test]
    fn an_answers_own_header_stays() {
        let headers = SecurityHeaders::from_config(&Section::root(json!({}))).unwrap();
        let mut answer = HeaderMap::new();
        answer.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
        headers.apply(&mut answer);
        assert_eq!(answer[header::CONTENT_SECURITY_POLICY], "sandbox");
        assert_eq!(answer[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    }
}

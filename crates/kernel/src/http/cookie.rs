//! The session cookie: its attributes and its text. Source: auth contract, section 6.

use axum::http::HeaderValue;
use axum::http::header::InvalidHeaderValue;

use super::access::COOKIE_NAME;
use super::settings::HttpSettings;
use crate::{Secret, Timestamp};

/// The attributes that depend on where the portal is reached.
pub(super) struct SessionCookie {
    attributes: String,
    tail: &'static str,
}

impl SessionCookie {
    pub(super) fn new(settings: &HttpSettings) -> Self {
        let host = settings.base_url.as_ref().and_then(|url| url.host_str());
        let https = settings.base_url.as_ref().is_some_and(|url| url.scheme() == "https");
        let secure = https || host == Some("localhost");
        let app_host = settings.app_base_url.as_ref().and_then(|url| url.host_str());
        // A page on another host can only send the cookie when it is not bound to our site.
        let other_site = app_host.is_some() && host.is_some() && app_host != host;
        Self {
            attributes: host.map_or_else(String::new, |host| format!(" Domain={host};")),
            tail: match (secure, other_site) {
                (true, true) => "HttpOnly; Secure; Priority=High; SameSite=None",
                (true, false) => "HttpOnly; Secure; Priority=High; SameSite=Lax",
                (false, _) => "HttpOnly; Priority=High; SameSite=Lax",
            },
        }
    }

    /// `Set-Cookie` for a limited token. A token that fits no header gives `None`.
    pub(super) fn set(&self, token: &Secret, expires_at: Timestamp) -> Option<HeaderValue> {
        let mut value = self.header(token.reveal(), expires_at).ok()?;
        value.set_sensitive(true);
        Some(value)
    }

    /// `Set-Cookie` that takes the cookie away.
    pub(super) fn clear(&self) -> Option<HeaderValue> {
        self.header("", 0).ok()
    }

    fn header(&self, token: &str, expires_at: Timestamp) -> Result<HeaderValue, InvalidHeaderValue> {
        let expires = http_date(expires_at);
        let Self { attributes, tail } = self;
        HeaderValue::from_str(&format!(
            "{COOKIE_NAME}={token};{attributes} Path=/; Expires={expires}; {tail}"
        ))
    }
}

fn http_date(at: Timestamp) -> String {
    let moment = jiff::Timestamp::from_millisecond(at).unwrap_or_default();
    moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::config::Section;

    #[test]
    fn attributes_follow_the_address() {
        let at = 1_795_394_955_000;
        for (backend, app, expected) in [
            (
                "http://127.0.0.1:7007",
                "http://127.0.0.1:7007",
                "backstage-auth=t; Domain=127.0.0.1; Path=/; Expires=Mon, 23 Nov 2026 00:49:15 GMT; HttpOnly; \
                 Priority=High; SameSite=Lax",
            ),
            (
                "https://api.test",
                "https://app.test",
                "backstage-auth=t; Domain=api.test; Path=/; Expires=Mon, 23 Nov 2026 00:49:15 GMT; HttpOnly; Secure; \
                 Priority=High; SameSite=None",
            ),
            (
                "http://localhost:7007",
                "http://localhost:3000",
                "backstage-auth=t; Domain=localhost; Path=/; Expires=Mon, 23 Nov 2026 00:49:15 GMT; HttpOnly; Secure; \
                 Priority=High; SameSite=Lax",
            ),
        ] {
            let config =
                Section::root(json!({ "backend": { "baseUrl": backend }, "app": { "baseUrl": app } }));
            let cookie = SessionCookie::new(&HttpSettings::from_config(&config).unwrap());
            assert_eq!(cookie.set(&Secret::new("t"), at).unwrap().to_str().unwrap(), expected);
        }
        let cookie = SessionCookie::new(&HttpSettings::from_config(&Section::root(json!({}))).unwrap());
        let cleared = cookie.clear().unwrap();
        assert!(
            cleared
                .to_str()
                .unwrap()
                .starts_with("backstage-auth=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT")
        );
        assert!(cookie.set(&Secret::new("a\r\nb"), at).is_none());
    }
}

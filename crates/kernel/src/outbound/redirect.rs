//! The next hop of a redirect, and what may be told to it. Does not decide whether the hop is allowed.

use http::{HeaderMap, HeaderName, Method, header};
use url::Url;

use super::target::{self, Origin};
use super::{OutboundError, Response};

/// What another host is told; everything else may carry a credential under a name that we do not know.
const HARMLESS_HEADERS: [HeaderName; 6] = [
    header::ACCEPT,
    header::ACCEPT_ENCODING,
    header::ACCEPT_LANGUAGE,
    header::IF_MODIFIED_SINCE,
    header::IF_NONE_MATCH,
    header::RANGE,
];

/// Where a request goes next, and with which headers.
pub(super) struct Hop {
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
}

/// `None` when the answer is final: not a redirect, or one of a method that must not be repeated elsewhere.
pub(super) fn next(method: &Method, hop: &Hop, response: &Response) -> Result<Option<Hop>, OutboundError> {
    let redirects = matches!(response.status.as_u16(), 301 | 302 | 303 | 307 | 308);
    if !redirects || !matches!(*method, Method::GET | Method::HEAD) {
        return Ok(None);
    }
    let location = response.headers.get(header::LOCATION).and_then(|value| value.to_str().ok());
    let joined = location.and_then(|location| checked_join(&hop.url, location));
    let Some(joined) = joined else {
        return Err(OutboundError::Protocol("redirected to no valid place"));
    };
    let url = target::parse(joined.as_str())?;
    let same_origin = Origin::of(&url) == Origin::of(&hop.url) && url.scheme() == hop.url.scheme();
    let headers = if same_origin { hop.headers.clone() } else { harmless(&hop.headers) };
    Ok(Some(Hop { url, headers }))
}

/// The parser repairs backslashes and the like; a redirect that needs repair is refused.
fn checked_join(base: &Url, location: &str) -> Option<Url> {
    if location.contains('\\') || location.chars().any(char::is_control) {
        return None;
    }
    base.join(location).ok()
}

fn harmless(headers: &HeaderMap) -> HeaderMap {
    let mut kept = HeaderMap::new();
    for name in HARMLESS_HEADERS {
        if let Some(value) = headers.get(&name) {
            kept.insert(name, value.clone());
        }
    }
    kept
}

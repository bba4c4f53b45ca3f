//! Cookies that keep a choice of the reader in their browser. They hold no secret; the page's script may read them.

use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use kernel::{Config, Error};

/// How long a browser keeps a choice, in seconds: a year.
const LIFETIME: u32 = 365 * 24 * 60 * 60;

/// The value of a cookie, or the empty text.
pub fn find<'a>(headers: &'a HeaderMap, wanted: &str) -> &'a str {
    for line in headers.get_all(header::COOKIE) {
        for pair in line.to_str().unwrap_or_default().split(';') {
            if let Some((name, value)) = pair.split_once('=')
                && name.trim() == wanted
            {
                return value.trim();
            }
        }
    }
    ""
}

/// Has the browser keep a value, or forget it where it is empty. `value` must be of letters that cookies may have. Where
/// readers come by https, the cookie is kept to it.
pub fn keep(response: &mut Response, config: &Config, name: &str, value: &str) -> Result<(), Error> {
    let lifetime = if value.is_empty() { 0 } else { LIFETIME };
    let base = config.root().string("app.baseUrl").ok().flatten();
    let secure = if base.is_some_and(|url| url.starts_with("https:")) { "; Secure" } else { "" };
    let cookie = format!("{name}={value}; Path=/; Max-Age={lifetime}; SameSite=Lax{secure}");
    let cookie = HeaderValue::from_str(&cookie).map_err(Error::internal)?;
    response.headers_mut().append(header::SET_COOKIE, cookie);
    Ok(())
}

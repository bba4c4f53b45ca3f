//! One reader at one address.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri};
use kernel::extension::Flags;
use kernel::{Credentials, Ctx, Timestamp};
use std::sync::Arc;
use ui::shortcuts::{self, Keys};
use ui::{Dates, Rail, Theme, dates, rail, theme};

use crate::cookie;

/// Who reads which address in which colours.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Nobody, on pages that are open to anybody.
    pub ctx: Ctx,
    /// Path and query as asked for.
    pub address: String,
    pub theme: Theme,
    pub rail: Rail,
    pub dates: Dates,
    pub keys: Keys,
    pub flags: Flags,
}

/// The cookie that holds the flags that are on, as [`Flags::text`] writes them.
pub const FLAGS_COOKIE: &str = "callboard-flags";

/// The moment that stands for "unknown", where a page has to be drawn for a request that no guard let in.
const NO_MOMENT: Timestamp = 0;

impl Visit {
    /// A visit of nobody known, for pages that say why there is no page.
    pub fn unknown(uri: &Uri, headers: &HeaderMap) -> Self {
        let credentials = Arc::new(Credentials::nobody());
        let ctx = Ctx { credentials, request_id: "unknown".into(), now: NO_MOMENT };
        let theme = Theme::named(cookie::find(headers, theme::COOKIE));
        let rail = Rail::named(cookie::find(headers, rail::COOKIE));
        let dates = Dates::named(cookie::find(headers, dates::COOKIE));
        let keys = Keys::named(cookie::find(headers, shortcuts::COOKIE));
        let flags = Flags::read(cookie::find(headers, FLAGS_COOKIE));
        Self { ctx, address: address(uri), theme, rail, dates, keys, flags }
    }

    /// The path without the query.
    pub fn path(&self) -> &str {
        self.address.split('?').next().unwrap_or_default()
    }
}

impl<S: Sync> FromRequestParts<S> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let uri = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |original| &original.0);
        let mut visit = Self::unknown(uri, &parts.headers);
        if let Some(ctx) = parts.extensions.get::<Ctx>() {
            visit.ctx = ctx.clone();
        }
        Ok(visit)
    }
}

fn address(uri: &Uri) -> String {
    uri.path_and_query().map_or("/", |address| address.as_str()).to_owned()
}

#[cfg(test)]
mod tests {
    use axum::http::header;

    use super::*;

    #[test]
    fn colours_the_width_of_the_rail_and_dates_come_from_cookies() {
        let table = [
            ("", Theme::System),
            ("callboard-theme=dark", Theme::Dark),
            ("a=b; callboard-theme=light ; c=d", Theme::Light),
            ("xcallboard-theme=dark", Theme::System),
            ("callboard-theme=purple", Theme::System),
        ];
        for (cookie, expected) in table {
            let mut headers = HeaderMap::new();
            headers.insert(header::COOKIE, cookie.parse().unwrap());
            let visit = Visit::unknown(&Uri::from_static("/"), &headers);
            assert_eq!((visit.theme, visit.rail), (expected, Rail::Wide), "{cookie}");
        }
        let mut headers = HeaderMap::new();
        headers.insert(
            header::COOKIE,
            "callboard-theme=dark; callboard-rail=narrow; callboard-dates=iso.utc".parse().unwrap(),
        );
        let visit = Visit::unknown(&Uri::from_static("/"), &headers);
        assert_eq!((visit.theme, visit.rail), (Theme::Dark, Rail::Narrow));
        assert_eq!(visit.dates.name(), "iso.utc");
    }

    #[test]
    fn addresses_keep_their_query() {
        let visit =
            Visit::unknown(&Uri::from_static("http://host/catalog?filters[kind]=api"), &HeaderMap::new());
        assert_eq!((visit.address.as_str(), visit.path()), ("/catalog?filters[kind]=api", "/catalog"));
    }
}

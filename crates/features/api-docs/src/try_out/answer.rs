//! What an API answered, as it is shown: text within a limit, JSON on several lines, never anything that a browser would
//! run or fetch.

use std::time::Duration;

use kernel::outbound::Response;

use super::pretty;

/// Bytes of a body that are shown.
const SHOWN_BODY: usize = 64 * 1024;
/// Headers that are shown, and characters of each.
const SHOWN_HEADERS: usize = 60;
const SHOWN_HEADER: usize = 1_000;

/// An answer.
pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The usual words for the status.
    pub(crate) reason: &'static str,
    pub(crate) time: Duration,
    pub(crate) headers: Vec<(String, String)>,
    /// Bytes of the whole body, unpacked.
    pub(crate) size: usize,
    pub(crate) body: Body,
}

/// What can be shown of a body.
pub(crate) enum Body {
    Empty,
    /// `is_cut` says that there is more.
    Text {
        text: String,
        is_cut: bool,
    },
    /// No text; its media type.
    Binary(String),
}

impl Answer {
    pub(crate) fn of(response: &Response, time: Duration) -> Self {
        let headers = response.headers.iter().take(SHOWN_HEADERS).map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.to_string(), ui::shorten(&value, SHOWN_HEADER))
        });
        let media_type = response.headers.get(http::header::CONTENT_TYPE);
        let media_type = media_type.and_then(|value| value.to_str().ok()).unwrap_or("data");
        Self {
            status: response.status.as_u16(),
            reason: response.status.canonical_reason().unwrap_or_default(),
            time,
            headers: headers.collect(),
            size: response.body.len(),
            body: body(&response.body, media_type),
        }
    }
}

fn body(bytes: &[u8], media_type: &str) -> Body {
    if bytes.is_empty() {
        return Body::Empty;
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Body::Binary(media_type.to_owned()) };
    if text.chars().take(SHOWN_BODY).any(|letter| letter.is_control() && !letter.is_whitespace()) {
        return Body::Binary(media_type.to_owned());
    }
    if let Some((text, is_cut)) = pretty::json(text, SHOWN_BODY) {
        return Body::Text { text, is_cut };
    }
    let end = text.floor_char_boundary(SHOWN_BODY.min(text.len()));
    Body::Text { text: text.get(..end).unwrap_or_default().to_owned(), is_cut: end < text.len() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_are_shown_as_text_or_not_at_all() {
        assert!(matches!(body(b"", "x"), Body::Empty));
        assert!(matches!(body(b"\x89PNG\r\n", "image/png"), Body::Binary(found) if found == "image/png"));
        assert!(matches!(body(b"a\0b", "text/plain"), Body::Binary(_)));
        assert!(
            matches!(body("<b>é</b>\n".as_bytes(), "text/html"), Body::Text { text, is_cut: false } if text == "<b>é</b>\n")
        );
        let long = "é".repeat(SHOWN_BODY);
        assert!(
            matches!(body(long.as_bytes(), "x"), Body::Text { text, is_cut: true } if text.len() == SHOWN_BODY)
        );
    }
}

//! Which answers pass by themselves, and when to ask again. Knows headers, not hosts.

use std::time::Duration;

use http::{HeaderMap, StatusCode, header};

use crate::Timestamp;

/// No server is believed further than this.
const LONGEST_RETRY_AFTER: Duration = Duration::from_hours(24);

/// Statuses that are worth another try.
pub(super) fn is_passing(status: StatusCode) -> bool {
    matches!(status.as_u16(), 429 | 502 | 503 | 504)
}

/// 429, and the 403 by which GitHub and others say that the allowance is used up.
pub(super) fn is_rate_limit(status: StatusCode, headers: &HeaderMap) -> bool {
    status == StatusCode::TOO_MANY_REQUESTS
        || (status == StatusCode::FORBIDDEN
            && (headers.contains_key(header::RETRY_AFTER) || allowance_is_spent(headers)))
}

/// Whether the host counts requests and says that none is left.
pub(super) fn allowance_is_spent(headers: &HeaderMap) -> bool {
    ["x-ratelimit-remaining", "ratelimit-remaining"].iter().any(|name| text(headers, name) == Some("0"))
}

/// `Retry-After` as seconds or a date, else the moment at which a spent allowance is renewed.
pub(super) fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let named = text(headers, header::RETRY_AFTER.as_str()).and_then(|value| seconds_or_date(value, now));
    let renewed = || {
        let reset = text(headers, "x-ratelimit-reset").filter(|_| allowance_is_spent(headers))?;
        let reset: i64 = reset.parse().ok()?;
        Some(until(reset.saturating_mul(1_000), now))
    };
    named.or_else(renewed).map(|wait| wait.min(LONGEST_RETRY_AFTER))
}

/// Doubles from `first`, with up to a quarter more so that many callers do not come back together.
pub(super) fn back_off(attempt: u32, first: Duration) -> Duration {
    let pause = first.saturating_mul(1 << attempt.min(10));
    let [dice] = crate::random::bytes::<1>();
    pause + pause.mul_f64(f64::from(dice) / 1024.0)
}

fn seconds_or_date(value: &str, now: Timestamp) -> Option<Duration> {
    if let Ok(seconds) = value.parse::<u32>() {
        return Some(Duration::from_secs(u64::from(seconds)));
    }
    let date = jiff::fmt::rfc2822::parse(value).ok()?;
    Some(until(date.timestamp().as_millisecond(), now))
}

fn until(moment: Timestamp, now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(moment.saturating_sub(now)).unwrap_or_default())
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-11-23T00:00:00Z
    const NOW: Timestamp = 1_795_392_000_000;

    #[test]
    fn reads_when_to_come_back() {
        type Headers = &'static [(&'static str, &'static str)];
        let cases: [(Headers, Option<u64>); 8] = [
            (&[], None),
            (&[("retry-after", "20")], Some(20)),
            (&[("retry-after", "Mon, 23 Nov 2026 00:01:00 GMT")], Some(60)),
            (&[("retry-after", "Sun, 22 Nov 2026 00:01:00 GMT")], Some(0)),
            (&[("retry-after", "soon")], None),
            (&[("retry-after", "4000000000")], Some(24 * 3_600)),
            (&[("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1795392030")], Some(30)),
            (&[("x-ratelimit-remaining", "1"), ("x-ratelimit-reset", "1795392030")], None),
        ];
        for (pairs, expected) in cases {
            let mut headers = HeaderMap::new();
            for (name, value) in pairs {
                headers.insert(http::HeaderName::from_static(name), value.parse().unwrap());
            }
            assert_eq!(retry_after(&headers, NOW), expected.map(Duration::from_secs), "{pairs:?}");
        }
    }

    #[test]
    fn a_plain_403_is_no_rate_limit() {
        let mut headers = HeaderMap::new();
        assert!(!is_rate_limit(StatusCode::FORBIDDEN, &headers));
        assert!(is_rate_limit(StatusCode::TOO_MANY_REQUESTS, &headers));
        headers.insert("x-ratelimit-remaining", "0".parse().unwrap());
        assert!(is_rate_limit(StatusCode::FORBIDDEN, &headers));
        assert!(!is_rate_limit(StatusCode::OK, &headers));
    }
}

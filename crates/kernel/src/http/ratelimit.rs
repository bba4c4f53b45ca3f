//! How many requests one address may make in a window of time. Knows nothing of HTTP.

use std::collections::HashMap;
use std::net::IpAddr;
use std::time::Duration;

use parking_lot::Mutex;

use crate::Timestamp;

/// Addresses counted at once. When full, the ended windows go first and then all: a flood from very many addresses
/// loosens the limit rather than filling memory.
const CAPACITY: usize = 50_000;

/// A fixed window per address, as Backstage's limiter counts. Source: config contract, `backend.rateLimit`.
pub(super) struct RateLimiter {
    window: i64,
    limit: u64,
    counted: Mutex<HashMap<IpAddr, Window>>,
}

#[derive(Clone, Copy)]
struct Window {
    ends: Timestamp,
    count: u64,
}

impl RateLimiter {
    pub(super) fn new(window: Duration, limit: u64) -> Self {
        let window = i64::try_from(window.as_millis()).unwrap_or(i64::MAX).max(1);
        Self { window, limit, counted: Mutex::new(HashMap::new()) }
    }

    /// Counts one; over the limit it gives the seconds until the window ends.
    pub(super) fn count(&self, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        let mut counted = self.counted.lock();
        if counted.len() >= CAPACITY && !counted.contains_key(&address) {
            counted.retain(|_, window| now < window.ends);
            if counted.len() >= CAPACITY {
                counted.clear();
            }
        }
        let fresh = Window { ends: now.saturating_add(self.window), count: 0 };
        let window = counted.entry(address).or_insert(fresh);
        if now >= window.ends {
            *window = fresh;
        }
        window.count += 1;
        if window.count > self.limit { Err(seconds_until(window.ends, now)) } else { Ok(()) }
    }

    /// Whether the limit has been reached, without counting.
    pub(super) fn check(&self, address: IpAddr, now: Timestamp) -> Result<(), u64> {
        let counted = self.counted.lock();
        match counted.get(&address) {
            Some(window) if now < window.ends && window.count >= self.limit => {
                Err(seconds_until(window.ends, now))
            }
            _ => Ok(()),
        }
    }

    /// Takes one count back, for requests that the configuration leaves out afterwards.
    pub(super) fn forgive(&self, address: IpAddr) {
        if let Some(window) = self.counted.lock().get_mut(&address) {
            window.count = window.count.saturating_sub(1);
        }
    }
}

fn seconds_until(ends: Timestamp, now: Timestamp) -> u64 {
    u64::try_from(ends.saturating_sub(now)).unwrap_or(0).div_ceil(1000).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 1));
    const B: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 2));

    #[test]
    fn counts_by_address_and_window() {
        let limiter = RateLimiter::new(Duration::from_mins(1), 2);
        assert_eq!(limiter.count(A, 0), Ok(()));
        assert_eq!(limiter.check(A, 0), Ok(()));
        assert_eq!(limiter.count(A, 1), Ok(()));
        assert_eq!(limiter.check(A, 1_000), Err(59));
        assert_eq!(limiter.count(A, 59_500), Err(1));
        assert_eq!(limiter.count(B, 59_500), Ok(()));
        assert_eq!(limiter.count(A, 60_000), Ok(()));
    }

    #[test]
    fn forgiven_requests_do_not_count() {
        let limiter = RateLimiter::new(Duration::from_mins(1), 1);
        assert_eq!(limiter.count(A, 0), Ok(()));
        limiter.forgive(A);
        assert_eq!(limiter.count(A, 0), Ok(()));
        assert!(limiter.count(A, 0).is_err());
    }
}

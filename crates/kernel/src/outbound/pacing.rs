//! What is remembered of other hosts: how many requests are under way there, and until when they want to be left alone.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{Semaphore, SemaphorePermit};

use super::OutboundError;
use super::target::Origin;
use crate::{Clock, Timestamp};

/// Hosts remembered; idle ones are forgotten beyond it.
const HOSTS: usize = 1_024;
/// Refused URLs remembered; those whose time has passed are forgotten beyond it, then any.
const URLS: usize = 16_384;
/// A host that refuses this many requests in a row is taken to mean all of them, not only these URLs.
const REFUSALS_IN_A_ROW: u32 = 10;

pub(super) struct Pacing {
    clock: Clock,
    places_per_host: usize,
    hosts: Mutex<HashMap<Origin, Arc<HostState>>>,
    refused_urls: Mutex<HashMap<String, Timestamp>>,
}

/// One host and port.
pub(super) struct HostState {
    places: Semaphore,
    refused_until: AtomicI64,
    refusals: AtomicU32,
}

impl HostState {
    /// Waits for a place, so that a slow host holds up only those who ask the same host.
    pub(super) async fn place(&self) -> Result<SemaphorePermit<'_>, OutboundError> {
        let Ok(place) = self.places.acquire().await else {
            return Err(OutboundError::Unavailable(String::from("the portal is shutting down")));
        };
        Ok(place)
    }

    /// The host is answering again.
    pub(super) fn answered(&self) {
        self.refusals.store(0, Ordering::Relaxed);
    }
}

impl Pacing {
    pub(super) fn new(clock: Clock, places_per_host: usize) -> Self {
        Self { clock, places_per_host, hosts: Mutex::default(), refused_urls: Mutex::default() }
    }

    pub(super) fn host(&self, origin: &Origin) -> Arc<HostState> {
        let mut hosts = self.hosts.lock();
        if let Some(host) = hosts.get(origin) {
            return Arc::clone(host);
        }
        if hosts.len() >= HOSTS {
            let now = self.clock.now();
            hosts.retain(|_, host| {
                Arc::strong_count(host) > 1 || host.refused_until.load(Ordering::Relaxed) > now
            });
        }
        let host = Arc::new(HostState {
            places: Semaphore::new(self.places_per_host),
            refused_until: AtomicI64::new(0),
            refusals: AtomicU32::new(0),
        });
        hosts.insert(origin.clone(), Arc::clone(&host));
        host
    }

    /// How long this URL must still not be asked for, if at all.
    pub(super) fn still_refused(&self, host: &HostState, url: &str) -> Option<Duration> {
        let now = self.clock.now();
        let url_until = self.refused_urls.lock().get(url).copied().unwrap_or_default();
        let until = host.refused_until.load(Ordering::Relaxed).max(url_until);
        let left = u64::try_from(until - now).ok().filter(|left| *left > 0)?;
        Some(Duration::from_millis(left))
    }

    /// Remembers a refusal. It covers the whole host when the host says that nothing is left of an allowance, or when
    /// it has refused everything of late; else only this URL, as one repository may be limited and others not.
    pub(super) fn refused(
        &self,
        host: &HostState,
        url: &str,
        retry_after: Duration,
        allowance_is_spent: bool,
    ) {
        let now = self.clock.now();
        let until = now.saturating_add(i64::try_from(retry_after.as_millis()).unwrap_or(i64::MAX));
        let in_a_row = host.refusals.fetch_add(1, Ordering::Relaxed) + 1;
        if allowance_is_spent || in_a_row >= REFUSALS_IN_A_ROW {
            host.refused_until.fetch_max(until, Ordering::Relaxed);
        }
        let mut urls = self.refused_urls.lock();
        if urls.len() >= URLS {
            urls.retain(|_, until| *until > now);
        }
        if urls.len() >= URLS {
            urls.clear();
        }
        urls.insert(url.to_owned(), until);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_urls_and_hosts() {
        let clock = Clock::fixed(1_000);
        let pacing = Pacing::new(clock.clone(), 1);
        let host = pacing.host(&Origin { host: String::from("a.test"), port: 443 });
        let twenty = Duration::from_secs(20);
        pacing.refused(&host, "https://a.test/1", twenty, false);
        assert_eq!(pacing.still_refused(&host, "https://a.test/1"), Some(twenty));
        assert_eq!(pacing.still_refused(&host, "https://a.test/2"), None);
        pacing.refused(&host, "https://a.test/3", twenty, true);
        assert_eq!(pacing.still_refused(&host, "https://a.test/2"), Some(twenty));
        clock.advance(20_000);
        assert_eq!(pacing.still_refused(&host, "https://a.test/1"), None);
    }

    #[test]
    fn refusals_in_a_row_cover_the_host() {
        let pacing = Pacing::new(Clock::fixed(0), 1);
        let host = pacing.host(&Origin { host: String::from("a.test"), port: 443 });
        for number in 1..REFUSALS_IN_A_ROW {
            pacing.refused(&host, &format!("https://a.test/{number}"), Duration::from_secs(5), false);
        }
        assert_eq!(pacing.still_refused(&host, "https://a.test/other"), None);
        pacing.refused(&host, "https://a.test/last", Duration::from_secs(5), false);
        assert!(pacing.still_refused(&host, "https://a.test/other").is_some());
    }

    #[test]
    fn forgets_idle_hosts() {
        let pacing = Pacing::new(Clock::fixed(0), 1);
        for number in 0..HOSTS * 2 {
            pacing.host(&Origin { host: format!("{number}.test"), port: 443 });
        }
        assert!(pacing.hosts.lock().len() <= HOSTS);
    }
}

//! Verified tokens of one plugin, remembered for a short while so that most requests cost one lookup. Knows nothing of
//! how a token is verified.

use std::sync::Arc;

use hashbrown::HashMap;
use parking_lot::RwLock;

use crate::{Credentials, Timestamp};

/// How long a success is believed without asking again; a revoked token is refused after at most this long.
const KEEP_MILLISECONDS: i64 = 30_000;
/// Tokens remembered for one plugin; when full, the expired go first and then everything.
const CAPACITY: usize = 10_000;
/// Longer tokens are never valid. Source: auth contract, section 1.
pub(super) const MAX_TOKEN_LENGTH: usize = 32_768;

/// Successes only: a wrong token is checked each time, and counted by the limit on failures.
#[derive(Default)]
pub(super) struct TokenCache {
    known: RwLock<HashMap<Box<str>, Known>>,
}

struct Known {
    credentials: Arc<Credentials>,
    until: Timestamp,
}

impl TokenCache {
    pub(super) fn get(&self, token: &str, now: Timestamp) -> Option<Arc<Credentials>> {
        let known = self.known.read();
        let entry = known.get(token)?;
        (now < entry.until).then(|| Arc::clone(&entry.credentials))
    }

    pub(super) fn put(&self, token: &str, credentials: &Arc<Credentials>, now: Timestamp) {
        let until =
            now.saturating_add(KEEP_MILLISECONDS).min(credentials.expires_at.unwrap_or(Timestamp::MAX));
        let mut known = self.known.write();
        if known.len() >= CAPACITY {
            known.retain(|_, entry| now < entry.until);
            if known.len() >= CAPACITY {
                known.clear();
            }
        }
        known.insert(token.into(), Known { credentials: Arc::clone(credentials), until });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn credentials(expires_at: Option<Timestamp>) -> Arc<Credentials> {
        Arc::new(Credentials { expires_at, ..Credentials::nobody() })
    }

    #[test]
    fn believed_for_the_shorter_of_the_two_times() {
        for (expires_at, asked_at, known) in
            [(None, 29_999, true), (None, 30_000, false), (Some(10), 9, true), (Some(10), 10, false)]
        {
            let cache = TokenCache::default();
            cache.put("t", &credentials(expires_at), 0);
            assert_eq!(cache.get("t", asked_at).is_some(), known, "{expires_at:?} at {asked_at}");
            assert!(cache.get("u", asked_at).is_none());
        }
    }

    #[test]
    fn stays_within_its_capacity() {
        let cache = TokenCache::default();
        for number in 0..CAPACITY + 10 {
            cache.put(&number.to_string(), &credentials(None), 0);
        }
        assert!(cache.known.read().len() <= CAPACITY);
        assert!(cache.get(&(CAPACITY + 9).to_string(), 1).is_some());
    }
}

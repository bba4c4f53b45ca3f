//! The keys of one kind as this process knows them: which signs now, which verify, which are listed. Several replicas
//! agree through the rows alone: a successor is made and listed before it signs, an unknown key id leads to a fresh
//! look, and a deleted row is forgotten at the next look.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jsonwebtoken::{DecodingKey, EncodingKey};
use kernel::{Clock, Error, Timestamp};
use parking_lot::RwLock;

use super::material::{self, KeyPair};
use super::{KeyError, KeySource, PublicKey, Sealer, StaticKey};
use crate::store::signing_key::KeyRow;

/// Two replicas list the same keys, and a deleted one is forgotten, after at most this long.
const FRESH_FOR: Duration = Duration::from_secs(2);
/// While the database is away, known keys stay in use for this long: less than the minute in which a deleted key must
/// be out of use.
const STALE_FOR: Duration = Duration::from_secs(25);
/// While the database is away it is asked no more often than this.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(1);
/// A successor is listed this long before it signs, or half the rotation if that is shorter. Milliseconds.
const LEAD: i64 = 30_000;
/// Lost races for the next generation before giving up; each loss means that another replica made a key.
const ATTEMPTS: usize = 16;
/// Key ids are UUIDs or names from the configuration; longer ones are not looked up.
const MAX_KID_LENGTH: usize = 128;

/// How long keys live, in milliseconds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Periods {
    /// A key signs for this long.
    pub(crate) signs: i64,
    /// A key is listed, and verifies, for this long from its first signature.
    pub(crate) listed: i64,
}

/// One key.
pub(crate) struct Key {
    pub(crate) public: PublicKey,
    pub(crate) owner: String,
    pub(crate) decoding: DecodingKey,
    /// `None` when the private half was sealed by a replica with another secret.
    pub(crate) encoding: Option<EncodingKey>,
    generation: i64,
    signs_from: Timestamp,
    signs_until: Timestamp,
    listed_until: Timestamp,
}

#[derive(Default)]
struct Known {
    by_kid: HashMap<String, Arc<Key>>,
    /// When the look began; `None` before the first.
    looked_at: Option<Instant>,
    failed_at: Option<Instant>,
}

/// All keys of one kind, of one or several owners.
pub(crate) struct KeyRing {
    kind: &'static str,
    source: KeySource,
    sealer: Sealer,
    clock: Clock,
    periods: Periods,
    known: RwLock<Arc<Known>>,
    looking: tokio::sync::Mutex<()>,
}

impl KeyRing {
    pub(crate) fn new(
        kind: &'static str,
        source: KeySource,
        sealer: Sealer,
        clock: Clock,
        periods: Periods,
    ) -> Self {
        let (known, looking) = (RwLock::default(), tokio::sync::Mutex::default());
        Self { kind, source, sealer, clock, periods, known, looking }
    }

    /// A ring of keys from files, which never change. The first signs for every owner.
    pub(crate) fn fixed(kind: &'static str, keys: &[StaticKey], clock: Clock) -> Result<Self, KeyError> {
        let forever = Periods { signs: i64::MAX, listed: i64::MAX };
        let ring = Self::new(kind, KeySource::Static, Sealer::for_this_process()?, clock, forever);
        let mut by_kid = HashMap::new();
        for (position, key) in keys.iter().enumerate() {
            let key = read_static(key, position)?;
            by_kid.insert(key.public.kid.clone(), Arc::new(key));
        }
        *ring.known.write() = Arc::new(Known { by_kid, ..Known::default() });
        Ok(ring)
    }

    /// The key that signs for `owner` now. Makes the first one, and the successor shortly before it is needed.
    pub(crate) async fn signer(&self, owner: &str) -> Result<Arc<Key>, Error> {
        for _attempt in 0..ATTEMPTS {
            let known = self.look(Duration::ZERO).await?;
            let now = self.clock.now();
            let of_owner: Vec<&Arc<Key>> =
                known.by_kid.values().filter(|key| self.is_static() || key.owner == owner).collect();
            let usable = of_owner.iter().filter(|key| key.encoding.is_some());
            let current = usable
                .clone()
                .filter(|key| key.signs_from <= now && now < key.signs_until)
                .max_by_key(|key| key.generation);
            let generation = of_owner.iter().map(|key| key.generation).max().unwrap_or(0) + 1;
            let Some(current) = current else {
                self.make(owner, generation, now).await?;
                continue;
            };
            let lead = LEAD.min(self.periods.signs / 2);
            let succeeded = usable.clone().any(|key| key.signs_until > current.signs_until);
            if !succeeded && current.signs_until.saturating_sub(now) <= lead {
                self.make(owner, generation, current.signs_until).await?;
            }
            return Ok(Arc::clone(current));
        }
        Err(Error::Unavailable { message: "no signing key could be made".to_owned(), retry_after_seconds: 1 })
    }

    /// The key of that id, if it may still verify. An unknown id may be younger than what is known, so it leads to a
    /// fresh look; looks are shared by everybody who waits.
    pub(crate) async fn verifier(&self, kid: &str) -> Result<Option<Arc<Key>>, Error> {
        if kid.len() > MAX_KID_LENGTH {
            return Ok(None);
        }
        let known = self.look(FRESH_FOR).await?;
        let mut found = known.by_kid.get(kid).cloned();
        if found.is_none() {
            found = self.look(Duration::ZERO).await?.by_kid.get(kid).cloned();
        }
        let now = self.clock.now();
        Ok(found.filter(|key| key.listed_until > now))
    }

    /// The public keys of `owner`, oldest first.
    pub(crate) async fn listed(&self, owner: &str) -> Result<Vec<PublicKey>, Error> {
        let known = self.look(FRESH_FOR).await?;
        let now = self.clock.now();
        let mut keys: Vec<&Arc<Key>> = known
            .by_kid
            .values()
            .filter(|key| (self.is_static() || key.owner == owner) && key.listed_until > now)
            .collect();
        keys.sort_by_key(|key| key.generation);
        Ok(keys.into_iter().map(|key| key.public.clone()).collect())
    }

    fn is_static(&self) -> bool {
        matches!(self.source, KeySource::Static)
    }

    async fn make(&self, owner: &str, generation: i64, signs_from: Timestamp) -> Result<(), Error> {
        let pair = KeyPair::generate()?;
        let sealed = self.sealer.seal(&pair.private, &pair.public.kid)?;
        let row = KeyRow {
            kid: pair.public.kid,
            owner: owner.to_owned(),
            generation,
            public_x: pair.public.x,
            public_y: pair.public.y,
            sealed_by: self.sealer.id().to_owned(),
            sealed_private: sealed,
            signs_from,
            signs_until: signs_from.saturating_add(self.periods.signs),
            listed_until: signs_from.saturating_add(self.periods.listed),
        };
        self.source.insert(self.kind, row, self.clock.now()).await
    }

    /// What is known, looked up at most `age` ago; with zero, looked up after this call began.
    async fn look(&self, age: Duration) -> Result<Arc<Known>, Error> {
        let known = Arc::clone(&self.known.read());
        if self.is_static() || known.is_younger_than(age) {
            return Ok(known);
        }
        let asked_at = Instant::now();
        let _one_at_a_time = self.looking.lock().await;
        let known = Arc::clone(&self.known.read());
        if known.looked_at.is_some_and(|looked_at| looked_at >= asked_at) || known.is_younger_than(age) {
            return Ok(known);
        }
        let usable = known.is_younger_than(STALE_FOR);
        if usable && known.failed_at.is_some_and(|failed_at| failed_at.elapsed() < ASK_AGAIN_AFTER) {
            return Ok(known);
        }
        let looked_at = Instant::now();
        let next = match self.source.load(self.kind, self.clock.now()).await {
            Ok(rows) => {
                Known { by_kid: self.open(rows, &known), looked_at: Some(looked_at), failed_at: None }
            }
            Err(error) if usable => {
                tracing::warn!(%error, kind = self.kind, "signing keys could not be looked up; using the known ones");
                let by_kid = known.by_kid.clone();
                Known { by_kid, looked_at: known.looked_at, failed_at: Some(Instant::now()) }
            }
            Err(error) => return Err(error),
        };
        let next = Arc::new(next);
        *self.known.write() = Arc::clone(&next);
        Ok(next)
    }

    /// Keys that were known before are kept as they are, so that a look costs no cryptography. A row that cannot be read
    /// is left out: its tokens are refused.
    fn open(&self, rows: Vec<KeyRow>, before: &Known) -> HashMap<String, Arc<Key>> {
        let mut by_kid = HashMap::with_capacity(rows.len());
        for row in rows {
            if let Some(known) = before.by_kid.get(&row.kid) {
                by_kid.insert(row.kid, Arc::clone(known));
                continue;
            }
            let public = PublicKey::new(row.kid.clone(), row.public_x, row.public_y);
            let Ok(decoding) = public.decoding() else {
                tracing::error!(kid = row.kid, "a signing key is malformed and left out");
                continue;
            };
            let encoding = self.open_private(&row.kid, &row.sealed_by, &row.sealed_private);
            let key = Key {
                public,
                owner: row.owner,
                decoding,
                encoding,
                generation: row.generation,
                signs_from: row.signs_from,
                signs_until: row.signs_until,
                listed_until: row.listed_until,
            };
            by_kid.insert(row.kid, Arc::new(key));
        }
        by_kid
    }

    fn open_private(&self, kid: &str, sealed_by: &str, sealed: &str) -> Option<EncodingKey> {
        if sealed_by != self.sealer.id() {
            return None;
        }
        match self.sealer.open(sealed, kid) {
            Ok(private) => Some(EncodingKey::from_ec_der(&private)),
            Err(error) => {
                tracing::error!(%error, kid, "a signing key cannot sign");
                None
            }
        }
    }
}

impl Known {
    fn is_younger_than(&self, age: Duration) -> bool {
        self.looked_at.is_some_and(|looked_at| looked_at.elapsed() < age)
    }
}

fn read_static(key: &StaticKey, position: usize) -> Result<Key, KeyError> {
    let read = |path: &std::path::Path| {
        std::fs::read(path).map_err(|error| KeyError::File(format!("{}: {}", path.display(), error.kind())))
    };
    let public = material::public_from_pem(&key.kid, &read(&key.public_file)?)?;
    let pair = KeyPair::from_pem(&key.kid, &read(&key.private_file)?)?;
    if pair.public != public {
        return Err(KeyError::File(format!("{}: not the private half", key.private_file.display())));
    }
    // Later generations are preferred as signers, and the first file signs.
    let generation = -i64::try_from(position).unwrap_or(i64::MAX);
    Ok(Key {
        decoding: public.decoding()?,
        public,
        owner: String::new(),
        encoding: Some(EncodingKey::from_ec_der(&pair.private)),
        generation,
        signs_from: Timestamp::MIN,
        signs_until: Timestamp::MAX,
        listed_until: Timestamp::MAX,
    })
}

#[cfg(test)]
mod tests;

//! Tokens of a foreign issuer, verified with the keys that it publishes. Source: auth contract, section 6, type `jwks`.

use std::sync::Arc;
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use kernel::Error;
use kernel::config::{ConfigError, Section};
use kernel::outbound::{Outbound, Policy, Request};
use parking_lot::RwLock;

use crate::authority::Authority;
use crate::token::Unverified;
use crate::verify;

/// Published keys are believed for this long.
const FRESH_FOR: Duration = Duration::from_mins(10);
/// The issuer is asked no more often than this, whatever key ids are presented.
const ASK_AGAIN_AFTER: Duration = Duration::from_secs(30);
/// The longest key set that is read, in bytes.
const MAX_KEY_SET_BYTES: usize = 64 * 1024;

/// A configured issuer with its keys as last read.
pub(crate) struct Issuer {
    url: String,
    issuers: Vec<String>,
    audiences: Vec<String>,
    algorithms: Vec<Algorithm>,
    subject_prefix: Option<String>,
    keys: RwLock<Arc<Published>>,
    reading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct Published {
    keys: Vec<Jwk>,
    /// `None` before the first successful read.
    read_at: Option<Instant>,
    asked_at: Option<Instant>,
}

impl Issuer {
    pub(crate) fn from_config(access: &Section) -> Result<Self, ConfigError> {
        let url = access.required("options.url", access.string("options.url")?)?;
        if url::Url::parse(&url).is_err() {
            return Err(access.error_at("options.url", "not a URL"));
        }
        let mut algorithms = Vec::new();
        for name in listed(access, "options.algorithm")? {
            match name.parse() {
                Ok(algorithm) if is_asymmetric(algorithm) => algorithms.push(algorithm),
                _ => {
                    let message = format!("'{name}' is not a supported asymmetric algorithm");
                    return Err(access.error_at("options.algorithm", message));
                }
            }
        }
        Ok(Self {
            url,
            issuers: listed(access, "options.issuer")?,
            audiences: listed(access, "options.audience")?,
            algorithms,
            subject_prefix: access.string("options.subjectPrefix")?,
            keys: RwLock::default(),
            reading: tokio::sync::Mutex::default(),
        })
    }

    /// The subject and the end in seconds, when the token is this issuer's and holds now. An issuer that cannot be
    /// reached verifies nothing.
    pub(crate) async fn verify(
        &self,
        authority: &Authority,
        parsed: &Unverified<'_>,
    ) -> Result<Option<(String, Option<i64>)>, Error> {
        let Ok(algorithm) = parsed.header.alg.parse::<Algorithm>() else { return Ok(None) };
        let allowed = is_asymmetric(algorithm)
            && (self.algorithms.is_empty() || self.algorithms.contains(&algorithm))
            && !parsed.header.has_extensions();
        // The claims are looked at first: a token of somebody else must not lead to a question to this issuer.
        let Some(claims) = parsed.claims().filter(|_| allowed) else { return Ok(None) };
        let issuer_fits = self.issuers.is_empty()
            || claims.text("iss").is_some_and(|issuer| self.issuers.iter().any(|known| known == issuer));
        let audience_fits = self.audiences.is_empty() || claims.is_for(&self.audiences);
        let end = verify::unexpired(&claims, authority.clock.now() / 1000);
        let (true, true, Some(exp), Some(subject)) = (issuer_fits, audience_fits, end, claims.text("sub"))
        else {
            return Ok(None);
        };
        let Some(key) = self.key(&authority.outbound, parsed.header.kid.as_deref(), algorithm).await else {
            return Ok(None);
        };
        let input = parsed.signing_input.as_bytes();
        if !jsonwebtoken::crypto::verify(parsed.signature, input, &key, algorithm).unwrap_or(false) {
            return Ok(None);
        }
        let subject = match &self.subject_prefix {
            Some(prefix) => format!("external:{prefix}:{subject}"),
            None => format!("external:{subject}"),
        };
        Ok(Some((subject, Some(exp))))
    }

    /// Takes a key set as if it had just been read, so that tests need no server.
    #[cfg(test)]
    pub(crate) fn remember(&self, body: &str) {
        let now = Some(Instant::now());
        let keys = parse_key_set(body.as_bytes()).expect("the key set of a test");
        *self.keys.write() = Arc::new(Published { keys, read_at: now, asked_at: now });
    }

    async fn key(&self, outbound: &Outbound, kid: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
        let known = Arc::clone(&self.keys.read());
        if known.read_at.is_some_and(|read_at| read_at.elapsed() < FRESH_FOR)
            && let Some(key) = find(&known.keys, kid, algorithm)
        {
            return Some(key);
        }
        let _one_at_a_time = self.reading.lock().await;
        let known = Arc::clone(&self.keys.read());
        if known.asked_at.is_some_and(|asked_at| asked_at.elapsed() < ASK_AGAIN_AFTER) {
            return find(&known.keys, kid, algorithm);
        }
        let asked_at = Some(Instant::now());
        let next = match read(outbound, &self.url).await {
            Ok(keys) => Published { keys, read_at: asked_at, asked_at },
            Err(why) => {
                tracing::warn!(url = self.url, why, "the keys of an external issuer could not be read");
                Published { keys: known.keys.clone(), read_at: known.read_at, asked_at }
            }
        };
        let key = find(&next.keys, kid, algorithm);
        *self.keys.write() = Arc::new(next);
        key
    }
}

async fn read(outbound: &Outbound, url: &str) -> Result<Vec<Jwk>, String> {
    let request = Request { limit_bytes: MAX_KEY_SET_BYTES, policy: Policy::Configured, ..Request::get(url) };
    let response = outbound.send(request).await.map_err(|error| error.to_string())?;
    if !response.status.is_success() {
        return Err(format!("status {}", response.status.as_u16()));
    }
    parse_key_set(&response.body)
}

/// Keys of kinds that we do not know are skipped, one by one, so that they do not take the others along.
fn parse_key_set(body: &[u8]) -> Result<Vec<Jwk>, String> {
    #[derive(serde::Deserialize)]
    struct Loose {
        keys: Vec<serde_json::Value>,
    }
    let loose: Loose = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let keys = loose.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
    Ok(JwkSet { keys }.keys)
}

/// The key of that id, or the only one when the token names none. A key that states an algorithm or a use other than
/// signing is held to it.
fn find(keys: &[Jwk], kid: Option<&str>, algorithm: Algorithm) -> Option<DecodingKey> {
    let fits = |key: &&Jwk| {
        let stated = key.common.key_algorithm.map(|stated| stated.to_string());
        stated.is_none_or(|stated| stated.parse() == Ok(algorithm))
            && key.common.public_key_use.as_ref().is_none_or(|stated| *stated == PublicKeyUse::Signature)
    };
    let mut fitting = keys.iter().filter(fits);
    let key = fitting.find(|key| kid.is_none() || key.common.key_id.as_deref() == kid)?;
    if kid.is_none() && fitting.next().is_some() {
        return None;
    }
    DecodingKey::from_jwk(key).ok()
}

fn is_asymmetric(algorithm: Algorithm) -> bool {
    !matches!(algorithm, Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512)
}

/// One text, a list of texts, or one text of several between commas.
fn listed(access: &Section, path: &str) -> Result<Vec<String>, ConfigError> {
    let texts = access.string_or_strings(path)?.unwrap_or_default();
    let parts = texts.iter().flat_map(|text| text.split(',')).map(str::trim).filter(|part| !part.is_empty());
    Ok(parts.map(str::to_owned).collect())
}

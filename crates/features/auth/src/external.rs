//! Callers from outside: static tokens, legacy shared secrets, foreign issuers, and the tokens made on the command line;
//! and what each may reach. Source: auth contract, section 6.

pub(crate) mod jwks;
pub(crate) mod restrictions;

use std::sync::Arc;

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use jsonwebtoken::{Algorithm, DecodingKey};
use kernel::identity::Restriction;
use kernel::{Credentials, Error, Principal, Secret};

use crate::authority::Authority;
use crate::token::Unverified;
use crate::{crypto, tokens, verify};

/// `sub` of every legacy token.
const LEGACY_SUBJECT: &str = "backstage-server";
/// Secrets are pasted with and without padding.
const FORGIVING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);

/// One way in, and what it may reach; `None` for everything.
pub(crate) struct Entry {
    pub(crate) method: Method,
    pub(crate) restrictions: Option<Arc<Vec<Restriction>>>,
}

/// How a caller proves itself.
pub(crate) enum Method {
    Static { token: Secret, subject: String },
    Legacy { secret: DecodingKey, subject: String },
    Jwks(Box<jwks::Issuer>),
}

/// All ways in.
pub(crate) struct External {
    entries: Vec<Entry>,
}

/// The key in a shared secret; `None` when it is not base64.
pub(crate) fn legacy_secret(text: &str) -> Option<DecodingKey> {
    let bytes = GeneralPurpose::new(&STANDARD, FORGIVING).decode(text.trim()).ok()?;
    (!bytes.is_empty()).then(|| DecodingKey::from_secret(&bytes))
}

impl External {
    pub(crate) fn new(entries: Vec<Entry>) -> Self {
        Self { entries }
    }

    /// `None` when nobody here knows the token; an error when it is known but may not reach `plugin`.
    pub(crate) async fn verify(
        &self,
        authority: &Authority,
        plugin: &str,
        token: &str,
        parsed: Option<&Unverified<'_>>,
    ) -> Result<Option<Credentials>, Error> {
        let found = match self.configured(authority, token, parsed).await? {
            None => tokens::find(authority, token).await?,
            found => found,
        };
        let Some(found) = found else { return Ok(None) };
        restrictions::check_plugin(found.restrictions.as_deref(), plugin)?;
        let principal = Principal::Service { subject: found.subject, restrictions: found.restrictions };
        let expires_at = found.expires_at;
        Ok(Some(Credentials { principal, token: Some(Secret::new(token)), expires_at, limited: false }))
    }

    /// Every static token is compared, also after one was equal, so that the time does not tell which.
    async fn configured(
        &self,
        authority: &Authority,
        token: &str,
        parsed: Option<&Unverified<'_>>,
    ) -> Result<Option<Caller>, Error> {
        let mut found = None;
        for entry in &self.entries {
            if let Method::Static { token: known, subject } = &entry.method
                && crypto::same(known.reveal().as_bytes(), token.as_bytes())
            {
                found.get_or_insert(Caller::new(subject.clone(), entry, None));
            }
        }
        let (None, Some(parsed)) = (&found, parsed) else { return Ok(found) };
        for entry in &self.entries {
            let proved = match &entry.method {
                Method::Static { .. } => None,
                Method::Legacy { secret, subject } => {
                    legacy_end(parsed, secret, authority.clock.now() / 1000)
                        .map(|exp| (subject.clone(), Some(exp)))
                }
                Method::Jwks(issuer) => issuer.verify(authority, parsed).await?,
            };
            if let Some((subject, exp)) = proved {
                return Ok(Some(Caller::new(subject, entry, exp.map(|exp| exp * 1000))));
            }
        }
        Ok(None)
    }
}

/// Somebody from outside whose token was right.
pub(crate) struct Caller {
    pub(crate) subject: String,
    pub(crate) restrictions: Option<Arc<Vec<Restriction>>>,
    /// Milliseconds; `None` for tokens without an end.
    pub(crate) expires_at: Option<i64>,
}

impl Caller {
    fn new(subject: String, entry: &Entry, expires_at: Option<i64>) -> Self {
        Self { subject, restrictions: entry.restrictions.clone(), expires_at }
    }
}

/// The end in seconds of a legacy token that holds now.
fn legacy_end(parsed: &Unverified<'_>, secret: &DecodingKey, now: i64) -> Option<i64> {
    if parsed.header.alg != "HS256" || parsed.header.has_extensions() {
        return None;
    }
    let input = parsed.signing_input.as_bytes();
    if !jsonwebtoken::crypto::verify(parsed.signature, input, secret, Algorithm::HS256).unwrap_or(false) {
        return None;
    }
    let claims = parsed.claims()?;
    let is_legacy = claims.text("sub") == Some(LEGACY_SUBJECT) && claims.get("aud").is_none();
    if is_legacy { verify::unexpired(&claims, now) } else { None }
}

#[cfg(test)]
mod tests;

//! The configuration of this feature, read and judged once when it starts. Source: auth contract, sections 1, 4, 6, 7.

use std::path::PathBuf;
use std::time::Duration;

use kernel::Secret;
use kernel::config::{Config, ConfigError, Section};

use crate::external;
use crate::keys::{Periods, StaticKey};
use crate::oidc::settings::OidcSettings;

/// Bounds of `auth.backstageTokenExpiration`, and its default, in milliseconds.
const TOKEN_LIFETIME_MIN: i64 = 10 * 60 * 1000;
const TOKEN_LIFETIME_MAX: i64 = 24 * 60 * 60 * 1000;
const TOKEN_LIFETIME: i64 = 60 * 60 * 1000;
/// The lower bound of `callboard.auth.keyRotation`, in milliseconds.
const ROTATION_MIN: i64 = 1_000;
/// Keys are listed for this many token lifetimes.
const LISTED_LIFETIMES: i64 = 3;
/// The shortest static token, in characters.
const STATIC_TOKEN_MIN: usize = 8;

/// Everything that the configuration says about identities.
pub(crate) struct Settings {
    /// External URL of this feature: `<backend.baseUrl>/api/auth`.
    pub(crate) issuer: String,
    /// External URL of the pages, without a slash at the end.
    pub(crate) app_url: String,
    /// Milliseconds.
    pub(crate) token_lifetime: i64,
    pub(crate) omit_ownership: bool,
    pub(crate) periods: Periods,
    pub(crate) user_keys: KeyStore,
    pub(crate) plugin_keys: KeyStore,
    /// What seals private keys; `None` means the secret in the data folder.
    pub(crate) sealing_secret: Option<Secret>,
    pub(crate) data_folder: Option<PathBuf>,
    pub(crate) guest: Option<GuestSettings>,
    pub(crate) oidc: OidcSettings,
}

/// Where keys are kept.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum KeyStore {
    Database,
    Memory,
    Static(Vec<StaticKey>),
}

/// `auth.providers.guest`. Source: auth contract, section 4.
pub(crate) struct GuestSettings {
    pub(crate) allowed: bool,
    pub(crate) user_ref: String,
    /// Used when the catalog does not know the user.
    pub(crate) ownership: Option<Vec<String>>,
}

impl Settings {
    pub(crate) fn from_config(config: &Config) -> Result<Self, ConfigError> {
        let root = config.root();
        let base_url = root.string("backend.baseUrl")?.unwrap_or_else(|| "http://localhost:7007".to_owned());
        let base_url = base_url.trim_end_matches('/').to_owned();
        let issuer = format!("{base_url}/api/auth");
        let app_url = root.string("app.baseUrl")?.unwrap_or(base_url);
        let token_lifetime = token_lifetime(&root)?;
        let oidc = OidcSettings::from_config(&root, &issuer)?;
        let longest = token_lifetime.max(oidc.token_lifetime.unwrap_or(0));
        if let Some(algorithm) = root.string("auth.identityTokenAlgorithm")?
            && algorithm != crate::keys::ALGORITHM_NAME
        {
            return Err(root.error_at("auth.identityTokenAlgorithm", "only ES256 is supported"));
        }
        let keys = root.sections("backend.auth.keys")?;
        let first_secret = keys.first().map(|key| key.secret("secret")).transpose()?.flatten();
        Ok(Self {
            oidc,
            issuer,
            app_url: app_url.trim_end_matches('/').to_owned(),
            token_lifetime,
            omit_ownership: root.boolean("auth.omitIdentityTokenOwnershipClaim")?.unwrap_or(true),
            periods: periods(&root, token_lifetime, longest)?,
            user_keys: key_store(&root, "auth.keyStore", "provider")?,
            plugin_keys: key_store(&root, "backend.auth.pluginKeyStore", "type")?,
            sealing_secret: first_secret,
            data_folder: root.string("callboard.dataDir")?.map(PathBuf::from),
            guest: guest(&root, config.environment().is_development())?,
        })
    }
}

fn token_lifetime(root: &Section) -> Result<i64, ConfigError> {
    Ok(root.duration("auth.backstageTokenExpiration")?.map_or(TOKEN_LIFETIME, token_lifetime_within_bounds))
}

/// Milliseconds, not shorter and not longer than Backstage lets user tokens live.
pub(crate) fn token_lifetime_within_bounds(asked: Duration) -> i64 {
    milliseconds(asked).clamp(TOKEN_LIFETIME_MIN, TOKEN_LIFETIME_MAX)
}

/// Half a token's life unless configured, and never longer than one: then every token ends while its key is listed.
fn periods(root: &Section, token_lifetime: i64, longest: i64) -> Result<Periods, ConfigError> {
    let asked = root.duration("callboard.auth.keyRotation")?.map_or(token_lifetime / 2, milliseconds);
    Ok(Periods { signs: asked.clamp(ROTATION_MIN, token_lifetime), listed: LISTED_LIFETIMES * longest })
}

pub(crate) fn milliseconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

fn key_store(root: &Section, path: &str, selector: &str) -> Result<KeyStore, ConfigError> {
    let selector = format!("{path}.{selector}");
    match root.string(&selector)?.as_deref() {
        None | Some("database") => Ok(KeyStore::Database),
        Some("memory") => Ok(KeyStore::Memory),
        Some("static") => {
            let mut keys = Vec::new();
            for key in root.sections(&format!("{path}.static.keys"))? {
                keys.push(static_key(&key)?);
            }
            if keys.is_empty() {
                return Err(root.error_at(path, "a static key store needs at least one key"));
            }
            Ok(KeyStore::Static(keys))
        }
        Some(other) => {
            let message = format!("key store '{other}' is not supported; use database, memory or static");
            Err(root.error_at(&selector, message))
        }
    }
}

fn static_key(key: &Section) -> Result<StaticKey, ConfigError> {
    if key.string("algorithm")?.is_some_and(|algorithm| algorithm != crate::keys::ALGORITHM_NAME) {
        return Err(key.error_at("algorithm", "only ES256 is supported"));
    }
    let required = |name: &str| key.required(name, key.string(name)?);
    Ok(StaticKey {
        kid: required("keyId")?,
        public_file: required("publicKeyFile")?.into(),
        private_file: required("privateKeyFile")?.into(),
    })
}

fn guest(root: &Section, is_development: bool) -> Result<Option<GuestSettings>, ConfigError> {
    let Some(guest) = root.section("auth.providers.guest")? else { return Ok(None) };
    let user_ref = guest.string("userEntityRef")?.unwrap_or_else(|| "user:development/guest".to_owned());
    let user_ref = full_user_ref(&user_ref)
        .ok_or_else(|| guest.error_at("userEntityRef", format!("'{user_ref}' is not a user entity ref")))?;
    let outside = guest.boolean("dangerouslyAllowOutsideDevelopment")?.unwrap_or(false);
    Ok(Some(GuestSettings {
        allowed: is_development || outside,
        user_ref,
        ownership: guest.strings("ownershipEntityRefs")?,
    }))
}

/// Kind and namespace may be left out, as wherever refs are written by people.
fn full_user_ref(text: &str) -> Option<String> {
    let (kind, rest) = text.split_once(':').unwrap_or(("user", text));
    let (namespace, name) = rest.split_once('/').unwrap_or(("default", rest));
    let full = format!("{kind}:{namespace}/{name}").to_lowercase();
    crate::refs::is_full_lower_ref(&full).then_some(full)
}

/// `backend.auth.externalAccess` and the older `backend.auth.keys`. Source: auth contract, section 6.
pub(crate) fn external_access(root: &Section) -> Result<Vec<external::Entry>, ConfigError> {
    let mut entries = Vec::new();
    for key in root.sections("backend.auth.keys")? {
        let secret = key.required("secret", key.secret("secret")?)?;
        let secret = external::legacy_secret(secret.reveal())
            .ok_or_else(|| key.error_at("secret", "the secret must be base64"))?;
        let subject = "external:backstage-plugin".to_owned();
        entries.push(external::Entry {
            method: external::Method::Legacy { secret, subject },
            restrictions: None,
        });
    }
    for access in root.sections("backend.auth.externalAccess")? {
        let method = match access.required("type", access.string("type")?)?.as_str() {
            "static" => static_token(&access)?,
            "legacy" => legacy(&access)?,
            "jwks" => external::Method::Jwks(Box::new(external::jwks::Issuer::from_config(&access)?)),
            other => {
                let message = format!("unknown type '{other}'; use static, legacy or jwks");
                return Err(access.error_at("type", message));
            }
        };
        entries.push(external::Entry { method, restrictions: external::restrictions::from_config(&access)? });
    }
    Ok(entries)
}

fn static_token(access: &Section) -> Result<external::Method, ConfigError> {
    let token = access.required("options.token", access.secret("options.token")?)?;
    let text = token.reveal();
    if text.chars().any(char::is_whitespace) || text.chars().count() < STATIC_TOKEN_MIN {
        let message = format!("a static token has at least {STATIC_TOKEN_MIN} characters and no white space");
        return Err(access.error_at("options.token", message));
    }
    Ok(external::Method::Static { token, subject: subject(access)? })
}

fn legacy(access: &Section) -> Result<external::Method, ConfigError> {
    let secret = access.required("options.secret", access.secret("options.secret")?)?;
    let secret = external::legacy_secret(secret.reveal())
        .ok_or_else(|| access.error_at("options.secret", "the secret must be base64"))?;
    Ok(external::Method::Legacy { secret, subject: subject(access)? })
}

fn subject(access: &Section) -> Result<String, ConfigError> {
    let subject = access.required("options.subject", access.string("options.subject")?)?;
    if subject.chars().any(char::is_whitespace) {
        return Err(access.error_at("options.subject", "a subject has no white space"));
    }
    Ok(subject)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> Result<Settings, ConfigError> {
        let config = Config::from_value(value);
        external_access(&config.root())?;
        Settings::from_config(&config)
    }

    #[test]
    fn lifetimes_are_clamped_and_keys_outlive_tokens() {
        const MINUTE: i64 = 60_000;
        for (expiration, rotation, lifetime, signs) in [
            (json!(null), json!(null), 60 * MINUTE, 30 * MINUTE),
            (json!("1m"), json!(null), 10 * MINUTE, 5 * MINUTE),
            (json!({ "days": 9 }), json!(null), 24 * 60 * MINUTE, 12 * 60 * MINUTE),
            (json!("1h"), json!("2s"), 60 * MINUTE, 2_000),
            (json!("1h"), json!("1ms"), 60 * MINUTE, 1_000),
            (json!("1h"), json!("2h"), 60 * MINUTE, 60 * MINUTE),
        ] {
            let value = json!({
                "auth": { "backstageTokenExpiration": expiration },
                "callboard": { "auth": { "keyRotation": rotation } },
            });
            let settings = read(value.clone()).unwrap();
            assert_eq!((settings.token_lifetime, settings.periods.signs), (lifetime, signs), "{value}");
            assert!(settings.periods.listed >= settings.periods.signs + settings.token_lifetime);
        }
    }

    #[test]
    fn urls_lose_their_last_slash() {
        let settings =
            read(json!({ "backend": { "baseUrl": "http://a/" }, "app": { "baseUrl": "http://b/app/" } }));
        let settings = settings.unwrap();
        assert_eq!(
            (settings.issuer.as_str(), settings.app_url.as_str()),
            ("http://a/api/auth", "http://b/app")
        );
    }

    #[test]
    fn what_cannot_be_meant_stops_the_start() {
        let access = |entry: Value| json!({ "backend": { "auth": { "externalAccess": [entry] } } });
        let token =
            |token: &str| access(json!({ "type": "static", "options": { "token": token, "subject": "s" } }));
        for (value, passes) in [
            (json!({}), true),
            (token("12345678"), true),
            (token("1234567"), false),
            (token("1234 5678"), false),
            (access(json!({ "type": "static", "options": { "token": "12345678" } })), false),
            (
                access(json!({ "type": "static", "options": { "token": "12345678", "subject": "a b" } })),
                false,
            ),
            (access(json!({ "type": "legacy", "options": { "secret": "c2VjcmV0", "subject": "s" } })), true),
            (access(json!({ "type": "legacy", "options": { "secret": "***", "subject": "s" } })), false),
            (access(json!({ "type": "jwks", "options": { "url": "https://a/b" } })), true),
            (access(json!({ "type": "jwks", "options": { "url": "nonsense" } })), false),
            (
                access(json!({ "type": "jwks", "options": { "url": "https://a/b", "algorithm": "HS256" } })),
                false,
            ),
            (access(json!({ "type": "mutual-tls" })), false),
            (access(json!({ "options": {} })), false),
            (json!({ "auth": { "keyStore": { "provider": "memory" } } }), true),
            (json!({ "auth": { "keyStore": { "provider": "static" } } }), false),
            (json!({ "auth": { "keyStore": { "provider": "firestore" } } }), false),
            (json!({ "auth": { "identityTokenAlgorithm": "RS256" } }), false),
            (json!({ "auth": { "providers": { "guest": { "userEntityRef": "user:default/" } } } }), false),
            (json!({ "auth": { "providers": { "guest": { "userEntityRef": "Guest" } } } }), true),
        ] {
            assert_eq!(read(value.clone()).is_ok(), passes, "{value}");
        }
        for (restrictions, passes) in [
            (json!([{ "plugin": "catalog", "permission": "a, b" }]), true),
            (json!([{ "plugin": "catalog" }, { "plugin": "catalog" }]), false),
            (json!([{ "permission": "a" }]), false),
            (json!([{ "plugin": "catalog", "permissionAttribute": { "action": "write" } }]), false),
        ] {
            let options = json!({ "token": "12345678", "subject": "s" });
            let value =
                access(json!({ "type": "static", "options": options, "accessRestrictions": restrictions }));
            assert_eq!(read(value.clone()).is_ok(), passes, "{value}");
        }
    }
}

//! What the configuration says about signing in to other programs. Source: auth contract, section 7.

use kernel::config::{ConfigError, Section};

use super::{cli, pattern::UrlPattern};
use crate::settings::{milliseconds, token_lifetime_within_bounds};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// Default life of a refresh token that is not used, and of a grant however often it is used; milliseconds.
const TOKEN_LIFETIME: i64 = 30 * DAY;
const ROTATION_LIFETIME: i64 = 365 * DAY;
/// Default number of refresh tokens that a user may have.
const TOKENS_PER_USER: u64 = 20;

/// Where programs on the user's own machine listen.
const LOOPBACK: [&str; 6] = [
    "http://localhost:*/*",
    "http://localhost/*",
    "http://127.0.0.1:*/*",
    "http://127.0.0.1/*",
    "http://[::1]:*/*",
    "http://[::1]/*",
];
const REGISTRATION: [&str; 2] = ["cursor://*", "https://www.cursor.com/*"];
const METADATA_CLIENTS: [&str; 3] =
    ["https://claude.ai/*", "https://vscode.dev/*", "https://chatgpt.com/oauth/codex/*/client.json"];

/// Everything of this section; all absent by default.
pub(crate) struct OidcSettings {
    pub(crate) registration: Option<Registration>,
    pub(crate) metadata_documents: Option<MetadataDocuments>,
    pub(crate) refresh_tokens: Option<RefreshTokens>,
    /// Lifetime of the tokens that clients get, in milliseconds, when it differs from that of other user tokens.
    pub(crate) token_lifetime: Option<i64>,
}

/// Clients that register themselves.
pub(crate) struct Registration {
    pub(crate) redirects: Vec<UrlPattern>,
}

/// Clients whose id is the URL of a document about them.
pub(crate) struct MetadataDocuments {
    pub(crate) clients: Vec<UrlPattern>,
    pub(crate) redirects: Vec<UrlPattern>,
}

/// Times in milliseconds.
pub(crate) struct RefreshTokens {
    pub(crate) token_lifetime: i64,
    pub(crate) rotation_lifetime: i64,
    pub(crate) per_user: u64,
    /// Whether the user must still be in the catalog at each use.
    pub(crate) user_must_exist: bool,
}

impl OidcSettings {
    pub(crate) fn from_config(root: &Section, issuer: &str) -> Result<Self, ConfigError> {
        let registration = "auth.experimentalDynamicClientRegistration";
        let documents = if root.has("auth.clientIdMetadataDocuments") {
            "auth.clientIdMetadataDocuments"
        } else {
            "auth.experimentalClientIdMetadataDocuments"
        };
        let mut settings =
            Self { registration: None, metadata_documents: None, refresh_tokens: None, token_lifetime: None };
        if is_enabled(root, registration)? {
            let key = format!("{registration}.allowedRedirectUriPatterns");
            let defaults: Vec<&str> = REGISTRATION.into_iter().chain(LOOPBACK).collect();
            settings.token_lifetime =
                root.duration(&format!("{registration}.tokenExpiration"))?.map(token_lifetime_within_bounds);
            settings.registration = Some(Registration { redirects: patterns(root, &key, &defaults)? });
        }
        if is_enabled(root, documents)? {
            let own = cli::client_id(issuer);
            let defaults: Vec<&str> = METADATA_CLIENTS.into_iter().chain([own.as_str()]).collect();
            settings.metadata_documents = Some(MetadataDocuments {
                clients: patterns(root, &format!("{documents}.allowedClientIdPatterns"), &defaults)?,
                redirects: patterns(root, &format!("{documents}.allowedRedirectUriPatterns"), &LOOPBACK)?,
            });
        }
        if is_enabled(root, "auth.experimentalRefreshToken")? {
            settings.refresh_tokens = Some(refresh_tokens(root)?);
        }
        Ok(settings)
    }

    /// Whether any program may sign users in.
    pub(crate) fn is_enabled(&self) -> bool {
        self.registration.is_some() || self.metadata_documents.is_some()
    }
}

fn is_enabled(root: &Section, path: &str) -> Result<bool, ConfigError> {
    Ok(root.boolean(&format!("{path}.enabled"))?.unwrap_or(false))
}

fn patterns(root: &Section, path: &str, defaults: &[&str]) -> Result<Vec<UrlPattern>, ConfigError> {
    let texts = match root.strings(path)? {
        Some(texts) => texts,
        None => defaults.iter().map(|&text| text.to_owned()).collect(),
    };
    let mut patterns = Vec::with_capacity(texts.len());
    for text in texts {
        match UrlPattern::parse(&text) {
            Some(pattern) => patterns.push(pattern),
            None => {
                return Err(
                    root.error_at(path, format!("'{text}' is not a URL pattern with scheme and host"))
                );
            }
        }
    }
    Ok(patterns)
}

fn refresh_tokens(root: &Section) -> Result<RefreshTokens, ConfigError> {
    let at = |name: &str| format!("auth.experimentalRefreshToken.{name}");
    Ok(RefreshTokens {
        token_lifetime: root.duration(&at("tokenLifetime"))?.map_or(TOKEN_LIFETIME, milliseconds),
        rotation_lifetime: root.duration(&at("maxRotationLifetime"))?.map_or(ROTATION_LIFETIME, milliseconds),
        per_user: root.integer(&at("maxTokensPerUser"))?.unwrap_or(TOKENS_PER_USER).max(1),
        user_must_exist: !root.boolean(&at("dangerouslyDisableCatalogPresenceCheck"))?.unwrap_or(false),
    })
}

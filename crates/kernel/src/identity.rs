//! Who is calling. Knows the shape of an identity and caches verified tokens; how a token is verified belongs to the
//! feature that provides the [`Authenticator`].

use std::sync::Arc;

use futures_util::future::BoxFuture;

use crate::{Error, Secret, Timestamp};

/// Who a request speaks for. Source: auth contract, section 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principal {
    /// No credentials were given.
    None,
    /// A person; `actor` is `plugin:<id>` when a plugin calls on the person's behalf.
    User { entity_ref: String, actor: Option<String> },
    /// A machine: `plugin:<id>` or the subject of an external token.
    Service { subject: String, restrictions: Option<Arc<Vec<Restriction>>> },
}

/// One `accessRestrictions` entry of an external token. Source: auth contract, section 6.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Restriction {
    pub plugin: String,
    /// Empty means every permission of the plugin.
    pub permissions: Vec<String>,
    /// Empty means every action.
    pub actions: Vec<String>,
}

/// A verified identity together with what is needed to act on its behalf.
#[derive(Clone, Debug)]
pub struct Credentials {
    pub principal: Principal,
    /// The token that proved it; `None` for nobody.
    pub token: Option<Secret>,
    /// When the token ends, milliseconds since 1970; `None` for tokens without an end.
    pub expires_at: Option<Timestamp>,
    /// True for limited user tokens, which are good only where cookies are.
    pub limited: bool,
}

impl Credentials {
    pub fn nobody() -> Self {
        Self { principal: Principal::None, token: None, expires_at: None, limited: false }
    }

    /// The ref of the person, or the subject of the machine, for logs and audit.
    pub fn subject(&self) -> &str {
        match &self.principal {
            Principal::None => "anonymous",
            Principal::User { entity_ref, .. } => entity_ref,
            Principal::Service { subject, .. } => subject,
        }
    }
}

/// Verifies tokens and knows what people own; provided by the auth feature.
pub trait Authenticator: Send + Sync {
    /// Checks a bearer token presented to plugin `plugin`. The kernel caches successes for a short while.
    fn verify<'a>(&'a self, plugin: &'a str, token: &'a str) -> BoxFuture<'a, Result<Credentials, Error>>;

    /// The refs that `user_ref` owns by (itself and its groups); from the last sign-in, else from the catalog.
    fn ownership<'a>(&'a self, user_ref: &'a str) -> BoxFuture<'a, Result<Arc<Vec<String>>, Error>>;

    /// The limited token that a cookie holds for these credentials, and when it ends. Source: auth contract 1 and 6.
    fn limited_token<'a>(
        &'a self,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<(Secret, Timestamp), Error>>;

    /// What a page does when nobody is signed in.
    fn welcome(&self) -> BoxFuture<'_, Result<Welcome, Error>> {
        Box::pin(async { Ok(Welcome::SignInPage("/sign-in".to_owned())) })
    }

    /// Public keys of plugin tokens of `plugin`, as the JWKS body of `/.backstage/auth/v1/jwks.json`.
    fn plugin_keys<'a>(&'a self, plugin: &'a str) -> BoxFuture<'a, Result<serde_json::Value, Error>>;
}

/// How a page receives somebody who is not signed in.
pub enum Welcome {
    /// The path of the sign-in page; the page asked for is added to it as the query parameter `return`.
    SignInPage(String),
    /// Signed in at once, as a guest where that is allowed. `token` is the limited token for the cookie.
    SignedIn { credentials: Credentials, token: Secret, expires_at: Timestamp },
}

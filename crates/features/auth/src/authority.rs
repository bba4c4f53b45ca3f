//! What the portal knows about identities, gathered when the feature starts and shared by every use case.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use futures_util::future::BoxFuture;
use kernel::audit::Audit;
use kernel::identity::{Authenticator, Welcome};
use kernel::outbound::Outbound;
use kernel::{Clock, Credentials, Db, Error, Secret, Timestamp};
use parking_lot::RwLock;
use serde_json::{Value, json};

use crate::external::External;
use crate::keys::KeyRing;
use crate::settings::Settings;
use crate::{guest, issue, store, token, verify};

/// Owner of the keys of user tokens.
pub(crate) const USER_KEYS: &str = "user";
/// Ownership of a user is believed for this long without asking the database again.
const OWNERSHIP_FRESH_FOR: Duration = Duration::from_secs(10);
/// Users whose ownership is remembered; when full, everything is forgotten.
const OWNERSHIP_CAPACITY: usize = 10_000;
/// Features whose counterparts in Backstage call other plugins from the start, so that they have a key from the start.
const CALLING_PLUGINS: [&str; 5] = ["auth", "catalog", "permission", "scaffolder", "search"];

/// A user as the catalog knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectoryUser {
    /// Full ref in lower case.
    pub entity_ref: String,
    /// Full refs in lower case of what the user is directly a member of.
    pub member_of: Vec<String>,
}

/// Where users are looked up; given by the catalog, through the binary.
pub trait UserDirectory: Send + Sync {
    /// `None` when there is no such user.
    fn user<'a>(&'a self, entity_ref: &'a str) -> BoxFuture<'a, Result<Option<DirectoryUser>, Error>>;
}

/// Verifies tokens, issues tokens, and knows what people own.
pub struct Authority {
    pub(crate) settings: Settings,
    pub(crate) clock: Clock,
    pub(crate) db: Db,
    pub(crate) audit: Audit,
    pub(crate) outbound: Outbound,
    pub(crate) users: Arc<dyn UserDirectory>,
    pub(crate) user_keys: KeyRing,
    pub(crate) plugin_keys: KeyRing,
    pub(crate) external: External,
    pub(crate) ownership: OwnershipCache,
}

impl Authority {
    /// A token with which `plugin` may call `target`: as itself, or for the user of `on_behalf_of`. Ends after an hour,
    /// or with the user's own token. A caller whose token is restricted cannot be spoken for: its limits would be lost
    /// (S-AUT-11). Source: auth contract, section 6.
    pub async fn plugin_token(
        &self,
        plugin: &str,
        target: &str,
        on_behalf_of: Option<&Credentials>,
    ) -> Result<Secret, Error> {
        issue::plugin_token(self, plugin, target, on_behalf_of).await
    }

    /// What `user_ref` owned by at the last sign-in, else what the catalog says, else itself alone.
    pub(crate) async fn ownership_of(&self, user_ref: &str) -> Result<Arc<Vec<String>>, Error> {
        if let Some(known) = self.ownership.get(user_ref) {
            return Ok(known);
        }
        let refs = match store::user_info::find(&self.db, user_ref).await? {
            Some(claims) => ownership_in(&claims, user_ref),
            None => match self.users.user(user_ref).await? {
                Some(user) => ownership_by_membership(&user),
                None => vec![user_ref.to_owned()],
            },
        };
        Ok(self.ownership.put(user_ref, refs))
    }
}

/// The user itself and its direct groups. Source: auth contract, section 5.
pub(crate) fn ownership_by_membership(user: &DirectoryUser) -> Vec<String> {
    let mut refs = vec![user.entity_ref.clone()];
    for member_of in &user.member_of {
        if member_of.starts_with("group:") && !refs.contains(member_of) {
            refs.push(member_of.clone());
        }
    }
    refs
}

fn ownership_in(claims: &Value, user_ref: &str) -> Vec<String> {
    match claims.get("ent").and_then(Value::as_array) {
        Some(refs) => refs.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        None => vec![user_ref.to_owned()],
    }
}

impl Authenticator for Authority {
    fn verify<'a>(&'a self, plugin: &'a str, token: &'a str) -> BoxFuture<'a, Result<Credentials, Error>> {
        Box::pin(verify::bearer(self, plugin, token))
    }

    fn ownership<'a>(&'a self, user_ref: &'a str) -> BoxFuture<'a, Result<Arc<Vec<String>>, Error>> {
        Box::pin(self.ownership_of(user_ref))
    }

    fn limited_token<'a>(
        &'a self,
        credentials: &'a Credentials,
    ) -> BoxFuture<'a, Result<(Secret, Timestamp), Error>> {
        Box::pin(async move {
            let limited = issue::limited_token_of(credentials)?;
            let expires_at = token::Unverified::parse(limited.reveal())
                .and_then(|token| token.claims())
                .and_then(|claims| claims.seconds("exp"))
                .ok_or_else(issue::no_limited_token)?;
            Ok((limited, expires_at * 1000))
        })
    }

    fn welcome(&self) -> BoxFuture<'_, Result<Welcome, Error>> {
        Box::pin(guest::welcome(self))
    }

    fn plugin_keys<'a>(&'a self, plugin: &'a str) -> BoxFuture<'a, Result<Value, Error>> {
        Box::pin(async move {
            if CALLING_PLUGINS.contains(&plugin) {
                self.plugin_keys.signer(plugin).await?;
            }
            Ok(json!({ "keys": self.plugin_keys.listed(plugin).await? }))
        })
    }
}

/// What users own by, remembered for a short while.
#[derive(Default)]
pub(crate) struct OwnershipCache {
    known: RwLock<HashMap<String, Remembered>>,
}

struct Remembered {
    since: Instant,
    refs: Arc<Vec<String>>,
}

impl OwnershipCache {
    fn get(&self, user_ref: &str) -> Option<Arc<Vec<String>>> {
        let known = self.known.read();
        let remembered = known.get(user_ref)?;
        (remembered.since.elapsed() < OWNERSHIP_FRESH_FOR).then(|| Arc::clone(&remembered.refs))
    }

    pub(crate) fn put(&self, user_ref: &str, refs: Vec<String>) -> Arc<Vec<String>> {
        let refs = Arc::new(refs);
        let mut known = self.known.write();
        if known.len() >= OWNERSHIP_CAPACITY {
            known.clear();
        }
        let remembered = Remembered { since: Instant::now(), refs: Arc::clone(&refs) };
        known.insert(user_ref.to_owned(), remembered);
        refs
    }
}

//! Who is calling: user tokens, keys, sign-in providers, service tokens, cookies, user info.
//!
//! Knows the callers and what proves them; does not know what they may do (that is the permission feature's) nor where
//! users come from (a [`UserDirectory`] is given to it).

mod api;
mod authority;
mod crypto;
mod external;
mod guest;
mod issue;
mod keys;
mod oidc;
mod refs;
mod settings;
mod store;
#[cfg(test)]
mod test_support;
mod token;
pub mod tokens;
mod verify;

use std::sync::{Arc, OnceLock};

use futures_util::future::BoxFuture;
use kernel::db::Migration;
use kernel::{Contribution, Error, Feature, Services};

use crate::authority::{OwnershipCache, USER_KEYS};
use crate::keys::{KeyRing, KeySource, Sealer};
use crate::settings::{KeyStore, Settings};

pub use crate::authority::{Authority, DirectoryUser, UserDirectory};

const MIGRATIONS: [Migration; 1] = [Migration {
    name: "0001_identities",
    sqlite: include_str!("../migrations/sqlite/0001_identities.sql"),
    postgres: include_str!("../migrations/postgres/0001_identities.sql"),
}];

/// The feature `auth`.
pub struct Auth {
    users: Arc<dyn UserDirectory>,
    authority: OnceLock<Arc<Authority>>,
}

impl Auth {
    /// `users` is asked for the groups of those who sign in.
    pub fn new(users: Arc<dyn UserDirectory>) -> Self {
        Self { users, authority: OnceLock::new() }
    }

    /// What issues and verifies tokens; `None` until the feature has started.
    pub fn authority(&self) -> Option<Arc<Authority>> {
        self.authority.get().cloned()
    }
}

impl Feature for Auth {
    fn id(&self) -> &'static str {
        "auth"
    }

    fn migrations(&self) -> &'static [Migration] {
        &MIGRATIONS
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            let authority = Arc::new(put_together(services, Arc::clone(&self.users))?);
            // Made now, so that the key set is not empty before the first sign-in.
            authority.user_keys.signer(USER_KEYS).await?;
            if self.authority.set(Arc::clone(&authority)).is_err() {
                return Err(Error::Conflict("the auth feature was started twice".to_owned()));
            }
            Ok(Contribution {
                routes: api::routes(&authority),
                pages: api::root_routes(&authority),
                authenticator: Some(authority),
                ..Contribution::default()
            })
        })
    }
}

fn put_together(services: &Services, users: Arc<dyn UserDirectory>) -> Result<Authority, Error> {
    let settings = Settings::from_config(&services.config).map_err(Error::internal)?;
    let external = settings::external_access(&services.config.root()).map_err(Error::internal)?;
    Ok(Authority {
        user_keys: ring("user", &settings.user_keys, &settings, services)?,
        plugin_keys: ring("plugin", &settings.plugin_keys, &settings, services)?,
        clock: services.clock.clone(),
        db: services.db.clone(),
        audit: services.audit.clone(),
        outbound: services.outbound.clone(),
        users,
        external: external::External::new(external),
        ownership: OwnershipCache::default(),
        settings,
    })
}

fn ring(
    kind: &'static str,
    store: &KeyStore,
    settings: &Settings,
    services: &Services,
) -> Result<KeyRing, Error> {
    let source = match store {
        KeyStore::Static(keys) => return Ok(KeyRing::fixed(kind, keys, services.clock.clone())?),
        KeyStore::Database => KeySource::Database(services.db.clone()),
        KeyStore::Memory => KeySource::Memory(parking_lot::Mutex::default()),
    };
    let folder = settings.data_folder.as_ref().or(services.data_dir.as_ref());
    let sealer = match (&settings.sealing_secret, folder) {
        (Some(secret), _) => Sealer::from_secret(secret.reveal().as_bytes())?,
        (None, Some(folder)) => Sealer::from_folder(folder)?,
        (None, None) => Sealer::for_this_process()?,
    };
    Ok(KeyRing::new(kind, source, sealer, services.clock.clone(), settings.periods))
}

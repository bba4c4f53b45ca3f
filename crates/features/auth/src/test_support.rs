//! What unit tests of this crate stand on: a database in memory and an authority over it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use futures_util::future::BoxFuture;
use kernel::audit::Audit;
use kernel::config::{Config, Environment};
use kernel::db::DbSettings;
use kernel::outbound::Outbound;
use kernel::{Clock, Credentials, Ctx, Db, Error, Feature as _, Principal, Timestamp};
use serde_json::{Value, json};

use crate::authority::{Authority, DirectoryUser, OwnershipCache, UserDirectory};
use crate::external::External;
use crate::keys::{KeyRing, KeySource, Sealer};
use crate::settings::{self, Settings};

pub(crate) const NOW: Timestamp = 1_795_000_000_000;

/// A directory with one user, `user:default/ann`.
pub(crate) struct People;

impl UserDirectory for People {
    fn user<'a>(&'a self, entity_ref: &'a str) -> BoxFuture<'a, Result<Option<DirectoryUser>, Error>> {
        let found = (entity_ref == "user:default/ann").then(|| DirectoryUser {
            entity_ref: entity_ref.to_owned(),
            member_of: vec!["group:default/pears".to_owned(), "resource:default/no-group".to_owned()],
        });
        Box::pin(async move { Ok(found) })
    }
}

/// An empty database with the tables of this feature: SQLite in memory, or the PostgreSQL that the tests were given, in
/// a schema of its own.
pub(crate) async fn database() -> Db {
    static SCHEMAS: AtomicU32 = AtomicU32::new(0);
    let settings = match Environment::process().get("CALLBOARD_TEST_POSTGRES") {
        None => DbSettings::in_memory(Clock::fixed(NOW)),
        Some(url) => {
            let number = SCHEMAS.fetch_add(1, Ordering::Relaxed);
            DbSettings::postgres(url, &format!("auth_{}_{number}", std::process::id())).unwrap()
        }
    };
    let db = Db::open(&settings).await.unwrap();
    let feature = crate::Auth::new(Arc::new(People));
    db.migrate(feature.id(), feature.migrations()).await.unwrap();
    db
}

/// An authority with `config` over the usual base URL.
pub(crate) async fn authority(config: Value) -> Authority {
    let mut whole = json!({ "backend": { "baseUrl": "http://portal.test" } });
    merge(&mut whole, config);
    let config = Config::from_value(whole);
    let (db, clock) = (database().await, Clock::fixed(NOW));
    let settings = Settings::from_config(&config).unwrap();
    let ring = |kind| {
        let sealer = Sealer::from_secret(b"test").unwrap();
        KeyRing::new(kind, KeySource::Database(db.clone()), sealer, clock.clone(), settings.periods)
    };
    Authority {
        user_keys: ring("user"),
        plugin_keys: ring("plugin"),
        external: External::new(settings::external_access(&config.root()).unwrap()),
        outbound: Outbound::new(&config.root(), &clock, Vec::new()).unwrap(),
        audit: Audit::default(),
        users: Arc::new(People),
        ownership: OwnershipCache::default(),
        settings,
        clock,
        db,
    }
}

pub(crate) fn nobody() -> Ctx {
    Ctx { credentials: Arc::new(Credentials::nobody()), ..Ctx::system("test", NOW) }
}

pub(crate) fn person(user_ref: &str) -> Ctx {
    let principal = Principal::User { entity_ref: user_ref.to_owned(), actor: None };
    Ctx {
        credentials: Arc::new(Credentials { principal, ..Credentials::nobody() }),
        ..Ctx::system("test", NOW)
    }
}

fn merge(into: &mut Value, from: Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (name, value) in from {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}

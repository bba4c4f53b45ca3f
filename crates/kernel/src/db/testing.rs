//! The databases that the kernel's own tests run on: SQLite always, PostgreSQL where `CALLBOARD_TEST_POSTGRES` holds the
//! URL of a superuser. Each database is empty and its own.

use super::{Db, DbSettings};
use crate::Clock;

/// The URL of the PostgreSQL to test on; its absence is said once per test.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration to read it from")]
pub(crate) fn postgres_url() -> Option<String> {
    let url = std::env::var("CALLBOARD_TEST_POSTGRES").ok().filter(|url| !url.is_empty());
    if url.is_none() {
        println!("CALLBOARD_TEST_POSTGRES is not set: tested on SQLite only");
    }
    url
}

/// Settings of an empty PostgreSQL schema.
pub(crate) fn postgres_settings() -> Option<DbSettings> {
    let schema = format!("test_{}", crate::random::id().replace('-', ""));
    Some(DbSettings::postgres(&postgres_url()?, &schema).unwrap())
}

/// An empty database of each kind.
pub(crate) async fn each() -> Vec<Db> {
    let mut databases = vec![Db::open_in_memory(Clock::System).await.unwrap()];
    if let Some(settings) = postgres_settings() {
        databases.push(Db::open(&settings).await.unwrap());
    }
    databases
}

//! Schema changes of features: applied in order, each whole or not at all, by one process at a time. Knows no feature.

use std::collections::HashMap;

use super::{Arg, Db, DbError, Tx};
use crate::Timestamp;

/// One forward-only schema change, with the same name in both dialects.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// `0001_entities`: number and what; unique within the feature, ascending.
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

/// Any constant will do: it only has to be the same in every replica. Spells `callbord` in ASCII.
const ADVISORY_LOCK: i64 = 0x6361_6c6c_626f_7264;

const BOOKKEEPING: &str = "CREATE TABLE IF NOT EXISTS callboard_migration (
    feature TEXT NOT NULL,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL,
    applied_at BIGINT NOT NULL,
    PRIMARY KEY (feature, name)
)";

pub(super) async fn migrate(db: &Db, feature: &str, migrations: &[Migration]) -> Result<usize, DbError> {
    check_order(feature, migrations)?;
    let mut applied = 0;
    for migration in migrations {
        if apply(db, feature, migration).await? {
            tracing::info!(feature, migration = migration.name, "migration applied");
            applied += 1;
        }
    }
    Ok(applied)
}

/// The migrations of `feature` that this database has not seen.
pub(super) async fn pending(
    db: &Db,
    feature: &str,
    migrations: &[Migration],
) -> Result<Vec<&'static str>, DbError> {
    let mut tx = lock(db).await?;
    let known = known(&mut tx, feature).await?;
    tx.commit().await?;
    Ok(migrations.iter().map(|migration| migration.name).filter(|name| !known.contains_key(*name)).collect())
}

/// True when it was applied now, false when it had been before. A process that is killed in here leaves nothing: the
/// change and its record are one transaction.
async fn apply(db: &Db, feature: &str, migration: &Migration) -> Result<bool, DbError> {
    let mut tx = lock(db).await?;
    if let Some(before) = known(&mut tx, feature).await?.get(migration.name) {
        let same = *before == checksum(text(migration, db.is_postgres()));
        tx.commit().await?;
        if same {
            return Ok(false);
        }
        return Err(failure(feature, migration.name, "its text differs from the one that was applied"));
    }
    run_and_record(&mut tx, feature, migration).await?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn run_and_record(tx: &mut Tx, feature: &str, migration: &Migration) -> Result<(), DbError> {
    let text = text(migration, tx.is_postgres());
    tx.script(text.to_owned()).await.map_err(|error| match error {
        DbError::Statement(source) => failure(feature, migration.name, &source.to_string()),
        other => other,
    })?;
    let now = tx.now().await?;
    tx.execute(
        "INSERT INTO callboard_migration (feature, name, checksum, applied_at) VALUES ($1, $2, $3, $4)",
        &[feature.into(), migration.name.into(), checksum(text).into(), now.into()],
    )
    .await?;
    Ok(())
}

pub(super) async fn make_bookkeeping(tx: &mut Tx) -> Result<(), DbError> {
    tx.execute(BOOKKEEPING, &[]).await?;
    Ok(())
}

pub(super) fn checksum(text: &str) -> String {
    blake3::hash(text.as_bytes()).to_hex().to_string()
}

fn text(migration: &Migration, postgres: bool) -> &'static str {
    if postgres { migration.postgres } else { migration.sqlite }
}

/// A change that this database has seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Applied {
    pub feature: String,
    pub name: String,
    pub applied_at: Timestamp,
}

/// Every change that this database has seen, by feature, oldest first.
pub(super) async fn applied(db: &Db) -> Result<Vec<Applied>, DbError> {
    let sql = "SELECT feature, name, applied_at FROM callboard_migration ORDER BY feature, name";
    let rows = db.all(sql, &[]).await?;
    rows.iter()
        .map(|row| Ok(Applied { feature: row.text(0)?, name: row.text(1)?, applied_at: row.integer(2)? }))
        .collect()
}

/// A transaction that no other migrating process is in: SQLite has one writer, PostgreSQL an advisory lock that ends
/// with the transaction, also when the process dies.
async fn lock(db: &Db) -> Result<Tx, DbError> {
    let mut tx = db.begin_unhurried().await?;
    if tx.is_postgres() {
        tx.all("SELECT 1 FROM (SELECT pg_advisory_xact_lock($1)) AS held", &[Arg::from(ADVISORY_LOCK)])
            .await?;
    }
    make_bookkeeping(&mut tx).await?;
    Ok(tx)
}

async fn known(tx: &mut Tx, feature: &str) -> Result<HashMap<String, String>, DbError> {
    let rows = tx
        .all("SELECT name, checksum FROM callboard_migration WHERE feature = $1", &[feature.into()])
        .await?;
    let mut known = HashMap::new();
    for row in rows {
        known.insert(row.text(0)?, row.text(1)?);
    }
    Ok(known)
}

fn check_order(feature: &str, migrations: &[Migration]) -> Result<(), DbError> {
    for pair in migrations.windows(2) {
        if let [first, second] = pair
            && first.name >= second.name
        {
            return Err(failure(feature, second.name, "does not come after the one before it"));
        }
    }
    Ok(())
}

fn failure(feature: &str, name: &str, reason: &str) -> DbError {
    DbError::Migration { feature: feature.to_owned(), name: name.to_owned(), reason: reason.to_owned() }
}

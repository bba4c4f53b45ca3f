//! Rows of `catalog_source`: what is known of each file that a Location reads.

use std::collections::HashMap;

use kernel::Db;
use kernel::db::{DbError, Tx};

/// The stored states of the files of a Location, by file, as JSON texts.
pub async fn of_location(db: &Db, location_ref: &str) -> Result<HashMap<String, String>, DbError> {
    let rows = db
        .all("SELECT file, state FROM catalog_source WHERE location_ref = $1", &[location_ref.into()])
        .await?;
    rows.iter().map(|row| Ok((row.text(0)?, row.text(1)?))).collect()
}

/// A file that a Location read.
pub struct KnownFile {
    pub location_ref: String,
    pub file: String,
    pub state: String,
}

/// Up to `limit` files whose Location reads something below the address of a repository: the file itself, or one that a
/// placeholder of it names.
pub async fn within(db: &Db, repository: &str, limit: i64) -> Result<Vec<KnownFile>, DbError> {
    let sql = "SELECT location_ref, file, state FROM catalog_source \
               WHERE LOWER(file) LIKE $1 ESCAPE '!' OR LOWER(state) LIKE $2 ESCAPE '!' \
               ORDER BY location_ref, file LIMIT $3";
    let mut escaped = String::new();
    for character in repository.to_lowercase().chars() {
        if matches!(character, '%' | '_' | '!') {
            escaped.push('!');
        }
        escaped.push(character);
    }
    let args = [format!("url:{escaped}%").into(), format!("%url:{escaped}%").into(), limit.into()];
    let mut found = Vec::new();
    for row in db.all(sql, &args).await? {
        found.push(KnownFile { location_ref: row.text(0)?, file: row.text(1)?, state: row.text(2)? });
    }
    Ok(found)
}

pub async fn upsert(
    tx: &mut Tx,
    location_ref: &str,
    file: &str,
    state: &str,
    now: i64,
) -> Result<(), DbError> {
    let sql = "INSERT INTO catalog_source (location_ref, file, state, checked_at) VALUES ($1, $2, $3, $4) \
               ON CONFLICT (location_ref, file) DO UPDATE SET state = excluded.state, checked_at = excluded.checked_at";
    tx.execute(sql, &[location_ref.into(), file.into(), state.into(), now.into()]).await?;
    Ok(())
}

pub async fn delete(tx: &mut Tx, location_ref: &str, file: &str) -> Result<(), DbError> {
    let sql = "DELETE FROM catalog_source WHERE location_ref = $1 AND file = $2";
    tx.execute(sql, &[location_ref.into(), file.into()]).await?;
    Ok(())
}

/// Forgets what is known of all files of a Location, so that they are processed anew.
pub async fn forget(tx: &mut Tx, location_ref: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM catalog_source WHERE location_ref = $1", &[location_ref.into()]).await?;
    Ok(())
}

/// When a file of a location was looked at last.
pub async fn checked_at(db: &Db, location_ref: &str, file: &str) -> Result<Option<i64>, DbError> {
    let sql = "SELECT checked_at FROM catalog_source WHERE location_ref = $1 AND file = $2";
    db.one(sql, &[location_ref.into(), file.into()]).await?.map(|row| row.integer(0)).transpose()
}

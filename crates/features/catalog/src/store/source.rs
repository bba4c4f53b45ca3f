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

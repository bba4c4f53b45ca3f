//! Rows of `catalog_location`: what people registered over the API.

use kernel::Db;
use kernel::db::{DbError, Row, Tx};

/// A registered location. Source: catalog-api contract, section 8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LocationRow {
    pub id: String,
    pub kind: String,
    pub target: String,
    pub entity_ref: String,
}

fn from_row(row: &Row) -> Result<LocationRow, DbError> {
    Ok(LocationRow { id: row.text(0)?, kind: row.text(1)?, target: row.text(2)?, entity_ref: row.text(3)? })
}

pub async fn all(db: &Db) -> Result<Vec<LocationRow>, DbError> {
    let rows = db.all("SELECT id, type, target, entity_ref FROM catalog_location ORDER BY id", &[]).await?;
    rows.iter().map(from_row).collect()
}

pub async fn find(db: &Db, id: &str) -> Result<Option<LocationRow>, DbError> {
    let sql = "SELECT id, type, target, entity_ref FROM catalog_location WHERE id = $1";
    db.one(sql, &[id.into()]).await?.as_ref().map(from_row).transpose()
}

pub async fn find_by_target(tx: &mut Tx, kind: &str, target: &str) -> Result<Option<LocationRow>, DbError> {
    let sql = "SELECT id, type, target, entity_ref FROM catalog_location WHERE type = $1 AND target = $2";
    tx.one(sql, &[kind.into(), target.into()]).await?.as_ref().map(from_row).transpose()
}

pub async fn insert(tx: &mut Tx, location: &LocationRow, now: i64) -> Result<(), DbError> {
    let sql =
        "INSERT INTO catalog_location (id, type, target, entity_ref, created_at) VALUES ($1, $2, $3, $4, $5)";
    let args = [
        location.id.as_str().into(),
        location.kind.as_str().into(),
        location.target.as_str().into(),
        location.entity_ref.as_str().into(),
        now.into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(())
}

pub async fn update(tx: &mut Tx, id: &str, kind: &str, target: &str) -> Result<u64, DbError> {
    let sql = "UPDATE catalog_location SET type = $2, target = $3 WHERE id = $1";
    tx.execute(sql, &[id.into(), kind.into(), target.into()]).await
}

pub async fn delete(tx: &mut Tx, id: &str) -> Result<u64, DbError> {
    tx.execute("DELETE FROM catalog_location WHERE id = $1", &[id.into()]).await
}

//! Rows of `catalog_entity` that are listed and have problems; found by an index of their own, because they are few.

use kernel::Db;
use kernel::db::DbError;

/// The uids of up to `limit` of them, oldest first.
pub async fn uids(db: &Db, limit: i64) -> Result<Vec<String>, DbError> {
    let sql = "SELECT entity_id FROM catalog_entity WHERE problems <> '[]' AND document IS NOT NULL \
               ORDER BY entity_id LIMIT $1";
    db.all(sql, &[limit.into()]).await?.iter().map(|row| row.text(0)).collect()
}

//! Rows of `catalog_entity`.

use std::collections::HashMap;

use kernel::Db;
use kernel::db::{Arg, DbError, InsertMany, Row, Tx};

use super::{CHUNK, placeholders};

/// An entity as stored: the processed document without relations, uid and etag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityRow {
    pub entity_id: String,
    pub entity_ref: String,
    /// `None` while the entity has never been sound.
    pub document: Option<String>,
    /// The source's version of an entity that is not sound, as JSON.
    pub unprocessed: Option<String>,
    /// Status items as a JSON array; `[]` when there are none.
    pub problems: String,
    pub location_key: Option<String>,
    pub content_hash: String,
    pub orphan: bool,
    pub is_location: bool,
    /// When a Location is read next, milliseconds since 1970; `None` for all other kinds.
    pub next_update_at: Option<i64>,
    pub updated_at: i64,
}

const COLUMNS: &str = "entity_id, entity_ref, document, unprocessed, problems, location_key, content_hash, orphan, \
     is_location, next_update_at, updated_at";

fn from_row(row: &Row) -> Result<EntityRow, DbError> {
    Ok(EntityRow {
        entity_id: row.text(0)?,
        entity_ref: row.text(1)?,
        document: row.opt_text(2)?,
        unprocessed: row.opt_text(3)?,
        problems: row.text(4)?,
        location_key: row.opt_text(5)?,
        content_hash: row.text(6)?,
        orphan: row.boolean(7)?,
        is_location: row.boolean(8)?,
        next_update_at: row.opt_integer(9)?,
        updated_at: row.integer(10)?,
    })
}

fn to_args(row: &EntityRow) -> Vec<Arg> {
    vec![
        row.entity_id.as_str().into(),
        row.entity_ref.as_str().into(),
        row.document.clone().into(),
        row.unprocessed.clone().into(),
        row.problems.as_str().into(),
        row.location_key.clone().into(),
        row.content_hash.as_str().into(),
        row.orphan.into(),
        row.is_location.into(),
        row.next_update_at.into(),
        row.updated_at.into(),
    ]
}

/// Inserts rows, or replaces those whose ref exists already. The id of an existing row is kept.
pub async fn upsert_many(tx: &mut Tx, rows: &[EntityRow]) -> Result<(), DbError> {
    let insert = InsertMany {
        head: "INSERT INTO catalog_entity (entity_id, entity_ref, document, unprocessed, problems, location_key, \
               content_hash, orphan, is_location, next_update_at, updated_at) VALUES",
        columns: 11,
        tail: "ON CONFLICT (entity_ref) DO UPDATE SET document = excluded.document, unprocessed = excluded.unprocessed, \
               problems = excluded.problems, location_key = excluded.location_key, content_hash = excluded.content_hash, \
               orphan = excluded.orphan, is_location = excluded.is_location, next_update_at = excluded.next_update_at, \
               updated_at = excluded.updated_at",
    };
    // One order for all, so that two replicas that write the same refs wait for each other and never in a circle.
    let mut ordered: Vec<&EntityRow> = rows.iter().collect();
    ordered.sort_unstable_by(|left, right| left.entity_ref.cmp(&right.entity_ref));
    let args: Vec<Vec<Arg>> = ordered.into_iter().map(to_args).collect();
    tx.insert_many(&insert, &args).await?;
    Ok(())
}

/// The rows of those refs that exist, by ref.
pub async fn find_many(tx: &mut Tx, refs: &[&str]) -> Result<HashMap<String, EntityRow>, DbError> {
    let mut found = HashMap::with_capacity(refs.len());
    for chunk in refs.chunks(CHUNK) {
        let sql = format!(
            "SELECT {COLUMNS} FROM catalog_entity WHERE entity_ref IN {}",
            placeholders(1, chunk.len())
        );
        let args: Vec<Arg> = chunk.iter().map(|entity_ref| Arg::from(*entity_ref)).collect();
        for row in tx.all_dynamic(sql, &args).await? {
            let row = from_row(&row)?;
            found.insert(row.entity_ref.clone(), row);
        }
    }
    Ok(found)
}

pub async fn find(tx: &mut Tx, entity_ref: &str) -> Result<Option<EntityRow>, DbError> {
    Ok(find_many(tx, &[entity_ref]).await?.remove(entity_ref))
}

pub async fn find_by_id(tx: &mut Tx, entity_id: &str) -> Result<Option<EntityRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM catalog_entity WHERE entity_id = $1");
    tx.all_dynamic(sql, &[entity_id.into()]).await?.first().map(from_row).transpose()
}

/// The same outside a transaction.
pub async fn read_many(db: &Db, refs: &[&str]) -> Result<Vec<EntityRow>, DbError> {
    let mut found = Vec::with_capacity(refs.len());
    for chunk in refs.chunks(CHUNK) {
        let sql = format!(
            "SELECT {COLUMNS} FROM catalog_entity WHERE entity_ref IN {}",
            placeholders(1, chunk.len())
        );
        let args: Vec<Arg> = chunk.iter().map(|entity_ref| Arg::from(*entity_ref)).collect();
        for row in db.all_dynamic(sql, &args).await? {
            found.push(from_row(&row)?);
        }
    }
    Ok(found)
}

/// What the read index needs of a row.
pub struct IndexRow {
    pub entity_id: String,
    pub entity_ref: String,
    pub document: String,
    pub problems: String,
}

/// Up to `limit` sound entities whose id is greater than `after`, by id.
pub async fn page(db: &Db, after: &str, limit: i64) -> Result<Vec<IndexRow>, DbError> {
    let sql = "SELECT entity_id, entity_ref, document, problems FROM catalog_entity \
               WHERE entity_id > $1 AND document IS NOT NULL ORDER BY entity_id LIMIT $2";
    let mut rows = Vec::new();
    for row in db.all(sql, &[after.into(), limit.into()]).await? {
        rows.push(IndexRow {
            entity_id: row.text(0)?,
            entity_ref: row.text(1)?,
            document: row.text(2)?,
            problems: row.text(3)?,
        });
    }
    Ok(rows)
}

/// Takes up to `limit` Locations that are due and moves their next reading to `lease_until`, so that no other replica
/// takes them meanwhile.
pub async fn claim_due(db: &Db, now: i64, lease_until: i64, limit: i64) -> Result<Vec<EntityRow>, DbError> {
    let skip = if db.is_postgres() { "FOR UPDATE SKIP LOCKED" } else { "" };
    let sql = format!(
        "UPDATE catalog_entity SET next_update_at = $2 WHERE entity_id IN (SELECT entity_id FROM catalog_entity \
         WHERE next_update_at <= $1 ORDER BY next_update_at, entity_id LIMIT $3 {skip}) RETURNING {COLUMNS}"
    );
    let mut tx = db.begin().await?;
    let rows = tx.all_dynamic(sql, &[now.into(), lease_until.into(), limit.into()]).await?;
    let rows = rows.iter().map(from_row).collect::<Result<Vec<_>, _>>()?;
    tx.commit().await?;
    Ok(rows)
}

/// When the next Location is due, if any.
pub async fn next_due(db: &Db) -> Result<Option<i64>, DbError> {
    let row = db
        .one("SELECT MIN(next_update_at) FROM catalog_entity WHERE next_update_at IS NOT NULL", &[])
        .await?;
    row.map_or(Ok(None), |row| row.opt_integer(0))
}

/// Makes everything due at `now` that would become due until `until`.
pub async fn end_leases(db: &Db, now: i64, until: i64) -> Result<u64, DbError> {
    let sql =
        "UPDATE catalog_entity SET next_update_at = $1 WHERE next_update_at > $1 AND next_update_at <= $2";
    db.execute(sql, &[now.into(), until.into()]).await
}

/// Keeps a Location claimed while it is being read, unless somebody asked for a refresh meanwhile.
pub async fn renew_lease(tx: &mut Tx, entity_ref: &str, now: i64, until: i64) -> Result<u64, DbError> {
    let sql = "UPDATE catalog_entity SET next_update_at = $3 WHERE entity_ref = $1 AND is_location AND next_update_at > $2";
    tx.execute(sql, &[entity_ref.into(), now.into(), until.into()]).await
}

/// Makes Locations due at `at`; other kinds have no reading of their own.
pub async fn make_due(tx: &mut Tx, refs: &[&str], at: i64) -> Result<(), DbError> {
    for chunk in refs.chunks(CHUNK) {
        let sql = format!(
            "UPDATE catalog_entity SET next_update_at = $1 WHERE is_location AND entity_ref IN {}",
            placeholders(2, chunk.len())
        );
        let mut args: Vec<Arg> = vec![at.into()];
        args.extend(chunk.iter().map(|entity_ref| Arg::from(*entity_ref)));
        tx.execute_dynamic(sql, &args).await?;
    }
    Ok(())
}

/// Hands entities that `source` alone names over from one location key to another, so that they stay the same entities when
/// their file moves.
pub async fn rekey(tx: &mut Tx, source: &str, from: &str, to: &str) -> Result<u64, DbError> {
    let sql = "UPDATE catalog_entity SET location_key = $2 WHERE location_key = $1 \
               AND entity_ref IN (SELECT target_ref FROM catalog_reference WHERE source = $3) \
               AND NOT EXISTS (SELECT 1 FROM catalog_reference WHERE target_ref = entity_ref AND source <> $3)";
    tx.execute(sql, &[from.into(), to.into(), source.into()]).await
}

pub async fn delete_many(tx: &mut Tx, refs: &[&str]) -> Result<(), DbError> {
    for chunk in refs.chunks(CHUNK) {
        let list = placeholders(1, chunk.len());
        let args: Vec<Arg> = chunk.iter().map(|entity_ref| Arg::from(*entity_ref)).collect();
        tx.execute_dynamic(format!("DELETE FROM catalog_entity WHERE entity_ref IN {list}"), &args).await?;
        tx.execute_dynamic(format!("DELETE FROM catalog_source WHERE location_ref IN {list}"), &args).await?;
    }
    Ok(())
}

/// Refs of up to `limit` orphans.
pub async fn orphans(db: &Db, limit: i64) -> Result<Vec<String>, DbError> {
    let rows = db
        .all(
            "SELECT entity_ref FROM catalog_entity WHERE orphan ORDER BY entity_ref LIMIT $1",
            &[limit.into()],
        )
        .await?;
    rows.iter().map(|row| row.text(0)).collect()
}

/// Which rows are of entities that are not sound (`failed`) or have not been processed yet (`pending`).
fn unprocessed_condition(failed: bool) -> &'static str {
    if failed { "problems <> '[]' AND document IS NULL" } else { "problems = '[]' AND document IS NULL" }
}

/// Up to `limit` such rows by ref, after the first `offset`.
pub async fn unprocessed(db: &Db, failed: bool, offset: i64, limit: i64) -> Result<Vec<EntityRow>, DbError> {
    let condition = unprocessed_condition(failed);
    let sql = format!(
        "SELECT {COLUMNS} FROM catalog_entity WHERE {condition} ORDER BY entity_ref LIMIT $1 OFFSET $2"
    );
    db.all_dynamic(sql, &[limit.into(), offset.into()]).await?.iter().map(from_row).collect()
}

/// How many such rows there are.
pub async fn count_unprocessed(db: &Db, failed: bool) -> Result<u64, DbError> {
    let sql = format!("SELECT COUNT(*) FROM catalog_entity WHERE {}", unprocessed_condition(failed));
    let rows = db.all_dynamic(sql, &[]).await?;
    rows.first().map_or(Ok(0), |row| Ok(u64::try_from(row.integer(0)?).unwrap_or_default()))
}

/// Takes the mark off entities that are about to be judged again.
pub async fn clear_orphans(tx: &mut Tx, refs: &[&str]) -> Result<(), DbError> {
    for chunk in refs.chunks(CHUNK) {
        let list = placeholders(1, chunk.len());
        let args: Vec<Arg> = chunk.iter().map(|entity_ref| Arg::from(*entity_ref)).collect();
        let sql = format!("UPDATE catalog_entity SET orphan = FALSE WHERE entity_ref IN {list}");
        tx.execute_dynamic(sql, &args).await?;
    }
    Ok(())
}

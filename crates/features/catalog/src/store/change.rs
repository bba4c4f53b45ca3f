//! Rows of `catalog_change`, the log that every projection follows. Sequences are given out under a row lock that is held
//! until commit, so that a reader who has seen sequence n has seen everything before it.

use kernel::Db;
use kernel::db::{Arg, DbError, InsertMany, Row, Tx};

use super::{CHUNK, placeholders};

/// What happened to an entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Created,
    Updated,
    Deleted,
    /// Only the problems of the entity changed.
    Status,
}

impl Operation {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Deleted => "deleted",
            Self::Status => "status",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Created, Self::Updated, Self::Deleted, Self::Status]
            .into_iter()
            .find(|operation| operation.as_str() == text)
    }
}

/// A change that is about to be logged.
#[derive(Clone, Debug)]
pub struct NewChange {
    pub entity_ref: String,
    pub entity_id: String,
    pub operation: Operation,
    /// JSON array of `{path, before?, after?}` with JSON pointers; empty for a creation, whose fields are those of the
    /// entity itself; for a deletion one entry with the empty path and the whole document before.
    pub fields: String,
}

/// A logged change.
#[derive(Clone, Debug)]
pub struct ChangeRow {
    pub sequence: i64,
    pub changed_at: i64,
    pub entity_ref: String,
    pub entity_id: String,
    pub operation: Operation,
    pub fields: String,
    /// Where the new state was read: `file:…`, `url:…`, or the provider.
    pub source: String,
    /// What made the portal look: `schedule`, `refresh by …`, `registration by …`.
    pub cause: String,
}

const COLUMNS: &str = "sequence, changed_at, entity_ref, entity_id, operation, fields, source, cause";

fn from_row(row: &Row) -> Result<ChangeRow, DbError> {
    let operation = row.text(4)?;
    Ok(ChangeRow {
        sequence: row.integer(0)?,
        changed_at: row.integer(1)?,
        entity_ref: row.text(2)?,
        entity_id: row.text(3)?,
        operation: Operation::parse(&operation).unwrap_or(Operation::Updated),
        fields: row.text(5)?,
        source: row.text(6)?,
        cause: row.text(7)?,
    })
}

/// Waits until no other transaction is about to log changes; whoever has the row holds it until the commit.
pub async fn take_turn(tx: &mut Tx) -> Result<(), DbError> {
    tx.execute("UPDATE catalog_position SET sequence = sequence WHERE id = 1", &[]).await?;
    Ok(())
}

/// Logs `changes` and returns the sequence of the last one; `None` when there are none.
pub async fn append(
    tx: &mut Tx,
    changes: &[NewChange],
    now: i64,
    source: &str,
    cause: &str,
) -> Result<Option<i64>, DbError> {
    if changes.is_empty() {
        return Ok(None);
    }
    let count = i64::try_from(changes.len()).unwrap_or(i64::MAX);
    let sql = "UPDATE catalog_position SET sequence = sequence + $1 WHERE id = 1 RETURNING sequence";
    let last = tx.one(sql, &[count.into()]).await?.map_or(Ok(count), |row| row.integer(0))?;
    let insert = InsertMany {
        head: "INSERT INTO catalog_change (sequence, changed_at, entity_ref, entity_id, operation, fields, source, cause) VALUES",
        columns: 8,
        tail: "",
    };
    let mut rows = Vec::with_capacity(changes.len());
    for (sequence, change) in (last - count + 1..).zip(changes) {
        rows.push(vec![
            Arg::from(sequence),
            now.into(),
            change.entity_ref.as_str().into(),
            change.entity_id.as_str().into(),
            change.operation.as_str().into(),
            change.fields.as_str().into(),
            source.into(),
            cause.into(),
        ]);
    }
    tx.insert_many(&insert, &rows).await?;
    Ok(Some(last))
}

/// The last sequence given out.
pub async fn position(db: &Db) -> Result<i64, DbError> {
    let row = db.one("SELECT sequence FROM catalog_position WHERE id = 1", &[]).await?;
    row.map_or(Ok(0), |row| row.integer(0))
}

/// What no change of the same sequence in another database has in common with this one; `None` if it is not there.
pub async fn identity(db: &Db, sequence: i64) -> Result<Option<String>, DbError> {
    let sql = "SELECT entity_id, changed_at, operation FROM catalog_change WHERE sequence = $1";
    let Some(row) = db.one(sql, &[sequence.into()]).await? else { return Ok(None) };
    Ok(Some(format!("{} {} {}", row.text(0)?, row.integer(1)?, row.text(2)?)))
}

/// Up to `limit` changes after `sequence`, oldest first.
pub async fn after(db: &Db, sequence: i64, limit: i64) -> Result<Vec<ChangeRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM catalog_change WHERE sequence > $1 ORDER BY sequence LIMIT $2");
    db.all_dynamic(sql, &[sequence.into(), limit.into()]).await?.iter().map(from_row).collect()
}

/// Up to `limit` changes of any of some entities, newest first. `refs` has few items: each is an argument.
pub async fn of_entities(db: &Db, refs: &[String], limit: i64) -> Result<Vec<ChangeRow>, DbError> {
    if refs.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM catalog_change WHERE entity_ref IN {} ORDER BY sequence DESC LIMIT $1",
        placeholders(2, refs.len())
    );
    let mut args = vec![Arg::from(limit)];
    args.extend(refs.iter().map(Arg::from));
    db.all_dynamic(sql, &args).await?.iter().map(from_row).collect()
}

/// Up to `limit` changes of one entity before `sequence`, newest first.
pub async fn of_entity(
    db: &Db,
    entity_ref: &str,
    before: i64,
    limit: i64,
) -> Result<Vec<ChangeRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM catalog_change WHERE entity_ref = $1 AND sequence < $2 ORDER BY sequence DESC LIMIT $3"
    );
    db.all_dynamic(sql, &[entity_ref.into(), before.into(), limit.into()])
        .await?
        .iter()
        .map(from_row)
        .collect()
}

/// Changes of one entity that happened after `at`, newest first.
pub async fn of_entity_since(
    db: &Db,
    entity_ref: &str,
    at: i64,
    limit: i64,
) -> Result<Vec<ChangeRow>, DbError> {
    let sql = format!(
        "SELECT {COLUMNS} FROM catalog_change WHERE entity_ref = $1 AND changed_at > $2 ORDER BY sequence DESC LIMIT $3"
    );
    db.all_dynamic(sql, &[entity_ref.into(), at.into(), limit.into()]).await?.iter().map(from_row).collect()
}

/// All changes that happened after `at`, newest first.
pub async fn since(db: &Db, at: i64, limit: i64) -> Result<Vec<ChangeRow>, DbError> {
    let sql =
        format!("SELECT {COLUMNS} FROM catalog_change WHERE changed_at > $1 ORDER BY sequence DESC LIMIT $2");
    db.all_dynamic(sql, &[at.into(), limit.into()]).await?.iter().map(from_row).collect()
}

/// The refs that changed after `sequence` and up to `until`, each once.
pub async fn changed_refs(db: &Db, sequence: i64, until: i64) -> Result<Vec<String>, DbError> {
    let sql = "SELECT DISTINCT entity_ref FROM catalog_change WHERE sequence > $1 AND sequence <= $2 ORDER BY entity_ref";
    db.all(sql, &[sequence.into(), until.into()]).await?.iter().map(|row| row.text(0)).collect()
}

/// When each of `refs` was changed first, for the refs that were.
pub async fn first_seen(db: &Db, refs: &[&str]) -> Result<Vec<(String, i64)>, DbError> {
    let mut seen = Vec::new();
    for chunk in refs.chunks(CHUNK) {
        let sql = format!(
            "SELECT entity_ref, MIN(changed_at) FROM catalog_change WHERE entity_ref IN {} GROUP BY entity_ref",
            placeholders(1, chunk.len())
        );
        let args: Vec<Arg> = chunk.iter().map(|entity_ref| Arg::from(*entity_ref)).collect();
        for row in db.all_dynamic(sql, &args).await? {
            seen.push((row.text(0)?, row.integer(1)?));
        }
    }
    Ok(seen)
}

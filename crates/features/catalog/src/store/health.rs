//! How sources fare, over the tables of entities, files and references. Knows no rules and nobody who asks.

use kernel::Db;
use kernel::db::{DbError, Row};

/// A Location entity as a source of others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    pub entity_ref: String,
    /// The entity as its source has it, or as it was last sound.
    pub document: Option<String>,
    /// Status items as JSON.
    pub problems: String,
    /// Whether the Location itself is part of the catalog.
    pub is_listed: bool,
    /// When it is to be read; in the past while it waits for its turn.
    pub next_update_at: Option<i64>,
    /// When one of its files was last asked for; `None` before the first time.
    pub checked_at: Option<i64>,
    pub files: u64,
    /// Entities that it names, sound or not; [`MOST_COUNTED`] and one where there are more.
    pub entities: u64,
}

/// Entities of one source that are counted. A Location may name all of a large catalog, and nobody waits for that number.
pub const MOST_COUNTED: u64 = 10_000;

/// Which sources are meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Which {
    #[default]
    All,
    /// Those whose last reading ended with problems.
    Failing,
}

impl Which {
    fn condition(self) -> &'static str {
        match self {
            Self::All => "e.is_location",
            Self::Failing => "e.is_location AND e.problems <> '[]'",
        }
    }
}

/// Up to `limit` sources by ref, after the first `offset`.
pub async fn page(db: &Db, which: Which, offset: i64, limit: i64) -> Result<Vec<SourceRow>, DbError> {
    let sql = format!(
        "SELECT e.entity_ref, COALESCE(e.unprocessed, e.document), e.problems, e.document IS NOT NULL, e.next_update_at, \
         (SELECT MAX(s.checked_at) FROM catalog_source s WHERE s.location_ref = e.entity_ref), \
         (SELECT COUNT(*) FROM catalog_source s WHERE s.location_ref = e.entity_ref), \
         (SELECT COUNT(*) FROM (SELECT 1 FROM catalog_reference r WHERE r.source = 'entity:' || e.entity_ref LIMIT {}) c) \
         FROM catalog_entity e WHERE {} ORDER BY e.entity_ref LIMIT $1 OFFSET $2",
        MOST_COUNTED + 1,
        which.condition()
    );
    let rows = db.all_dynamic(sql, &[limit.into(), offset.into()]).await?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<SourceRow, DbError> {
    let count = |index| row.integer(index).map(|number| u64::try_from(number).unwrap_or_default());
    Ok(SourceRow {
        entity_ref: row.text(0)?,
        document: row.opt_text(1)?,
        problems: row.text(2)?,
        is_listed: row.boolean(3)?,
        next_update_at: row.opt_integer(4)?,
        checked_at: row.opt_integer(5)?,
        files: count(6)?,
        entities: count(7)?,
    })
}

/// How many sources there are.
pub async fn count(db: &Db, which: Which) -> Result<u64, DbError> {
    let sql = format!("SELECT COUNT(*) FROM catalog_entity e WHERE {}", which.condition());
    number(db.all_dynamic(sql, &[]).await?.first())
}

/// The refs of up to `limit` sources that fail.
pub async fn failing(db: &Db, limit: i64) -> Result<Vec<String>, DbError> {
    let sql = "SELECT entity_ref FROM catalog_entity WHERE is_location AND problems <> '[]' \
               ORDER BY entity_ref LIMIT $1";
    db.all(sql, &[limit.into()]).await?.iter().map(|row| row.text(0)).collect()
}

/// Whether there is such a source.
pub async fn is_source(db: &Db, entity_ref: &str) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM catalog_entity WHERE is_location AND entity_ref = $1";
    Ok(db.one(sql, &[entity_ref.into()]).await?.is_some())
}

/// How many entities a provider names itself.
pub async fn named_by(db: &Db, provider: &str) -> Result<u64, DbError> {
    let sql = "SELECT COUNT(*) FROM catalog_reference WHERE source = $1";
    number(db.one(sql, &[format!("provider:{provider}").into()]).await?.as_ref())
}

fn number(row: Option<&Row>) -> Result<u64, DbError> {
    row.map_or(Ok(0), |row| Ok(u64::try_from(row.integer(0)?).unwrap_or_default()))
}

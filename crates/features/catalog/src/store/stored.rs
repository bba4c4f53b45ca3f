//! Rows of `catalog_stored`: the documents that the portal stores itself, in all their revisions. Knows no permission.

use kernel::Db;
use kernel::db::{DbError, Row, Tx};

/// Revisions that a history shows.
const SHOWN: i64 = 100;

/// One text of a stored entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// In lower case.
    pub entity_ref: String,
    /// From 1.
    pub revision: i64,
    /// The document as JSON; `None` says that the entity was deleted.
    pub document: Option<String>,
    /// The ref of the person, or the subject of the service, that saved it.
    pub author: String,
    pub saved_at: i64,
}

fn from_row(row: &Row) -> Result<Revision, DbError> {
    Ok(Revision {
        entity_ref: row.text(0)?,
        revision: row.integer(1)?,
        document: row.opt_text(2)?,
        author: row.text(3)?,
        saved_at: row.integer(4)?,
    })
}

const LAST: &str = "SELECT entity_ref, revision, document, author, saved_at FROM catalog_stored \
                    WHERE entity_ref = $1 ORDER BY revision DESC LIMIT 1";

/// The newest revision of an entity, as a transaction sees it.
pub async fn last(tx: &mut Tx, entity_ref: &str) -> Result<Option<Revision>, DbError> {
    tx.one(LAST, &[entity_ref.into()]).await?.as_ref().map(from_row).transpose()
}

/// The newest revision of an entity.
pub async fn newest(db: &Db, entity_ref: &str) -> Result<Option<Revision>, DbError> {
    db.one(LAST, &[entity_ref.into()]).await?.as_ref().map(from_row).transpose()
}

/// One revision of an entity.
pub async fn find(db: &Db, entity_ref: &str, revision: i64) -> Result<Option<Revision>, DbError> {
    let sql = "SELECT entity_ref, revision, document, author, saved_at FROM catalog_stored \
               WHERE entity_ref = $1 AND revision = $2";
    db.one(sql, &[entity_ref.into(), revision.into()]).await?.as_ref().map(from_row).transpose()
}

/// The newest revisions of an entity, newest first.
pub async fn of_entity(db: &Db, entity_ref: &str) -> Result<Vec<Revision>, DbError> {
    let sql = "SELECT entity_ref, revision, document, author, saved_at FROM catalog_stored \
               WHERE entity_ref = $1 ORDER BY revision DESC LIMIT $2";
    db.all(sql, &[entity_ref.into(), SHOWN.into()]).await?.iter().map(from_row).collect()
}

/// What counts of each entity that is not deleted.
pub async fn living(db: &Db) -> Result<Vec<Revision>, DbError> {
    let sql = "SELECT entity_ref, revision, document, author, saved_at FROM catalog_stored AS one \
               WHERE document IS NOT NULL AND revision = \
               (SELECT MAX(revision) FROM catalog_stored AS all_of WHERE all_of.entity_ref = one.entity_ref) \
               ORDER BY entity_ref";
    db.all(sql, &[]).await?.iter().map(from_row).collect()
}

pub async fn append(tx: &mut Tx, revision: &Revision) -> Result<(), DbError> {
    let sql = "INSERT INTO catalog_stored (entity_ref, revision, document, author, saved_at) \
               VALUES ($1, $2, $3, $4, $5)";
    let args = [
        revision.entity_ref.as_str().into(),
        revision.revision.into(),
        revision.document.as_deref().into(),
        revision.author.as_str().into(),
        revision.saved_at.into(),
    ];
    tx.execute(sql, &args).await?;
    Ok(())
}

/// Notes that an entity was deleted, if the portal stores it.
pub async fn close(tx: &mut Tx, entity_ref: &str, author: &str, now: i64) -> Result<(), DbError> {
    let Some(last) = last(tx, entity_ref).await?.filter(|last| last.document.is_some()) else {
        return Ok(());
    };
    let (revision, author) = (last.revision + 1, author.to_owned());
    append(tx, &Revision { revision, document: None, author, saved_at: now, ..last }).await
}

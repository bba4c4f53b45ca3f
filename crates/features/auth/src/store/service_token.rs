//! Rows of `auth_service_token`.

use kernel::db::Row;
use kernel::{Db, Error, Timestamp};

/// One token as stored; the token itself is not.
#[derive(Clone, Debug)]
pub(crate) struct ServiceTokenRow {
    pub(crate) id: String,
    pub(crate) subject: String,
    /// JSON; `None` for an unrestricted token.
    pub(crate) restrictions: Option<String>,
    pub(crate) created_at: Timestamp,
    pub(crate) expires_at: Option<Timestamp>,
    pub(crate) revoked_at: Option<Timestamp>,
}

pub(crate) async fn insert(db: &Db, row: &ServiceTokenRow, digest: &str) -> Result<(), Error> {
    db.execute(
        "INSERT INTO auth_service_token (id, digest, subject, restrictions, created_at, expires_at, revoked_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7)",
        &[
            row.id.as_str().into(),
            digest.into(),
            row.subject.as_str().into(),
            row.restrictions.clone().into(),
            row.created_at.into(),
            row.expires_at.into(),
            row.revoked_at.into(),
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn all(db: &Db) -> Result<Vec<ServiceTokenRow>, Error> {
    let rows = db
        .all(
            "SELECT id, subject, restrictions, created_at, expires_at, revoked_at FROM auth_service_token \
             ORDER BY created_at, id",
            &[],
        )
        .await?;
    let mut tokens = Vec::with_capacity(rows.len());
    for row in &rows {
        tokens.push(read(row)?);
    }
    Ok(tokens)
}

pub(crate) async fn by_digest(db: &Db, digest: &str) -> Result<Option<ServiceTokenRow>, Error> {
    let row = db
        .one(
            "SELECT id, subject, restrictions, created_at, expires_at, revoked_at FROM auth_service_token \
             WHERE digest = $1",
            &[digest.into()],
        )
        .await?;
    row.as_ref().map(read).transpose()
}

/// False when there is no such token. Revoking twice keeps the first time.
pub(crate) async fn revoke(db: &Db, id: &str, now: Timestamp) -> Result<bool, Error> {
    let changed = db
        .execute(
            "UPDATE auth_service_token SET revoked_at = COALESCE(revoked_at, $1) WHERE id = $2",
            &[now.into(), id.into()],
        )
        .await?;
    Ok(changed > 0)
}

fn read(row: &Row) -> Result<ServiceTokenRow, Error> {
    Ok(ServiceTokenRow {
        id: row.text(0)?,
        subject: row.text(1)?,
        restrictions: row.opt_text(2)?,
        created_at: row.integer(3)?,
        expires_at: row.opt_integer(4)?,
        revoked_at: row.opt_integer(5)?,
    })
}

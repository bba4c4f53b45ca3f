//! Rows of `auth_signing_key`.

use kernel::{Db, Error, Timestamp};

/// One key as stored: the public half in the clear, the private half sealed.
#[derive(Clone, Debug)]
pub(crate) struct KeyRow {
    pub(crate) kid: String,
    pub(crate) owner: String,
    pub(crate) generation: i64,
    pub(crate) public_x: String,
    pub(crate) public_y: String,
    pub(crate) sealed_by: String,
    pub(crate) sealed_private: String,
    pub(crate) signs_from: Timestamp,
    pub(crate) signs_until: Timestamp,
    pub(crate) listed_until: Timestamp,
}

pub(crate) async fn listed(db: &Db, kind: &str, now: Timestamp) -> Result<Vec<KeyRow>, Error> {
    let rows = db
        .all(
            "SELECT kid, owner, generation, public_x, public_y, sealed_by, sealed_private, signs_from, signs_until, \
             listed_until FROM auth_signing_key WHERE kind = $1 AND listed_until > $2",
            &[kind.into(), now.into()],
        )
        .await?;
    let mut keys = Vec::with_capacity(rows.len());
    for row in rows {
        keys.push(KeyRow {
            kid: row.text(0)?,
            owner: row.text(1)?,
            generation: row.integer(2)?,
            public_x: row.text(3)?,
            public_y: row.text(4)?,
            sealed_by: row.text(5)?,
            sealed_private: row.text(6)?,
            signs_from: row.integer(7)?,
            signs_until: row.integer(8)?,
            listed_until: row.integer(9)?,
        });
    }
    Ok(keys)
}

/// The unique constraint on the generation decides between replicas; the loser finds the winner's key at its next look.
pub(crate) async fn insert(db: &Db, kind: &str, row: &KeyRow, now: Timestamp) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    tx.execute(
        "DELETE FROM auth_signing_key WHERE kind = $1 AND listed_until <= $2",
        &[kind.into(), now.into()],
    )
    .await?;
    tx.execute(
        "INSERT INTO auth_signing_key (kid, kind, owner, generation, public_x, public_y, sealed_by, sealed_private, \
         signs_from, signs_until, listed_until) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
         ON CONFLICT (kind, owner, generation) DO NOTHING",
        &[
            row.kid.as_str().into(),
            kind.into(),
            row.owner.as_str().into(),
            row.generation.into(),
            row.public_x.as_str().into(),
            row.public_y.as_str().into(),
            row.sealed_by.as_str().into(),
            row.sealed_private.as_str().into(),
            row.signs_from.into(),
            row.signs_until.into(),
            row.listed_until.into(),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

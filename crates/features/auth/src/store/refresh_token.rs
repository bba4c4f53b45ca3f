//! Rows of `auth_refresh_token`: one for each grant, whatever its token is by now.

use kernel::{Db, Error, Timestamp};

/// A grant with the digest of its current token.
#[derive(Clone, Debug)]
pub(crate) struct RefreshRow {
    pub(crate) id: String,
    pub(crate) digest: String,
    pub(crate) user_ref: String,
    pub(crate) client_id: String,
    /// When the current token ends.
    pub(crate) expires_at: Timestamp,
    /// When the grant ends, however often it is used.
    pub(crate) ends_at: Timestamp,
}

/// Drops what has ended, and the least recently used ones of the user beyond `per_user`.
pub(crate) async fn insert(db: &Db, row: &RefreshRow, now: Timestamp, per_user: u64) -> Result<(), Error> {
    let keep = i64::try_from(per_user).unwrap_or(i64::MAX);
    let mut tx = db.begin().await?;
    tx.execute("DELETE FROM auth_refresh_token WHERE expires_at <= $1", &[now.into()]).await?;
    tx.execute(
        "INSERT INTO auth_refresh_token (id, digest, user_ref, client_id, created_at, used_at, expires_at, ends_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            row.id.as_str().into(),
            row.digest.as_str().into(),
            row.user_ref.as_str().into(),
            row.client_id.as_str().into(),
            now.into(),
            now.into(),
            row.expires_at.into(),
            row.ends_at.into(),
        ],
    )
    .await?;
    tx.execute(
        "DELETE FROM auth_refresh_token WHERE user_ref = $1 AND id <> $2 AND id NOT IN \
         (SELECT id FROM auth_refresh_token WHERE user_ref = $1 AND id <> $2 ORDER BY used_at DESC, id LIMIT $3)",
        &[row.user_ref.as_str().into(), row.id.as_str().into(), (keep - 1).into()],
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

pub(crate) async fn find(db: &Db, id: &str) -> Result<Option<RefreshRow>, Error> {
    let row = db
        .one(
            "SELECT id, digest, user_ref, client_id, expires_at, ends_at FROM auth_refresh_token WHERE id = $1",
            &[id.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(RefreshRow {
        id: row.text(0)?,
        digest: row.text(1)?,
        user_ref: row.text(2)?,
        client_id: row.text(3)?,
        expires_at: row.integer(4)?,
        ends_at: row.integer(5)?,
    }))
}

/// Replaces the token; `times` are now and the new end. False when another use was first.
pub(crate) async fn rotate(
    db: &Db,
    row: &RefreshRow,
    next_digest: &str,
    times: (Timestamp, Timestamp),
) -> Result<bool, Error> {
    let (now, expires_at) = times;
    let changed = db
        .execute(
            "UPDATE auth_refresh_token SET digest = $1, used_at = $2, expires_at = $3 WHERE id = $4 AND digest = $5",
            &[
                next_digest.into(),
                now.into(),
                expires_at.into(),
                row.id.as_str().into(),
                row.digest.as_str().into(),
            ],
        )
        .await?;
    Ok(changed == 1)
}

pub(crate) async fn delete(db: &Db, id: &str) -> Result<(), Error> {
    db.execute("DELETE FROM auth_refresh_token WHERE id = $1", &[id.into()]).await?;
    Ok(())
}

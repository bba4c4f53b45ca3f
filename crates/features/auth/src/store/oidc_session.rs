//! Rows of `auth_oidc_session`: a request for consent, and the code that a consent becomes.

use kernel::{Db, Error, Timestamp};

/// A request for consent.
#[derive(Clone, Debug)]
pub(crate) struct SessionRow {
    pub(crate) id: String,
    pub(crate) client_id: String,
    pub(crate) client_name: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) code_challenge: Option<String>,
    pub(crate) code_challenge_method: Option<String>,
    pub(crate) expires_at: Timestamp,
}

/// A consent whose code has not been used.
#[derive(Clone, Debug)]
pub(crate) struct Approved {
    pub(crate) client_id: String,
    pub(crate) redirect_uri: String,
    pub(crate) scope: Option<String>,
    pub(crate) code_challenge: Option<String>,
    pub(crate) code_challenge_method: Option<String>,
    pub(crate) user_ref: String,
}

/// Drops what has ended. False when `most` requests are waiting.
pub(crate) async fn insert(db: &Db, row: &SessionRow, now: Timestamp, most: i64) -> Result<bool, Error> {
    let mut tx = db.begin().await?;
    tx.execute("DELETE FROM auth_oidc_session WHERE expires_at <= $1", &[now.into()]).await?;
    let count = tx.one("SELECT COUNT(*) FROM auth_oidc_session", &[]).await?;
    if count.map(|row| row.integer(0)).transpose()?.unwrap_or(0) >= most {
        return Ok(false);
    }
    tx.execute(
        "INSERT INTO auth_oidc_session (id, client_id, client_name, redirect_uri, scope, state, code_challenge, \
         code_challenge_method, status, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'pending', $9)",
        &[
            row.id.as_str().into(),
            row.client_id.as_str().into(),
            row.client_name.as_str().into(),
            row.redirect_uri.as_str().into(),
            row.scope.clone().into(),
            row.state.clone().into(),
            row.code_challenge.clone().into(),
            row.code_challenge_method.clone().into(),
            row.expires_at.into(),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

/// The request of that id, if nobody has decided and it has not ended.
pub(crate) async fn pending(db: &Db, id: &str, now: Timestamp) -> Result<Option<SessionRow>, Error> {
    let row = db
        .one(
            "SELECT id, client_id, client_name, redirect_uri, scope, state, code_challenge, code_challenge_method, \
             expires_at FROM auth_oidc_session WHERE id = $1 AND status = 'pending' AND expires_at > $2",
            &[id.into(), now.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(SessionRow {
        id: row.text(0)?,
        client_id: row.text(1)?,
        client_name: row.text(2)?,
        redirect_uri: row.text(3)?,
        scope: row.opt_text(4)?,
        state: row.opt_text(5)?,
        code_challenge: row.opt_text(6)?,
        code_challenge_method: row.opt_text(7)?,
        expires_at: row.integer(8)?,
    }))
}

/// `code` is the digest and the end. False when somebody has decided meanwhile.
pub(crate) async fn approve(
    db: &Db,
    id: &str,
    user_ref: &str,
    code: (&str, Timestamp),
    now: Timestamp,
) -> Result<bool, Error> {
    let (digest, code_expires_at) = code;
    let changed = db
        .execute(
            "UPDATE auth_oidc_session SET status = 'approved', user_ref = $1, code_digest = $2, \
             code_expires_at = $3 WHERE id = $4 AND status = 'pending' AND expires_at > $5",
            &[user_ref.into(), digest.into(), code_expires_at.into(), id.into(), now.into()],
        )
        .await?;
    Ok(changed == 1)
}

/// False when somebody has decided meanwhile.
pub(crate) async fn reject(db: &Db, id: &str, user_ref: &str, now: Timestamp) -> Result<bool, Error> {
    let changed = db
        .execute(
            "UPDATE auth_oidc_session SET status = 'rejected', user_ref = $1 \
             WHERE id = $2 AND status = 'pending' AND expires_at > $3",
            &[user_ref.into(), id.into(), now.into()],
        )
        .await?;
    Ok(changed == 1)
}

/// The consent that a code stands for, if the code is unused and has not ended.
pub(crate) async fn approved(db: &Db, digest: &str, now: Timestamp) -> Result<Option<Approved>, Error> {
    let row = db
        .one(
            "SELECT client_id, redirect_uri, scope, code_challenge, code_challenge_method, user_ref \
             FROM auth_oidc_session WHERE code_digest = $1 AND status = 'approved' AND code_used_at IS NULL \
             AND code_expires_at > $2",
            &[digest.into(), now.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Approved {
        client_id: row.text(0)?,
        redirect_uri: row.text(1)?,
        scope: row.opt_text(2)?,
        code_challenge: row.opt_text(3)?,
        code_challenge_method: row.opt_text(4)?,
        user_ref: row.text(5)?,
    }))
}

/// False when it was used before.
pub(crate) async fn use_code(db: &Db, digest: &str, now: Timestamp) -> Result<bool, Error> {
    let changed = db
        .execute(
            "UPDATE auth_oidc_session SET code_used_at = $1 WHERE code_digest = $2 AND code_used_at IS NULL",
            &[now.into(), digest.into()],
        )
        .await?;
    Ok(changed == 1)
}

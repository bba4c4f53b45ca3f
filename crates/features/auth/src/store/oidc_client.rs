//! Rows of `auth_oidc_client`.

use kernel::{Db, Error, Timestamp};

/// A client that registered itself; its secret is kept as a digest.
#[derive(Clone, Debug)]
pub(crate) struct ClientRow {
    pub(crate) client_id: String,
    pub(crate) secret_digest: String,
    pub(crate) client_name: String,
    pub(crate) redirect_uris: Vec<String>,
}

/// False when there are `most` clients already and all of them have been used.
pub(crate) async fn insert(db: &Db, row: &ClientRow, now: Timestamp, most: i64) -> Result<bool, Error> {
    let redirect_uris = serde_json::to_string(&row.redirect_uris).map_err(Error::internal)?;
    let mut tx = db.begin().await?;
    let count = tx.one("SELECT COUNT(*) FROM auth_oidc_client", &[]).await?;
    let count = count.map(|row| row.integer(0)).transpose()?.unwrap_or(0);
    if count >= most {
        let freed = tx
            .execute(
                "DELETE FROM auth_oidc_client WHERE client_id IN (SELECT client_id FROM auth_oidc_client \
                 WHERE used_at IS NULL ORDER BY created_at LIMIT 1)",
                &[],
            )
            .await?;
        if freed == 0 {
            return Ok(false);
        }
    }
    tx.execute(
        "INSERT INTO auth_oidc_client (client_id, secret_digest, client_name, redirect_uris, created_at) \
         VALUES ($1, $2, $3, $4, $5)",
        &[
            row.client_id.as_str().into(),
            row.secret_digest.as_str().into(),
            row.client_name.as_str().into(),
            redirect_uris.into(),
            now.into(),
        ],
    )
    .await?;
    tx.commit().await?;
    Ok(true)
}

pub(crate) async fn find(db: &Db, client_id: &str) -> Result<Option<ClientRow>, Error> {
    let row = db
        .one(
            "SELECT client_id, secret_digest, client_name, redirect_uris FROM auth_oidc_client WHERE client_id = $1",
            &[client_id.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(ClientRow {
        client_id: row.text(0)?,
        secret_digest: row.text(1)?,
        client_name: row.text(2)?,
        redirect_uris: serde_json::from_str(&row.text(3)?).map_err(Error::internal)?,
    }))
}

/// Keeps the client from making room for others.
pub(crate) async fn mark_used(db: &Db, client_id: &str, now: Timestamp) -> Result<(), Error> {
    db.execute(
        "UPDATE auth_oidc_client SET used_at = $1 WHERE client_id = $2",
        &[now.into(), client_id.into()],
    )
    .await?;
    Ok(())
}

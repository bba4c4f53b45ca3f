//! Rows of `auth_user_info`: the claims of a user at the last sign-in or refresh.

use kernel::{Db, Error, Timestamp};
use serde_json::Value;

/// Replaces what was known of the user.
pub(crate) async fn upsert(db: &Db, user_ref: &str, claims: &Value, now: Timestamp) -> Result<(), Error> {
    db.execute(
        "INSERT INTO auth_user_info (user_ref, claims, updated_at) VALUES ($1, $2, $3) \
         ON CONFLICT (user_ref) DO UPDATE SET claims = excluded.claims, updated_at = excluded.updated_at",
        &[user_ref.into(), claims.to_string().into(), now.into()],
    )
    .await?;
    Ok(())
}

pub(crate) async fn find(db: &Db, user_ref: &str) -> Result<Option<Value>, Error> {
    let row = db.one("SELECT claims FROM auth_user_info WHERE user_ref = $1", &[user_ref.into()]).await?;
    let Some(row) = row else { return Ok(None) };
    serde_json::from_str(&row.text(0)?).map(Some).map_err(Error::internal)
}

//! Settings for other features: a value at a bucket and a key, of the person who asks. The wire API shows the same ones.

use kernel::{Ctx, Db, Error, Principal};
use serde_json::Value;

use crate::setting::{check_usage, owner, place};
use crate::store::setting;

/// What the reader keeps there; nothing for readers who are no users.
pub async fn find(db: &Db, ctx: &Ctx, bucket: &str, key: &str) -> Result<Option<Value>, Error> {
    let Principal::User { entity_ref, .. } = ctx.principal() else { return Ok(None) };
    setting::find(db, entity_ref, &place(bucket.to_owned(), key.to_owned())?).await
}

/// Keeps `after` where `before` is (`None` where nothing is); false when something else is there by now.
pub async fn replace(
    db: &Db,
    ctx: &Ctx,
    (bucket, key): (&str, &str),
    before: Option<&Value>,
    after: &Value,
) -> Result<bool, Error> {
    let (user_ref, place, after) =
        (owner(ctx)?, place(bucket.to_owned(), key.to_owned())?, after.to_string());
    let mut tx = db.begin().await?;
    let text = setting::find_text(&mut tx, user_ref, &place).await?;
    let value = text.as_deref().map(serde_json::from_str::<Value>).transpose().map_err(Error::internal)?;
    if value.as_ref() != before {
        tx.rollback().await?;
        return Ok(false);
    }
    check_usage(&mut tx, user_ref, &place, &after).await?;
    if !setting::replace(&mut tx, user_ref, &place, (text.as_deref(), &after), ctx.now).await? {
        tx.rollback().await?;
        return Ok(false);
    }
    tx.commit().await?;
    Ok(true)
}

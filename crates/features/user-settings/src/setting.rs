//! The use cases of settings: read one, read many, keep, forget. Each is about the caller's own settings; there is no way
//! to name those of somebody else.

use kernel::db::Tx;
use kernel::{Ctx, Db, Error, Principal};
use serde_json::Value;

use crate::limits::{MAXIMUM_BYTES, MAXIMUM_MANY, MAXIMUM_SETTINGS, check_name};
use crate::store::setting::{self, Place};

/// The ref of the person who asks; others have no settings.
pub(crate) fn owner(ctx: &Ctx) -> Result<&str, Error> {
    match ctx.principal() {
        Principal::User { entity_ref, .. } => Ok(entity_ref),
        Principal::Service { .. } => {
            Err(Error::Forbidden("This endpoint does not allow 'service' credentials".to_owned()))
        }
        Principal::None => Err(Error::Unauthenticated("Missing credentials".to_owned())),
    }
}

/// A place with a name for its bucket and its key.
pub(crate) fn place(bucket: String, key: String) -> Result<Place, Error> {
    check_name("bucket", &bucket)?;
    check_name("key", &key)?;
    Ok(Place { bucket, key })
}

pub(crate) async fn find(db: &Db, ctx: &Ctx, place: &Place) -> Result<Value, Error> {
    let missing = || Error::NotFound(format!("Unable to find '{}' in bucket '{}'", place.key, place.bucket));
    setting::find(db, owner(ctx)?, place).await?.ok_or_else(missing)
}

/// The values in the order asked for; nothing where there is none.
pub(crate) async fn find_many(db: &Db, ctx: &Ctx, places: &[Place]) -> Result<Vec<Option<Value>>, Error> {
    if places.len() > MAXIMUM_MANY {
        return Err(Error::Input(format!("more than {MAXIMUM_MANY} settings asked for at once")));
    }
    let found = setting::find_many(db, owner(ctx)?, places).await?;
    Ok(places.iter().map(|place| found.get(place).cloned()).collect())
}

/// Keeps a value, in place of what was there.
pub(crate) async fn put(db: &Db, ctx: &Ctx, place: &Place, value: &Value) -> Result<(), Error> {
    let (user_ref, text) = (owner(ctx)?, value.to_string());
    let mut tx = db.begin().await?;
    check_usage(&mut tx, user_ref, place, &text).await?;
    setting::upsert(&mut tx, user_ref, place, &text, ctx.now).await?;
    tx.commit().await?;
    Ok(())
}

/// Refuses a value with which the person would have too much.
pub(crate) async fn check_usage(
    tx: &mut Tx,
    user_ref: &str,
    place: &Place,
    value: &str,
) -> Result<(), Error> {
    let (count, bytes) = setting::usage(tx, user_ref, place).await?;
    if count >= MAXIMUM_SETTINGS {
        return Err(Error::Input(format!("you have {MAXIMUM_SETTINGS} settings; delete one first")));
    }
    let length = i64::try_from(value.len()).unwrap_or(i64::MAX);
    if bytes.saturating_add(length) > MAXIMUM_BYTES {
        return Err(Error::TooLarge(format!("your settings would have more than {MAXIMUM_BYTES} bytes")));
    }
    Ok(())
}

pub(crate) async fn delete(db: &Db, ctx: &Ctx, place: &Place) -> Result<(), Error> {
    setting::delete(db, owner(ctx)?, place).await
}

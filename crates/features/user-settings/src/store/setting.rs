//! Rows of `user_setting`.

use std::collections::HashMap;
use std::fmt::Write as _;

use kernel::db::Tx;
use kernel::{Db, Error, Timestamp};
use serde_json::Value;

/// Settings that one statement looks up.
const STEP: usize = 100;

/// Where a setting is, for one person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) bucket: String,
    pub(crate) key: String,
}

pub(crate) async fn find(db: &Db, user_ref: &str, place: &Place) -> Result<Option<Value>, Error> {
    let row = db
        .one(
            "SELECT value FROM user_setting WHERE user_ref = $1 AND bucket = $2 AND setting_key = $3",
            &[user_ref.into(), (&place.bucket).into(), (&place.key).into()],
        )
        .await?;
    row.map(|row| read(row.str(0)?)).transpose()
}

/// The settings that exist of those asked for.
pub(crate) async fn find_many(
    db: &Db,
    user_ref: &str,
    places: &[Place],
) -> Result<HashMap<Place, Value>, Error> {
    let mut found = HashMap::with_capacity(places.len());
    for step in places.chunks(STEP) {
        let mut sql =
            "SELECT bucket, setting_key, value FROM user_setting WHERE user_ref = $1 AND (".to_owned();
        let mut args = vec![user_ref.into()];
        for (number, place) in step.iter().enumerate() {
            let or = if number == 0 { "" } else { " OR " };
            // Writing to a string cannot fail.
            let _ = write!(sql, "{or}(bucket = ${} AND setting_key = ${})", 2 * number + 2, 2 * number + 3);
            args.push((&place.bucket).into());
            args.push((&place.key).into());
        }
        sql.push(')');
        for row in db.all_dynamic(sql, &args).await? {
            let place = Place { bucket: row.text(0)?, key: row.text(1)? };
            found.insert(place, read(row.str(2)?)?);
        }
    }
    Ok(found)
}

/// How many settings a person has, and the bytes of their values, without the one at `place`.
pub(crate) async fn usage(tx: &mut Tx, user_ref: &str, place: &Place) -> Result<(i64, i64), Error> {
    let row = tx
        .one(
            "SELECT COUNT(*), CAST(COALESCE(SUM(OCTET_LENGTH(value)), 0) AS BIGINT) FROM user_setting \
             WHERE user_ref = $1 AND NOT (bucket = $2 AND setting_key = $3)",
            &[user_ref.into(), (&place.bucket).into(), (&place.key).into()],
        )
        .await?;
    match row {
        Some(row) => Ok((row.integer(0)?, row.integer(1)?)),
        None => Ok((0, 0)),
    }
}

pub(crate) async fn upsert(
    tx: &mut Tx,
    user_ref: &str,
    place: &Place,
    value: &str,
    now: Timestamp,
) -> Result<(), Error> {
    tx.execute(
        "INSERT INTO user_setting (user_ref, bucket, setting_key, value, updated_at) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (user_ref, bucket, setting_key) DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at",
        &[user_ref.into(), (&place.bucket).into(), (&place.key).into(), value.into(), now.into()],
    )
    .await?;
    Ok(())
}

/// Puts `value` where `before` is (nothing, where it is `None`); false when something else is there by now.
pub(crate) async fn replace(
    tx: &mut Tx,
    user_ref: &str,
    place: &Place,
    (before, value): (Option<&str>, &str),
    now: Timestamp,
) -> Result<bool, Error> {
    let touched = match before {
        Some(before) => {
            tx.execute(
                "UPDATE user_setting SET value = $4, updated_at = $5 \
                 WHERE user_ref = $1 AND bucket = $2 AND setting_key = $3 AND value = $6",
                &[
                    user_ref.into(),
                    (&place.bucket).into(),
                    (&place.key).into(),
                    value.into(),
                    now.into(),
                    before.into(),
                ],
            )
            .await?
        }
        None => {
            tx.execute(
                "INSERT INTO user_setting (user_ref, bucket, setting_key, value, updated_at) \
                 VALUES ($1, $2, $3, $4, $5) ON CONFLICT (user_ref, bucket, setting_key) DO NOTHING",
                &[user_ref.into(), (&place.bucket).into(), (&place.key).into(), value.into(), now.into()],
            )
            .await?
        }
    };
    Ok(touched > 0)
}

/// The JSON text at `place`, to be replaced by [`replace`].
pub(crate) async fn find_text(tx: &mut Tx, user_ref: &str, place: &Place) -> Result<Option<String>, Error> {
    let row = tx
        .one(
            "SELECT value FROM user_setting WHERE user_ref = $1 AND bucket = $2 AND setting_key = $3",
            &[user_ref.into(), (&place.bucket).into(), (&place.key).into()],
        )
        .await?;
    Ok(row.map(|row| row.text(0)).transpose()?)
}

pub(crate) async fn delete(db: &Db, user_ref: &str, place: &Place) -> Result<(), Error> {
    db.execute(
        "DELETE FROM user_setting WHERE user_ref = $1 AND bucket = $2 AND setting_key = $3",
        &[user_ref.into(), (&place.bucket).into(), (&place.key).into()],
    )
    .await?;
    Ok(())
}

fn read(text: &str) -> Result<Value, Error> {
    serde_json::from_str(text).map_err(Error::internal)
}

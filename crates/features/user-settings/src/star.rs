//! Starred entities: the list that the stock front end keeps, at its place and in its shape, so that stars are the same
//! in both.

use entity::EntityRef;
use kernel::{Ctx, Db, Error, Principal};
use serde_json::{Value, json};

use crate::setting::{check_usage, owner};
use crate::store::setting::{self, Place};

/// Where the stock front end keeps its stars: storage bucket `starredEntities` below the namespace `default`.
const BUCKET: &str = "default.starredEntities";
const KEY: &str = "entityRefs";
/// Stars of one person.
const MAXIMUM_STARS: usize = 1_000;
/// How often a change is tried again that met another one of the same person.
const ATTEMPTS: usize = 5;

fn place() -> Place {
    Place { bucket: BUCKET.to_owned(), key: KEY.to_owned() }
}

/// The refs that the reader has starred, in the order of starring; none for readers who are no users. They may name
/// what is gone, or what the reader may no longer see.
pub async fn list(db: &Db, ctx: &Ctx) -> Result<Vec<String>, Error> {
    let Principal::User { entity_ref, .. } = ctx.principal() else { return Ok(Vec::new()) };
    Ok(setting::find(db, entity_ref, &place()).await?.as_ref().map(refs).unwrap_or_default())
}

/// Whether the reader has starred this entity.
pub async fn is_starred(db: &Db, ctx: &Ctx, entity_ref: &str) -> Result<bool, Error> {
    Ok(list(db, ctx).await?.iter().any(|starred| starred.eq_ignore_ascii_case(entity_ref)))
}

/// Gives the reader's star to an entity, or takes it back.
pub async fn set(db: &Db, ctx: &Ctx, entity: &EntityRef, starred: bool) -> Result<(), Error> {
    let (user_ref, entity_ref) = (owner(ctx)?, entity.to_string().to_lowercase());
    for _ in 0..ATTEMPTS {
        let mut tx = db.begin().await?;
        let before = setting::find_text(&mut tx, user_ref, &place()).await?;
        let value = before.as_deref().map(serde_json::from_str::<Value>).transpose();
        let mut stars = value.map_err(Error::internal)?.as_ref().map(refs).unwrap_or_default();
        let count = stars.len();
        stars.retain(|known| !known.eq_ignore_ascii_case(&entity_ref));
        if starred == (stars.len() < count) {
            return Ok(());
        }
        if starred {
            stars.push(entity_ref.clone());
        }
        if stars.len() > MAXIMUM_STARS {
            return Err(Error::Input(format!("you have {MAXIMUM_STARS} stars; take one back first")));
        }
        let after = json!(stars).to_string();
        check_usage(&mut tx, user_ref, &place(), &after).await?;
        if setting::replace(&mut tx, user_ref, &place(), (before.as_deref(), &after), ctx.now).await? {
            tx.commit().await?;
            return Ok(());
        }
        tx.rollback().await?;
    }
    Err(Error::Conflict("your stars changed at the same moment; try again".to_owned()))
}

/// The refs in a kept list; whatever else a program has stored there is no star.
fn refs(value: &Value) -> Vec<String> {
    let items = value.as_array().map(Vec::as_slice).unwrap_or_default();
    items.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

//! Saves a document in the portal: a new entity, or a new text of one that the portal stores.

use kernel::{Ctx, Error};
use serde_json::Value;

use super::write::write;
use crate::Catalog;
use crate::ingest::prepare::named;

/// Fields of `metadata` that the catalog gives.
const GIVEN: [&str; 2] = ["uid", "etag"];

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// In lower case.
    pub entity_ref: String,
    pub revision: i64,
}

/// Saves `document`. `based_on` is the revision that the author saw, `None` for a new entity; when somebody else has
/// saved since, nothing is written and the answer is [`Error::Conflict`].
pub async fn save(
    catalog: &Catalog,
    ctx: &Ctx,
    mut document: Value,
    based_on: Option<i64>,
) -> Result<Saved, Error> {
    let unnamed = || Error::Input("the entity needs a kind and a name; give both".to_owned());
    let entity_ref = named(&document).ok_or_else(unnamed)?;
    if entity_ref.starts_with("location:") {
        let message = "the portal stores no Locations; register the address of a catalog file instead";
        return Err(Error::Input(message.to_owned()));
    }
    if let Some(found) = ::entity::placeholders::find(&document).first() {
        return Err(Error::Input(format!(
            "{} points to a file, which a document that the portal stores cannot do; put the text itself there",
            found.pointer
        )));
    }
    if let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.retain(|key, _| !GIVEN.contains(&key.as_str()));
    }
    let revision = write(catalog, ctx, &entity_ref, Some(document), based_on).await?;
    Ok(Saved { entity_ref, revision })
}

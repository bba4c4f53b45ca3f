//! Takes the last change of a stored entity back: a new revision with the text before it. Of a creation that is a
//! deletion; of a deletion the entity comes back.

use kernel::{Ctx, Error};
use serde_json::Value;

use super::write::write;
use crate::Catalog;
use crate::store::stored;

/// Takes back revision `last`, which must be the last one; gives the new revision.
pub async fn undo(catalog: &Catalog, ctx: &Ctx, entity_ref: &str, last: i64) -> Result<i64, Error> {
    let former = stored::find(&catalog.ingest.services.db, entity_ref, last - 1).await?;
    let document: Option<Value> = match former.and_then(|former| former.document) {
        Some(text) => Some(serde_json::from_str(&text).map_err(Error::internal)?),
        None => None,
    };
    write(catalog, ctx, entity_ref, document, Some(last)).await
}

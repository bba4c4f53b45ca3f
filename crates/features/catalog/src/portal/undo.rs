//! Takes the last change of a stored entity back: a new revision with the text before it. Of a creation that is a
//! deletion; of a deletion the entity comes back.

use kernel::{Ctx, Error};
use serde_json::Value;

use super::write::{Step, write};
use crate::Catalog;
use crate::store::stored;

/// Takes back revision `last` of an entity, which must be its last one; gives the new revision.
pub async fn undo(catalog: &Catalog, ctx: &Ctx, entity_ref: &str, last: i64) -> Result<i64, Error> {
    let revisions = undo_all(catalog, ctx, &[(entity_ref.to_owned(), last)]).await?;
    revisions.first().copied().ok_or_else(|| Error::Input("there is nothing to take back".to_owned()))
}

/// The same for several entities: all are taken back, or none.
pub async fn undo_all(catalog: &Catalog, ctx: &Ctx, lasts: &[(String, i64)]) -> Result<Vec<i64>, Error> {
    let mut steps = Vec::with_capacity(lasts.len());
    for (entity_ref, last) in lasts {
        let former = stored::find(&catalog.ingest.services.db, entity_ref, last - 1).await?;
        let document: Option<Value> = match former.and_then(|former| former.document) {
            Some(text) => Some(serde_json::from_str(&text).map_err(Error::internal)?),
            None => None,
        };
        steps.push(Step { entity_ref: entity_ref.clone(), document, based_on: Some(*last) });
    }
    write(catalog, ctx, steps).await
}

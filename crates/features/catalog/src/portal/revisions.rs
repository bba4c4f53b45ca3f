//! What a stored entity has been, newest first, to those who may read it.

use kernel::{Ctx, Error};

use crate::Catalog;
use crate::store::stored::{self, Revision};

/// The newest revisions; empty when the portal does not store the entity.
pub async fn revisions(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<Vec<Revision>, Error> {
    if !catalog.readable(ctx, entity_ref).await? {
        return Err(Error::NotFound(format!("There is no entity {entity_ref}")));
    }
    Ok(stored::of_entity(&catalog.ingest.services.db, entity_ref).await?)
}

//! What a stored entity has been.

use kernel::{Ctx, Error};

use crate::Catalog;
use crate::store::stored;
pub use crate::store::stored::Revision;

/// The newest revisions, newest first, to those who may read the entity; empty when the portal does not store it.
pub async fn revisions(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<Vec<Revision>, Error> {
    if !catalog.readable(ctx, entity_ref).await? {
        return Err(Error::NotFound(format!("There is no entity {entity_ref}")));
    }
    Ok(stored::of_entity(&catalog.ingest.services.db, entity_ref).await?)
}

/// The last revision, also of an entity that was deleted; nothing when the portal never stored it. Asks nobody whether
/// the caller may know.
pub async fn last(catalog: &Catalog, entity_ref: &str) -> Result<Option<Revision>, Error> {
    Ok(stored::newest(&catalog.ingest.services.db, entity_ref).await?)
}

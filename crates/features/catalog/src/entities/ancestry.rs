//! Where an entity comes from: itself, then everything above it. Source: catalog-api contract, section 1 "ancestry".

use std::collections::HashSet;

use bytes::Bytes;
use kernel::{Ctx, Error};

use crate::Catalog;
use crate::permissions::{Visible, readable};
use crate::store::reference;

/// Ancestors in one answer.
const MAXIMUM_ITEMS: usize = 1_000;

/// One entity and the refs of those that name it.
pub struct Ancestor {
    /// The entity as sent to clients.
    pub entity: Bytes,
    pub parents: Vec<String>,
}

/// The entity first, then its ancestors depth first. Denied ones and everything above them are left out.
pub async fn ancestry(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<Vec<Ancestor>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    if may == Visible::None || (catalog.exists(entity_ref) && !catalog.is_visible(entity_ref, &may)) {
        return Err(Error::Forbidden("Unauthorized".to_owned()));
    }
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    let mut waiting = vec![entity_ref.to_owned()];
    while let Some(at) = waiting.pop() {
        if !seen.insert(at.clone()) || found.len() == MAXIMUM_ITEMS {
            continue;
        }
        let Some(entity) = catalog.answer(&at, &may).await? else { continue };
        let parents = reference::parents(&catalog.ingest.services.db, &at).await?;
        waiting.extend(parents.iter().rev().cloned());
        found.push(Ancestor { entity, parents });
    }
    if found.is_empty() {
        return Err(Error::NotFound(format!("No such entity {entity_ref}")));
    }
    Ok(found)
}

//! Unregisters a location: it, its entity and everything that only it named go in one transaction, or nothing when the
//! caller may not delete some of it.

use kernel::{Ctx, Error};

use crate::Catalog;
use crate::entities::delete::require_all;
use crate::ingest::finish::Effects;
use crate::ingest::prune;
use crate::permissions::{ENTITY_DELETE, LOCATION_DELETE, PLUGIN, visible};
use crate::provide::REGISTERED;
use crate::store::{change, location, reference};

pub async fn unregister(catalog: &Catalog, ctx: &Ctx, id: &str) -> Result<(), Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_DELETE).await?;
    let ingest = &catalog.ingest;
    if ingest.settings().readonly {
        return Err(Error::Forbidden("This operation not allowed in readonly mode".to_owned()));
    }
    let may = visible(catalog.gate(), ctx, &ENTITY_DELETE).await?;
    let missing = || Error::NotFound(format!("Found no location with ID {id}"));
    let existing = location::find(&ingest.services.db, id).await?.ok_or_else(missing)?;
    let turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    if location::delete(&mut tx, id).await? == 0 {
        return Err(missing());
    }
    let source = reference::provider_source(REGISTERED);
    let entity_ref = existing.entity_ref.as_str();
    reference::delete_many(&mut tx, &source, &[entity_ref]).await?;
    let gone = reference::unreferenced(&mut tx, &[entity_ref]).await?;
    let mut effects = Effects::default();
    prune::remove(&mut tx, gone, &mut effects).await?;
    if let Err(refused) = require_all(catalog, &may, &effects) {
        let denied = kernel::audit::Status::Denied;
        ingest.services.audit.record(ctx, "catalog.location.delete", denied, &existing.target);
        return Err(refused);
    }
    let cause = format!("unregistration by {}", ctx.credentials.subject());
    let sequence = change::append(&mut tx, &effects.changes, ingest.shared_now(), &source, &cause).await?;
    ingest.commit(tx, sequence, effects.changes.len(), effects.updates).await?;
    drop(turn);
    ingest.projection.refresh();
    ingest.services.audit.record(
        ctx,
        "catalog.location.delete",
        kernel::audit::Status::Succeeded,
        &existing.target,
    );
    Ok(())
}

//! Unregisters a location: it, its entity and everything that only it named go in one transaction.

use kernel::{Ctx, Error};

use crate::Catalog;
use crate::ingest::finish::Effects;
use crate::ingest::prune;
use crate::permissions::{LOCATION_DELETE, PLUGIN};
use crate::provide::REGISTERED;
use crate::store::{change, location, reference};

pub async fn unregister(catalog: &Catalog, ctx: &Ctx, id: &str) -> Result<(), Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_DELETE).await?;
    let ingest = &catalog.ingest;
    if ingest.settings().readonly {
        return Err(Error::Forbidden("This operation not allowed in readonly mode".to_owned()));
    }
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
    let cause = format!("unregistration by {}", ctx.credentials.subject());
    let sequence = change::append(&mut tx, &effects.changes, ctx.now, &source, &cause).await?;
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

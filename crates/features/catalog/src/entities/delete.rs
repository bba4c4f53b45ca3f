//! Removes one entity by uid. If a source still names it, it comes back with a new uid. Source: catalog-api contract 10.9.

use kernel::{Ctx, Error};

use crate::Catalog;
use crate::ingest::finish::Effects;
use crate::ingest::prune;
use crate::permissions::{ENTITY_DELETE, Visible, visible};
use crate::store::change::{self, Operation};
use crate::store::{entity, reference, source, stored};

/// After how many milliseconds the sources of a deleted entity are read again. Backstage takes about as long, and whoever
/// deletes something and looks finds it gone.
const COMES_BACK_AFTER: i64 = 1_500;

/// Refuses a removal that takes along listed entities which the caller may not delete. Locations are the means by which
/// entities come in, not somebody's: for them the permission to unregister is enough.
pub fn require_all(catalog: &Catalog, may: &Visible, effects: &Effects) -> Result<(), Error> {
    if *may == Visible::All {
        return Ok(());
    }
    for change in &effects.changes {
        let is_location = change.entity_ref.starts_with("location:");
        if !is_location
            && change.operation == Operation::Deleted
            && !catalog.is_visible(&change.entity_ref, may)
        {
            return Err(Error::Forbidden("Unauthorized".to_owned()));
        }
    }
    Ok(())
}

/// Removes the entity; one that does not exist is gone already.
pub async fn delete(catalog: &Catalog, ctx: &Ctx, uid: &str) -> Result<(), Error> {
    let may = visible(catalog.gate(), ctx, &ENTITY_DELETE).await?;
    if may == Visible::None {
        return Err(Error::Forbidden("Unauthorized".to_owned()));
    }
    let ingest = &catalog.ingest;
    let turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    let Some(row) = entity::find_by_id(&mut tx, uid).await? else { return Ok(()) };
    if row.document.is_some() && !catalog.is_visible(&row.entity_ref, &may) {
        ingest.services.audit.record(
            ctx,
            "catalog.entity.delete",
            kernel::audit::Status::Denied,
            &row.entity_ref,
        );
        return Err(Error::Forbidden("Unauthorized".to_owned()));
    }
    let sources = reference::sources_of(&mut tx, &row.entity_ref).await?;
    let parents: Vec<&str> = sources.iter().filter_map(|source| source.strip_prefix("entity:")).collect();
    let mut effects = Effects::default();
    prune::remove(&mut tx, vec![row.entity_ref.clone()], &mut effects).await?;
    require_all(catalog, &may, &effects)?;
    for parent in &parents {
        // Without this the parent's file counts as unchanged, and the entity would not come back.
        source::forget(&mut tx, parent).await?;
    }
    entity::make_due(&mut tx, &parents, ingest.shared_now() + COMES_BACK_AFTER).await?;
    stored::close(&mut tx, &row.entity_ref, ctx.credentials.subject(), ingest.shared_now()).await?;
    let cause = format!("deletion by {}", ctx.credentials.subject());
    let sequence = change::append(&mut tx, &effects.changes, ingest.shared_now(), "api", &cause).await?;
    ingest.commit(tx, sequence, effects.changes.len(), effects.updates).await?;
    drop(turn);
    ingest.projection.refresh();
    ingest.services.audit.record(
        ctx,
        "catalog.entity.delete",
        kernel::audit::Status::Succeeded,
        &row.entity_ref,
    );
    Ok(())
}

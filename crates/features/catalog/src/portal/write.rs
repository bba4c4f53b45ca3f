//! One step of a stored entity: who may, whether it is still based on the last revision, the revision, and what the
//! catalog makes of it, all in one transaction.

use kernel::audit::Status;
use kernel::gate::Permission;
use kernel::{Ctx, Error};
use serde_json::Value;

use super::location;
use crate::Catalog;
use crate::ingest::annotate::{self, Origin};
use crate::ingest::finish::Effects;
use crate::ingest::prepare::{Prepared, prepare};
use crate::permissions::{ENTITY_CREATE, ENTITY_DELETE, ENTITY_UPDATE, PLUGIN, Visible, visible};
use crate::provide::{self, STORED};
use crate::store::stored::{self, Revision};
use crate::store::{change, entity, reference};

/// Writes `document`, or that the entity is deleted, as the next revision and gives its number. `based_on` is the last
/// revision that the author saw; `None` says that there should be none.
pub(super) async fn write(
    catalog: &Catalog,
    ctx: &Ctx,
    entity_ref: &str,
    document: Option<Value>,
    based_on: Option<i64>,
) -> Result<i64, Error> {
    let ingest = &catalog.ingest;
    if ingest.settings().readonly {
        return Err(Error::Forbidden("This operation not allowed in readonly mode".to_owned()));
    }
    let place = location(entity_ref);
    let text = document.as_ref().map(Value::to_string);
    let prepared = document.map(|document| prepare_one(catalog, document, &place)).transpose()?;
    let turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    let last = stored::last(&mut tx, entity_ref).await?;
    let is_living = last.as_ref().is_some_and(|last| last.document.is_some());
    let permission = match (is_living, prepared.is_some()) {
        (false, true) => &ENTITY_CREATE,
        (true, true) => &ENTITY_UPDATE,
        (_, false) => &ENTITY_DELETE,
    };
    if let Err(refused) = authorise(catalog, ctx, permission, entity_ref).await {
        ingest.services.audit.record(ctx, permission.name, Status::Denied, entity_ref);
        return Err(refused);
    }
    let seen = last.as_ref().map_or(0, |last| last.revision);
    require_last(last.as_ref(), based_on)?;
    let author = ctx.credentials.subject();
    let now = ingest.shared_now();
    let revision = Revision {
        entity_ref: entity_ref.to_owned(),
        revision: seen + 1,
        document: text,
        author: author.to_owned(),
        saved_at: now,
    };
    stored::append(&mut tx, &revision).await?;
    let source = reference::provider_source(STORED);
    let cause = format!("edit by {author}");
    let mut effects = Effects::default();
    let (sequence, count) = if let Some(prepared) = prepared {
        let (written, _) = provide::write(ingest, &mut tx, &source, vec![prepared], &[], &cause).await?;
        if !written.outcome.conflicts.is_empty() {
            return Err(taken(catalog, ctx, &mut tx, entity_ref).await?);
        }
        effects.updates = written.updates;
        (written.outcome.sequence, written.changes)
    } else {
        provide::drop_references(&mut tx, &source, &[entity_ref.to_owned()], &mut effects).await?;
        (change::append(&mut tx, &effects.changes, now, &source, &cause).await?, effects.changes.len())
    };
    ingest.commit(tx, sequence, count, effects.updates).await?;
    drop(turn);
    ingest.projection.refresh();
    ingest.services.audit.record(ctx, permission.name, Status::Succeeded, entity_ref);
    Ok(revision.revision)
}

fn prepare_one(catalog: &Catalog, document: Value, place: &str) -> Result<Prepared, Error> {
    let ingest = &catalog.ingest;
    let origin = Origin { location: place.to_owned(), origin: place.to_owned() };
    prepare(document, &origin, &ingest.settings(), &ingest.services.integrations, true)
        .map_err(|refused| Error::Input(refused.problem.message))
}

/// What the caller may not read is not there for them.
async fn authorise(
    catalog: &Catalog,
    ctx: &Ctx,
    permission: &Permission,
    entity_ref: &str,
) -> Result<(), Error> {
    if permission.resource_type.is_none() {
        return catalog.gate().require(ctx, PLUGIN, permission).await;
    }
    let may = visible(catalog.gate(), ctx, permission).await?;
    if may == Visible::All || catalog.is_visible(entity_ref, &may) {
        return Ok(());
    }
    if catalog.readable(ctx, entity_ref).await? {
        return Err(Error::Forbidden("Unauthorized".to_owned()));
    }
    Err(Error::NotFound(format!("There is no entity {entity_ref}")))
}

/// Refuses what was made from another revision than the last one.
fn require_last(last: Option<&Revision>, based_on: Option<i64>) -> Result<(), Error> {
    match (last, based_on) {
        (None, None) => Ok(()),
        (Some(last), None) if last.document.is_none() => Ok(()),
        (Some(last), None) => Err(Error::Conflict(format!("The portal stores {} already", last.entity_ref))),
        (None, Some(_)) => Err(Error::NotFound("The portal does not store this entity".to_owned())),
        (Some(last), Some(seen)) if last.revision == seen => Ok(()),
        (Some(last), Some(seen)) => Err(Error::Conflict(format!(
            "{} was saved by {} since: you saw revision {seen}, the last one is {}. Nothing was saved; load the page again \
             and repeat your change",
            last.entity_ref, last.author, last.revision
        ))),
    }
}

/// Says who has the ref, to those who may read the entity.
async fn taken(
    catalog: &Catalog,
    ctx: &Ctx,
    tx: &mut kernel::db::Tx,
    entity_ref: &str,
) -> Result<Error, Error> {
    let row = entity::find(tx, entity_ref).await?;
    let document: Option<Value> =
        row.and_then(|row| row.document).and_then(|text| serde_json::from_str(&text).ok());
    let place = document.as_ref().and_then(|document| annotate::get(document, annotate::LOCATION));
    Ok(Error::Conflict(match place {
        Some(place) if catalog.readable(ctx, entity_ref).await? => {
            format!("{entity_ref} comes from {place}; change it there, or choose another name")
        }
        _ => format!("{entity_ref} comes from somewhere else; choose another name"),
    }))
}

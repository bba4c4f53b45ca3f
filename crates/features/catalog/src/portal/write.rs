//! Steps of stored entities: who may, whether each is still based on the last revision, the revision, and what the
//! catalog makes of it, all in one transaction.

use kernel::audit::Status;
use kernel::db::Tx;
use kernel::gate::Permission;
use kernel::{Ctx, Error};
use serde_json::Value;

use super::location;
use crate::Catalog;
use crate::ingest::annotate::{self, Origin};
use crate::ingest::finish::Effects;
use crate::ingest::prepare::{Prepared, Refused, prepare};
use crate::permissions::{ENTITY_CREATE, ENTITY_DELETE, ENTITY_UPDATE, PLUGIN, Visible, visible};
use crate::provide::{self, STORED};
use crate::store::stored::{self, Revision};
use crate::store::{change, entity, reference};

/// The next text of one entity.
#[derive(Clone, Debug)]
pub(super) struct Step {
    /// In lower case.
    pub entity_ref: String,
    /// `None` deletes it.
    pub document: Option<Value>,
    /// The last revision that the author saw; `None` says that there should be none.
    pub based_on: Option<i64>,
}

/// A step whose document was judged.
struct Judged {
    step: Step,
    text: Option<String>,
    prepared: Option<Prepared>,
}

/// Writes the next revision of each entity, of all or, when one is refused, of none. Gives the new revisions' numbers.
pub(super) async fn write(catalog: &Catalog, ctx: &Ctx, steps: Vec<Step>) -> Result<Vec<i64>, Error> {
    let ingest = &catalog.ingest;
    if ingest.settings().readonly {
        return Err(Error::Forbidden("This operation not allowed in readonly mode".to_owned()));
    }
    let mut judged = Vec::with_capacity(steps.len());
    for mut step in steps {
        let text = step.document.as_ref().map(Value::to_string);
        let document = step.document.take();
        let prepared =
            document.map(|document| prepare_one(catalog, document, &step.entity_ref)).transpose()?;
        judged.push(Judged { step, text, prepared });
    }
    let turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    let mut decisions = Vec::with_capacity(judged.len());
    let mut revisions = Vec::with_capacity(judged.len());
    for Judged { step, text, prepared } in &judged {
        let last = stored::last(&mut tx, &step.entity_ref).await?;
        let is_living = last.as_ref().is_some_and(|last| last.document.is_some());
        let permission = match (is_living, prepared.is_some()) {
            (false, true) => &ENTITY_CREATE,
            (true, true) => &ENTITY_UPDATE,
            (_, false) => &ENTITY_DELETE,
        };
        if let Err(refused) = authorise(catalog, ctx, permission, &step.entity_ref).await {
            ingest.services.audit.record(ctx, permission.name, Status::Denied, &step.entity_ref);
            return Err(refused);
        }
        require_last(last.as_ref(), step.based_on)?;
        let revision = Revision {
            entity_ref: step.entity_ref.clone(),
            revision: last.as_ref().map_or(0, |last| last.revision) + 1,
            document: text.clone(),
            author: ctx.credentials.subject().to_owned(),
            saved_at: ingest.shared_now(),
        };
        stored::append(&mut tx, &revision).await?;
        decisions.push((permission, step.entity_ref.clone()));
        revisions.push(revision.revision);
    }
    take_in(catalog, ctx, tx, judged).await?;
    drop(turn);
    ingest.projection.refresh();
    for (permission, entity_ref) in decisions {
        ingest.services.audit.record(ctx, permission.name, Status::Succeeded, &entity_ref);
    }
    Ok(revisions)
}

/// Makes the catalog's entities of the documents, and takes out those that are deleted.
async fn take_in(catalog: &Catalog, ctx: &Ctx, mut tx: Tx, judged: Vec<Judged>) -> Result<(), Error> {
    let ingest = &catalog.ingest;
    let source = reference::provider_source(STORED);
    let cause = format!("edit by {}", ctx.credentials.subject());
    let (mut prepared, mut gone) = (Vec::new(), Vec::new());
    for one in judged {
        match one.prepared {
            Some(entity) => prepared.push(entity),
            None => gone.push(one.step.entity_ref),
        }
    }
    let mut effects = Effects::default();
    let (mut sequence, mut count) = (None, 0);
    if !prepared.is_empty() {
        let (written, _) = provide::write(ingest, &mut tx, &source, prepared, &[], &cause).await?;
        if let Some(conflict) = written.outcome.conflicts.first() {
            return Err(taken(catalog, ctx, &mut tx, conflict).await?);
        }
        effects.updates = written.updates;
        (sequence, count) = (written.outcome.sequence, written.changes);
    }
    if !gone.is_empty() {
        provide::drop_references(&mut tx, &source, &gone, &mut effects).await?;
        let last = change::append(&mut tx, &effects.changes, ingest.shared_now(), &source, &cause).await?;
        sequence = last.or(sequence);
        count += effects.changes.len();
    }
    ingest.commit(tx, sequence, count, effects.updates).await
}

/// What would become of a document that the portal stores; the problem when it would be refused.
pub(super) fn judge(catalog: &Catalog, document: Value, entity_ref: &str) -> Result<Prepared, Box<Refused>> {
    let ingest = &catalog.ingest;
    let place = location(entity_ref);
    let origin = Origin { location: place.clone(), origin: place };
    prepare(document, &origin, &ingest.settings(), &ingest.services.integrations, true)
}

fn prepare_one(catalog: &Catalog, document: Value, entity_ref: &str) -> Result<Prepared, Error> {
    judge(catalog, document, entity_ref).map_err(|refused| Error::Input(refused.problem.message))
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
async fn taken(catalog: &Catalog, ctx: &Ctx, tx: &mut Tx, entity_ref: &str) -> Result<Error, Error> {
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

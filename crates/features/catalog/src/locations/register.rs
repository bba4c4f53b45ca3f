//! Registers a location: one transaction records it and hands its Location entity to processing.

use kernel::{Ctx, Error};
use serde_json::Value;

use crate::Catalog;
use crate::difference;
use crate::ingest::annotate::Origin;
use crate::ingest::apply::{self, Batch};
use crate::ingest::finish::Effects;
use crate::ingest::prepare::{Prepared, prepare};
use crate::locations::{entity_ref, generated};
use crate::permissions::{LOCATION_CREATE, PLUGIN};
use crate::projection::update::Update;
use crate::provide::REGISTERED;
use crate::settings::ConflictStrategy;
use crate::store::change::{self, NewChange, Operation};
use crate::store::location::{self, LocationRow};
use crate::store::{entity, reference};

/// What the caller asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewLocation {
    pub kind: String,
    pub target: String,
    /// `optional` locations may be missing.
    pub presence: Option<String>,
}

/// Bytes of a target: it is part of keys, which databases limit, and longer URLs are not sent either.
pub const MAXIMUM_TARGET: usize = 2_048;
/// Only URLs may be registered: files are the operator's to configure.
const ALLOWED: &str = "url";

impl NewLocation {
    /// Refuses types that people may not register, and targets that are not addresses.
    pub fn check(&self) -> Result<(), Error> {
        if self.kind != ALLOWED {
            return Err(Error::Input(format!(
                "Registered locations must be of an allowed type [\"{ALLOWED}\"]"
            )));
        }
        if self.target.len() > MAXIMUM_TARGET || self.target.chars().any(char::is_control) {
            return Err(Error::Input(format!(
                "the location target must have no control characters and at most {MAXIMUM_TARGET} bytes"
            )));
        }
        let valid = url::Url::parse(&self.target).is_ok_and(|url| {
            matches!(url.scheme(), "http" | "https") && url.username().is_empty() && url.password().is_none()
        });
        if !valid || self.target.contains('\\') {
            return Err(Error::Input(format!(
                "the location target {} is not an http or https URL",
                self.target
            )));
        }
        Ok(())
    }
}

/// Registers `new`. A location that is there already is a conflict, or is read again where the strategy says so.
pub async fn register(
    catalog: &Catalog,
    ctx: &Ctx,
    new: NewLocation,
    on_conflict: Option<ConflictStrategy>,
) -> Result<LocationRow, Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_CREATE).await?;
    new.check()?;
    let settings = catalog.ingest.settings();
    if settings.readonly {
        return Err(Error::Forbidden("This operation not allowed in readonly mode".to_owned()));
    }
    let prepared = prepare_location(catalog, &new)?;
    let ingest = &catalog.ingest;
    let turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    if let Some(existing) = location::find_by_target(&mut tx, &new.kind, &new.target).await? {
        if on_conflict.unwrap_or(settings.conflict_strategy) == ConflictStrategy::Reject {
            return Err(Error::Conflict(format!("Location {}:{} already exists", new.kind, new.target)));
        }
        ingest.pace.admit(ctx.credentials.subject(), settings.refreshes, ctx.now)?;
        let now = ingest.shared_now();
        if ingest.pace.may_read(&existing.entity_ref, now) {
            entity::make_due(&mut tx, &[&existing.entity_ref], now).await?;
        }
        tx.commit().await?;
        ingest.nudge.notify_one();
        return Ok(existing);
    }
    let row = LocationRow {
        id: kernel::random::id(),
        entity_ref: entity_ref(&new.kind, &new.target),
        kind: new.kind,
        target: new.target,
    };
    location::insert(&mut tx, &row, ingest.shared_now()).await?;
    let cause = format!("registration by {}", ctx.credentials.subject());
    let source = reference::provider_source(REGISTERED);
    let batch = Batch {
        source: &source,
        file: "",
        cause: &cause,
        prepared: vec![prepared],
        refused: &[],
        location: None,
    };
    let written = apply::write(&mut tx, batch, ingest.shared_now()).await?;
    ingest.commit(tx, written.outcome.sequence, written.changes, written.updates).await?;
    drop(turn);
    ingest.projection.refresh();
    ingest.nudge.notify_one();
    ingest.services.audit.record(
        ctx,
        "catalog.location.create",
        kernel::audit::Status::Succeeded,
        &row.target,
    );
    Ok(row)
}

fn prepare_location(catalog: &Catalog, new: &NewLocation) -> Result<Prepared, Error> {
    let deferred = generated(&new.kind, &new.target, new.presence.as_deref());
    let own = format!("{}:{}", new.kind, new.target);
    let origin = Origin { location: own.clone(), origin: own };
    let settings = catalog.ingest.settings();
    let integrations = &catalog.ingest.services.integrations;
    prepare(deferred.entity, &origin, &settings, integrations, false)
        .map_err(|refused| Error::Input(refused.problem.message))
}

/// Points a registered location at another target. Its id and entity ref stay, as in Backstage.
pub async fn update(catalog: &Catalog, ctx: &Ctx, id: &str, new: NewLocation) -> Result<LocationRow, Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_CREATE).await?;
    new.check()?;
    let ingest = &catalog.ingest;
    if ingest.settings().readonly {
        return Err(Error::Forbidden("This operation not allowed in readonly mode".to_owned()));
    }
    let existing = location::find(&ingest.services.db, id).await?;
    let Some(existing) = existing else {
        return Err(Error::NotFound(format!("Found no location with ID {id}")));
    };
    let turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    if let Some(other) = location::find_by_target(&mut tx, &new.kind, &new.target).await?
        && other.id != id
    {
        return Err(Error::Conflict(format!("Location {}:{} already exists", new.kind, new.target)));
    }
    location::update(&mut tx, id, &new.kind, &new.target).await?;
    let mut effects = Effects::default();
    replace_entity(catalog, &mut tx, (&existing, &new), &mut effects).await?;
    let cause = format!("change of a registration by {}", ctx.credentials.subject());
    let source = reference::provider_source(REGISTERED);
    let sequence = change::append(&mut tx, &effects.changes, ingest.shared_now(), &source, &cause).await?;
    ingest.commit(tx, sequence, effects.changes.len(), effects.updates).await?;
    drop(turn);
    ingest.projection.refresh();
    ingest.nudge.notify_one();
    Ok(LocationRow { kind: new.kind, target: new.target, ..existing })
}

/// The Location entity keeps its ref and reads the new target from now on. Whether it is listed stays as it was.
async fn replace_entity(
    catalog: &Catalog,
    tx: &mut kernel::db::Tx,
    (existing, new): (&LocationRow, &NewLocation),
    effects: &mut Effects,
) -> Result<(), Error> {
    let Some(row) = entity::find(tx, &existing.entity_ref).await? else { return Ok(()) };
    let mut prepared = prepare_location(catalog, new)?;
    if let Some(metadata) = prepared.entity.pointer_mut("/metadata/name")
        && let Some((_, name)) = existing.entity_ref.split_once('/')
    {
        *metadata = name.into();
    }
    let document = crate::document::compose(&prepared.entity);
    let now = catalog.ingest.shared_now();
    let mut changed = entity::EntityRow {
        location_key: prepared.location_key,
        next_update_at: Some(now),
        updated_at: now,
        ..row
    };
    match changed.document.replace(document) {
        // Not listed yet: still to be read for the first time.
        None => changed.unprocessed = changed.document.take(),
        Some(before) => {
            let before = serde_json::from_str(&before).map_err(Error::internal)?;
            effects.changes.push(NewChange {
                entity_ref: changed.entity_ref.clone(),
                entity_id: changed.entity_id.clone(),
                operation: Operation::Updated,
                fields: Value::from(difference::fields(&before, &prepared.entity)).to_string(),
            });
            effects.updates.push(Update::Document {
                entity_ref: changed.entity_ref.clone(),
                entity: prepared.entity,
                document: changed.document.clone().unwrap_or_default(),
                problems: changed.problems.clone(),
            });
        }
    }
    entity::upsert_many(tx, &[changed]).await?;
    let (from, to) =
        (format!("{}:{}", existing.kind, existing.target), format!("{}:{}", new.kind, new.target));
    entity::rekey(tx, &reference::entity_source(&existing.entity_ref), &from, &to).await?;
    Ok(())
}

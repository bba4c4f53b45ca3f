//! How entity providers, of this feature and of others, tell the catalog what they own: `full` sets or `delta`s.
//! Source: catalog-api contract, section 10.1. Knows no provider but the two built-in names.

use std::collections::HashSet;

use kernel::Error;
use kernel::db::Tx;
use serde_json::Value;

use crate::ingest::annotate::{self, Origin};
use crate::ingest::apply::{self, Batch, Outcome};
use crate::ingest::finish::Effects;
use crate::ingest::prepare::{Prepared, Refused, named, prepare};
use crate::ingest::{Ingest, placeholder, prune};
use crate::store::{change, entity, reference};

/// The provider of the locations that are listed in the configuration.
pub const CONFIGURED: &str = "ConfigLocationProvider";
/// The provider of the locations that people registered.
pub const REGISTERED: &str = "DefaultLocationStore";
/// The provider of the entities that the portal stores itself.
pub const STORED: &str = "PortalStore";

/// An entity as a provider hands it in. It must carry both managed-by annotations.
#[derive(Clone, Debug)]
pub struct Deferred {
    pub entity: Value,
    /// Who may replace it; `None` leaves it open to the first location.
    pub location_key: Option<String>,
}

/// What a provider says.
#[derive(Clone, Debug)]
pub enum Mutation {
    /// All that the provider owns; everything else of it goes.
    Full(Vec<Deferred>),
    Delta {
        added: Vec<Deferred>,
        removed: Vec<String>,
    },
}

/// Applies a mutation of `provider`. Entities that are not sound are listed in the outcome's refusals and kept out.
pub async fn provide(
    ingest: &Ingest,
    provider: &str,
    mutation: Mutation,
    cause: &str,
) -> Result<Outcome, Error> {
    let (added, removed, full) = match mutation {
        Mutation::Full(added) => (added, Vec::new(), true),
        Mutation::Delta { added, removed } => (added, removed, false),
    };
    let (prepared, refused) = prepare_all(ingest, added, provider == STORED).await;
    let _turn = ingest.writer.lock().await;
    let mut tx = ingest.begin().await?;
    let source = reference::provider_source(provider);
    let outcome = write(ingest, &mut tx, &source, prepared, &refused, cause).await;
    let (written, mut effects) = outcome?;
    let gone = if full {
        let mut named: HashSet<&str> = written.outcome.named.iter().map(String::as_str).collect();
        named.extend(written.outcome.conflicts.iter().map(String::as_str));
        let before = reference::of_source(&mut tx, &source).await?;
        before
            .into_iter()
            .map(|(target, _)| target)
            .filter(|target| !named.contains(target.as_str()))
            .collect()
    } else {
        removed
    };
    drop_references(&mut tx, &source, &gone, &mut effects).await?;
    let now = ingest.shared_now();
    let last = change::append(&mut tx, &effects.changes, now, &source, cause).await?;
    let mut updates = written.updates;
    updates.append(&mut effects.updates);
    let sequence = last.or(written.outcome.sequence);
    ingest.commit(tx, sequence, written.changes + effects.changes.len(), updates).await?;
    ingest.projection.refresh();
    ingest.nudge.notify_one();
    Ok(Outcome { sequence, ..written.outcome })
}

/// A provider's own entity whose key changed is taken out first, so that it comes in anew.
pub(crate) async fn write(
    ingest: &Ingest,
    tx: &mut Tx,
    source: &str,
    prepared: Vec<Prepared>,
    refused: &[Refused],
    cause: &str,
) -> Result<(apply::Written, Effects), Error> {
    let now = ingest.shared_now();
    let mut effects = Effects::default();
    let own: HashSet<String> =
        reference::of_source(tx, source).await?.into_iter().map(|(target, _)| target).collect();
    let refs: Vec<&str> =
        prepared.iter().map(|entity| entity.entity_ref.as_str()).filter(|name| own.contains(*name)).collect();
    let rows = entity::find_many(tx, &refs).await?;
    let mut rekeyed = Vec::new();
    for entity in &prepared {
        if let Some(row) = rows.get(&entity.entity_ref)
            && row.location_key.is_some()
            && row.location_key != entity.location_key
        {
            rekeyed.push(entity.entity_ref.clone());
        }
    }
    if !rekeyed.is_empty() {
        prune::remove(tx, rekeyed, &mut effects).await?;
        change::append(tx, &effects.changes, now, source, cause).await?;
    }
    let rekeyed_changes = effects.changes.len();
    effects.changes.clear();
    let batch = Batch { source, file: "", cause, prepared, refused, location: None };
    let mut written = apply::write(tx, batch, now).await?;
    written.changes += rekeyed_changes;
    let mut updates = std::mem::take(&mut effects.updates);
    updates.append(&mut written.updates);
    written.updates = updates;
    Ok((written, effects))
}

/// Forgets that the provider names `gone`, and removes what nobody else names.
pub(crate) async fn drop_references(
    tx: &mut Tx,
    source: &str,
    gone: &[String],
    effects: &mut Effects,
) -> Result<(), Error> {
    let names: Vec<&str> = gone.iter().map(String::as_str).collect();
    reference::delete_many(tx, source, &names).await?;
    let unreferenced = reference::unreferenced(tx, &names).await?;
    prune::remove(tx, unreferenced, effects).await?;
    Ok(())
}

/// `checked` says whether `catalog.rules` applies, as to what people write.
async fn prepare_all(
    ingest: &Ingest,
    deferred: Vec<Deferred>,
    checked: bool,
) -> (Vec<Prepared>, Vec<Refused>) {
    let settings = ingest.settings();
    let mut prepared = Vec::with_capacity(deferred.len());
    let mut refused = Vec::new();
    for Deferred { mut entity, location_key } in deferred {
        let location = annotate::get(&entity, annotate::LOCATION).unwrap_or_default().to_owned();
        let origin = annotate::get(&entity, annotate::ORIGIN).unwrap_or(&location).to_owned();
        let found = ::entity::placeholders::find(&entity);
        if !found.is_empty()
            && let Err(problem) = placeholder::fill(ingest, &mut entity, &found, &location).await
        {
            let entity_ref = named(&entity);
            refused.push(Refused { entity_ref, problem, raw: Some(entity) });
            continue;
        }
        let origin = Origin { location, origin };
        match prepare(entity, &origin, &settings, &ingest.services.integrations, checked) {
            Ok(entity) => prepared.push(Prepared { location_key, ..entity }),
            Err(problem) => refused.push(*problem),
        }
    }
    (prepared, refused)
}

/// Removes what providers left behind that are installed no longer. Source: `catalog.orphanProviderStrategy`.
pub async fn evict_missing(ingest: &Ingest, installed: &[String]) -> Result<(), Error> {
    let mut tx = ingest.services.db.begin().await?;
    let known = reference::providers(&mut tx).await?;
    drop(tx);
    for source in known {
        let name = source.trim_start_matches("provider:");
        if !installed.iter().any(|installed| installed == name) {
            tracing::info!(provider = name, "removing the entities of a provider that is gone");
            provide(ingest, name, Mutation::Full(Vec::new()), "provider removed").await?;
        }
    }
    Ok(())
}

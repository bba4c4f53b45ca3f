//! Tries a registration without writing anything: reads the tree of a location as processing would. Source: catalog-api
//! contract, section 8 "dryRun".

use std::collections::HashSet;

use entity::location::Presence;
use entity::{Problem, yaml};
use kernel::{Ctx, Error};
use serde_json::Value;

use crate::Catalog;
use crate::ingest::annotate::{self, Origin};
use crate::ingest::prepare::{Refused, prepare};
use crate::ingest::read::{Fetched, fetch};
use crate::ingest::{Ingest, placeholder};
use crate::locations::generated;
use crate::locations::register::NewLocation;
use crate::permissions::{LOCATION_CREATE, PLUGIN};
use crate::store::location;

/// Entities that one trial may come to.
const MAXIMUM_ENTITIES: usize = 10_000;

/// What registering would bring.
pub struct Trial {
    pub exists: bool,
    /// The Location first.
    pub entities: Vec<Value>,
}

/// Where the trial stands: documents to process, the last found first, as Backstage does it.
struct Walk<'a> {
    ingest: &'a Ingest,
    origin: String,
    waiting: Vec<(Value, Origin)>,
    seen: HashSet<String>,
    entities: Vec<Value>,
}

pub async fn try_registration(catalog: &Catalog, ctx: &Ctx, new: &NewLocation) -> Result<Trial, Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_CREATE).await?;
    new.check()?;
    let ingest = &catalog.ingest;
    let mut tx = ingest.services.db.begin().await?;
    let exists = location::find_by_target(&mut tx, &new.kind, &new.target).await?.is_some();
    tx.rollback().await?;
    let own = format!("{}:{}", new.kind, new.target);
    let origin = Origin { location: own.clone(), origin: own.clone() };
    let root = generated(&new.kind, &new.target, None).entity;
    let mut walk = Walk {
        ingest,
        origin: own,
        waiting: vec![(root, origin)],
        seen: HashSet::new(),
        entities: Vec::new(),
    };
    while let Some((raw, origin)) = walk.waiting.pop() {
        walk.step(raw, &origin).await?;
    }
    Ok(Trial { exists, entities: walk.entities })
}

impl Walk<'_> {
    async fn step(&mut self, mut raw: Value, origin: &Origin) -> Result<(), Error> {
        let settings = self.ingest.settings();
        let found = entity::placeholders::find(&raw);
        if !found.is_empty() {
            let filled = placeholder::fill(self.ingest, &mut raw, &found, &origin.location).await;
            filled.map_err(|problem| refusal(&Refused { entity_ref: None, problem, raw: None }))?;
        }
        // The root is the registration itself, which the rules do not concern.
        let checked = !self.entities.is_empty();
        let prepared = prepare(raw, origin, &settings, &self.ingest.services.integrations, checked);
        let prepared = prepared.map_err(|refused| refusal(&refused))?;
        if !self.seen.insert(prepared.entity_ref.clone()) {
            return Err(Error::Input(format!("Duplicate nested entity: {}", prepared.entity_ref)));
        }
        if self.seen.len() > MAXIMUM_ENTITIES {
            return Err(Error::Input(format!(
                "the location holds too many entities (limit {MAXIMUM_ENTITIES})"
            )));
        }
        if prepared.is_location {
            self.read_targets(&prepared.entity).await?;
        }
        self.entities.push(prepared.entity);
        Ok(())
    }

    async fn read_targets(&mut self, location: &Value) -> Result<(), Error> {
        let own = annotate::get(location, annotate::LOCATION).unwrap_or_default().to_owned();
        let (own_kind, own_target) = own.split_once(':').unwrap_or(("url", ""));
        for target in entity::location::targets(location) {
            if target.kind.as_deref().is_some_and(|kind| kind != own_kind) {
                return Err(Error::Input(format!(
                    "InputError: a location of type {own_kind} may not name another type"
                )));
            }
            let integrations = &self.ingest.services.integrations;
            let resolved = integrations
                .resolve(&target.target, own_target)
                .map_err(|error| Error::Input(format!("InputError: {error}")))?;
            self.read_file(format!("{own_kind}:{resolved}"), target.presence == Presence::Optional).await?;
        }
        Ok(())
    }

    async fn read_file(&mut self, file: String, optional: bool) -> Result<(), Error> {
        let bytes = match fetch(self.ingest, &file, None).await {
            Fetched::Found { bytes, .. } => bytes,
            Fetched::Unchanged => return Ok(()),
            Fetched::Failed { missing: true, .. } if optional => return Ok(()),
            Fetched::Failed { name, message, .. } => return Err(Error::Input(format!("{name}: {message}"))),
        };
        let limits = self.ingest.settings().limits.clone();
        let reading = tokio::task::spawn_blocking(move || yaml::documents(&bytes, &limits));
        let unreadable =
            |problem: Problem| Error::Input(format!("Error: YAML error at {file}, {}", problem.message));
        let origin = Origin { location: file.clone(), origin: self.origin.clone() };
        for document in reading.await.map_err(Error::internal)?.map_err(unreadable)? {
            let raw = document.value.map_err(unreadable)?;
            if !raw.is_null() {
                self.waiting.push((raw, origin.clone()));
            }
        }
        Ok(())
    }
}

fn refusal(refused: &Refused) -> Error {
    Error::Input(format!("{}: {}", refused.problem.name.as_str(), refused.problem.message))
}

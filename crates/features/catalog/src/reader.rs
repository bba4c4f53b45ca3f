//! The catalog as its use cases and other features see it: cheap to clone, reads from memory.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::Bytes;
use kernel::{Ctx, Error, Gate};
use query::index::Document;
use query::relations::MOST_RELATIONS;
use serde_json::Value;

use crate::api::kept::Kept;
use crate::document;
use crate::entities::graph::KeptNetwork;
use crate::entities::names::KeptNames;
use crate::ingest::Ingest;
use crate::permissions::{Visible, readable};
use crate::projection::Projection;
use crate::store::entity;

/// The running catalog.
#[derive(Clone)]
pub struct Catalog {
    pub ingest: Arc<Ingest>,
    pub(crate) kept: Arc<Kept>,
    pub(crate) names: KeptNames,
    pub(crate) network: KeptNetwork,
}

impl Catalog {
    pub(crate) fn new(ingest: Ingest) -> Self {
        Self {
            ingest: Arc::new(ingest),
            kept: Arc::default(),
            names: KeptNames::default(),
            network: KeptNetwork::default(),
        }
    }

    pub fn gate(&self) -> &Gate {
        &self.ingest.services.gate
    }

    pub fn projection(&self) -> &Projection {
        &self.ingest.projection
    }

    /// Whether an entity with this lower-case ref is listed at all.
    pub fn exists(&self, entity_ref: &str) -> bool {
        self.projection().read(|state| state.index.get_by_ref(entity_ref).is_some())
    }

    /// Whether the entity exists and is among the visible ones.
    pub fn is_visible(&self, entity_ref: &str, may: &Visible) -> bool {
        match may {
            Visible::All => self.exists(entity_ref),
            Visible::None => false,
            Visible::Where(predicate) => {
                self.projection().read(|state| state.index.is_match(entity_ref, predicate).unwrap_or(false))
            }
        }
    }

    /// Whether the caller may read this entity.
    pub async fn readable(&self, ctx: &Ctx, entity_ref: &str) -> Result<bool, Error> {
        let may = readable(self.gate(), ctx).await?;
        Ok(self.is_visible(entity_ref, &may))
    }

    /// The entity as sent to clients, if it is visible.
    pub async fn answer(&self, entity_ref: &str, may: &Visible) -> Result<Option<Bytes>, Error> {
        let found = self.projection().read(|state| {
            let is_visible = match may {
                Visible::All => true,
                Visible::None => false,
                Visible::Where(predicate) => state.index.is_match(entity_ref, predicate).unwrap_or(false),
            };
            if is_visible { state.index.get_by_ref(entity_ref) } else { None }
        });
        match found {
            Some(Document::Resident(answer)) => Ok(Some(answer)),
            found => Ok(self.load(vec![found]).await?.pop().flatten()),
        }
    }

    /// Turns what the index found into answers; those that are not in memory are made from their rows.
    pub async fn load(&self, found: Vec<Option<Document>>) -> Result<Vec<Option<Bytes>>, Error> {
        let mut absent = Vec::new();
        for document in found.iter().flatten() {
            if let Document::Absent { entity_ref } = document {
                absent.push(entity_ref.as_str());
            }
        }
        let mut made = HashMap::new();
        if !absent.is_empty() {
            for row in entity::read_many(&self.ingest.services.db, &absent).await? {
                let Some(document) = row.document else { continue };
                let relations =
                    self.projection().read(|state| state.graph.of(&row.entity_ref, MOST_RELATIONS)).edges;
                let answer = document::stitch(&document, &row.entity_id, &relations, &row.problems);
                made.insert(row.entity_ref, answer);
            }
        }
        let answers = found.into_iter().map(|document| match document? {
            Document::Resident(answer) => Some(answer),
            Document::Absent { entity_ref } => made.get(&entity_ref).cloned(),
        });
        Ok(answers.collect())
    }

    /// The entity, if the caller may read it.
    pub async fn entity(&self, ctx: &Ctx, entity_ref: &str) -> Result<Option<Value>, Error> {
        let may = readable(self.gate(), ctx).await?;
        let Some(answer) = self.answer(&entity_ref.to_lowercase(), &may).await? else { return Ok(None) };
        serde_json::from_slice(&answer).map(Some).map_err(Error::internal)
    }

    /// The refs that stand in relation `kind` to an entity, whoever asks; for decisions, not for showing.
    pub fn related(&self, entity_ref: &str, kind: &str) -> Vec<String> {
        let entity_ref = entity_ref.to_lowercase();
        self.projection().read(|state| state.graph.targets(&entity_ref, kind))
    }
}

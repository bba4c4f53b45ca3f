//! The relations of the whole catalog as numbers, and the names of the numbers.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use graph::network::{KindId, Network, NodeId, RelationId, Statement};
use hashbrown::HashMap;
use kernel::Error;
use query::predicate::Predicate;

use crate::Catalog;

/// Statements and entities that are looked at while the index is held; between steps others have their turn.
const STEP: usize = 2_000;

/// The network with the names of its numbers.
pub(crate) struct Known {
    pub(super) network: Network,
    /// By node: the ref in lower case.
    pub(super) refs: Vec<String>,
    /// By node: whether it is in the catalog and not only named by others.
    pub(super) exists: Arc<[bool]>,
    /// By node: its kind, a position in `kinds`.
    pub(super) kind_of: Vec<KindId>,
    pub(super) kinds: Vec<String>,
    pub(super) relations: Vec<String>,
    by_ref: HashMap<String, NodeId>,
}

impl Known {
    /// The node of a ref in lower case.
    pub(super) fn node(&self, entity_ref: &str) -> Option<NodeId> {
        self.by_ref.get(entity_ref).copied()
    }

    pub(super) fn reference(&self, node: NodeId) -> &str {
        self.refs.get(node as usize).map_or("", String::as_str)
    }

    pub(super) fn relation(&self, relation: RelationId) -> &str {
        self.relations.get(usize::from(relation)).map_or("", String::as_str)
    }

    /// The number of a relation, if anybody states it.
    pub(super) fn relation_named(&self, name: &str) -> Option<RelationId> {
        let found = self.relations.iter().position(|relation| relation == name)?;
        RelationId::try_from(found).ok()
    }
}

#[cfg(test)]
impl Known {
    /// Where everything that is named exists.
    pub(super) fn of(statements: &[(&str, &str, &str)]) -> Self {
        let mut reading = Reading::default();
        for (from, relation, to) in statements {
            reading.add(from, relation, to);
        }
        reading.finish(|refs| vec![true; refs.len()].into()).unwrap()
    }
}

pub(super) fn make(catalog: Catalog) -> BoxFuture<'static, Result<Known, Error>> {
    read(catalog).boxed()
}

async fn read(catalog: Catalog) -> Result<Known, Error> {
    let mut reading = Reading::default();
    let mut position = None;
    loop {
        position = catalog.projection().read(|state| {
            state.graph.walk(position, STEP, |(from, relation, to)| reading.add(from, relation, to))
        });
        if position.is_none() {
            break;
        }
        tokio::task::yield_now().await;
    }
    let exists = move |refs: &[String]| matching(&catalog, refs, &Predicate::Everything);
    tokio::task::spawn_blocking(move || reading.finish(exists)).await.map_err(Error::internal)?
}

/// By ref: whether the entity is there and matches.
pub(super) fn matching(catalog: &Catalog, refs: &[String], predicate: &Predicate) -> Arc<[bool]> {
    let mut found = Vec::with_capacity(refs.len());
    for part in refs.chunks(STEP) {
        found.extend(catalog.projection().read(|state| state.index.matches(part, predicate)));
    }
    found.into()
}

/// What was met so far.
#[derive(Default)]
struct Reading {
    nodes: Names,
    relations: Names,
    statements: Vec<(u32, u32, u32)>,
}

impl Reading {
    fn add(&mut self, from: &str, relation: &str, to: &str) {
        let statement = (self.nodes.id(from), self.relations.id(relation), self.nodes.id(to));
        self.statements.push(statement);
    }

    /// `exists` tells of each ref whether it is in the catalog.
    fn finish(self, exists: impl FnOnce(&[String]) -> Arc<[bool]>) -> Result<Known, Error> {
        let mut statements = Vec::with_capacity(self.statements.len());
        for (from, relation, to) in self.statements {
            let relation = RelationId::try_from(relation).map_err(Error::internal)?;
            statements.push(Statement { from, relation, to });
        }
        let mut kinds = Names::default();
        let mut kind_of = Vec::with_capacity(self.nodes.names.len());
        for name in &self.nodes.names {
            let kind = name.split(':').next().unwrap_or_default();
            kind_of.push(KindId::try_from(kinds.id(kind)).map_err(Error::internal)?);
        }
        Ok(Known {
            network: Network::new(kind_of.clone(), statements).map_err(Error::internal)?,
            exists: exists(&self.nodes.names),
            refs: self.nodes.names,
            kind_of,
            kinds: kinds.names,
            relations: self.relations.names,
            by_ref: self.nodes.ids,
        })
    }
}

/// Names in the order in which they were met. More than 2^32 do not fit into memory.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Names {
    fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.ids.get(name) {
            return *id;
        }
        let id = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        id
    }
}

//! The relations of the whole catalog as numbers, made once per state of the index when somebody asks, and what one reader
//! may see of it. Knows no drawing.

use std::sync::Arc;

use graph::network::{KindId, Network, NodeId, RelationId, Statement};
use hashbrown::HashMap;
use kernel::{Ctx, Error};
use parking_lot::Mutex;

use crate::Catalog;
use crate::permissions::{Visible, readable};
use crate::projection::State;

/// The network with the names of its numbers.
pub struct Known {
    writes: u64,
    pub network: Network,
    /// By node: the ref in lower case.
    pub refs: Vec<String>,
    pub kinds: Vec<String>,
    pub relations: Vec<String>,
    by_ref: HashMap<String, NodeId>,
}

impl Known {
    pub fn node(&self, entity_ref: &str) -> Option<NodeId> {
        self.by_ref.get(&entity_ref.to_lowercase()).copied()
    }

    pub fn reference(&self, node: NodeId) -> &str {
        self.refs.get(node as usize).map_or("", String::as_str)
    }

    pub fn relation(&self, relation: RelationId) -> &str {
        self.relations.get(usize::from(relation)).map_or("", String::as_str)
    }
}

/// The network of the last state that somebody asked about.
#[derive(Default)]
pub struct KeptGraph {
    last: Mutex<Option<Arc<Known>>>,
}

/// The network, and by node whether the caller may see it; what is not in the catalog is seen by nobody.
pub struct Seen {
    pub known: Arc<Known>,
    pub visible: Vec<bool>,
}

/// The network as the caller sees it; nothing if the caller may see no entity at all.
pub async fn seen(catalog: &Catalog, ctx: &Ctx) -> Result<Option<Seen>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    if may == Visible::None {
        return Ok(None);
    }
    let predicate = may.into_predicate();
    let catalog = catalog.clone();
    let work = move || {
        catalog.projection().read(|state| {
            let known = catalog.graph.of(state)?;
            let is_visible =
                |entity_ref: &String| state.index.is_match(entity_ref, &predicate).unwrap_or(false);
            let visible = known.refs.iter().map(is_visible).collect();
            Ok(Some(Seen { known, visible }))
        })
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

impl KeptGraph {
    fn of(&self, state: &State) -> Result<Arc<Known>, Error> {
        let mut last = self.last.lock();
        if let Some(known) = last.as_ref().filter(|known| known.writes == state.writes) {
            return Ok(known.clone());
        }
        let known = Arc::new(build(state)?);
        *last = Some(known.clone());
        Ok(known)
    }
}

fn build(state: &State) -> Result<Known, Error> {
    let (mut nodes, mut relations) = (Names::default(), Names::default());
    let mut statements = Vec::with_capacity(state.graph.len());
    for (from, relation, to) in state.graph.statements() {
        let relation = RelationId::try_from(relations.id(relation)?).map_err(Error::internal)?;
        statements.push(Statement { from: nodes.id(from)?, relation, to: nodes.id(to)? });
    }
    let mut kinds = Names::default();
    let mut kind_of = Vec::with_capacity(nodes.names.len());
    for name in &nodes.names {
        let kind = name.split(':').next().unwrap_or_default();
        kind_of.push(KindId::try_from(kinds.id(kind)?).map_err(Error::internal)?);
    }
    let network = Network::new(kind_of, statements).map_err(Error::internal)?;
    Ok(Known {
        writes: state.writes,
        network,
        refs: nodes.names,
        kinds: kinds.names,
        relations: relations.names,
        by_ref: nodes.ids,
    })
}

/// Names in the order in which they were met.
#[derive(Default)]
struct Names {
    names: Vec<String>,
    ids: HashMap<String, u32>,
}

impl Names {
    fn id(&mut self, name: &str) -> Result<u32, Error> {
        if let Some(id) = self.ids.get(name) {
            return Ok(*id);
        }
        let id = u32::try_from(self.names.len()).map_err(Error::internal)?;
        self.names.push(name.to_owned());
        self.ids.insert(name.to_owned(), id);
        Ok(id)
    }
}

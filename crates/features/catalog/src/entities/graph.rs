//! How entities are related: the neighbourhood of some, the shortest ways between two, and what breaks without one. Answers
//! in refs; knows no drawing. Hidden entities take no part: nothing leads to them, through them or from them.

mod ask;
mod known;
pub(crate) mod pairs;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use kernel::{Ctx, Error};
use query::predicate::Predicate;

pub(crate) use ask::{Line, Picture, PictureNode, Question, What, ask};
use known::Known;

use super::remade::Remade;
use crate::Catalog;
use crate::permissions::{Visible, readable};

/// The relations of the whole catalog.
pub(crate) type KeptNetwork = Remade<Known>;

/// The relations of the catalog as one caller sees them.
pub(crate) struct Seen {
    known: Arc<Known>,
    /// By node; what is not in the catalog is seen by nobody.
    visible: Arc<[bool]>,
    /// No rule narrows what the caller sees.
    is_everything: bool,
    /// The roots that the caller may see although nothing is stated about them.
    alone: Vec<String>,
}

/// What the caller may see, with `roots`; nothing if they may see no entity at all. Roots are refs in lower case.
pub(crate) async fn seen(catalog: &Catalog, ctx: &Ctx, roots: &[String]) -> Result<Option<Seen>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    if may == Visible::None {
        return Ok(None);
    }
    let known = catalog.network.get(catalog, "catalog network", known::make).await?;
    let mut alone = Vec::new();
    for root in roots {
        if known.node(root).is_none() && catalog.is_visible(root, &may) {
            alone.push(root.clone());
        }
    }
    let Visible::Where(predicate) = may else {
        let visible = Arc::clone(&known.exists);
        return Ok(Some(Seen { known, visible, is_everything: true, alone }));
    };
    let visible = matching(catalog, &known, predicate).await?;
    Ok(Some(Seen { known, visible, is_everything: false, alone }))
}

/// By node: whether the entity matches. The index is held for a short while at a time.
async fn matching(catalog: &Catalog, known: &Arc<Known>, predicate: Predicate) -> Result<Arc<[bool]>, Error> {
    let (catalog, known) = (catalog.clone(), Arc::clone(known));
    let work = move || known::matching(&catalog, &known.refs, &predicate);
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

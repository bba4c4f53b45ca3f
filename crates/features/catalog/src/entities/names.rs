//! Finds entities by a few letters of what they are called. Part of the catalog's read interface for other features.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use kernel::{Ctx, Error};
use query::names::{Builder, Named, Names};
use query::predicate::Predicate;
use query::select::Walk;

use super::remade::Remade;
use super::summary::{self, Summary};
use crate::Catalog;
use crate::permissions::readable;

/// Entities that are read at a time; between steps others have their turn.
const STEP: usize = 500;
/// Entities that are looked through for those that the reader may see.
const CANDIDATES: usize = 2_000;
/// Names from which a question is answered on a thread for heavy work.
const MANY: usize = 10_000;

/// What the work in the background is called.
const TASK: &str = "catalog names";

/// What all entities are called.
pub(crate) type KeptNames = Remade<Names>;

/// The entities that a question is about and that the caller may see, best first, at most `most`.
pub async fn find(catalog: &Catalog, ctx: &Ctx, question: &str, most: usize) -> Result<Vec<Summary>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    let mut refs = Vec::new();
    let names = catalog.names.get(catalog, TASK, make).await?;
    for entity_ref in ask(names, question).await? {
        if refs.len() < most && catalog.is_visible(&entity_ref, &may) {
            refs.push(entity_ref);
        }
    }
    Ok(summary::by_refs(catalog, ctx, &refs).await?.into_iter().flatten().collect())
}

/// Gets ready for the first question, which takes most of a second in a large catalog. For pages where people begin, so that
/// a portal that only programs ask keeps no names.
pub fn expect(catalog: &Catalog) {
    catalog.names.expect(catalog, TASK, make);
}

fn make(catalog: Catalog) -> BoxFuture<'static, Result<Names, Error>> {
    read(catalog).boxed()
}

async fn read(catalog: Catalog) -> Result<Names, Error> {
    let mut builder = Builder::new();
    let (mut position, mut is_last) = (None, false);
    while !is_last {
        let walk = Walk { predicate: &Predicate::Everything, order: None };
        let (found, next) =
            catalog.projection().read(|state| state.index.walk(walk, position.as_ref(), STEP));
        for answer in catalog.load(found.into_iter().map(Some).collect()).await?.iter().flatten() {
            add(&mut builder, &Summary::read(answer)?);
        }
        is_last = next.is_none();
        position = next;
        tokio::task::yield_now().await;
    }
    tokio::task::spawn_blocking(move || builder.finish()).await.map_err(Error::internal)
}

fn add(builder: &mut Builder, summary: &Summary) {
    builder.add(Named {
        reference: &summary.reference,
        kind: &summary.kind,
        namespace: &summary.namespace,
        name: &summary.name,
        title: summary.title.as_deref(),
    });
}

/// The refs of the candidates, best first.
async fn ask(names: Arc<Names>, question: &str) -> Result<Vec<String>, Error> {
    let refs = |names: &Names, question: &str| {
        let found = names.find(question, CANDIDATES);
        found.iter().map(|found| found.reference.to_owned()).collect::<Vec<_>>()
    };
    if names.len() < MANY {
        return Ok(refs(&names, question));
    }
    let question = question.to_owned();
    tokio::task::spawn_blocking(move || refs(&names, &question)).await.map_err(Error::internal)
}

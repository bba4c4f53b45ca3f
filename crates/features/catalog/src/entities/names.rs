//! Finds entities by a few letters of what they are called. The names are kept beside the index and made anew when the
//! catalog has changed and somebody asks: at once while that is quick, in the background while it is not, so that nobody
//! waits. Part of the catalog's read interface for other features.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use kernel::{Ctx, Error};
use query::names::{Builder, Named, Names};
use query::predicate::Predicate;
use query::select::Walk;
use tokio::sync::Mutex;

use super::summary::{self, Summary};
use crate::Catalog;
use crate::permissions::readable;

/// Entities that are read at a time; between steps others have their turn.
const STEP: usize = 500;
/// Up to this a reader waits for new names.
const QUICK: Duration = Duration::from_millis(50);
/// How many times longer than it takes to make them names are kept at least, so that a busy catalog costs no more than
/// a part of one core.
const KEPT_FOR: u32 = 20;
/// Entities that are looked through for those that the reader may see.
const CANDIDATES: usize = 2_000;
/// Names from which a question is answered on a thread for heavy work.
const MANY: usize = 10_000;

/// Finds entities by name. Cheap to clone.
#[derive(Clone, Default)]
pub struct Finder {
    current: Arc<ArcSwapOption<Made>>,
    /// Held while names are made.
    making: Arc<Mutex<()>>,
}

struct Made {
    names: Arc<Names>,
    /// `writes` of the projection when the reading began.
    writes: u64,
    took: Duration,
    finished: Instant,
}

impl Finder {
    /// The entities that a question is about and that the caller may see, best first, at most `most`.
    pub async fn find(
        &self,
        catalog: &Catalog,
        ctx: &Ctx,
        question: &str,
        most: usize,
    ) -> Result<Vec<Summary>, Error> {
        let may = readable(catalog.gate(), ctx).await?;
        let mut refs = Vec::new();
        for entity_ref in ask(self.names(catalog).await?, question).await? {
            if refs.len() < most && catalog.is_visible(&entity_ref, &may) {
                refs.push(entity_ref);
            }
        }
        Ok(summary::by_refs(catalog, ctx, &refs).await?.into_iter().flatten().collect())
    }

    /// The names to ask: of this moment, or a little older.
    async fn names(&self, catalog: &Catalog) -> Result<Arc<Names>, Error> {
        let writes = catalog.projection().read(|state| state.writes);
        if let Some(made) = &*self.current.load() {
            if made.writes == writes {
                return Ok(Arc::clone(&made.names));
            }
            if made.took > QUICK {
                if made.finished.elapsed() > made.took * KEPT_FOR {
                    self.make_in_background(catalog);
                }
                return Ok(Arc::clone(&made.names));
            }
        }
        let _held = self.making.lock().await;
        // Whoever held it before may have done the work.
        if let Some(made) = &*self.current.load()
            && made.writes >= writes
        {
            return Ok(Arc::clone(&made.names));
        }
        self.make(catalog).await
    }

    fn make_in_background(&self, catalog: &Catalog) {
        let Ok(held) = Arc::clone(&self.making).try_lock_owned() else { return };
        let (finder, catalog_of_task) = (self.clone(), catalog.clone());
        catalog.ingest.services.tasks.spawn("catalog names", async move {
            if let Err(error) = finder.make(&catalog_of_task).await {
                tracing::warn!(%error, "the names of the catalog were not read");
            }
            drop(held);
        });
    }

    async fn make(&self, catalog: &Catalog) -> Result<Arc<Names>, Error> {
        let started = Instant::now();
        let writes = catalog.projection().read(|state| state.writes);
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
        let names = tokio::task::spawn_blocking(move || builder.finish()).await.map_err(Error::internal)?;
        let names = Arc::new(names);
        let (took, finished) = (started.elapsed(), Instant::now());
        self.current.store(Some(Arc::new(Made { names: Arc::clone(&names), writes, took, finished })));
        Ok(names)
    }
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

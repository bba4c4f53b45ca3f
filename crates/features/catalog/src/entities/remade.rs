//! Something that is made from the whole catalog and kept beside the index: made anew when the catalog has changed and
//! somebody asks; at once while that is quick, in the background while it is not, so that nobody waits. Knows not what it is.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwapOption;
use futures_util::future::BoxFuture;
use kernel::Error;
use tokio::sync::Mutex;

use crate::Catalog;

/// Up to this a reader waits for a new one.
const QUICK: Duration = Duration::from_millis(50);
/// How many times longer than it takes to make one it is kept at least, so that a busy catalog costs no more than a part of
/// one core.
const KEPT_FOR: u32 = 20;

/// The last one that was made. Cheap to clone.
pub(crate) struct Remade<T> {
    current: Arc<ArcSwapOption<Made<T>>>,
    /// Held while one is made.
    making: Arc<Mutex<()>>,
}

struct Made<T> {
    value: Arc<T>,
    /// `writes` of the projection when the reading began.
    writes: u64,
    took: Duration,
    finished: Instant,
}

/// Makes one from the catalog.
pub(crate) type Make<T> = fn(Catalog) -> BoxFuture<'static, Result<T, Error>>;

impl<T> Clone for Remade<T> {
    fn clone(&self) -> Self {
        Self { current: Arc::clone(&self.current), making: Arc::clone(&self.making) }
    }
}

impl<T> Default for Remade<T> {
    fn default() -> Self {
        Self { current: Arc::default(), making: Arc::default() }
    }
}

impl<T: Send + Sync + 'static> Remade<T> {
    /// The one of this moment, or one that is a little older. `task` names the work that is done in the background.
    pub(crate) async fn get(
        &self,
        catalog: &Catalog,
        task: &'static str,
        make: Make<T>,
    ) -> Result<Arc<T>, Error> {
        let writes = catalog.projection().read(|state| state.writes);
        if let Some(made) = &*self.current.load() {
            if made.writes == writes {
                return Ok(Arc::clone(&made.value));
            }
            if made.took > QUICK {
                if made.finished.elapsed() > made.took * KEPT_FOR {
                    self.make_in_background(catalog, task, make);
                }
                return Ok(Arc::clone(&made.value));
            }
        }
        let _held = self.making.lock().await;
        // Whoever held it before may have done the work.
        if let Some(made) = &*self.current.load()
            && made.writes >= writes
        {
            return Ok(Arc::clone(&made.value));
        }
        self.make(catalog, make).await
    }

    /// Has the first one made in the background, because somebody is likely to ask.
    pub(crate) fn expect(&self, catalog: &Catalog, task: &'static str, make: Make<T>) {
        if self.current.load().is_none() {
            self.make_in_background(catalog, task, make);
        }
    }

    fn make_in_background(&self, catalog: &Catalog, task: &'static str, make: Make<T>) {
        let Ok(held) = Arc::clone(&self.making).try_lock_owned() else { return };
        let (remade, catalog_of_task) = (self.clone(), catalog.clone());
        catalog.ingest.services.tasks.spawn(task, async move {
            if let Err(error) = remade.make(&catalog_of_task, make).await {
                tracing::warn!(%error, task, "what is kept beside the index was not made anew");
            }
            drop(held);
        });
    }

    async fn make(&self, catalog: &Catalog, make: Make<T>) -> Result<Arc<T>, Error> {
        let started = Instant::now();
        let writes = catalog.projection().read(|state| state.writes);
        let value = Arc::new(make(catalog.clone()).await?);
        let (took, finished) = (started.elapsed(), Instant::now());
        self.current.store(Some(Arc::new(Made { value: Arc::clone(&value), writes, took, finished })));
        Ok(value)
    }
}

//! The catalog as a feature of the portal: what it adds and how it starts.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use arc_swap::ArcSwap;
use futures_util::future::BoxFuture;
use kernel::db::Migration;
use kernel::feature::NavigationItem;
use kernel::gate::Permission;
use kernel::{Contribution, Error, Feature, Services};
use tokio::sync::{Mutex, Notify};

use crate::ingest::{Ingest, due};
use crate::locations::configured;
use crate::portal::feed;
use crate::projection::{Projection, follow, load, snapshot};
use crate::settings::Settings;
use crate::{Catalog, api, orphan, pages, permissions, provide, pushes, store};

/// A place where the running catalog can be found once it has started.
#[derive(Clone, Default)]
pub struct Handle {
    catalog: Arc<OnceLock<Catalog>>,
}

impl Handle {
    /// The catalog; `None` before it has started.
    pub fn get(&self) -> Option<&Catalog> {
        self.catalog.get()
    }
}

/// The catalog feature.
pub struct CatalogFeature {
    handle: Handle,
    folder: PathBuf,
    providers: Vec<String>,
}

impl CatalogFeature {
    /// `folder` is what relative `file` locations start from.
    pub fn new(folder: PathBuf) -> Self {
        Self { handle: Handle::default(), folder, providers: Vec::new() }
    }

    /// Names an entity provider of another feature, whose entities must not be evicted at start.
    #[must_use]
    pub fn with_provider(mut self, name: &str) -> Self {
        self.providers.push(name.to_owned());
        self
    }

    /// Where other features find the catalog.
    pub fn handle(&self) -> Handle {
        self.handle.clone()
    }

    async fn run(&self, services: &Services) -> Result<Catalog, Error> {
        let settings = Settings::read(&services.config.root(), &self.folder)?;
        let projection = Projection::new(settings.document_budget);
        let ingest = Ingest {
            services: services.clone(),
            settings: Arc::new(ArcSwap::from_pointee(settings)),
            projection: projection.clone(),
            writer: Arc::new(Mutex::new(())),
            nudge: Arc::new(Notify::new()),
            skew: Arc::default(),
            pace: Arc::default(),
        };
        ingest.compare_clocks().await?;
        let settings = ingest.settings();
        let started = std::time::Instant::now();
        let count = if let Some(count) = snapshot::restore(&ingest).await? {
            follow::catch_up(&ingest).await?;
            count
        } else {
            load::load(&projection, &services.db, &settings.kinds, &settings.limits).await?
        };
        tracing::info!(entities = count, milliseconds = started.elapsed().as_millis(), "catalog loaded");
        let mut installed = self.providers.clone();
        installed.extend([provide::CONFIGURED, provide::REGISTERED, provide::STORED].map(str::to_owned));
        if settings.orphan_provider_strategy == crate::settings::OrphanStrategy::Delete {
            provide::evict_missing(&ingest, &installed).await?;
        }
        due::take_over(&ingest).await?;
        configured::apply(&ingest).await?;
        feed::apply(&ingest).await?;
        self.work(&ingest);
        let catalog = Catalog::new(ingest);
        let pushed = catalog.clone();
        services.tasks.spawn_loop("catalog: follow pushes", move || pushes::run(pushed.clone()));
        Ok(catalog)
    }

    /// Starts what goes on as long as the portal runs.
    fn work(&self, ingest: &Ingest) {
        let tasks = &ingest.services.tasks;
        let (reading, following, copying) = (ingest.clone(), ingest.clone(), ingest.clone());
        let sweeping = ingest.clone();
        tasks.spawn_loop("catalog: read locations", move || due::run(reading.clone()));
        tasks.spawn_loop("catalog: follow the change log", move || follow::run(following.clone()));
        tasks.spawn_loop("catalog: copy the read index", move || snapshot::run(copying.clone()));
        tasks.spawn_loop("catalog: sweep orphans", move || orphan::run(sweeping.clone()));
        let (configured, folder) = (ingest.clone(), self.folder.clone());
        tasks.spawn_loop("catalog: follow the configuration", move || {
            follow_configuration(configured.clone(), folder.clone())
        });
    }
}

/// Takes over a changed configuration: rules, locations, strategies. A bad one is reported and the old one stays.
async fn follow_configuration(ingest: Ingest, folder: PathBuf) {
    let mut changes = ingest.services.config.subscribe();
    while changes.changed().await.is_ok() {
        match Settings::read(&ingest.services.config.root(), &folder) {
            Ok(settings) => ingest.settings.store(Arc::new(settings)),
            Err(error) => {
                tracing::error!(%error, "the changed catalog configuration is not valid; the old one stays");
                continue;
            }
        }
        if let Err(error) = configured::apply(&ingest).await {
            tracing::error!(%error, "the configured locations could not be taken over");
        }
        if let Err(error) = feed::apply(&ingest).await {
            tracing::error!(%error, "the entities that the portal stores could not be judged anew");
        }
    }
}

impl Feature for CatalogFeature {
    fn id(&self) -> &'static str {
        permissions::PLUGIN
    }

    fn migrations(&self) -> &'static [Migration] {
        store::MIGRATIONS
    }

    fn permissions(&self) -> &'static [Permission] {
        permissions::ALL
    }

    fn start<'a>(&'a self, services: &'a Services) -> BoxFuture<'a, Result<Contribution, Error>> {
        Box::pin(async move {
            let catalog = self.run(services).await?;
            let already = |_| Error::Conflict("the catalog has started already".to_owned());
            self.handle.catalog.set(catalog.clone()).map_err(already)?;
            let pages = pages::Pages::new(&catalog);
            Ok(Contribution {
                routes: api::actions::routes(api::routes(&catalog), &catalog),
                pages: pages::routes(&pages),
                extensions: pages::extensions(&pages),
                navigation: vec![
                    NavigationItem { label: "Catalog", href: "/catalog", icon: "catalog", order: 20 },
                    NavigationItem { label: "APIs", href: "/api-docs", icon: "api", order: 30 },
                    NavigationItem { label: "Graph", href: "/catalog-graph", icon: "graph", order: 70 },
                ],
                actions: api::actions::descriptions(),
                resources: permissions::resources(catalog.projection()),
                ..Contribution::default()
            })
        })
    }
}

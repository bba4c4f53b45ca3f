//! One running portal: built from a configuration and features, served on listeners, stopped in two steps. Knows no
//! feature and no command line.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kernel::assemble::{self, Running};
use kernel::db::DbSettings;
use kernel::http::lifecycle::Phase;
use kernel::http::server::Server;
use kernel::http::{Edge, tls};
use kernel::{Clock, Config, Db, Error, Feature, Services};
use tokio::net::TcpListener;

use crate::features;

/// Between not being ready any more and closing, clients that are busy learn with an answer that their connection ends.
const NOTICE: Duration = Duration::from_millis(250);

/// A portal that has started.
pub struct Portal {
    running: Running,
    server: Server,
}

/// Says what a [`Portal`] is made of.
pub struct PortalBuilder {
    config: Config,
    clock: Clock,
    data_dir: PathBuf,
    folder: PathBuf,
    features: Vec<Arc<dyn Feature>>,
}

impl Portal {
    /// A portal of the core features, an empty configuration, and data in `./data`.
    pub fn builder() -> PortalBuilder {
        PortalBuilder {
            config: Config::from_value(serde_json::json!({})),
            clock: Clock::System,
            data_dir: PathBuf::from("data"),
            folder: PathBuf::from("."),
            features: Vec::new(),
        }
    }

    /// The whole portal as one service, for tests and for embedding.
    pub fn router(&self) -> Edge {
        self.running.service.clone()
    }

    pub fn running(&self) -> &Running {
        &self.running
    }

    /// Answers on `listener` until [`Portal::shutdown`].
    pub async fn serve(&self, listener: TcpListener) {
        self.server.serve(listener).await;
    }

    /// Turns readiness off, goes on serving for `backend.lifecycle.serverShutdownDelay`, lets open requests and
    /// background work finish within the drain time, and ends everything. Gives whether all ended by itself.
    pub async fn shutdown(&self) -> bool {
        let Running { lifecycle, services, service, .. } = &self.running;
        lifecycle.enter(Phase::Draining);
        services.tasks.drain();
        tokio::time::sleep(service.settings().shutdown_delay.max(NOTICE)).await;
        lifecycle.enter(Phase::Stopped);
        let drained = self.server.close().await;
        services.tasks.stop().await;
        services.db.close().await;
        drained
    }
}

impl PortalBuilder {
    #[must_use]
    pub fn config(mut self, config: Config) -> Self {
        self.config = config;
        self
    }

    #[must_use]
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Where the database and keys live unless the configuration says otherwise.
    #[must_use]
    pub fn data_dir(mut self, folder: impl Into<PathBuf>) -> Self {
        self.data_dir = folder.into();
        self
    }

    /// What relative paths of the configuration start from; the current folder unless set.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = folder.into();
        self
    }

    /// Adds a feature behind the others.
    #[must_use]
    pub fn feature(mut self, feature: impl Feature) -> Self {
        self.features.push(Arc::new(feature));
        self
    }

    /// Opens the database, applies migrations, and starts every feature.
    pub async fn build(self) -> Result<Portal, Error> {
        let root = self.config.root();
        let settings = DbSettings::from_config(&root, &self.data_dir)?.with_clock(self.clock.clone());
        let db = Db::open(&settings).await?;
        let mut services = Services::open(self.config, self.clock, db)?;
        services.data_dir = Some(self.data_dir);
        let tasks = services.tasks.clone();
        let folder = std::path::absolute(&self.folder).map_err(Error::internal)?;
        let mut features = features::all(&folder);
        features.extend(self.features);
        let ids: Vec<&'static str> = features.iter().map(|feature| feature.id()).collect();
        services.config.log_findings(&ids);
        for unsupported in services.integrations.unsupported() {
            tracing::warn!("configuration: integrations.{unsupported} is not supported and has no effect");
        }
        services.config.watch(&tasks, ids);
        let running = assemble::start(features, services).await?;
        let tls = tls::acceptor(&root, running.service.settings())?;
        let server = Server::new(running.service.clone(), tasks, tls);
        Ok(Portal { running, server })
    }
}

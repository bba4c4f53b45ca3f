//! The bundle of platform services that a feature is given when it starts.

use std::path::PathBuf;
use std::sync::Arc;

use crate::audit::Audit;
use crate::config::ConfigError;
use crate::events::Events;
use crate::extension::Extensions;
use crate::feature::Navigation;
use crate::jobs::Jobs;
use crate::outbound::Outbound;
use crate::scm::{Integrations, UrlReader};
use crate::streams::Streams;
use crate::tasks::Tasks;
use crate::{Clock, Config, Db, Error, Gate, Timestamp};

/// Cheap to clone; every field is shared.
#[derive(Clone)]
pub struct Services {
    pub config: Config,
    pub clock: Clock,
    /// When this process opened the bundle, by its own clock.
    pub started_at: Timestamp,
    pub db: Db,
    pub gate: Gate,
    pub jobs: Jobs,
    pub events: Events,
    pub outbound: Outbound,
    pub integrations: Arc<Integrations>,
    pub reader: UrlReader,
    pub audit: Audit,
    pub tasks: Tasks,
    pub streams: Streams,
    /// Where files of this replica live, such as the secret that seals keys; `None` for a portal in memory.
    pub data_dir: Option<PathBuf>,
    /// Filled when every feature has started.
    pub navigation: Navigation,
    /// Filled when every feature has started.
    pub extensions: Extensions,
}

impl Services {
    /// Everything that the configuration decides, over an open database.
    pub fn open(config: Config, clock: Clock, db: Db) -> Result<Self, Error> {
        let root = config.root();
        let tasks = Tasks::new();
        let integrations = Integrations::from_config(&root).map_err(at_fault)?;
        let outbound = Outbound::new(&root, &clock, integrations.origins()).map_err(at_fault)?;
        let integrations = Arc::new(integrations);
        let enabled = root.boolean("permission.enabled").map_err(|error| Error::Input(error.to_string()))?;
        Ok(Self {
            audit: Audit::from_config(&root, &clock, &tasks)?,
            gate: Gate::new(enabled.unwrap_or(false)),
            jobs: Jobs::from_config(&db, &root).map_err(|error| at_fault(vec![error]))?,
            events: Events::new(),
            reader: UrlReader::new(outbound.clone(), Arc::clone(&integrations)),
            outbound,
            integrations,
            config,
            started_at: clock.now(),
            clock,
            db,
            tasks,
            streams: Streams::default(),
            data_dir: None,
            navigation: Navigation::default(),
            extensions: Extensions::default(),
        })
    }
}

/// Everything wrong with a part of the configuration, as the one error that ends the start.
fn at_fault(errors: Vec<ConfigError>) -> Error {
    let mut lines = Vec::new();
    for error in errors {
        lines.push(format!("{}: {error}", error.place()));
    }
    Error::Input(lines.join("\n"))
}

//! Configuration as Backstage reads it. Features read it through [`Config`] and [`Section`]; they do not know files,
//! environment variables or merging.

pub mod check;
mod duration;
pub mod environment;
mod environment_layer;
pub mod error;
mod files;
pub mod limits;
pub mod load;
mod mask;
mod merge;
mod node;
mod scalar;
pub mod schema;
pub mod section;
mod substitute;
mod transform;
mod values;
pub mod watch;
mod yaml;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::sync::Arc;

use arc_swap::ArcSwap;
use parking_lot::Mutex;

pub use check::{Report, check, render_errors};
pub use environment::Environment;
pub use error::ConfigError;
pub use load::Sources;
pub use schema::{Finding, FrontendView, Severity, reference};
pub use section::Section;
pub use values::ReadValue;
pub use watch::Reload;

/// The whole configuration; replaced at once when a watched file changes. Cheap to clone.
#[derive(Clone)]
pub struct Config {
    current: Arc<ArcSwap<Section>>,
    environment: Environment,
    version: Arc<tokio::sync::watch::Sender<u64>>,
    /// `None` for a configuration that comes from no file.
    watched: Option<Arc<Mutex<watch::Watched>>>,
    /// Findings that were logged, by key and message, so that each is logged once.
    logged: Arc<Mutex<HashSet<(String, String)>>>,
}

impl Config {
    /// Reads, substitutes and merges all sources. Every problem found is reported, not only the first.
    pub fn load(sources: &Sources) -> Result<Self, Vec<ConfigError>> {
        let loaded = load::load(sources);
        if !loaded.problems.is_empty() {
            return Err(loaded.problems);
        }
        let mut config = Self::new(Section::of(loaded.document), sources.environment.clone());
        config.watched = Some(Arc::new(Mutex::new(watch::Watched::new(sources.clone(), loaded.watched))));
        Ok(config)
    }

    /// A configuration made of a value, for tests and for the built-in defaults.
    pub fn from_value(value: serde_json::Value) -> Self {
        Self::from_parts(value, Environment::default())
    }

    /// As [`Config::from_value`], with an environment.
    pub fn from_parts(value: serde_json::Value, environment: Environment) -> Self {
        Self::new(Section::root(value), environment)
    }

    fn new(root: Section, environment: Environment) -> Self {
        let (version, _) = tokio::sync::watch::channel(0);
        Self {
            current: Arc::new(ArcSwap::from_pointee(root)),
            environment,
            version: Arc::new(version),
            watched: None,
            logged: Arc::default(),
        }
    }

    /// The configuration at this moment.
    pub fn root(&self) -> Arc<Section> {
        self.current.load_full()
    }

    /// The environment that the process was started with; it does not change.
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Tells of every replacement; the number only grows.
    pub fn subscribe(&self) -> tokio::sync::watch::Receiver<u64> {
        self.version.subscribe()
    }

    /// The part that a browser may see.
    pub fn frontend_view(&self) -> FrontendView {
        schema::frontend_view(self.root().value())
    }

    /// All of it with secrets masked, for administrators and logs.
    pub fn redacted(&self) -> serde_json::Value {
        schema::redacted(self.root().value())
    }

    /// Every value as it was read, with secrets masked and the place it came from, in the order of the merged document.
    pub fn values(&self) -> Vec<ReadValue> {
        values::of(&self.root())
    }

    /// Keys that nothing reads, values of the wrong form, ways that are given up. `features` are the ids of those that
    /// this build contains.
    pub fn findings(&self, features: &[&str]) -> Vec<Finding> {
        schema::find(&self.root(), features)
    }

    /// Logs the findings that were not logged before.
    pub fn log_findings(&self, features: &[&str]) {
        for finding in self.findings(features) {
            let is_new = self.logged.lock().insert((finding.key.clone(), finding.error.message.clone()));
            if !is_new {
                continue;
            }
            let (place, help) = (finding.error.place(), finding.help.unwrap_or_default());
            match finding.severity {
                Severity::Error | Severity::Warning => {
                    tracing::warn!(place, help, "configuration: {}", finding.error.message);
                }
                Severity::Note => tracing::info!(place, help, "configuration: {}", finding.error.message),
            }
        }
    }
}

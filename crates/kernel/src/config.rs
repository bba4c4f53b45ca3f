//! Configuration as Backstage reads it. Features read it through [`Config`] and [`Section`]; they do not know files,
//! environment variables or merging.

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
pub mod section;
mod substitute;
mod transform;
mod yaml;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use arc_swap::ArcSwap;

pub use environment::Environment;
pub use error::ConfigError;
pub use load::Sources;
pub use section::Section;

/// The whole configuration; replaced at once when a watched file changes. Cheap to clone.
#[derive(Clone)]
pub struct Config {
    current: Arc<ArcSwap<Section>>,
    environment: Environment,
    version: Arc<tokio::sync::watch::Sender<u64>>,
}

impl Config {
    /// Reads, substitutes and merges all sources. Every problem found is reported, not only the first.
    pub fn load(sources: &Sources) -> Result<Self, Vec<ConfigError>> {
        let loaded = load::load(sources);
        if !loaded.problems.is_empty() {
            return Err(loaded.problems);
        }
        Ok(Self::new(Section::of(loaded.document), sources.environment.clone()))
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
        Self { current: Arc::new(ArcSwap::from_pointee(root)), environment, version: Arc::new(version) }
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
}

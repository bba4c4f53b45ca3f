//! Configuration as Backstage reads it. Features read it through [`Config`] and [`Section`]; they do not know files,
//! environment variables or merging.

pub mod error;
pub mod section;

use std::sync::Arc;

use arc_swap::ArcSwap;

pub use error::ConfigError;
pub use section::Section;

/// The whole configuration; replaced at once when a watched file changes.
#[derive(Clone)]
pub struct Config {
    current: Arc<ArcSwap<Section>>,
}

impl Config {
    /// A configuration made of a value, for tests and for the built-in defaults.
    pub fn from_value(value: serde_json::Value) -> Self {
        Self { current: Arc::new(ArcSwap::from_pointee(Section::root(value))) }
    }

    /// The configuration at this moment.
    pub fn root(&self) -> Arc<Section> {
        self.current.load_full()
    }
}

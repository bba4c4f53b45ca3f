//! What every feature stands on, and knows no feature: configuration, database, HTTP edge, context, jobs, events,
//! outbound client, integrations, secrets, audit, the permission gate, and the `Feature` trait.

pub mod assemble;
pub mod audit;
pub mod clock;
pub mod config;
pub mod context;
pub mod db;
pub mod error;
pub mod events;
pub mod extension;
pub mod feature;
pub mod gate;
pub mod http;
pub mod identity;
pub mod jobs;
pub mod outbound;
pub mod random;
pub mod scm;
pub mod secret;
pub mod services;
pub mod streams;
pub mod tasks;

pub use clock::{Clock, Timestamp};
pub use config::Config;
pub use context::Ctx;
pub use db::Db;
pub use error::Error;
pub use feature::{Contribution, Feature};
pub use gate::{Decision, Gate};
pub use identity::{Credentials, Principal};
pub use secret::Secret;
pub use services::Services;

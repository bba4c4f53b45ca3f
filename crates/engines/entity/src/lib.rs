//! Entities: envelope, kinds, refs, field rules, relations, placeholders, and the YAML they are written in.
//!
//! Pure: values in, values out. Knows no clock, no network, no files and no database; whoever reads a file hands
//! over its bytes. The way of a document is [`yaml::documents`], [`envelope::check`], [`placeholders`],
//! [`validate::validate`], [`normalize::normalize`], [`relations::emitted`]; [`check::check`] does it in one call.

pub mod bundle;
pub mod canonical;
pub mod check;
pub mod envelope;
mod field_rules;
pub mod kinds;
pub mod limits;
pub mod location;
pub mod normalize;
pub mod outline;
pub mod placeholders;
pub mod policy;
pub mod problem;
pub mod refs;
pub mod relations;
pub mod report;
pub mod rules;
mod scheme;
mod shape;
pub mod validate;
pub mod yaml;

pub use kinds::Kinds;
pub use limits::Limits;
pub use problem::Problem;
pub use refs::{EntityRef, LocationRef};

//! The use cases about entities: reading in every form, refreshing, removing, validating, and their history.

pub mod ancestry;
pub mod changes;
pub mod delete;
pub mod export;
pub mod facets;
pub mod faulty;
pub mod find;
pub mod graph;
pub mod history;
pub mod list;
pub mod names;
pub mod provenance;
pub mod refresh;
pub(crate) mod remade;
pub mod summary;
pub mod unprocessed;
pub mod validate;

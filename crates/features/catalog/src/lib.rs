//! The software catalog: sources, processing, change log, read index, API and pages. Other features read it through
//! [`Catalog`]; nothing here knows them.
//!
//! Read in this order: `ingest` (from a source to rows), `store` (the rows), `projection` (the read index), `entities`
//! and `locations` (the use cases), `api` (the wire), `pages`.

pub mod api;
pub mod difference;
pub mod document;
pub mod entities;
pub mod feature;
pub mod ingest;
pub mod locations;
pub mod orphan;
pub mod pages;
pub mod permissions;
pub mod portal;
pub mod projection;
pub mod provide;
pub mod pushes;
pub mod reader;
pub mod settings;
pub mod store;

pub use feature::{CatalogFeature, Handle};
pub use reader::Catalog;

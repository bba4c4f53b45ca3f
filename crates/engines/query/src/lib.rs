//! Filters, predicates and the in-memory index that answers every read of the catalog.
//!
//! A pure library: values in, values out. It knows no clock, network, database or async, and nothing of
//! entities but that they are JSON with a ref, a uid and relations. What a request may see comes in as a
//! [`predicate::Predicate`].
//!
//! - what is asked: [`filter`] (GET), [`predicate`] (POST, permissions), [`location`], [`project`], [`cursor`]
//! - what is searched: [`flatten`] turns an entity into rows, [`relations`] says which entities are related
//! - what answers: [`index::Index`], with its reads in [`select`], [`list`] and [`facets`]
//! - what jumps to an entity by a few letters of its name: [`names`]
//! - what is sent: [`body`]
//! - what outlives a restart: [`snapshot`]

pub mod body;
pub mod condition;
pub mod cursor;
mod dense;
pub mod facets;
pub mod filter;
pub mod flatten;
pub mod index;
mod like;
pub mod list;
pub mod location;
pub mod names;
mod posting;
pub mod predicate;
pub mod project;
pub mod relations;
mod scalar;
pub mod select;
pub mod snapshot;
mod text;

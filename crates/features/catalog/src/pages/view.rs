//! What the catalog's pages look like: structs with just the fields that a page shows, and pure functions from them to
//! HTML. Nothing here knows the kernel, the index or a request.

pub mod absent;
pub mod bulk;
pub mod catalog;
pub mod changes;
pub mod edit;
pub mod entities;
pub mod entity;
pub mod facts;
pub mod graph;
pub mod health;
pub mod import;
pub mod members;
pub mod overview;
pub mod ownership;
pub mod problems;
pub mod profile;
pub mod raw;
pub mod refs;
pub mod relations;
pub mod unprocessed;
pub mod unregister;
pub mod views;

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

//! Entities that the portal stores itself, without a file: saved, taken back and deleted here, each time as a new
//! revision. They come into the catalog as those of a provider do, from the location `portal:<ref>`, so that rules,
//! conflicts, validation and the change log are those of files. Knows no page.

pub mod feed;
pub mod revisions;
pub mod save;
pub mod undo;
mod write;

/// `portal:<ref>`, the location of a stored entity.
fn location(entity_ref: &str) -> String {
    format!("portal:{entity_ref}")
}

//! The feature through the real router, with a catalog of its own: definitions of every language, what may not be seen,
//! and operations tried against a server on this machine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod fixture;
mod pages;
mod trials;

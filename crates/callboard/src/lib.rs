//! The portal as a library: put it together with one's own features, serve it, stop it. Knows the list of features and
//! the command line, and has no rules of its own.

pub mod commands;
mod demo;
pub mod features;
mod home;
pub mod logging;
pub mod portal;
pub mod shell;
mod signals;

pub use portal::{Portal, PortalBuilder};

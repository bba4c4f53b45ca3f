//! Signing in to other programs (MCP clients, command lines) with the portal as the identity provider. Source: auth
//! contract, section 7.

pub(crate) mod authorize;
pub(crate) mod cli;
pub(crate) mod client;
pub(crate) mod configuration;
pub(crate) mod consent;
pub(crate) mod error;
pub(crate) mod exchange;
pub(crate) mod fields;
pub(crate) mod metadata;
pub(crate) mod pattern;
pub(crate) mod refresh;
pub(crate) mod register;
pub(crate) mod settings;

#[cfg(test)]
mod flow_tests;

//! The catalog as people and clients meet it: whole portals over fake hosts of sources, on the database that is given.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail where tests do")]

mod conflict;
mod failure;
mod history;
mod hostile;
mod owners;
mod portal;
mod provider;
mod pushes;
mod replicas;
mod stored;
mod visible;
mod way;

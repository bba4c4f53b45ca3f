//! The HTTP edge: routes with declared access, the answer to an error, and the server. Knows no feature.
//!
//! A request passes, from the outside in: [`server`] (connections and their limits), [`edge`] (headers, CORS,
//! compression, rate limit), `guard` (who is calling, what the route accepts), and then the handler of a feature.

mod access;
mod body;
mod client;
mod compression;
mod cookie;
mod cors;
pub mod edge;
pub mod extract;
mod guard;
mod health;
pub mod lifecycle;
mod listing;
pub mod meters;
pub(crate) mod mount;
pub mod openapi;
pub mod operation;
pub mod origin;
mod platform;
pub mod query;
mod quota;
mod ratelimit;
pub mod respond;
pub mod routes;
mod scheduler;
mod schema;
mod security;
pub mod server;
pub mod settings;
pub mod tls;
mod tokens;
mod validation;

pub use edge::{Edge, Peer};
pub use extract::{JsonBody, Path};
pub use lifecycle::Lifecycle;
pub use operation::{Body, Operation, Parameter, ParameterKind};
pub use query::Query;
pub use routes::{Access, Route, Routes};
pub use settings::HttpSettings;

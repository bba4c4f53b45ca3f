//! The HTTP edge: routes with declared access, the answer to an error, and the server. Knows no feature.

pub mod operation;
pub mod respond;
pub mod routes;

pub use operation::{Body, Operation, Parameter, ParameterKind};
pub use routes::{Access, Route, Routes};

//! x

mod anchor;
pub mod asyncapi;
mod document;
pub mod graphql;
pub mod info;
pub mod limits;
pub mod openapi;
pub mod problem;
pub mod protobuf;
mod reader;
pub mod request;
pub mod schema;
pub mod security;

//! The looks: from what was read to HTML. Pure functions; they know no request, no catalog and no network. Everything that
//! an author wrote is escaped, or made harmless by the markdown engine.

pub(crate) mod asyncapi;
pub(crate) mod body;
pub(crate) mod graphql;
pub(crate) mod intro;
pub(crate) mod list;
pub(crate) mod media;
pub(crate) mod openapi;
pub(crate) mod parts;
pub(crate) mod problems;
pub(crate) mod protobuf;
pub(crate) mod schema;
pub(crate) mod security;
pub(crate) mod text;
pub(crate) mod try_out;
pub(crate) mod wsdl;

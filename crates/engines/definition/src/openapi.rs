//! OpenAPI 2.0, 3.0, 3.1 and 3.2 as one model.
//!
//! What version 2 writes differently (host and schemes, body and form parameters, collection formats) is read as version 3
//! would write it, so that pages and requests know one shape.

mod content;
mod parameter;
mod path;
mod read;
mod server;
mod version2;

use std::sync::Arc;

use serde_json::Value;

use crate::info::{ExternalDocs, Info, Tag};
use crate::schema::{Schema, Schemas};
use crate::security::{Requirement, SecurityScheme};

pub(crate) use read::{is_openapi, read};

/// An HTTP API. Descriptions are Markdown throughout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Openapi {
    /// The version of OpenAPI, as written.
    pub version: String,
    /// About the whole API.
    pub info: Info,
    /// Where to read more.
    pub docs: Option<ExternalDocs>,
    /// All servers of the document, those of single operations included. Operations name theirs by position here.
    pub servers: Vec<Server>,
    /// Operations by tag: tags in the order of the document's own list, then those that only operations name, and
    /// last the operations without a tag. An operation with several tags is in each.
    pub groups: Vec<Group>,
    /// All operations in the order of the document.
    pub operations: Vec<Operation>,
    /// Requests that the API sends (3.1). Their `path` is the name of the webhook.
    pub webhooks: Vec<Operation>,
    /// Schemas.
    pub schemas: Schemas,
    /// Ways to sign in.
    pub security_schemes: Vec<SecurityScheme>,
}

/// Operations with a tag, or those without one.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Group {
    /// The tag.
    pub tag: Option<Tag>,
    /// Positions in [`Openapi::operations`].
    pub operations: Vec<usize>,
}

/// Where an API is served.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Server {
    /// Its address, perhaps with `{variables}`, perhaps relative to where the document was found.
    pub url: String,
    /// Its name (3.2).
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// The variables of the address.
    pub variables: Vec<ServerVariable>,
}

/// A part of an address that callers choose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ServerVariable {
    /// Its name between the braces.
    pub name: String,
    /// What it is when nothing is chosen.
    pub default: String,
    /// What it may be; anything when empty.
    pub allowed: Vec<String>,
    /// What it means.
    pub description: Option<String>,
}

/// A method of a path.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Operation {
    /// What links to it use.
    pub anchor: String,
    /// In capitals.
    pub method: String,
    /// With `{parameters}`.
    pub path: String,
    /// `operationId`.
    pub id: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Whether it should no longer be called.
    pub deprecated: bool,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// Positions in [`Openapi::servers`] of those that serve it.
    pub servers: Vec<usize>,
    /// Alternatives of signing in, one of which is needed; none are needed when empty.
    pub security: Vec<Requirement>,
    /// Parameters, those of the path item included.
    pub parameters: Vec<Parameter>,
    /// What is sent.
    pub body: Option<Body>,
    /// What comes back.
    pub responses: Vec<Response>,
    /// Requests that follow from it.
    pub callbacks: Vec<Callback>,
    /// Where to read more.
    pub docs: Option<ExternalDocs>,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// A parameter, or a header of an answer.
#[expect(clippy::struct_excessive_bools, reason = "independent marks of the format")]
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Where it is sent.
    pub place: Place,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// What values it takes.
    pub schema: Option<Schema>,
    /// How lists and objects are written.
    pub style: Style,
    /// Whether each item of a list or object is written on its own.
    pub explode: bool,
    /// Whether reserved characters stay as they are.
    pub allow_reserved: bool,
    /// The media type of its value, where the value is written as one.
    pub media_type: Option<String>,
    /// Example values.
    pub examples: Vec<Example>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// As a header.
    Header,
    /// As a cookie.
    Cookie,
    /// It is the whole query (3.2).
    QueryString,
}

impl Place {
    /// As the document writes it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::QueryString => "querystring",
        }
    }
}

/// How lists and objects are written in a parameter (OpenAPI 3, Parameter Object, style values).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `a,b`
    Simple,
    /// `.a.b`
    Label,
    /// `;x=a;x=b`
    Matrix,
    /// `x=a&x=b` or `x=a,b`
    Form,
    /// `x=a%20b`
    SpaceDelimited,
    /// `x=a%7Cb`
    PipeDelimited,
    /// `x=a%09b`: `tsv` of version 2.
    TabDelimited,
    /// `x[k]=v`
    DeepObject,
}

/// A body of a request.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Body {
    /// What it is.
    pub description: Option<String>,
    /// Whether it has to be there.
    pub required: bool,
    /// Its forms.
    pub content: Vec<Media>,
}

/// A body in one media type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Media {
    /// Such as `application/json`.
    pub media_type: String,
    /// What it holds.
    pub schema: Option<Schema>,
    /// What each item of a stream holds (3.2).
    pub item_schema: Option<Schema>,
    /// Example bodies.
    pub examples: Vec<Example>,
    /// Properties of a form that have a media type of their own.
    pub encodings: Vec<(String, String)>,
}

/// An example.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Example {
    /// Its name among several.
    pub name: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// The value. A text may be the whole body, such as XML.
    pub value: Option<Arc<Value>>,
    /// Where the value is, when it is not in the document.
    pub external: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Response {
    /// `200`, `4XX` or `default`.
    pub status: String,
    /// What it means.
    pub description: Option<String>,
    /// Its headers.
    pub headers: Vec<Parameter>,
    /// Its forms.
    pub content: Vec<Media>,
    /// Operations that can follow.
    pub links: Vec<Link>,
}

/// An operation that can follow an answer.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// The operation, by id or reference.
    pub operation: String,
    /// What it is for.
    pub description: Option<String>,
}

/// Requests that the API sends because of an operation.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Callback {
    /// Its name.
    pub name: String,
    /// The requests; their `path` is an expression for the address.
    pub operations: Vec<Operation>,
}

#[cfg(test)]
mod tests;

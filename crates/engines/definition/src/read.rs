//! Chooses the reader for a text and puts what it found into one shape.

use crate::asyncapi::Asyncapi;
use crate::document;
use crate::graphql::Graphql;
use crate::kind::Kind;
use crate::limits::Limits;
use crate::openapi::Openapi;
use crate::problem::{Problem, Problems};
use crate::protobuf::Protobuf;
use crate::reader::Reader;
use crate::wsdl::Wsdl;
use crate::{asyncapi, graphql, openapi, protobuf, wsdl};

/// A definition, as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Definition {
    /// What it is. [`Kind::Plain`] also when it could not be read as what it should be.
    pub kind: Kind,
    /// The version of the language, such as `3.1.0` or `proto3`.
    pub format: Option<String>,
    /// The title of the API.
    pub title: Option<String>,
    /// The version of the API.
    pub version: Option<String>,
    /// The name of the text's language for a highlighter: `yaml`, `json`, `graphql`, `protobuf`, `xml`, `typescript` or
    /// `text`.
    pub language: &'static str,
    /// How much there is, for lists.
    pub counts: Counts,
    /// What was read.
    pub content: Content,
    /// What could not be.
    pub problems: Vec<Problem>,
}

/// How much a definition describes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Operations: methods of paths and webhooks, operations on channels, fields of root types, methods of services.
    pub operations: usize,
    /// Types: named schemas, messages and schemas of AsyncAPI, types, messages, enums and extensions.
    pub types: usize,
}

/// What was read.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// An HTTP API.
    Openapi(Box<Openapi>),
    /// An API of messages.
    Asyncapi(Box<Asyncapi>),
    /// A GraphQL schema.
    Graphql(Box<Graphql>),
    /// A protobuf file.
    Protobuf(Box<Protobuf>),
    /// SOAP services.
    Wsdl(Box<Wsdl>),
    /// Nothing but the text itself.
    Plain,
}

/// Reads a definition that is said to be of one kind. Never fails: what cannot be read is plain text with a problem.
pub fn read(kind: Kind, text: &str, limits: &Limits) -> Definition {
    let mut problems = Problems::new(limits.problems);
    if text.len() > limits.bytes {
        problems.whole(format!("the text is too long to be read (limit {} bytes)", limits.bytes));
        return plain(kind, "text", problems.into_list());
    }
    let found = kind.found_in(text);
    if found != kind && !matches!(kind, Kind::Plain | Kind::Trpc) {
        problems.whole(format!("the type says {}, but the text is {}", kind.name(), found.name()));
    }
    let language = found.language(text);
    let (content, problems) = match found {
        Kind::Openapi | Kind::Asyncapi => tree(found, text, limits, problems),
        Kind::Graphql => {
            let (graphql, problems) = graphql::read(text, limits, problems);
            (Content::Graphql(Box::new(graphql)), problems)
        }
        Kind::Protobuf => {
            let (file, problems) = protobuf::read(text, limits, problems);
            (Content::Protobuf(Box::new(file)), problems)
        }
        Kind::Wsdl => {
            let (wsdl, problems) = wsdl::read(text, limits, problems);
            (Content::Wsdl(Box::new(wsdl)), problems)
        }
        Kind::Trpc | Kind::Plain => (Content::Plain, problems.into_list()),
    };
    let found = if matches!(content, Content::Plain) && found != Kind::Trpc { Kind::Plain } else { found };
    Definition { kind: found, language, problems, ..described(content) }
}

fn plain(kind: Kind, language: &'static str, problems: Vec<Problem>) -> Definition {
    let kind = if kind == Kind::Trpc { kind } else { Kind::Plain };
    Definition { kind, language, problems, ..described(Content::Plain) }
}

/// Reads OpenAPI and AsyncAPI, which are trees first.
fn tree(kind: Kind, text: &str, limits: &Limits, mut problems: Problems) -> (Content, Vec<Problem>) {
    let Some(root) = document::read(text, limits, &mut problems) else {
        problems.whole("the definition is empty");
        return (Content::Plain, problems.into_list());
    };
    if asyncapi::is_asyncapi(&root) {
        let (asyncapi, problems) = asyncapi::read(root, limits, problems);
        return (Content::Asyncapi(Box::new(asyncapi)), problems);
    }
    if openapi::is_openapi(&root) {
        let (openapi, problems) = openapi::read(Reader::new(&root, limits, problems));
        return (Content::Openapi(Box::new(openapi)), problems);
    }
    problems.whole(match kind {
        Kind::Asyncapi => "this is no AsyncAPI document: `asyncapi` with a version was expected",
        _ => "this is no OpenAPI document: `openapi` or `swagger` with a version was expected",
    });
    (Content::Plain, problems.into_list())
}

/// Title, versions and counts of what was read.
fn described(content: Content) -> Definition {
    let (mut format, mut title, mut version) = (None, None, None);
    let counts = match &content {
        Content::Openapi(openapi) => {
            (format, title) = (said(&openapi.version), said(&openapi.info.title));
            version = said(&openapi.info.version);
            let operations = openapi.operations.len() + openapi.webhooks.len();
            Counts { operations, types: openapi.schemas.listed().count() }
        }
        Content::Asyncapi(asyncapi) => {
            (format, title) = (said(&asyncapi.version), said(&asyncapi.info.title));
            version = said(&asyncapi.info.version);
            let types = asyncapi.messages.len() + asyncapi.schemas.listed().count();
            Counts { operations: asyncapi.operations.len(), types }
        }
        Content::Graphql(graphql) => {
            Counts { operations: graphql.operations.len(), types: graphql.types.len() }
        }
        Content::Protobuf(file) => {
            (format, title) = (said(&file.syntax), file.package.clone());
            let operations = file.services.iter().map(|service| service.methods.len()).sum();
            Counts { operations, types: file.messages.len() + file.enums.len() + file.extensions.len() }
        }
        Content::Wsdl(wsdl) => {
            title.clone_from(&wsdl.name);
            let operations = wsdl.interfaces.iter().map(|interface| interface.operations.len()).sum();
            Counts { operations, types: wsdl.types.len() + wsdl.messages.len() }
        }
        Content::Plain => Counts::default(),
    };
    Definition {
        kind: Kind::Plain,
        format,
        title,
        version,
        language: "text",
        counts,
        content,
        problems: Vec::new(),
    }
}

fn said(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

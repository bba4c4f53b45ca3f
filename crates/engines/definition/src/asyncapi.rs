//! AsyncAPI 1.2, 2 and 3 as one model.
//!
//! Versions 1 and 2 write operations from the view of whoever talks to the application (`publish` is what others do),
//! version 3 from the view of the application itself. Here it is always the application: it sends or it receives.

mod channel;
mod message;
mod operation;
mod read;
mod server;
mod traits;

use std::sync::Arc;

use serde_json::Value;

use crate::info::{ExternalDocs, Info, Tag};
use crate::openapi::ServerVariable;
use crate::schema::{Schema, Schemas};
use crate::security::{Requirement, SecurityScheme};

pub(crate) use read::{is_asyncapi, read};

/// An API of messages. Descriptions are Markdown throughout.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Asyncapi {
    /// The version of AsyncAPI, as written.
    pub version: String,
    /// About the whole API.
    pub info: Info,
    /// Where to read more.
    pub docs: Option<ExternalDocs>,
    /// Tags of the API.
    pub tags: Vec<Tag>,
    /// The media type of messages that name none.
    pub content_type: Option<String>,
    /// Where messages are exchanged.
    pub servers: Vec<Server>,
    /// Channels in the order of the document.
    pub channels: Vec<Channel>,
    /// Operations in the order of the document.
    pub operations: Vec<Operation>,
    /// Messages: those of channels and operations first, then those that nothing uses.
    pub messages: Vec<Message>,
    /// Schemas.
    pub schemas: Schemas,
    /// Ways to sign in.
    pub security_schemes: Vec<SecurityScheme>,
}

/// Where messages are exchanged.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Server {
    /// Its name in the document.
    pub name: String,
    /// Its address with protocol, perhaps with `{variables}`.
    pub url: String,
    /// Such as `kafka`.
    pub protocol: String,
    /// Version of the protocol.
    pub protocol_version: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Variables of its address.
    pub variables: Vec<ServerVariable>,
    /// Alternatives of signing in.
    pub security: Vec<Requirement>,
    /// What only its protocol knows.
    pub bindings: Vec<Binding>,
}

/// What only one protocol knows of a server, channel, operation or message.
#[derive(Debug, Clone, PartialEq)]
pub struct Binding {
    /// The protocol.
    pub protocol: String,
    /// As written.
    pub value: Arc<Value>,
}

/// Where messages of some kinds go.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Channel {
    /// What links to it use.
    pub anchor: String,
    /// Its name in the document.
    pub name: String,
    /// Its address on the servers, perhaps with `{parameters}`; not known before runtime when absent.
    pub address: Option<String>,
    /// Title.
    pub title: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Names of the servers that have it; all when empty.
    pub servers: Vec<String>,
    /// Parameters of its address.
    pub parameters: Vec<ChannelParameter>,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// Positions in [`Asyncapi::messages`].
    pub messages: Vec<usize>,
    /// Positions in [`Asyncapi::operations`].
    pub operations: Vec<usize>,
    /// What only its protocol knows.
    pub bindings: Vec<Binding>,
}

/// A parameter of a channel's address.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ChannelParameter {
    /// Its name between the braces.
    pub name: String,
    /// What it means.
    pub description: Option<String>,
    /// Where in a message its value is found.
    pub location: Option<String>,
    /// What values it takes (version 2).
    pub schema: Option<Schema>,
    /// What it may be; anything when empty (version 3).
    pub allowed: Vec<String>,
    /// What it is when nothing is chosen.
    pub default: Option<String>,
    /// Example values.
    pub examples: Vec<String>,
}

/// What the application does with messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It sends them.
    Send,
    /// It receives them.
    Receive,
}

impl Action {
    /// `send` or `receive`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Send => "send",
            Self::Receive => "receive",
        }
    }

    /// What that means for whoever reads the page.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Send => "The application sends these messages: subscribe to the channel to get them.",
            Self::Receive => "The application receives these messages: publish them to the channel.",
        }
    }
}

/// Something that the application does on a channel.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// What links to it use.
    pub anchor: String,
    /// Its name in the document.
    pub id: Option<String>,
    /// Whether it sends or receives.
    pub action: Action,
    /// Position in [`Asyncapi::channels`].
    pub channel: Option<usize>,
    /// Title.
    pub title: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Whether it should no longer be used (`x-deprecated`, or `deprecated`, which is in no version).
    pub deprecated: bool,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// Alternatives of signing in.
    pub security: Vec<Requirement>,
    /// Positions in [`Asyncapi::messages`].
    pub messages: Vec<usize>,
    /// What answers it.
    pub reply: Option<Reply>,
    /// What only its protocol knows.
    pub bindings: Vec<Binding>,
    /// The line of the text that it starts on, from 1.
    pub line: u32,
}

/// What answers an operation (version 3).
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reply {
    /// Where in the request its address is found.
    pub address: Option<String>,
    /// What that means.
    pub description: Option<String>,
    /// Position in [`Asyncapi::channels`].
    pub channel: Option<usize>,
    /// Positions in [`Asyncapi::messages`].
    pub messages: Vec<usize>,
}

/// A kind of message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Message {
    /// What links to it use.
    pub anchor: String,
    /// Its name.
    pub name: String,
    /// Title.
    pub title: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// More than one line.
    pub description: Option<String>,
    /// Media type of the payload.
    pub content_type: Option<String>,
    /// Whether it should no longer be used.
    pub deprecated: bool,
    /// Names of its tags.
    pub tags: Vec<String>,
    /// Its headers, as one object.
    pub headers: Option<Schema>,
    /// What it holds.
    pub payload: Payload,
    /// Where the id is found that belongs to one conversation, and what it means.
    pub correlation: Option<(String, Option<String>)>,
    /// Examples.
    pub examples: Vec<MessageExample>,
    /// What only its protocol knows.
    pub bindings: Vec<Binding>,
}

/// What a message holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Payload {
    /// Nothing is said.
    #[default]
    Unsaid,
    /// A schema.
    Schema(Box<Schema>),
    /// A schema in another language, such as Avro, as text.
    Other {
        /// The media type of the language.
        format: String,
        /// The schema: as written when it is a text, else as JSON.
        text: String,
    },
}

/// An example of a message.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct MessageExample {
    /// Its name.
    pub name: Option<String>,
    /// One line.
    pub summary: Option<String>,
    /// The headers.
    pub headers: Option<Arc<Value>>,
    /// The payload.
    pub payload: Option<Arc<Value>>,
}

#[cfg(test)]
mod tests;

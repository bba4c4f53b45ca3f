//! Reads the whole document: servers, channels with their messages, operations, and last the schemas.

use std::collections::HashMap;

use super::{Asyncapi, Binding, Channel, Message, traits};
use crate::document::{Node, Spot};
use crate::limits::Limits;
use crate::problem::{Problem, Problems};
use crate::reader::Reader;

/// Reads an AsyncAPI document from its tree.
pub(crate) fn read(mut root: Node<'_>, limits: &Limits, mut problems: Problems) -> (Asyncapi, Vec<Problem>) {
    let major = major_version(&root);
    if traits::has_traits(&root) {
        traits::apply(&mut root, major < 3, limits, &mut problems);
    }
    let mut builder = Builder {
        reader: Reader::new(&root, limits, problems),
        major,
        channels: Vec::new(),
        channel_ids: HashMap::new(),
        messages: Vec::new(),
        message_ids: HashMap::new(),
    };
    let asyncapi = builder.document(&Spot::root(&root));
    (asyncapi, builder.reader.into_problems())
}

fn major_version(root: &Node<'_>) -> u32 {
    let version = root.get("asyncapi").and_then(Node::text).unwrap_or_default();
    version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or(3)
}

/// Whether a tree is an AsyncAPI document, whatever its version.
pub(crate) fn is_asyncapi(root: &Node<'_>) -> bool {
    root.get("asyncapi").and_then(Node::text).is_some()
}

/// Reads a document, and remembers which node became which channel and message.
pub(super) struct Builder<'d> {
    pub reader: Reader<'d>,
    /// 1, 2 or 3.
    pub major: u32,
    pub channels: Vec<Channel>,
    /// Positions of channels by the address of their node.
    pub channel_ids: HashMap<usize, usize>,
    pub messages: Vec<Message>,
    /// Positions of messages by the address of their node.
    pub message_ids: HashMap<usize, usize>,
}

impl<'d> Builder<'d> {
    fn document(&mut self, root: &Spot<'d, '_>) -> Asyncapi {
        let mut asyncapi = Asyncapi {
            version: self.reader.text(root, "asyncapi").unwrap_or_default(),
            info: self.reader.info(root),
            content_type: self.reader.text(root, "defaultContentType"),
            ..Asyncapi::default()
        };
        if !["1.", "2.", "3."].iter().any(|known| asyncapi.version.starts_with(known)) {
            let message = format!("AsyncAPI version `{}` is unknown (1 to 3 are known)", asyncapi.version);
            self.reader.problem(root, message);
        }
        let components = self.reader.mapping(root, "components");
        if let Some(components) = &components {
            if let Some(schemes) = self.reader.mapping(components, "securitySchemes") {
                asyncapi.security_schemes = self.reader.security_schemes(&schemes);
            }
            if let Some(schemas) = self.reader.mapping(components, "schemas") {
                for (name, schema) in schemas.entries() {
                    self.reader.list_schema(name, schema.node, "/components/schemas");
                }
            }
        }
        // Version 3 keeps tags and documentation with the information.
        let about = if self.major >= 3 { root.get("info") } else { Some(*root) };
        if let Some(about) = &about {
            asyncapi.tags = self.reader.tags(about);
            asyncapi.docs = self.reader.external_docs(about);
        }
        asyncapi.servers = self.servers(root);
        asyncapi.operations = if self.major >= 3 { self.third(root) } else { self.second(root) };
        if let Some(messages) =
            components.as_ref().and_then(|components| self.reader.mapping(components, "messages"))
        {
            for (name, message) in messages.entries() {
                self.message(name, message);
            }
        }
        for (index, operation) in asyncapi.operations.iter().enumerate() {
            if let Some(channel) = operation.channel.and_then(|channel| self.channels.get_mut(channel)) {
                channel.operations.push(index);
            }
        }
        asyncapi.channels = std::mem::take(&mut self.channels);
        asyncapi.messages = std::mem::take(&mut self.messages);
        asyncapi.schemas = self.reader.finish_schemas();
        asyncapi
    }

    /// What only protocols know, below `bindings`.
    pub(super) fn bindings(&mut self, spot: &Spot<'d, '_>) -> Vec<Binding> {
        let Some(found) = spot.get("bindings") else {
            return Vec::new();
        };
        let Some(found) = self.reader.object(found) else {
            return Vec::new();
        };
        let mut bindings = Vec::new();
        for (protocol, binding) in found.entries() {
            if !self.reader.spend_name(protocol) {
                break;
            }
            if let Some(binding) = self.reader.resolve(binding) {
                bindings
                    .push(Binding { protocol: protocol.to_owned(), value: self.reader.value(binding.node) });
            }
        }
        bindings
    }

    /// Names of the tags of one thing.
    pub(super) fn tag_names(&mut self, spot: &Spot<'d, '_>) -> Vec<String> {
        self.reader.tags(spot).into_iter().map(|tag| tag.name).collect()
    }
}

//! Channels and the parameters of their addresses.

use super::read::Builder;
use super::{Channel, ChannelParameter};
use crate::document::{Node, Spot};
use crate::reader::last_step;

impl<'d> Builder<'d> {
    /// Reads a channel once, and gives its position. Its messages come from itself (version 3) or from its operations.
    pub(super) fn channel(&mut self, name: &str, spot: Spot<'d, '_>) -> Option<usize> {
        let spot = self.reader.object(spot)?;
        let address = std::ptr::from_ref(spot.node).addr();
        if let Some(position) = self.channel_ids.get(&address) {
            return Some(*position);
        }
        let position = self.channels.len();
        self.channel_ids.insert(address, position);
        let anchor = self.reader.anchors.give("channel", name);
        self.channels.push(Channel { anchor, name: name.to_owned(), ..Channel::default() });
        let channel = Channel {
            // Before version 3 the name is the address.
            address: if self.major >= 3 { self.reader.text(&spot, "address") } else { Some(name.to_owned()) },
            title: self.reader.text(&spot, "title"),
            summary: self.reader.text(&spot, "summary"),
            description: self.reader.text(&spot, "description"),
            servers: self.server_names(&spot),
            parameters: self.channel_parameters(&spot),
            tags: self.tag_names(&spot),
            messages: self.channel_messages(&spot),
            bindings: self.bindings(&spot),
            ..std::mem::take(&mut self.channels[position])
        };
        self.channels[position] = channel;
        Some(position)
    }

    /// Names in version 2, references in version 3.
    fn server_names(&mut self, spot: &Spot<'d, '_>) -> Vec<String> {
        let Some(list) = self.reader.list(spot, "servers") else {
            return Vec::new();
        };
        let mut names = Vec::new();
        for item in list.items() {
            let reference = item.node.get("$ref").and_then(Node::text).map(last_step);
            match reference.or_else(|| item.node.text().map(str::to_owned)) {
                Some(name) => names.push(name),
                None => self.reader.problem(&item, "a name of a server or a reference to one was expected"),
            }
        }
        names
    }

    fn channel_parameters(&mut self, spot: &Spot<'d, '_>) -> Vec<ChannelParameter> {
        let mut parameters = Vec::new();
        let Some(found) = self.reader.mapping(spot, "parameters") else {
            return parameters;
        };
        for (name, parameter) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            let Some(parameter) = self.reader.object(parameter) else {
                continue;
            };
            parameters.push(ChannelParameter {
                name: name.to_owned(),
                description: self.reader.text(&parameter, "description"),
                location: self.reader.text(&parameter, "location"),
                schema: self.reader.schema_at(&parameter, "schema"),
                allowed: self.reader.texts(&parameter, "enum"),
                default: self.reader.text(&parameter, "default"),
                examples: self.reader.texts(&parameter, "examples"),
            });
        }
        parameters
    }

    fn channel_messages(&mut self, spot: &Spot<'d, '_>) -> Vec<usize> {
        let mut positions = Vec::new();
        if self.major < 3 {
            return positions;
        }
        let Some(messages) = self.reader.mapping(spot, "messages") else {
            return positions;
        };
        for (name, message) in messages.entries() {
            positions.extend(self.message(name, message));
        }
        positions
    }
}

//! Operations: on channels before version 3, beside them since.

use std::collections::HashSet;

use super::read::Builder;
use super::{Action, Operation, Reply};
use crate::document::{Node, Spot};
use crate::reader::last_step;

impl<'d> Builder<'d> {
    /// Channels and operations of version 3.
    pub(super) fn third(&mut self, root: &Spot<'d, '_>) -> Vec<Operation> {
        if let Some(channels) = self.reader.mapping(root, "channels") {
            for (name, channel) in channels.entries() {
                self.channel(name, channel);
            }
        }
        let mut list = Vec::new();
        let Some(operations) = self.reader.mapping(root, "operations") else {
            return list;
        };
        for (name, operation) in operations.entries() {
            let Some(spot) = self.reader.object(operation) else {
                continue;
            };
            let action = match spot.node.get("action").and_then(Node::text) {
                Some("send") => Action::Send,
                Some("receive") => Action::Receive,
                _ => {
                    self.reader.problem(&spot, "`action` should be send or receive");
                    continue;
                }
            };
            if !self.reader.spend(1) {
                break;
            }
            let channel = self.channel_reference(&spot);
            if channel.is_none() {
                self.reader.problem(&spot, "an operation needs a `channel` of the document");
            }
            let messages = self.chosen_messages(&spot, channel);
            let reply = self.reply(&spot);
            let mut operation = self.operation(name, action, &spot);
            (operation.id, operation.channel) = (Some(name.to_owned()), channel);
            (operation.messages, operation.reply) = (messages, reply);
            list.push(operation);
        }
        list
    }

    /// Channels of versions 1 and 2, with their operations. What others publish the application receives.
    pub(super) fn second(&mut self, root: &Spot<'d, '_>) -> Vec<Operation> {
        let mut list = Vec::new();
        let key = if root.get("topics").is_some() { "topics" } else { "channels" };
        let base = self.reader.text(root, "baseTopic").map(|base| format!("{base}.")).unwrap_or_default();
        let Some(channels) = self.reader.mapping(root, key) else {
            return list;
        };
        for (name, channel) in channels.entries() {
            let name = format!("{base}{name}");
            let Some(spot) = self.reader.object(channel) else {
                continue;
            };
            let Some(position) = self.channel(&name, spot) else {
                continue;
            };
            for (key, action) in [("publish", Action::Receive), ("subscribe", Action::Send)] {
                let Some(found) = spot.get(key) else {
                    continue;
                };
                if self.reader.spend(1) {
                    list.extend(self.second_operation(&name, action, position, found));
                }
            }
        }
        list
    }

    fn second_operation(
        &mut self,
        channel: &str,
        action: Action,
        position: usize,
        found: Spot<'d, '_>,
    ) -> Option<Operation> {
        // Before version 2 the message stands where the operation does now.
        let spot = if self.major == 1 { found } else { self.reader.object(found)? };
        let id = self.reader.text(&spot, "operationId");
        let name = id.clone().unwrap_or_else(|| format!("{} {channel}", action.word()));
        let mut operation = self.operation(&name, action, &spot);
        (operation.id, operation.channel) = (id, Some(position));
        let message = if self.major == 1 { Some(found) } else { spot.get("message") };
        if let Some(message) = message {
            let alternatives = message.get("oneOf");
            match alternatives {
                Some(list) => {
                    for item in list.items() {
                        operation.messages.extend(self.message(channel, item));
                    }
                }
                None => operation.messages.extend(self.message(channel, message)),
            }
        }
        let channel = &mut self.channels[position].messages;
        let known: HashSet<usize> = channel.iter().copied().collect();
        channel.extend(operation.messages.iter().filter(|message| !known.contains(message)));
        Some(operation)
    }

    /// What operations of all versions have.
    fn operation(&mut self, name: &str, action: Action, spot: &Spot<'d, '_>) -> Operation {
        let is_message = self.major == 1;
        Operation {
            anchor: self.reader.anchors.give("operation", name),
            id: None,
            action,
            channel: None,
            title: self.reader.text(spot, "title"),
            summary: if is_message { None } else { self.reader.text(spot, "summary") },
            description: if is_message { None } else { self.reader.text(spot, "description") },
            deprecated: ["deprecated", "x-deprecated"]
                .iter()
                .any(|key| spot.node.get(key).and_then(Node::flag) == Some(true)),
            tags: self.tag_names(spot),
            security: self.reader.requirements(spot).unwrap_or_default(),
            messages: Vec::new(),
            reply: None,
            bindings: self.bindings(spot),
            line: spot.node.line,
        }
    }

    fn channel_reference(&mut self, spot: &Spot<'d, '_>) -> Option<usize> {
        let channel = spot.get("channel")?;
        let name = channel.node.get("$ref").and_then(Node::text).map(last_step).unwrap_or_default();
        self.channel(&name, channel)
    }

    /// The messages that an operation names, or all of its channel.
    fn chosen_messages(&mut self, spot: &Spot<'d, '_>, channel: Option<usize>) -> Vec<usize> {
        let Some(list) = self.reader.list(spot, "messages") else {
            let channel = channel.and_then(|channel| self.channels.get(channel));
            let messages = channel.map(|channel| channel.messages.as_slice()).unwrap_or_default();
            return if self.reader.spend(messages.len()) { messages.to_vec() } else { Vec::new() };
        };
        let mut positions = Vec::new();
        for item in list.items() {
            let name = item.node.get("$ref").and_then(Node::text).map(last_step).unwrap_or_default();
            positions.extend(self.message(&name, item));
        }
        positions
    }

    fn reply(&mut self, spot: &Spot<'d, '_>) -> Option<Reply> {
        let found = spot.get("reply")?;
        let spot = self.reader.object(found)?;
        let channel = self.channel_reference(&spot);
        let mut reply = Reply { channel, messages: self.chosen_messages(&spot, channel), ..Reply::default() };
        if let Some(address) = spot.get("address") {
            let address = self.reader.object(address)?;
            reply.address = self.reader.text(&address, "location");
            reply.description = self.reader.text(&address, "description");
        }
        Some(reply)
    }
}

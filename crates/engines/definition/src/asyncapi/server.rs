//! Servers.

use super::Server;
use super::read::Builder;
use crate::document::{Node, Spot};
use crate::openapi::ServerVariable;

impl<'d> Builder<'d> {
    /// The servers by name; version 1 has a list of nameless ones.
    pub(super) fn servers(&mut self, root: &Spot<'d, '_>) -> Vec<Server> {
        let Some(found) = root.get("servers") else {
            return Vec::new();
        };
        let mut servers = Vec::new();
        for spot in found.items() {
            servers.extend(self.server("", spot));
        }
        for (name, spot) in found.entries() {
            servers.extend(self.server(name, spot));
        }
        servers
    }

    fn server(&mut self, name: &str, spot: Spot<'d, '_>) -> Option<Server> {
        let spot = self.reader.object(spot)?;
        let protocol = self.reader.text(&spot, "protocol").or_else(|| self.reader.text(&spot, "scheme"));
        let protocol = protocol.unwrap_or_default();
        let address = match self.reader.text(&spot, "host") {
            Some(host) => format!("{host}{}", self.reader.text(&spot, "pathname").unwrap_or_default()),
            None => self.reader.text(&spot, "url").unwrap_or_default(),
        };
        if address.is_empty() {
            self.reader.problem(&spot, "a server needs a `host` (version 3) or a `url` (version 2)");
        }
        let url = if address.contains("://") || protocol.is_empty() {
            address
        } else {
            format!("{protocol}://{address}")
        };
        Some(Server {
            name: name.to_owned(),
            url,
            protocol,
            protocol_version: self.reader.text(&spot, "protocolVersion"),
            description: self
                .reader
                .text(&spot, "description")
                .or_else(|| self.reader.text(&spot, "summary")),
            variables: self.variables(&spot),
            security: self.reader.requirements(&spot).unwrap_or_default(),
            bindings: self.bindings(&spot),
        })
    }

    fn variables(&mut self, spot: &Spot<'d, '_>) -> Vec<ServerVariable> {
        let mut variables = Vec::new();
        let Some(found) = self.reader.mapping(spot, "variables") else {
            return variables;
        };
        for (name, variable) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            let Some(variable) = self.reader.object(variable) else {
                continue;
            };
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: variable.node.get("default").and_then(Node::text).unwrap_or_default().to_owned(),
                allowed: self.reader.texts(&variable, "enum"),
                description: self.reader.text(&variable, "description"),
            });
        }
        variables
    }
}

//! Servers of the document, of a path and of an operation.

use super::path::Paths;
use super::{Server, ServerVariable};
use crate::document::Spot;

impl<'d> Paths<'d> {
    /// The servers below `servers`, by their positions among all of the document. Nothing when nothing is said.
    pub(super) fn servers(&mut self, spot: &Spot<'d, '_>) -> Option<Vec<usize>> {
        if self.is_second {
            return None;
        }
        let list = self.reader.list(spot, "servers")?;
        let mut positions = Vec::new();
        for item in list.items() {
            if !self.reader.spend(1) {
                break;
            }
            let Some(item) = self.reader.object(item) else {
                continue;
            };
            let Some(url) = self.reader.text(&item, "url") else {
                self.reader.problem(&item, "a server needs a `url`");
                continue;
            };
            let server = Server {
                url,
                name: self.reader.text(&item, "name"),
                description: self.reader.text(&item, "description"),
                variables: self.server_variables(&item),
            };
            positions.push(self.server_position(server));
        }
        (!positions.is_empty()).then_some(positions)
    }

    fn server_variables(&mut self, spot: &Spot<'d, '_>) -> Vec<ServerVariable> {
        let mut variables = Vec::new();
        let Some(found) = self.reader.mapping(spot, "variables") else {
            return variables;
        };
        for (name, variable) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            variables.push(ServerVariable {
                name: name.to_owned(),
                default: self.reader.text(&variable, "default").unwrap_or_default(),
                allowed: self.reader.texts(&variable, "enum"),
                description: self.reader.text(&variable, "description"),
            });
        }
        variables
    }

    /// The position of a server; the same server has one position.
    pub(super) fn server_position(&mut self, server: Server) -> usize {
        // Documents have few servers; those with one for each path repeat them.
        if let Some(position) = self.servers.iter().rev().take(64).position(|known| *known == server) {
            return self.servers.len() - 1 - position;
        }
        self.servers.push(server);
        self.servers.len() - 1
    }
}

//! Messages: headers, payload, examples.

use super::read::Builder;
use super::{Message, MessageExample, Payload};
use crate::document::{Data, Node, Spot};
use crate::reader::last_step;

impl<'d> Builder<'d> {
    /// Reads a message once, and gives its position.
    pub(super) fn message(&mut self, fallback: &str, spot: Spot<'d, '_>) -> Option<usize> {
        let referred = spot.node.get("$ref").and_then(Node::text).map(last_step);
        let spot = self.reader.object(spot)?;
        let address = std::ptr::from_ref(spot.node).addr();
        if let Some(position) = self.message_ids.get(&address) {
            return Some(*position);
        }
        if !self.reader.spend_name(fallback) {
            return None;
        }
        let name = self.reader.text(&spot, "name").or(referred).unwrap_or_else(|| fallback.to_owned());
        let position = self.messages.len();
        self.message_ids.insert(address, position);
        let message = Message {
            anchor: self.reader.anchors.give("message", &name),
            name,
            title: self.reader.text(&spot, "title"),
            summary: self.reader.text(&spot, "summary"),
            description: self.reader.text(&spot, "description"),
            content_type: self.reader.text(&spot, "contentType"),
            deprecated: ["deprecated", "x-deprecated"]
                .iter()
                .any(|key| spot.node.get(key).and_then(Node::flag) == Some(true)),
            tags: self.tag_names(&spot),
            headers: self.headers(&spot),
            payload: self.payload(&spot),
            correlation: self.correlation(&spot),
            examples: self.message_examples(&spot),
            bindings: self.bindings(&spot),
        };
        self.messages.push(message);
        Some(position)
    }

    fn headers(&mut self, spot: &Spot<'d, '_>) -> Option<crate::schema::Schema> {
        let headers = spot.get("headers")?;
        let inner = headers.get("schema").filter(|_| headers.node.get("schemaFormat").is_some());
        Some(self.reader.schema(inner.as_ref().unwrap_or(&headers)))
    }

    /// The language of a payload stands beside it (version 2) or around it (version 3).
    fn payload(&mut self, spot: &Spot<'d, '_>) -> Payload {
        let Some(payload) = spot.get("payload") else {
            return Payload::Unsaid;
        };
        let wrapped = payload.get("schema").filter(|_| payload.node.get("schemaFormat").is_some());
        let format = match &wrapped {
            Some(_) => self.reader.text(&payload, "schemaFormat"),
            None => self.reader.text(spot, "schemaFormat"),
        };
        let schema = wrapped.unwrap_or(payload);
        match format {
            Some(format) if !is_json_schema(&format) => {
                Payload::Other { format, text: self.foreign(&schema) }
            }
            _ => Payload::Schema(Box::new(self.reader.schema(&schema))),
        }
    }

    fn foreign(&mut self, spot: &Spot<'d, '_>) -> String {
        let resolved = match spot.node.get("$ref") {
            Some(reference) if reference.text().is_some_and(|reference| !reference.starts_with('#')) => *spot,
            _ => self.reader.resolve(*spot).unwrap_or(*spot),
        };
        match &resolved.node.data {
            Data::Text(text) => text.clone().into_owned(),
            _ => format!("{:#}", self.reader.value(resolved.node)),
        }
    }

    fn correlation(&mut self, spot: &Spot<'d, '_>) -> Option<(String, Option<String>)> {
        let found = spot.get("correlationId")?;
        let found = self.reader.object(found)?;
        let location = self.reader.text(&found, "location")?;
        Some((location, self.reader.text(&found, "description")))
    }

    fn message_examples(&mut self, spot: &Spot<'d, '_>) -> Vec<MessageExample> {
        let mut examples = Vec::new();
        let Some(list) = self.reader.list(spot, "examples") else {
            return examples;
        };
        for item in list.items() {
            let Some(item) = self.reader.resolve(item) else {
                continue;
            };
            let (headers, payload) = (item.node.get("headers"), item.node.get("payload"));
            if headers.is_none() && payload.is_none() {
                // Early versions take anything as an example.
                let payload = Some(self.reader.value(item.node));
                examples.push(MessageExample { payload, ..MessageExample::default() });
                continue;
            }
            examples.push(MessageExample {
                name: self.reader.text(&item, "name"),
                summary: self.reader.text(&item, "summary"),
                headers: headers.map(|node| self.reader.value(node)),
                payload: payload.map(|node| self.reader.value(node)),
            });
        }
        examples
    }
}

/// AsyncAPI's own schemas, JSON Schema and OpenAPI's: everything that is read as a tree.
fn is_json_schema(format: &str) -> bool {
    let known = ["application/vnd.aai.asyncapi", "application/schema+", "application/vnd.oai.openapi"];
    known.iter().any(|known| format.starts_with(known))
}

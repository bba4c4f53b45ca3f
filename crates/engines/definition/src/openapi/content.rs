//! Bodies, answers, media types and examples of version 3.

use super::path::Paths;
use super::{Body, Example, Link, Media, Response};
use crate::document::{Node, Spot};

impl<'d> Paths<'d> {
    pub(super) fn body(&mut self, operation: &Spot<'d, '_>) -> Option<Body> {
        let found = operation.get("requestBody")?;
        let own = self.own_description(&found);
        let spot = self.reader.object(found)?;
        Some(Body {
            description: own.or_else(|| self.reader.text(&spot, "description")),
            required: self.reader.flag(&spot, "required").unwrap_or(false),
            content: self.content(&spot),
        })
    }

    /// What stands beside a `$ref` goes before what the target says (3.1).
    fn own_description(&mut self, spot: &Spot<'d, '_>) -> Option<String> {
        spot.get("$ref")?;
        self.reader.text(spot, "description")
    }

    fn content(&mut self, spot: &Spot<'d, '_>) -> Vec<Media> {
        let mut list = Vec::new();
        let Some(content) = self.reader.mapping(spot, "content") else {
            return list;
        };
        for (media_type, media) in content.entries() {
            if !self.reader.spend_name(media_type) {
                break;
            }
            list.push(self.media(media_type, &media));
        }
        list
    }

    pub(super) fn media(&mut self, media_type: &str, spot: &Spot<'d, '_>) -> Media {
        let mut media = Media { media_type: media_type.to_owned(), ..Media::default() };
        if spot.node.is_null() {
            return media;
        }
        let Some(spot) = self.reader.object(*spot) else {
            return media;
        };
        media.schema = self.reader.schema_at(&spot, "schema");
        media.item_schema = self.reader.schema_at(&spot, "itemSchema");
        media.examples = self.examples(&spot);
        if let Some(encodings) = self.reader.mapping(&spot, "encoding") {
            for (property, encoding) in encodings.entries() {
                if let Some(media_type) = self.reader.text(&encoding, "contentType") {
                    media.encodings.push((property.to_owned(), media_type));
                }
            }
        }
        media
    }

    /// The one `example` and the named `examples`.
    pub(super) fn examples(&mut self, spot: &Spot<'d, '_>) -> Vec<Example> {
        let mut examples = Vec::new();
        if let Some(node) = spot.node.get("example") {
            examples.push(Example { value: Some(self.reader.value(node)), ..Example::default() });
        }
        let Some(found) = spot.get("examples") else {
            return examples;
        };
        // Some write a list, as in a schema.
        for item in found.items() {
            examples.push(Example { value: Some(self.reader.value(item.node)), ..Example::default() });
        }
        for (name, example) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            let Some(example) = self.reader.resolve(example) else {
                continue;
            };
            examples.push(self.example(name, &example));
        }
        examples
    }

    fn example(&mut self, name: &str, spot: &Spot<'d, '_>) -> Example {
        let value = spot
            .node
            .get("value")
            .or_else(|| spot.node.get("dataValue"))
            .or_else(|| spot.node.get("serializedValue"));
        let name = Some(name.to_owned());
        let external = spot.node.get("externalValue").and_then(Node::text).map(str::to_owned);
        let says_more = ["summary", "description"].iter().any(|key| spot.node.get(key).is_some());
        if value.is_none() && external.is_none() && !says_more {
            // A bare value, where an object with `value` belongs.
            self.reader.problem(spot, "an example should have a `value`");
            return Example { name, value: Some(self.reader.value(spot.node)), ..Example::default() };
        }
        Example {
            name,
            summary: self.reader.text(spot, "summary"),
            description: self.reader.text(spot, "description"),
            value: value.map(|node| self.reader.value(node)),
            external,
        }
    }

    pub(super) fn responses(&mut self, operation: &Spot<'d, '_>) -> Vec<Response> {
        let mut responses = Vec::new();
        let Some(found) = self.reader.mapping(operation, "responses") else {
            return responses;
        };
        for (status, spot) in found.entries() {
            if status.starts_with("x-") || !self.reader.spend_name(status) {
                continue;
            }
            let own = self.own_description(&spot);
            let Some(spot) = self.reader.object(spot) else {
                responses.push(Response {
                    status: status.to_owned(),
                    description: own,
                    ..Response::default()
                });
                continue;
            };
            responses.push(Response {
                status: status.to_owned(),
                description: own
                    .or_else(|| self.reader.text(&spot, "description"))
                    .or_else(|| self.reader.text(&spot, "summary")),
                headers: self.headers(&spot),
                content: if self.is_second {
                    self.second_content(operation, &spot)
                } else {
                    self.content(&spot)
                },
                links: self.links(&spot),
            });
        }
        responses
    }

    fn links(&mut self, spot: &Spot<'d, '_>) -> Vec<Link> {
        let mut links = Vec::new();
        let Some(found) = self.reader.mapping(spot, "links") else {
            return links;
        };
        for (name, link) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            let Some(link) = self.reader.object(link) else {
                continue;
            };
            let operation =
                self.reader.text(&link, "operationId").or_else(|| self.reader.text(&link, "operationRef"));
            links.push(Link {
                name: name.to_owned(),
                operation: operation.unwrap_or_default(),
                description: self.reader.text(&link, "description"),
            });
        }
        links
    }
}

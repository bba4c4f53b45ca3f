//! What version 2 writes differently, as version 3 would write it.

use std::collections::HashSet;

use super::parameter::Parameters;
use super::path::Paths;
use super::{Body, Example, Media, Parameter, Place, Server, Style};
use crate::document::{Node, Spot};
use crate::schema::{Property, Schema};

const FORM: &str = "application/x-www-form-urlencoded";
const MULTIPART: &str = "multipart/form-data";

impl<'d> Paths<'d> {
    /// One server for each scheme; `https` when none is named. Without a host the address is relative.
    pub(super) fn second_servers(
        &mut self,
        root: &Spot<'d, '_>,
        operation: Option<&Spot<'d, '_>>,
    ) -> Vec<usize> {
        let host = self.reader.text(root, "host").unwrap_or_default();
        let base = self.reader.text(root, "basePath").unwrap_or_default();
        let base = base.trim_end_matches('/');
        let mut schemes = self.reader.texts(operation.unwrap_or(root), "schemes");
        if host.is_empty() {
            let url = if base.is_empty() { "/" } else { base };
            return vec![self.server_position(Server { url: url.to_owned(), ..Server::default() })];
        }
        if schemes.is_empty() {
            schemes.push("https".to_owned());
        }
        let mut positions = Vec::new();
        for scheme in schemes {
            let url = format!("{scheme}://{host}{base}");
            positions.push(self.server_position(Server { url, ..Server::default() }));
        }
        positions
    }

    /// The type of a parameter stands in the parameter itself.
    pub(super) fn second_parameter(&mut self, spot: &Spot<'d, '_>, parameter: &mut Parameter) {
        parameter.schema = Some(self.second_schema(spot));
        let format = self.reader.text(spot, "collectionFormat");
        let (style, explode) = match (parameter.place, format.as_deref()) {
            (_, Some("ssv")) => (Style::SpaceDelimited, false),
            (_, Some("tsv")) => (Style::TabDelimited, false),
            (_, Some("pipes")) => (Style::PipeDelimited, false),
            (Place::Query, Some("multi")) => (Style::Form, true),
            (Place::Query, _) => (Style::Form, false),
            _ => (Style::Simple, false),
        };
        (parameter.style, parameter.explode) = (style, explode);
        if let Some(node) = spot.node.get("x-example") {
            parameter.examples.push(Example { value: Some(self.reader.value(node)), ..Example::default() });
        }
    }

    fn second_schema(&mut self, spot: &Spot<'d, '_>) -> Schema {
        let own = spot.get("schema");
        let mut schema = self.reader.schema(own.as_ref().unwrap_or(spot));
        if own.is_none() {
            // It is the parameter's, and shown there.
            schema.description = None;
        }
        schema
    }

    /// The body that `in: body` or `in: formData` describe.
    pub(super) fn second_body(
        &mut self,
        operation: &Spot<'d, '_>,
        parameters: &mut Parameters<'d>,
    ) -> Option<Body> {
        let mut consumes = self.reader.texts(operation, "consumes");
        if consumes.is_empty() {
            consumes.clone_from(&self.consumes);
        }
        let body = std::mem::take(&mut parameters.body);
        if let Some(spot) = body.iter().find(|spot| spot.node.get("in").and_then(Node::text) == Some("body"))
        {
            if consumes.is_empty() {
                consumes.push("application/json".to_owned());
            }
            let mut content = Vec::new();
            for media_type in consumes {
                let schema = self.reader.schema_at(spot, "schema");
                content.push(Media { media_type, schema, ..Media::default() });
            }
            return Some(Body {
                description: self.reader.text(spot, "description"),
                required: self.reader.flag(spot, "required").unwrap_or(false),
                content,
            });
        }
        if body.is_empty() { None } else { Some(self.form(&body, &consumes)) }
    }

    /// Form parameters as one object.
    fn form(&mut self, fields: &[Spot<'d, 'd>], consumes: &[String]) -> Body {
        let mut schema = Schema::default();
        schema.types.add("object");
        let mut has_file = false;
        for spot in fields {
            let Some(name) = super::path::required_text(&mut self.reader, spot, "name") else {
                continue;
            };
            let mut field = self.second_schema(spot);
            field.description = self.reader.text(spot, "description").map(Into::into);
            has_file |= field.types.has("file");
            if self.reader.flag(spot, "required") == Some(true) {
                schema.rare_mut().required.push(name.into());
            }
            schema.properties.push(Property { name: name.into(), schema: field });
        }
        let mut media_types: Vec<String> = consumes
            .iter()
            .filter(|media_type| [FORM, MULTIPART].contains(&media_type.as_str()))
            .cloned()
            .collect();
        media_types.dedup();
        media_types.truncate(2);
        if media_types.is_empty() {
            media_types.push(if has_file { MULTIPART } else { FORM }.to_owned());
        }
        let required = schema.rare.as_ref().is_some_and(|rare| !rare.required.is_empty());
        let content = media_types.into_iter().map(|media_type| Media {
            media_type,
            schema: Some(schema.clone()),
            ..Media::default()
        });
        Body { description: None, required, content: content.collect() }
    }

    /// The schema of an answer in each media type that the operation produces, and its examples.
    pub(super) fn second_content(&mut self, operation: &Spot<'d, '_>, spot: &Spot<'d, '_>) -> Vec<Media> {
        let examples = self.reader.mapping(spot, "examples");
        if spot.get("schema").is_none() && examples.is_none() {
            return Vec::new();
        }
        let mut media_types = self.reader.texts(operation, "produces");
        if media_types.is_empty() {
            media_types.clone_from(&self.produces);
        }
        if let Some(examples) = &examples {
            let known: HashSet<String> = media_types.iter().cloned().collect();
            let more = examples.entries().map(|(media_type, _)| media_type.to_owned());
            media_types.extend(more.filter(|media_type| !known.contains(media_type)));
        }
        if media_types.is_empty() {
            media_types.push("*/*".to_owned());
        }
        let mut content = Vec::new();
        for media_type in media_types {
            if !self.reader.spend_name(&media_type) {
                break;
            }
            let schema = self.reader.schema_at(spot, "schema");
            let node = examples.as_ref().and_then(|examples| examples.node.get(&media_type));
            let examples = node
                .map(|node| Example { value: Some(self.reader.value(node)), ..Example::default() })
                .into_iter()
                .collect();
            content.push(Media { media_type, schema, examples, ..Media::default() });
        }
        content
    }
}

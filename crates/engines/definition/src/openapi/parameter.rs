//! Parameters and headers.

use super::path::{Paths, required_text};
use super::{Parameter, Place, Style};
use crate::document::{Node, Spot, weight};

/// The parameters of an operation, with those that version 2 uses for bodies put aside.
pub(super) struct Parameters<'d> {
    pub list: Vec<Parameter>,
    /// `in: body` and `in: formData`.
    pub body: Vec<Spot<'d, 'd>>,
    /// How many the document has, those that were replaced or left out included.
    pub seen: usize,
}

impl Parameter {
    /// A parameter about which nothing is known but its name.
    pub(super) fn new(place: Place, name: &str) -> Self {
        let style = default_style(place);
        Self {
            place,
            name: name.to_owned(),
            description: None,
            required: false,
            deprecated: false,
            schema: None,
            style,
            explode: style == Style::Form,
            allow_reserved: false,
            media_type: None,
            examples: Vec::new(),
        }
    }
}

fn default_style(place: Place) -> Style {
    match place {
        Place::Path | Place::Header => Style::Simple,
        Place::Query | Place::Cookie | Place::QueryString => Style::Form,
    }
}

impl<'d> Paths<'d> {
    /// The parameters of the path item and of the operation; the operation's own replace those of the same place and name.
    pub(super) fn parameters(&mut self, item: &Spot<'d, '_>, operation: &Spot<'d, '_>) -> Parameters<'d> {
        let mut parameters = Parameters { list: Vec::new(), body: Vec::new(), seen: 0 };
        for source in [item, operation] {
            let Some(list) = self.reader.list(source, "parameters") else {
                continue;
            };
            for spot in list.items() {
                self.add_parameter(spot, &mut parameters);
            }
        }
        parameters
    }

    fn add_parameter(&mut self, spot: Spot<'d, '_>, parameters: &mut Parameters<'d>) {
        let Some(spot) = self.reader.object(spot) else {
            return;
        };
        let limit = self.reader.limits.parameters;
        parameters.seen += 1;
        if parameters.seen == limit + 1 {
            self.reader.problem(&spot, format!("too many parameters (limit {limit}); the rest is not shown"));
        }
        if parameters.seen > limit || !self.reader.spend(1) {
            return;
        }
        let place = match spot.node.get("in").and_then(Node::text) {
            Some("path") => Place::Path,
            Some("query") => Place::Query,
            Some("header") => Place::Header,
            Some("cookie") => Place::Cookie,
            Some("querystring") => Place::QueryString,
            Some("body" | "formData") if self.is_second => {
                parameters.body.push(Spot::at(spot.node, ""));
                return;
            }
            _ => {
                self.reader.problem(&spot, "`in` should be path, query, header or cookie");
                return;
            }
        };
        let Some(name) = required_text(&mut self.reader, &spot, "name") else {
            return;
        };
        if !self.reader.spend(weight(name)) {
            return;
        }
        let parameter = self.parameter(place, name, &spot);
        let same = |known: &Parameter| known.place == place && known.name == name;
        match parameters.list.iter_mut().find(|known| same(known)) {
            Some(known) => *known = parameter,
            None => parameters.list.push(parameter),
        }
    }

    /// Reads a parameter or header, whose name and place are known.
    pub(super) fn parameter(&mut self, place: Place, name: &str, spot: &Spot<'d, '_>) -> Parameter {
        let mut parameter = Parameter::new(place, name);
        parameter.description = self.reader.text(spot, "description");
        // A path without one of its parameters is another path.
        parameter.required = place == Place::Path || self.reader.flag(spot, "required").unwrap_or(false);
        parameter.deprecated = self.reader.flag(spot, "deprecated").unwrap_or(false);
        parameter.allow_reserved = self.reader.flag(spot, "allowReserved").unwrap_or(false);
        if self.is_second {
            self.second_parameter(spot, &mut parameter);
            return parameter;
        }
        if let Some(style) = self.reader.text(spot, "style") {
            match style_named(&style) {
                Some(style) => parameter.style = style,
                None => self.reader.problem(spot, format!("`{style}` is not a style of parameters")),
            }
        }
        let explode = self.reader.flag(spot, "explode");
        parameter.explode = explode.unwrap_or(parameter.style == Style::Form);
        parameter.schema = self.reader.schema_at(spot, "schema");
        parameter.examples = self.examples(spot);
        if let Some(content) = self.reader.mapping(spot, "content")
            && let Some((media_type, media)) = content.entries().next()
        {
            let media = self.media(media_type, &media);
            parameter.media_type = Some(media.media_type);
            parameter.schema = parameter.schema.or(media.schema);
            parameter.examples.extend(media.examples);
        }
        parameter
    }

    /// The headers below `headers`. What the document says of `Content-Type` is ignored, as the standard has it.
    pub(super) fn headers(&mut self, spot: &Spot<'d, '_>) -> Vec<Parameter> {
        let mut headers = Vec::new();
        let Some(found) = self.reader.mapping(spot, "headers") else {
            return headers;
        };
        for (name, header) in found.entries() {
            if !self.reader.spend_name(name) {
                break;
            }
            if let Some(header) = self.reader.object(header) {
                headers.push(self.parameter(Place::Header, name, &header));
            }
        }
        headers
    }
}

fn style_named(name: &str) -> Option<Style> {
    Some(match name {
        "simple" => Style::Simple,
        "label" => Style::Label,
        "matrix" => Style::Matrix,
        "form" | "cookie" => Style::Form,
        "spaceDelimited" => Style::SpaceDelimited,
        "pipeDelimited" => Style::PipeDelimited,
        "deepObject" => Style::DeepObject,
        _ => return None,
    })
}

//! Values to start from: what an operation needs, filled with the document's examples or with made ones.

use serde_json::Value;

use super::value::{is_json, scalar_text};
use super::{Content, GivenBody, Input, Secret, Values};
use crate::openapi::{Media, Openapi, Operation, Parameter};
use crate::schema::{Direction, Shape};
use crate::security::SchemeKind;

/// Values for the required parameters, the body in its first form, and placeholders for credentials.
pub fn sample(openapi: &Openapi, operation: &Operation) -> Values {
    let required = operation.parameters.iter().filter(|parameter| parameter.required);
    Values {
        server: operation.servers.first().copied().unwrap_or_default(),
        variables: Vec::new(),
        parameters: required
            .map(|parameter| (parameter.place, parameter.name.clone(), input(openapi, parameter)))
            .collect(),
        body: operation
            .body
            .as_ref()
            .and_then(|body| body.content.first())
            .map(|media| sample_body(openapi, media)),
        credentials: credentials(openapi, operation),
    }
}

/// An example of a parameter, as a person would type it.
fn input(openapi: &Openapi, parameter: &Parameter) -> Input {
    let given = parameter.examples.iter().find_map(|example| example.value.as_deref().cloned());
    let made = || {
        let schema = parameter.schema.as_ref()?;
        Some(openapi.schemas.example(schema, Direction::Request))
    };
    let value = given.or_else(made).unwrap_or(Value::Null);
    let shape = parameter.schema.as_ref().map(|schema| openapi.schemas.shape(schema));
    match (value, shape) {
        (Value::Array(items), Some(Shape::List)) => Input::List(items.into_iter().map(scalar_text).collect()),
        (Value::Null, _) => Input::Text(parameter.name.clone()),
        (value, _) => Input::Text(scalar_text(value)),
    }
}

/// A body in one form: the document's example, or one made from the schema.
pub fn sample_body(openapi: &Openapi, media: &Media) -> GivenBody {
    let given = media.examples.iter().find_map(|example| example.value.as_deref().cloned());
    let made = || {
        let schema = media.schema.as_ref().or(media.item_schema.as_ref())?;
        Some(openapi.schemas.example(schema, Direction::Request))
    };
    let value = given.or_else(made).unwrap_or(Value::Null);
    let is_form =
        ["application/x-www-form-urlencoded", "multipart/form-data"].contains(&media.media_type.as_str());
    let content = match value {
        Value::Object(fields) if is_form => {
            Content::Fields(fields.into_iter().map(|(name, value)| (name, scalar_text(value))).collect())
        }
        Value::Null => Content::Text(String::new()),
        Value::String(text) if !is_json(&media.media_type) => Content::Text(text),
        value => Content::Text(format!("{value:#}")),
    };
    GivenBody { media_type: media.media_type.clone(), content }
}

/// Placeholders for the first alternative of signing in.
fn credentials(openapi: &Openapi, operation: &Operation) -> Vec<(String, Secret)> {
    let mut credentials = Vec::new();
    for need in operation.security.first().into_iter().flat_map(|requirement| &requirement.needs) {
        let scheme = openapi.security_schemes.iter().find(|scheme| scheme.name == need.scheme);
        let secret = match scheme.map(|scheme| &scheme.kind) {
            None | Some(SchemeKind::Other(_)) => continue,
            Some(SchemeKind::Basic) => {
                Secret::Login { user: "user".to_owned(), password: "password".to_owned() }
            }
            Some(_) => Secret::Token("token".to_owned()),
        };
        credentials.push((need.scheme.clone(), secret));
    }
    credentials
}

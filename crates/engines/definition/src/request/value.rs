//! What was typed, as the value that the parameter's schema asks for.

use serde_json::Value as Json;

use super::Input;
use crate::openapi::{Openapi, Parameter};
use crate::schema::{Schema, Shape};

/// A value that can be written into a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Value {
    Scalar(String),
    List(Vec<String>),
    Object(Vec<(String, String)>),
}

/// Reads one input. Nothing typed is no value; the error says what was expected.
pub(super) fn read(openapi: &Openapi, parameter: &Parameter, input: &Input) -> Result<Option<Value>, String> {
    let value = match input {
        Input::Text(text) if text.is_empty() => return Ok(None),
        Input::List(items) if items.is_empty() => return Ok(None),
        Input::Pairs(pairs) if pairs.is_empty() => return Ok(None),
        Input::List(items) => Value::List(items.clone()),
        Input::Pairs(pairs) => Value::Object(pairs.clone()),
        Input::Text(text) => return read_text(openapi, parameter, text).map(Some),
    };
    if let (Some(schema), Value::List(items)) = (&parameter.schema, &value) {
        check_items(openapi, schema, items)?;
    }
    Ok(Some(value))
}

fn read_text(openapi: &Openapi, parameter: &Parameter, text: &str) -> Result<Value, String> {
    if let Some(media_type) = &parameter.media_type {
        if is_json(media_type) {
            serde_json::from_str::<Json>(text).map_err(|error| format!("expected JSON: {error}"))?;
        }
        return Ok(Value::Scalar(text.to_owned()));
    }
    let Some(schema) = &parameter.schema else {
        return Ok(Value::Scalar(text.to_owned()));
    };
    match openapi.schemas.shape(schema) {
        Shape::Scalar => {
            openapi.schemas.check_scalar(schema, text)?;
            Ok(Value::Scalar(text.to_owned()))
        }
        Shape::List => {
            let items = list(text);
            check_items(openapi, schema, &items)?;
            Ok(Value::List(items))
        }
        Shape::Object => match serde_json::from_str::<Json>(text) {
            Ok(Json::Object(object)) => {
                Ok(Value::Object(object.into_iter().map(|(key, value)| (key, scalar_text(value))).collect()))
            }
            _ => Err("expected a JSON object".to_owned()),
        },
    }
}

fn check_items(openapi: &Openapi, schema: &Schema, items: &[String]) -> Result<(), String> {
    let Some(of) = openapi.schemas.items(schema) else {
        return Ok(());
    };
    for (index, item) in items.iter().enumerate() {
        openapi.schemas.check_scalar(of, item).map_err(|message| format!("item {}: {message}", index + 1))?;
    }
    Ok(())
}

/// A list as JSON, one item a line, or with commas.
fn list(text: &str) -> Vec<String> {
    if let Ok(Json::Array(items)) = serde_json::from_str::<Json>(text) {
        return items.into_iter().map(scalar_text).collect();
    }
    let separator = if text.contains('\n') { '\n' } else { ',' };
    text.split(separator).map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

/// A value as a parameter writes it: texts without quotes, everything else as JSON.
pub(super) fn scalar_text(value: Json) -> String {
    match value {
        Json::String(text) => text,
        other => other.to_string(),
    }
}

/// `application/json` and everything that ends in `+json`.
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

//! A document as a file that a person takes away.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use entity::EntityRef;
use kernel::Error;
use serde_json::Value;

/// The text of a document.
pub(super) fn yaml(document: &Value) -> String {
    entity::yaml::to_yaml(document)
}

/// What its file is called.
pub(super) fn name(document: &Value) -> String {
    let EntityRef { kind, name, .. } = entity::validate::entity_ref(document);
    format!("{}-{name}.yaml", kind.to_lowercase())
}

/// The document as a file.
pub(super) fn download(document: &Value) -> Result<Response, Error> {
    attachment(&name(document), yaml(document))
}

/// A text as a file. Its name is kept to what names are made of.
pub(super) fn attachment(name: &str, text: String) -> Result<Response, Error> {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_' | '.');
    let name: String = name.chars().filter(is_plain).collect();
    let disposition =
        HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")).map_err(Error::internal)?;
    let kind = HeaderValue::from_static("application/yaml; charset=utf-8");
    Ok(([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, disposition)], text).into_response())
}

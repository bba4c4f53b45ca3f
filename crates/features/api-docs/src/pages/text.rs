//! `GET /catalog/{namespace}/{kind}/{name}/definition/text`: the definition as it was written, as text; with `download` as a
//! file.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use kernel::http::{Path, Query};
use kernel::{Ctx, Error};

use super::Docs;
use crate::api::Api;

const PLAIN: HeaderValue = HeaderValue::from_static("text/plain; charset=utf-8");

pub(super) async fn show(
    State(docs): State<Docs>,
    ctx: Ctx,
    Path((namespace, kind, name)): Path<(String, String, String)>,
    query: Query,
) -> Result<Response, Error> {
    let api = docs.find(&ctx, (&namespace, &kind, &name)).await?;
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, PLAIN);
    headers.insert(header::CACHE_CONTROL, page::answer::CACHE_CONTROL);
    if query.get("download").is_some() {
        let read = docs.definitions.read(&api).await?;
        let file = format!("attachment; filename=\"{}\"", file_name(&api, read.definition.language));
        headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_str(&file).map_err(Error::internal)?);
    }
    Ok((headers, api.text).into_response())
}

/// The API's name with the ending of its language. Names of entities are letters, digits and `-_.`; anything else is left
/// out.
fn file_name(api: &Api, language: &str) -> String {
    let is_plain = |letter: &char| letter.is_ascii_alphanumeric() || "-_.".contains(*letter);
    let name: String = api.name.chars().filter(is_plain).collect();
    let ending = match language {
        "yaml" => "yaml",
        "json" => "json",
        "graphql" => "graphql",
        "protobuf" => "proto",
        "xml" => "xml",
        "typescript" => "ts",
        _ => "txt",
    };
    let name = if name.is_empty() { "definition" } else { &name };
    format!("{name}.{ending}")
}

//! `pick`: a member of a value, by a path such as `a.b[0].c`.

use serde_json::Value as Json;

use crate::extension::{ExtensionArguments, ExtensionResult};

#[expect(clippy::unnecessary_wraps, reason = "the shape of a filter")]
pub(super) fn filter(arguments: ExtensionArguments<'_>) -> ExtensionResult {
    let mut arguments = arguments.iter().map(Option::as_ref);
    let value = arguments.next().flatten();
    let path = arguments.next().flatten();
    let missing = arguments.next().flatten();
    Ok(value.zip(path).and_then(|(value, path)| pick(value, path)).or_else(|| missing.cloned()))
}

fn pick(value: &Json, path: &Json) -> Option<Json> {
    let parts = match path {
        Json::String(path) => {
            if let Some(found) = member(value, path) {
                return Some(found);
            }
            parts_of(path)
        }
        Json::Array(parts) => parts.iter().map(key_of).collect(),
        other => vec![key_of(other)],
    };
    if parts.is_empty() {
        return None;
    }
    parts.iter().try_fold(value.clone(), |value, part| member(&value, part))
}

fn key_of(part: &Json) -> String {
    part.as_str().map_or_else(|| part.to_string(), str::to_owned)
}

/// `a.b[0]["c d"]` as its parts.
fn parts_of(path: &str) -> Vec<String> {
    let mut parts = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inner) = rest.strip_prefix('[') {
            let end = inner.find(']').unwrap_or(inner.len());
            parts.push(inner[..end].trim_matches(['"', '\'']).to_owned());
            rest = inner.get(end + 1..).unwrap_or_default();
            rest = rest.strip_prefix('.').unwrap_or(rest);
            continue;
        }
        let end = rest.find(['.', '[']).unwrap_or(rest.len());
        parts.push(rest[..end].to_owned());
        rest = &rest[end..];
        rest = rest.strip_prefix('.').unwrap_or(rest);
    }
    parts
}

fn member(value: &Json, key: &str) -> Option<Json> {
    match value {
        Json::Object(entries) => entries.get(key).cloned(),
        Json::Array(items) if key == "length" => Some(items.len().into()),
        Json::Array(items) => items.get(key.parse::<usize>().ok()?).cloned(),
        Json::String(text) if key == "length" => Some(text.encode_utf16().count().into()),
        Json::String(text) => {
            text.chars().nth(key.parse().ok()?).map(|character| character.to_string().into())
        }
        _ => None,
    }
}

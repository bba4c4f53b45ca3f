//! From the bytes of a file to prepared entities; heavy work, run on the threads for it. One bad document costs that
//! document only.

use std::sync::Arc;

use bytes::Bytes;
use entity::placeholders::{self, Placeholder};
use entity::yaml;
use kernel::scm::Integrations;
use serde_json::Value;

use super::annotate::Origin;
use super::prepare::{Prepared, Refused, prepare};
use crate::settings::Settings;

/// What became of the documents of one file.
#[derive(Debug, Default)]
pub struct Parsed {
    pub prepared: Vec<Prepared>,
    pub refused: Vec<Refused>,
    /// Documents that must read other files first.
    pub waiting: Vec<(Value, Vec<Placeholder>)>,
    pub documents: usize,
}

/// Parses and prepares every document of a file. `None` when that was cut off, which says nothing of what the file holds.
pub async fn parse(
    bytes: Bytes,
    origin: Origin,
    settings: Arc<Settings>,
    integrations: Arc<Integrations>,
    checked: bool,
) -> Option<Parsed> {
    let file = origin.location.clone();
    unless_cut_off(move || parse_now(&bytes, &origin, &settings, &integrations, checked), &file).await
}

/// Runs `work` on the threads for heavy work; a panic is logged with the file that caused it.
async fn unless_cut_off(work: impl FnOnce() -> Parsed + Send + 'static, file: &str) -> Option<Parsed> {
    match tokio::task::spawn_blocking(work).await {
        Ok(parsed) => Some(parsed),
        Err(error) => {
            tracing::error!(%error, file, "processing a file was cut off");
            None
        }
    }
}

fn parse_now(
    bytes: &[u8],
    origin: &Origin,
    settings: &Settings,
    integrations: &Integrations,
    checked: bool,
) -> Parsed {
    let mut parsed = Parsed::default();
    let text = yaml::text(bytes, &settings.limits).unwrap_or_default();
    let documents = match yaml::documents(bytes, &settings.limits) {
        Ok(documents) => documents,
        Err(problem) => {
            parsed.refused.push(Refused { entity_ref: None, problem, raw: None });
            return parsed;
        }
    };
    for document in documents {
        parsed.documents += 1;
        let raw = match document.value {
            Ok(Value::Null) => continue,
            Ok(raw) => raw,
            Err(problem) => {
                parsed.refused.push(Refused { entity_ref: None, problem, raw: None });
                continue;
            }
        };
        let placeholders = placeholders::find(&raw);
        if !placeholders.is_empty() {
            parsed.waiting.push((raw, placeholders));
            continue;
        }
        match prepare(raw, origin, settings, integrations, checked) {
            Ok(prepared) => parsed.prepared.push(prepared),
            Err(mut refused) => {
                refused.problem =
                    refused.problem.located(text.get(document.span).unwrap_or_default(), document.line);
                parsed.refused.push(*refused);
            }
        }
    }
    parsed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn work_that_panics_gives_nothing_instead_of_an_empty_file() {
        assert!(unless_cut_off(Parsed::default, "url:x").await.is_some());
        assert!(unless_cut_off(|| panic!("a mistake in the program"), "url:x").await.is_none());
    }
}

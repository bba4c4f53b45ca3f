//! Fills placeholders (`$text`, `$json`, `$yaml`, `$openapi`, `$asyncapi`) from the files they name. Source: entity-model
//! contract, section 6. Knows where files are, not what entities mean.

use std::collections::BTreeMap;

use entity::bundle::{self, Bundled};
use entity::placeholders::{self, Placeholder, Resolver};
use entity::problem::{ErrorName, Stage};
use entity::yaml;
use entity::{Problem, location};
use serde_json::Value;

use super::Ingest;
use super::read::{Dependency, Fetched, fetch};

/// How many files one bundled definition may be made of.
const MAXIMUM_BUNDLE_FILES: usize = 100;

/// Reads and fills all placeholders of `raw`, which was read at `location` (`type:target`). Returns the files it read.
pub async fn fill(
    ingest: &Ingest,
    raw: &mut Value,
    found: &[Placeholder],
    location: &str,
) -> Result<Vec<Dependency>, Problem> {
    let mut dependencies = Vec::new();
    let mut values = Vec::with_capacity(found.len());
    for placeholder in found {
        let value = resolve(ingest, placeholder, location, &mut dependencies).await.map_err(|reason| {
            let key = placeholder.resolver.as_str();
            let message = format!(
                "Processor PlaceholderProcessor threw an error while preprocessing; caused by Error: Placeholder ${key} {reason}"
            );
            Problem {
                name: ErrorName::Input,
                message,
                rule: "placeholder",
                stage: Stage::Placeholder,
                pointer: placeholder.pointer.clone(),
                place: None,
                help: Some("check that the file exists beside the entity's file and can be read".to_owned()),
            }
        })?;
        values.push((placeholder.pointer.clone(), value));
    }
    placeholders::substitute(raw, values);
    Ok(dependencies)
}

async fn resolve(
    ingest: &Ingest,
    placeholder: &Placeholder,
    location: &str,
    dependencies: &mut Vec<Dependency>,
) -> Result<Value, String> {
    let target = resolve_location(ingest, &placeholder.value, location)?;
    let text = read(ingest, &target, &placeholder.value, dependencies).await?;
    match placeholder.resolver {
        Resolver::Text => Ok(Value::from(text)),
        Resolver::Json => serde_json::from_str(&text)
            .map_err(|error| format!("failed to parse {}, {error}", shown(&target))),
        Resolver::Yaml => {
            let limits = &ingest.settings().limits;
            let documents = yaml::documents(text.as_bytes(), limits).map_err(|problem| problem.message)?;
            let mut documents = documents.into_iter();
            match (documents.next(), documents.next()) {
                (Some(only), None) => only
                    .value
                    .map_err(|problem| format!("failed to parse {}, {}", shown(&target), problem.message)),
                _ => Err(format!("expected {} to hold exactly one document", shown(&target))),
            }
        }
        Resolver::OpenApi | Resolver::AsyncApi => bundle_files(ingest, target, text, dependencies).await,
    }
}

/// Bundles a definition whose `$ref`s name other files, reading them as they turn up. Only files beside the first one
/// are read, by the same rule as for the placeholder itself.
async fn bundle_files(
    ingest: &Ingest,
    root: String,
    text: String,
    dependencies: &mut Vec<Dependency>,
) -> Result<Value, String> {
    let (kind, address) = root.split_once(':').unwrap_or(("url", &root));
    let mut files = BTreeMap::from([(address.to_owned(), text)]);
    loop {
        let needed = match bundle::bundle(address, &files, &ingest.settings().limits) {
            Ok(Bundled::Complete(text)) => return Ok(Value::from(text)),
            Ok(Bundled::Needs(needed)) => needed,
            Err(error) => return Err(format!("could not be bundled, {error}")),
        };
        for target in needed {
            if files.len() >= MAXIMUM_BUNDLE_FILES {
                return Err(format!("is made of too many files (limit {MAXIMUM_BUNDLE_FILES})"));
            }
            let location = if kind == "file" {
                format!("file:{target}")
            } else {
                resolve_location(ingest, &target, &root)?
            };
            let text = read(ingest, &location, shown(&location), dependencies).await?;
            files.insert(target, text);
        }
    }
}

/// The `type:target` of a file named relative to another one. Only files of the same repository may be named.
fn resolve_location(ingest: &Ingest, target: &str, base: &str) -> Result<String, String> {
    let Some((kind, base_target)) = base.split_once(':') else {
        return Err(format!("could not resolve {target}"));
    };
    if kind == "file" {
        if target.contains("://") {
            return Err(format!("may only reference files beside {base_target}, not {target}"));
        }
        let target = if target.starts_with(['/', '.']) { target.to_owned() } else { format!("./{target}") };
        return Ok(format!("file:{}", location::resolve_file(base_target, &target)));
    }
    let integrations = &ingest.services.integrations;
    let resolved = integrations
        .resolve(target, base_target)
        .map_err(|_error| format!("could not form a URL out of {base_target} and {target}"))?;
    if integrations.same_repository(&resolved, base_target) == Some(false) {
        return Err("may only reference files from the same repository as the entity".to_owned());
    }
    Ok(format!("url:{resolved}"))
}

/// Reads a file. Errors name it as `written`, the way its author knows it.
async fn read(
    ingest: &Ingest,
    location: &str,
    written: &str,
    dependencies: &mut Vec<Dependency>,
) -> Result<String, String> {
    let name = shown(location);
    match fetch(ingest, location, None).await {
        Fetched::Found { bytes, etag, hash, .. } => {
            dependencies.push(Dependency { location: location.to_owned(), etag, hash });
            String::from_utf8(bytes.to_vec())
                .map_err(|_error| format!("could not read location {written}, it is not UTF-8 text"))
        }
        Fetched::Failed { missing: true, .. } => Err(format!(
            "could not read location {written}, NotFoundError: could not read {name}, 404 Not Found"
        )),
        Fetched::Failed { name: error, message, .. } => {
            Err(format!("could not read location {written}, {error}: {message}"))
        }
        Fetched::Unchanged => Err(format!("could not read location {written}")),
    }
}

fn shown(location: &str) -> &str {
    location.split_once(':').map_or(location, |(_, target)| target)
}

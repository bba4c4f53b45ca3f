//! Looks at an address that a person wants to register: are there catalog files already, and if not, what might one look
//! like. Source: catalog-api contract, section 8 "analyze-location".

use kernel::scm::HostKind;
use kernel::{Ctx, Error};
use serde_json::{Value, json};

use crate::Catalog;
use crate::ingest::annotate::{self, Origin};
use crate::ingest::parse::parse;
use crate::ingest::read::{Fetched, fetch};
use crate::permissions::{LOCATION_ANALYZE, PLUGIN, readable};

/// What a catalog file is called where nobody says otherwise.
pub const FILE_NAME: &str = "catalog-info.yaml";

/// `{existingEntityFiles, generateEntities}`.
pub async fn analyze(catalog: &Catalog, ctx: &Ctx, target: &str) -> Result<Value, Error> {
    catalog.gate().require(ctx, PLUGIN, &LOCATION_ANALYZE).await?;
    let url = url::Url::parse(target)
        .map_err(|_error| Error::Input("The given location.target is not a URL".to_owned()))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Error::Input(format!(
            "locations of scheme {} cannot be read, only http and https",
            url.scheme()
        )));
    }
    let existing = existing_files(catalog, ctx, target).await?;
    if !existing.is_empty() {
        return Ok(json!({"existingEntityFiles": existing, "generateEntities": []}));
    }
    Ok(
        json!({"existingEntityFiles": [], "generateEntities": [{"entity": suggestion(catalog, &url), "fields": []}]}),
    )
}

/// The address at which the catalog file of a repository would be, for an address on a known host that is of no file
/// itself.
pub fn file_of_repository(catalog: &Catalog, target: &str) -> Option<String> {
    let integrations = &catalog.ingest.services.integrations;
    integrations.kind_of(target)?;
    let url = url::Url::parse(target).ok()?;
    let last = url.path().rsplit('/').find(|part| !part.is_empty()).unwrap_or_default();
    let names_a_file = [".yaml", ".yml", ".json"].iter().any(|ending| last.to_lowercase().ends_with(ending));
    if names_a_file || last.is_empty() {
        return None;
    }
    let resolved = integrations.resolve(FILE_NAME, &folder(target)).ok()?;
    let is_file = |url: &str| matches!(integrations.file_request(url), Ok(Some(_)));
    if is_file(&resolved) {
        return Some(resolved);
    }
    // An address of the repository itself names no branch; hosts know the usual one as HEAD.
    let place = match integrations.kind_of(target)? {
        HostKind::GitHub => "blob/HEAD/",
        HostKind::GitLab => "-/blob/HEAD/",
        HostKind::BitbucketCloud => "src/HEAD/",
        _ => return None,
    };
    let mut folder = url;
    folder.set_path(&format!("{}/{place}{FILE_NAME}", folder.path().trim_end_matches('/')));
    folder.set_query(None);
    folder.set_fragment(None);
    Some(folder.to_string()).filter(|file| is_file(file))
}

/// The text of a catalog file that a repository without one might begin with; `owner` is a ref.
pub fn proposal(catalog: &Catalog, target: &str, owner: &str) -> Option<String> {
    let mut entity = suggestion(catalog, &url::Url::parse(target).ok()?);
    if let Some(spec) = entity.get_mut("spec").and_then(Value::as_object_mut) {
        spec.insert("owner".to_owned(), owner.into());
    }
    Some(entity::yaml::to_yaml(&entity))
}

/// Only what ends with a slash is resolved as a folder.
fn folder(target: &str) -> String {
    if target.ends_with('/') { target.to_owned() } else { format!("{target}/") }
}

/// The catalog file of the repository, when the address leads to a known host and the file is there.
async fn existing_files(catalog: &Catalog, ctx: &Ctx, target: &str) -> Result<Vec<Value>, Error> {
    let integrations = &catalog.ingest.services.integrations;
    if integrations.kind_of(target).is_none() {
        return Ok(Vec::new());
    }
    let Ok(file) = integrations.resolve(FILE_NAME, &folder(target)) else { return Ok(Vec::new()) };
    let location = format!("url:{file}");
    let Fetched::Found { bytes, .. } = fetch(&catalog.ingest, &location, None).await else {
        return Ok(Vec::new());
    };
    let origin = Origin { location: location.clone(), origin: location.clone() };
    let parsed = parse(bytes, origin, catalog.ingest.settings(), integrations.clone(), false).await;
    let parsed = parsed.ok_or_else(|| Error::internal("the file could not be processed"))?;
    let may = readable(catalog.gate(), ctx).await?;
    let mut files = Vec::new();
    for prepared in parsed.prepared {
        let registered = catalog.answer(&prepared.entity_ref, &may).await?.is_some_and(|answer| {
            serde_json::from_slice::<Value>(&answer)
                .is_ok_and(|known| annotate::get(&known, annotate::LOCATION) == Some(location.as_str()))
        });
        files.push(json!({
            "location": {"type": "url", "target": file},
            "isRegistered": registered,
            "entity": prepared.entity,
        }));
    }
    Ok(files)
}

/// A Component named after the repository, with the annotation of its host.
fn suggestion(catalog: &Catalog, url: &url::Url) -> Value {
    let parts: Vec<&str> = url.path().split('/').filter(|part| !part.is_empty()).collect();
    let known = catalog.ingest.services.integrations.kind_of(url.as_str());
    let name = match known {
        Some(_) => parts.get(1).or(parts.last()),
        None => parts.last(),
    };
    let name = name.copied().unwrap_or_else(|| url.host_str().unwrap_or("component"));
    let mut metadata = json!({"name": name});
    if let (Some(prefix), Some(owner), Some(repository)) =
        (known.and_then(prefix_of), parts.first(), parts.get(1))
        && let Some(metadata) = metadata.as_object_mut()
    {
        let key = format!("{prefix}/project-slug");
        metadata.insert("annotations".to_owned(), json!({key: format!("{owner}/{repository}")}));
    }
    json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Component",
        "metadata": metadata,
        "spec": {"type": "other", "lifecycle": "unknown"},
    })
}

fn prefix_of(kind: HostKind) -> Option<&'static str> {
    match kind {
        HostKind::GitHub => Some("github.com"),
        HostKind::GitLab => Some("gitlab.com"),
        HostKind::BitbucketCloud | HostKind::BitbucketServer => Some("bitbucket.org"),
        HostKind::Azure => Some("dev.azure.com"),
        _ => None,
    }
}

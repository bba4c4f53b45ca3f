//! The filters that a scaffolder adds to the language: `parseRepoUrl`, `projectSlug`, `parseEntityRef` and `pick`.
//!
//! Source of the rules: the contract sheet scaffolder, section 3.

mod entity_ref;
pub mod input;
mod pick;
pub mod repo_url;

use serde_json::{Map, Value as Json};

use crate::environment::Environment;
use crate::extension::Extension;
use repo_url::RepoHost;

/// Adds the filters. `hosts` are the code hosts that are known; URLs of others are refused.
pub fn add_filters(environment: &mut Environment, hosts: Vec<RepoHost>) {
    let known = hosts.clone();
    environment.add_filter(
        "parseRepoUrl",
        Extension::new(move |arguments| {
            let parts = repo_url::parse(text_of(arguments.first(), "parseRepoUrl")?, &known)?;
            Ok(Some(Json::Object(object(parts.fields()))))
        }),
    );
    environment.add_filter(
        "projectSlug",
        Extension::new(move |arguments| {
            let parts = repo_url::parse(text_of(arguments.first(), "projectSlug")?, &hosts)?;
            // Where a host needs no owner, there is none to write.
            let part = |part: Option<String>| part.unwrap_or_else(|| "undefined".to_owned());
            Ok(Some(Json::String(format!("{}/{}", part(parts.owner), part(parts.repo)))))
        }),
    );
    environment.add_filter("parseEntityRef", Extension::new(entity_ref::filter));
    environment.add_filter("pick", Extension::new(pick::filter));
}

fn text_of<'a>(argument: Option<&'a Option<Json>>, filter: &str) -> Result<&'a str, String> {
    match argument {
        Some(Some(Json::String(text))) => Ok(text),
        _ => Err(format!("{filter} needs a string")),
    }
}

fn object(fields: impl Iterator<Item = (&'static str, String)>) -> Map<String, Json> {
    fields.map(|(name, value)| (name.to_owned(), Json::String(value))).collect()
}

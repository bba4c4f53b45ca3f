//! Says whether an entity would be accepted, without writing anything. Source: catalog-api contract, section 1
//! "validate-entity".

use kernel::{Ctx, Error};
use serde_json::{Value, json};

use crate::Catalog;
use crate::ingest::annotate::Origin;
use crate::ingest::placeholder;
use crate::ingest::prepare::prepare;
use crate::permissions::{ENTITY_VALIDATE, PLUGIN};

/// Passes, or fails with the `errors` body that this route has instead of the usual one.
pub async fn validate(catalog: &Catalog, ctx: &Ctx, mut raw: Value, location: &str) -> Result<(), Error> {
    catalog.gate().require(ctx, PLUGIN, &ENTITY_VALIDATE).await?;
    if location.strip_prefix("url:").is_none_or(|target| url::Url::parse(target).is_err()) {
        let message = format!(
            "Invalid location ref {location}, only 'url:<target>' is supported, e.g. url:https://host/path"
        );
        return Err(errors(&[json!({"name": "TypeError", "message": message})]));
    }
    let origin = Origin { location: location.to_owned(), origin: location.to_owned() };
    let ingest = &catalog.ingest;
    let found = entity::placeholders::find(&raw);
    if !found.is_empty()
        && let Err(problem) = placeholder::fill(ingest, &mut raw, &found, location).await
    {
        return Err(errors(&[json!({"name": problem.name.as_str(), "message": problem.message})]));
    }
    let settings = ingest.settings();
    match prepare(raw, &origin, &settings, &ingest.services.integrations, false) {
        Ok(_) => Ok(()),
        Err(refused) => Err(errors(&[describe(&refused)])),
    }
}

/// The error as the pipeline wraps it, with its cause.
fn describe(refused: &crate::ingest::prepare::Refused) -> Value {
    let reference = refused.raw.as_ref().map(entity::validate::entity_ref);
    let Some(reference) = reference else {
        return json!({"name": refused.problem.name.as_str(), "message": refused.problem.message});
    };
    let (name, message) = refused.problem.in_pipeline(&reference);
    let mut error = json!({"name": name.as_str(), "message": message});
    if message != refused.problem.message
        && let Some(error) = error.as_object_mut()
    {
        let cause = json!({"name": refused.problem.name.as_str(), "message": refused.problem.message});
        error.insert("cause".to_owned(), cause);
    }
    error
}

fn errors(errors: &[Value]) -> Error {
    Error::Body { status: 400, body: json!({"errors": errors}) }
}

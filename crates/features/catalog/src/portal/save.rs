//! Saves documents in the portal: new entities, or new texts of those that the portal stores.

use entity::Problem;
use kernel::{Ctx, Error};
use serde_json::Value;

use super::write::{self, Step};
use crate::Catalog;
use crate::ingest::prepare::named;

/// Fields of `metadata` that the catalog gives.
const GIVEN: [&str; 2] = ["uid", "etag"];
/// Documents that are saved at once.
pub const MOST: usize = 500;

/// A document to be saved.
#[derive(Clone, Debug)]
pub struct Draft {
    pub document: Value,
    /// The revision that the author saw, `None` for a new entity.
    pub based_on: Option<i64>,
}

/// What was saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// In lower case.
    pub entity_ref: String,
    pub revision: i64,
}

/// Why a document cannot be saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No document that the portal stores may look like this.
    Unfit(String),
    /// The catalog's rules refuse it; the problem says where.
    Problem(Box<Problem>),
}

/// Saves one document. When somebody else has saved since `based_on`, nothing is written and the answer is
/// [`Error::Conflict`].
pub async fn save(
    catalog: &Catalog,
    ctx: &Ctx,
    document: Value,
    based_on: Option<i64>,
) -> Result<Saved, Error> {
    let saved = save_all(catalog, ctx, vec![Draft { document, based_on }]).await?;
    saved.into_iter().next().ok_or_else(|| Error::Input("there is nothing to save".to_owned()))
}

/// Saves up to [`MOST`] documents of different entities: all of them, or none when one is refused.
pub async fn save_all(catalog: &Catalog, ctx: &Ctx, drafts: Vec<Draft>) -> Result<Vec<Saved>, Error> {
    if drafts.len() > MOST {
        return Err(Error::Input(format!("at most {MOST} entities can be saved at once")));
    }
    let mut steps = Vec::with_capacity(drafts.len());
    for Draft { mut document, based_on } in drafts {
        let entity_ref = storable(&document).map_err(Error::Input)?;
        without_given(&mut document);
        steps.push(Step { entity_ref, document: Some(document), based_on });
    }
    let refs: Vec<String> = steps.iter().map(|step| step.entity_ref.clone()).collect();
    let revisions = write::write(catalog, ctx, steps).await?;
    let saved = refs.into_iter().zip(revisions);
    Ok(saved.map(|(entity_ref, revision)| Saved { entity_ref, revision }).collect())
}

/// The refs to which `document` would refer, or why it could not be saved. Nothing is written, and nobody is asked whether
/// the caller may.
pub fn check(catalog: &Catalog, document: &Value) -> Result<Vec<String>, Fault> {
    self_contained(document).map_err(Fault::Unfit)?;
    let mut document = document.clone();
    without_given(&mut document);
    let entity_ref = ::entity::validate::entity_ref(&document).to_string().to_lowercase();
    // Its own rules have more to say about a name than that it makes no ref.
    let prepared = write::judge(catalog, document, &entity_ref);
    let prepared = prepared.map_err(|refused| Fault::Problem(Box::new(refused.problem)))?;
    storable(&prepared.entity).map_err(Fault::Unfit)?;
    let own = prepared.relations.iter().filter(|relation| *relation.source == *entity_ref);
    Ok(own.map(|relation| relation.target.to_string()).collect())
}

/// The ref under which a document would be stored.
fn storable(document: &Value) -> Result<String, String> {
    self_contained(document)?;
    let Some(entity_ref) = named(document) else {
        return Err("the entity needs a kind and a name; give both".to_owned());
    };
    if entity_ref.starts_with("location:") {
        let message = "the portal stores no Locations; register the address of a catalog file instead";
        return Err(message.to_owned());
    }
    Ok(entity_ref)
}

/// A document that the portal stores stands beside no other files.
fn self_contained(document: &Value) -> Result<(), String> {
    match ::entity::placeholders::find(document).first() {
        None => Ok(()),
        Some(found) => Err(format!(
            "{} points to a file, which a document that the portal stores cannot do; put the text itself there",
            found.pointer
        )),
    }
}

fn without_given(document: &mut Value) {
    if let Some(metadata) = document.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.retain(|key, _| !GIVEN.contains(&key.as_str()));
    }
}

//! From a parsed document to a processed entity: annotations, rules, kind, relations, stored text. Pure but for the
//! settings it is given; runs on the threads for heavy work.

use entity::problem::Stage;
use entity::relations::{self, Relation};
use entity::{EntityRef, LocationRef, Problem, normalize};
use kernel::scm::Integrations;
use serde_json::Value;

use super::annotate::{Origin, annotate};
use crate::document;
use crate::settings::Settings;

/// A processed entity, ready to be written.
#[derive(Clone, Debug)]
pub struct Prepared {
    pub entity_ref: String,
    pub is_location: bool,
    pub entity: Value,
    /// [`document::compose`] of `entity`.
    pub document: String,
    pub relations: Vec<Relation>,
    /// Hash of the document; equal hashes mean nothing changed.
    pub content_hash: String,
    /// Who may replace it: the location it was read from, or what a provider says.
    pub location_key: Option<String>,
}

/// A document that did not become an entity.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Known when kind and name could be read.
    pub entity_ref: Option<String>,
    pub problem: Problem,
    /// The document as it was read.
    pub raw: Option<Value>,
}

impl Refused {
    /// Backstage lists a Location once its files could be read and held nothing that `catalog.rules` forbids; what its
    /// entities look like inside is their own matter.
    pub fn spoils_its_location(&self) -> bool {
        matches!(self.problem.stage, Stage::Yaml | Stage::Envelope | Stage::Rules)
    }
}

/// Takes a document through annotation, policies, kind and, where `checked` says so, the rules of `catalog.rules`.
pub fn prepare(
    mut raw: Value,
    origin: &Origin,
    settings: &Settings,
    integrations: &Integrations,
    checked: bool,
) -> Result<Prepared, Box<Refused>> {
    annotate(&mut raw, origin, integrations);
    match validate(&mut raw, origin, settings, checked) {
        Ok((entity_ref, relations)) => {
            let document = document::compose(&raw);
            let content_hash = blake3::hash(document.as_bytes()).to_hex().to_string();
            let entity_ref = entity_ref.to_string().to_lowercase();
            let is_location = entity_ref.starts_with("location:");
            Ok(Prepared {
                entity_ref,
                is_location,
                entity: raw,
                document,
                relations,
                content_hash,
                location_key: Some(origin.location.clone()),
            })
        }
        Err(problem) => {
            let entity_ref = named(&raw);
            Err(Box::new(Refused { entity_ref, problem, raw: Some(raw) }))
        }
    }
}

fn validate(
    entity: &mut Value,
    origin: &Origin,
    settings: &Settings,
    checked: bool,
) -> Result<(EntityRef, Vec<Relation>), Problem> {
    // First of all, as Backstage does when a Location names an entity: a kind that may not come from here is not even
    // looked at.
    if checked && entity.is_object() {
        settings.rules.check(entity, &location_ref(&origin.location), &location_ref(&origin.origin))?;
    }
    normalize::sort_reference_lists(entity);
    let validated = entity::validate::validate(entity, &settings.kinds, &settings.limits)?;
    normalize::neutralise_links(entity);
    let relations = relations::emitted(entity, &settings.kinds, &settings.limits)?;
    Ok((validated.entity_ref, relations))
}

fn location_ref(text: &str) -> LocationRef {
    let (kind, target) = text.split_once(':').unwrap_or(("", text));
    LocationRef::new(kind, target)
}

/// The ref of a document that was refused, when its kind and name could be read and make a ref.
pub fn named(raw: &Value) -> Option<String> {
    let entity_ref = entity::validate::entity_ref(raw);
    let is_foreign = |character: char| character.is_control() || matches!(character, '/' | ':' | ' ');
    let sound = |part: &str| !part.is_empty() && part.len() <= 63 && !part.contains(is_foreign);
    let complete = sound(&entity_ref.kind) && sound(&entity_ref.namespace) && sound(&entity_ref.name);
    complete.then(|| entity_ref.to_string().to_lowercase())
}

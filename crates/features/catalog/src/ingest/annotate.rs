//! The annotations that say where an entity comes from. Source: entity-model contract, section 5. Knows no parsing.

use entity::LocationRef;
use entity::location::generated_name;
use kernel::scm::Integrations;
use serde_json::{Map, Value};

/// Where a document was read, and through which registration it was found; both as `type:target`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    pub location: String,
    pub origin: String,
}

pub const LOCATION: &str = "backstage.io/managed-by-location";
pub const ORIGIN: &str = "backstage.io/managed-by-origin-location";
pub const ORPHAN: &str = "backstage.io/orphan";
const VIEW: &str = "backstage.io/view-url";
const EDIT: &str = "backstage.io/edit-url";
const SOURCE: &str = "backstage.io/source-location";

/// Adds the annotations. What the file says of view, edit and source wins; where it was read does not.
pub fn annotate(entity: &mut Value, origin: &Origin, integrations: &Integrations) {
    let Some(metadata) = entity.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let annotations = metadata.entry("annotations").or_insert_with(|| Value::Object(Map::new()));
    let Some(annotations) = annotations.as_object_mut() else { return };
    annotations.insert(LOCATION.to_owned(), origin.location.as_str().into());
    annotations.insert(ORIGIN.to_owned(), origin.origin.as_str().into());
    let Some(target) = origin.location.strip_prefix("url:") else { return };
    if !annotations.contains_key(VIEW) {
        annotations.insert(VIEW.to_owned(), target.into());
    }
    // Only code hosts have pages for editing and folders of sources.
    if integrations.kind_of(target).is_none() {
        return;
    }
    if !annotations.contains_key(EDIT)
        && let Some(edit) = integrations.edit_url(target)
    {
        annotations.insert(EDIT.to_owned(), edit.into());
    }
    if !annotations.contains_key(SOURCE) {
        let source = integrations.source_location(target);
        annotations.insert(SOURCE.to_owned(), format!("url:{source}").into());
    }
}

/// Says that an entity was read at `place`, and found there.
pub fn place(entity: &mut Value, place: &str) {
    let Some(metadata) = entity.get_mut("metadata").and_then(Value::as_object_mut) else { return };
    let annotations = metadata.entry("annotations").or_insert_with(|| Value::Object(Map::new()));
    let Some(annotations) = annotations.as_object_mut() else { return };
    for name in [LOCATION, ORIGIN] {
        annotations.insert(name.to_owned(), place.into());
    }
}

/// An annotation of an entity.
pub fn get<'a>(entity: &'a Value, name: &str) -> Option<&'a str> {
    entity.get("metadata")?.get("annotations")?.get(name)?.as_str()
}

/// Whether the portal made this Location itself, for a registration or a configured location.
pub fn is_generated(entity: &Value) -> bool {
    let name = entity.get("metadata").and_then(|metadata| metadata.get("name")).and_then(Value::as_str);
    let text = |pointer: &str| entity.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    let own = LocationRef::new(text("/spec/type"), text("/spec/target"));
    name == Some(generated_name(&own).as_str()) && get(entity, LOCATION) == Some(own.to_string().as_str())
}

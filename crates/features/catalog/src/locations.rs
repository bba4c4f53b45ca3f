//! Registered locations: list, find, register, change, unregister, and the Location entity that stands for each.
//! Source: catalog-api contract, section 8.

pub mod analyze;
pub mod configured;
pub mod health;
pub mod list;
pub mod preview;
pub mod register;
pub mod trial;
pub mod unregister;

use entity::LocationRef;
use entity::location::generated_name;
use serde_json::{Value, json};

use crate::ingest::annotate;
use crate::provide::Deferred;

/// `location:default/generated-<sha1>` of a `type:target`.
pub fn entity_ref(kind: &str, target: &str) -> String {
    format!("location:default/{}", generated_name(&LocationRef::new(kind, target)))
}

/// The Location entity of a registration or of a configured location.
pub fn generated(kind: &str, target: &str, presence: Option<&str>) -> Deferred {
    let own = format!("{kind}:{target}");
    let mut spec = json!({"type": kind, "target": target});
    if let (Some(presence), Some(spec)) = (presence, spec.as_object_mut()) {
        spec.insert("presence".to_owned(), Value::from(presence));
    }
    let entity = json!({
        "apiVersion": "backstage.io/v1alpha1",
        "kind": "Location",
        "metadata": {
            "name": generated_name(&LocationRef::new(kind, target)),
            "annotations": {annotate::LOCATION: own, annotate::ORIGIN: own},
        },
        "spec": spec,
    });
    Deferred { entity, location_key: Some(own) }
}

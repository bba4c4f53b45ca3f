//! Defaults of an object: those of its properties, and of entries that it lets in without naming them.

use serde_json::{Map, Value};

use super::{Place, compute, constant_default, part};
use crate::node::Node;
use crate::problem::Overrun;
use crate::resolve::resolve;
use crate::run::Run;
use crate::schema;

pub(super) fn defaults(
    run: &Run<'_>,
    schema: &Node,
    place: Place<'_>,
    default: Option<&Value>,
) -> Result<Value, Overrun> {
    let nothing = Value::Object(Map::new());
    let value = place.value.filter(|value| value.is_object());
    let resolved = match schema.get("allOf") {
        Some(_) => resolve(run, schema, Some(value.unwrap_or(&nothing)))?,
        None => schema.clone(),
    };
    let mut defaults = Map::new();
    let constant = resolved.get("const");
    let properties = resolved.get("properties").and_then(Node::entries);
    for (key, property) in properties.into_iter().flatten() {
        let found = compute(
            run,
            property,
            Place { inherited: part(default, key), value: part(value, key), seen: place.seen },
        )?;
        let is_constant = (property.get("const").is_some() && constant_default(property).is_some())
            || constant.is_some_and(|constant| constant.get(key).is_some());
        if let Some(found) = found
            && (is_constant || is_worth(&found, schema::requires(&resolved, key)))
        {
            defaults.insert(key.to_string(), found);
        }
    }
    if let Some(additional) = resolved.get("additionalProperties").filter(|rule| rule.is_truthy()) {
        let is_named =
            |key: &str| properties.is_some_and(|named| named.get(key).is_some_and(Node::is_truthy));
        let from_default = default.and_then(Value::as_object).into_iter().flat_map(Map::keys);
        let from_value = value.and_then(Value::as_object);
        for key in from_default.chain(from_value.into_iter().flat_map(Map::keys)) {
            if is_named(key) {
                continue;
            }
            let place = Place { inherited: part(default, key), value: part(value, key), seen: place.seen };
            let is_filled = from_value.is_some_and(|value| value.contains_key(key));
            if let Some(found) = compute(run, additional, place)?
                && is_worth(&found, is_filled)
            {
                defaults.insert(key.clone(), found);
            }
        }
    }
    Ok(Value::Object(defaults))
}

/// An empty object is only worth keeping where one is required.
fn is_worth(found: &Value, is_required: bool) -> bool {
    is_required || !matches!(found, Value::Object(entries) if entries.is_empty())
}

//! Defaults of a list: those of the items that are there, and as many more as it must have.

use serde_json::Value;

use super::{Place, compute};
use crate::data::{self, Wins, merge_defaults};
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
    let nothing = Node::empty();
    let mut known: Option<Value> = default.cloned();
    if let Some(Value::Array(items)) = default {
        let mut filled = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let item_schema = schema_at(schema, index).unwrap_or(&nothing);
            let item_place = Place { inherited: Some(item), value: None, seen: place.seen };
            filled.push(compute(run, item_schema, item_place)?.unwrap_or(Value::Null));
        }
        known = Some(Value::Array(filled));
    }
    if let Some(Value::Array(values)) = place.value {
        let item_schema = schema::item_schema(schema).unwrap_or(&nothing);
        let mut filled = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            let inherited = known.as_ref().and_then(Value::as_array).and_then(|items| items.get(index));
            let item_place = Place { inherited, value: Some(value), seen: place.seen };
            filled.push(compute(run, item_schema, item_place)?.unwrap_or(Value::Null));
        }
        known = merge_defaults(known.as_ref(), Some(&Value::Array(filled)), Wins::Value);
    }
    fill_up(run, schema, place, known)
}

/// Adds items until there are as many as there must be.
fn fill_up(run: &Run<'_>, schema: &Node, place: Place<'_>, known: Option<Value>) -> Result<Value, Overrun> {
    let known = known.filter(data::is_truthy);
    let have = known.as_ref().and_then(Value::as_array).map_or(0, Vec::len);
    let least = schema.get("minItems").and_then(Node::as_number).unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a float saturates")]
    let least = least as usize;
    if least <= have || is_multi_select(run, schema)? {
        return Ok(known.unwrap_or_else(|| Value::Array(Vec::new())));
    }
    run.spend(least - have)?;
    let nothing = Node::empty();
    let filler_schema = schema::item_schema(schema)
        .or_else(|| schema.get("additionalItems").filter(|items| items.is_object()))
        .unwrap_or(&nothing);
    let inherited = filler_schema.get("default").map(Node::to_value);
    let filler_place = Place { inherited: inherited.as_ref(), value: None, seen: place.seen };
    let filler = compute(run, filler_schema, filler_place)?.unwrap_or(Value::Null);
    let mut items = match known {
        Some(Value::Array(items)) => items,
        Some(other) => vec![other],
        None => Vec::new(),
    };
    items.extend(std::iter::repeat_n(filler, least - have));
    Ok(Value::Array(items))
}

/// Whether several of given values are chosen, each once: then nothing is chosen beforehand.
pub(crate) fn is_multi_select(run: &Run<'_>, schema: &Node) -> Result<bool, Overrun> {
    let is_unique = schema.get("uniqueItems").is_some_and(Node::is_truthy);
    match schema.get("items").filter(|items| items.is_truthy() && !items.is_bool()) {
        Some(items) if is_unique => Ok(schema::is_select(&resolve(run, items, None)?)),
        _ => Ok(false),
    }
}

/// The defaults of a list whose items each have their own schema.
pub(super) fn fixed(run: &Run<'_>, schemas: &[Node], place: Place<'_>) -> Result<Value, Overrun> {
    let nothing = Value::Object(serde_json::Map::new());
    let value = place.value.filter(|value| value.is_object()).unwrap_or(&nothing);
    let inherited = place.inherited.and_then(Value::as_array);
    let mut items = Vec::with_capacity(schemas.len());
    for (index, schema) in schemas.iter().enumerate() {
        let item_place = Place {
            inherited: inherited.and_then(|items| items.get(index)),
            value: Some(value),
            seen: place.seen,
        };
        items.push(compute(run, schema, item_place)?.unwrap_or(Value::Null));
    }
    Ok(Value::Array(items))
}

/// The schema of the item at a position: its own, or that of additional ones.
fn schema_at(schema: &Node, index: usize) -> Option<&Node> {
    let own = schema.get("items").and_then(Node::items).and_then(|items| items.get(index));
    own.filter(|item| !item.is_bool())
        .or_else(|| schema.get("additionalItems").filter(|items| items.is_object()))
}

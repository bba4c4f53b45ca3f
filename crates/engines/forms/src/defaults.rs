//! What a form holds when it is shown: the values so far, and under them the defaults of the schema that they choose.
//!
//! The outcome is that of `getDefaultFormState` in `@rjsf/utils` 5.24 the way the stock front end calls it (defaults
//! of `allOf` count, constants are defaults), repeated until nothing changes, as the browser does: a default may show
//! a field that has a default of its own.

mod array;
mod object;

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::choose;
use crate::data::{self, Wins, get, merge_defaults, overlay, same};
use crate::merge;
use crate::node::Node;
use crate::problem::Overrun;
use crate::resolve::{Seen, resolve, without_dependencies};
use crate::run::Run;
use crate::schema;

pub(crate) use array::is_multi_select;

/// Defaults that show fields that have defaults: how often this is followed.
const MOST_ROUNDS: usize = 10;

/// The values with all defaults filled in, and the schema that holds for them.
pub(crate) fn fill(run: &Run<'_>, schema: &Node, values: Value) -> Result<(Value, Node), Overrun> {
    let mut filled = values;
    for _ in 0..MOST_ROUNDS {
        let resolved = resolve(run, schema, Some(&filled))?;
        let next = fill_once(run, &resolved, &filled)?;
        if same(&next, &filled) {
            return Ok((next, resolved));
        }
        filled = next;
    }
    let resolved = resolve(run, schema, Some(&filled))?;
    Ok((filled, resolved))
}

fn fill_once(run: &Run<'_>, resolved: &Node, values: &Value) -> Result<Value, Overrun> {
    let place = Place { inherited: None, value: Some(values), seen: &[] };
    let defaults = compute(run, resolved, place)?;
    let merged = match values {
        Value::Object(_) | Value::Array(_) => merge_defaults(defaults.as_ref(), Some(values), Wins::Default),
        _ => defaults,
    };
    Ok(merged.unwrap_or_else(|| Value::Object(Map::new())))
}

/// What a new item of a list holds.
pub(crate) fn of_new(run: &Run<'_>, schema: &Node) -> Result<Option<Value>, Overrun> {
    let resolved = resolve(run, schema, None)?;
    compute(run, &resolved, Place { inherited: None, value: None, seen: &[] })
}

/// Where a default is looked for.
#[derive(Clone, Copy)]
struct Place<'a> {
    /// What the schema around it says for it.
    inherited: Option<&'a Value>,
    /// What is filled in.
    value: Option<&'a Value>,
    /// References that were followed already.
    seen: &'a [Arc<str>],
}

fn compute(run: &Run<'_>, schema: &Node, place: Place<'_>) -> Result<Option<Value>, Overrun> {
    run.deeper(|| compute_within(run, schema, place))
}

fn compute_within(run: &Run<'_>, schema: &Node, place: Place<'_>) -> Result<Option<Value>, Overrun> {
    let own = schema.get("default").map(Node::to_value);
    let mut default = place.inherited.cloned();
    let has_alternatives =
        ["anyOf", "oneOf"].iter().any(|keyword| schema.get(keyword).is_some_and(Node::is_truthy));
    let decided = if let Some(constant) = constant_default(schema) {
        default = Some(constant.to_value());
        true
    } else if let (Some(Value::Object(inherited)), Some(Value::Object(own))) = (&default, &own) {
        default = Some(Value::Object(overlay(inherited, own)));
        true
    } else if own.is_some() && !has_alternatives {
        default.clone_from(&own);
        true
    } else {
        false
    };
    if !decided {
        if let Some(found) = compute_elsewhere(run, schema, place, default.as_ref())? {
            return Ok(found);
        }
        if let Some(items) = schema::fixed_items(schema) {
            default = Some(array::fixed(run, items, place)?);
        }
    }
    let default = default.or(own);
    let typed = match schema::type_of(schema) {
        Some("object") => Some(object::defaults(run, schema, place, default.as_ref())?),
        Some("array") => Some(array::defaults(run, schema, place, default.as_ref())?),
        _ => None,
    };
    let computed = typed.or(default);
    if matches!(place.value, Some(Value::Object(_))) && schema.get("allOf").is_none() {
        return Ok(computed);
    }
    let value = allowed(run, schema, place.value)?;
    Ok(merge_defaults(computed.as_ref(), value, Wins::Value))
}

/// The default that another schema decides: the one a reference names, the one dependencies lead to, the option that
/// the values choose. `None` when this schema decides for itself.
#[expect(
    clippy::option_option,
    reason = "the outer says whether another schema decides, the inner what it says"
)]
fn compute_elsewhere(
    run: &Run<'_>,
    schema: &Node,
    place: Place<'_>,
    default: Option<&Value>,
) -> Result<Option<Option<Value>>, Overrun> {
    let nothing = Value::Object(Map::new());
    // `null` counts as not filled in.
    let value = Some(place.value.filter(|value| !value.is_null()).unwrap_or(&nothing));
    if let Some(reference) = schema.get("$ref").and_then(Node::as_text) {
        if place.seen.iter().any(|each| each.as_ref() == reference) {
            return Ok(None);
        }
        let Some(target) = run.definition(reference) else {
            return Ok(None);
        };
        let mut seen = place.seen.to_vec();
        seen.push(Arc::from(reference));
        let own = schema.get("default").map(Node::to_value);
        let is_falsy = default.is_none_or(|default| !data::is_truthy(default));
        let inherited = if is_falsy { own.as_ref() } else { default };
        return compute(run, &target, Place { inherited, value: place.value, seen: &seen }).map(Some);
    }
    if schema.get("dependencies").is_some() {
        let known = known_values(run, schema, place, default)?;
        let target = without_dependencies(run, schema, Some(&known), &mut Seen::new())?;
        return compute(run, &target, Place { inherited: default, value, seen: place.seen }).map(Some);
    }
    if schema::fixed_items(schema).is_some() {
        return Ok(None);
    }
    let Some((keyword, options)) = schema::alternatives(schema) else {
        return Ok(None);
    };
    if options.is_empty() {
        return Ok(Some(None));
    }
    let own = schema.get("default").map(Node::to_value);
    // `null` counts as not filled in.
    let sample = place.value.filter(|value| !value.is_null()).or(own.as_ref());
    let chosen = choose::closest(run, sample, options, Some(0), schema::discriminator(schema))?;
    let rest = schema.without(&[keyword]);
    let target = match options.get(chosen.unwrap_or(0)) {
        Some(option) => merge::schemas(run, &rest, option)?,
        None => rest,
    };
    compute(run, &target, Place { inherited: default, value, seen: place.seen }).map(Some)
}

/// What dependencies are decided by: the values, and defaults for what is not filled in.
fn known_values(
    run: &Run<'_>,
    schema: &Node,
    place: Place<'_>,
    default: Option<&Value>,
) -> Result<Value, Overrun> {
    let mut known = match schema::type_of(schema) {
        Some("object") => match object::defaults(run, schema, place, default)? {
            Value::Object(defaults) => defaults,
            _ => Map::new(),
        },
        _ => Map::new(),
    };
    if let Some(Value::Object(filled)) = place.value {
        known.extend(filled.iter().map(|(key, value)| (key.clone(), value.clone())));
    }
    Ok(Value::Object(known))
}

/// A constant is its own default.
fn constant_default(schema: &Node) -> Option<&Node> {
    let constant = schema.get("const")?;
    let is_reference = constant.get("$data").and_then(Node::as_text).is_some()
        && !matches!(schema::type_of(schema), Some("object" | "array"));
    (!is_reference).then_some(constant)
}

/// The value, unless the schema is a choice and the value is none of it.
fn allowed<'v>(run: &Run<'_>, schema: &Node, value: Option<&'v Value>) -> Result<Option<&'v Value>, Overrun> {
    if schema::constant(schema).is_some() {
        return Ok(value);
    }
    let resolved = resolve(run, schema, None)?;
    if !schema::is_select(&resolved) {
        return Ok(value);
    }
    let Some(value) = value else {
        return Ok(None);
    };
    let is_choice = if let Some(choices) = schema.get("enum").and_then(Node::items) {
        choices.iter().any(|choice| choice.is_value(value))
    } else {
        let options = schema::alternatives(schema).map(|(_, options)| options).unwrap_or_default();
        options.iter().any(|option| schema::constant(option).is_some_and(|only| only.is_value(value)))
    };
    Ok(is_choice.then_some(value))
}

/// The default of a part, from the default of the whole.
fn part<'v>(whole: Option<&'v Value>, key: &str) -> Option<&'v Value> {
    match whole {
        Some(Value::Object(_)) => get(whole, key),
        _ => None,
    }
}

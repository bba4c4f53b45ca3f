//! Which option of `oneOf` or `anyOf` the values belong to.
//!
//! The first that they fit; among several, or when they fit none, the one whose properties they resemble most. The
//! points that are given for resemblance are those of `getClosestMatchingOption` in `@rjsf/utils` 5.24.

use std::collections::HashSet;
use std::sync::Arc;

use serde_json::Value;

use crate::data;
use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::resolve::{Seen, resolve, resolve_references};
use crate::run::Run;
use crate::schema;

/// The position of the first option that the value fits; `None` when there is no value or it fits none.
pub(crate) fn first_fitting(
    run: &Run<'_>,
    value: Option<&Value>,
    options: &[Node],
    discriminator: Option<&str>,
) -> Result<Option<usize>, Overrun> {
    let Some(value) = value else {
        return Ok(None);
    };
    if let Some(found) = by_discriminator(value, options, discriminator) {
        return Ok(Some(found));
    }
    for (position, option) in options.iter().enumerate() {
        if fits_option(run, value, option, discriminator)? {
            return Ok(Some(position));
        }
    }
    Ok(None)
}

/// The position of the option that the value resembles most, or `otherwise`.
pub(crate) fn closest(
    run: &Run<'_>,
    value: Option<&Value>,
    options: &[Node],
    otherwise: Option<usize>,
    discriminator: Option<&str>,
) -> Result<Option<usize>, Overrun> {
    run.deeper(|| {
        if let Some(found) = value.and_then(|value| by_discriminator(value, options, discriminator)) {
            return Ok(Some(found));
        }
        let mut followed = Vec::with_capacity(options.len());
        for option in options {
            followed.push(resolve_references(run, option, &mut Seen::new())?);
        }
        let mut candidates = Vec::new();
        for (position, option) in followed.iter().enumerate() {
            if first_fitting(run, value, std::slice::from_ref(option), discriminator)?.is_some() {
                candidates.push(position);
            }
        }
        match candidates[..] {
            [only] => return Ok(Some(only)),
            [] => candidates.extend(0..followed.len()),
            _ => {}
        }
        best(run, value, &followed, &candidates, otherwise)
    })
}

fn best(
    run: &Run<'_>,
    value: Option<&Value>,
    options: &[Node],
    candidates: &[usize],
    otherwise: Option<usize>,
) -> Result<Option<usize>, Overrun> {
    let mut best = (otherwise, 0);
    let mut scores = HashSet::new();
    for &position in candidates {
        let score = resemblance(run, &options[position], value)?;
        scores.insert(score);
        if score > best.1 {
            best = (Some(position), score);
        }
    }
    Ok(if scores.len() == 1 && otherwise.is_some() { otherwise } else { best.0 })
}

fn by_discriminator(value: &Value, options: &[Node], discriminator: Option<&str>) -> Option<usize> {
    let name = discriminator?;
    let chosen = data::get(Some(value), name)?;
    options.iter().position(|option| {
        let Some(property) = option.get("properties").and_then(|properties| properties.get(name)) else {
            return false;
        };
        if matches!(property.get("type").and_then(Node::as_text), Some("object" | "array")) {
            return false;
        }
        let listed = property.get("enum").and_then(Node::items).unwrap_or_default();
        property.get("const").is_some_and(|only| only.is_value(chosen))
            || listed.iter().any(|each| each.is_value(chosen))
    })
}

fn fits_option(
    run: &Run<'_>,
    value: &Value,
    option: &Node,
    discriminator: Option<&str>,
) -> Result<bool, Overrun> {
    let properties = option.get("properties");
    if let Some(name) = discriminator
        && let Some(property) = properties.and_then(|properties| properties.get(name))
    {
        return run.fits(property, data::get(Some(value), name).unwrap_or(&Value::Null));
    }
    match properties.and_then(Node::entries) {
        Some(properties) => {
            run.spend(properties.len())?;
            run.fits(&with_any_property(option, properties), value)
        }
        None => run.fits(option, value),
    }
}

/// An object fits nearly every schema of objects as long as nothing is required. So it has to have one of the
/// properties; and none has to be there already, because the user is still filling them in.
fn with_any_property(option: &Node, properties: &Entries) -> Node {
    let any = properties.keys().map(|key| {
        let names = Node::list(vec![Node::Text(Arc::clone(key))]);
        Node::object(Entries::from_iter([(Arc::from("required"), names)]))
    });
    let any = Node::list(any.collect());
    let option = option.without(&["required"]);
    if option.get("anyOf").is_none() {
        return option.with("anyOf", any);
    }
    let mut all = option.get("allOf").and_then(Node::items).unwrap_or_default().to_vec();
    all.push(Node::object(Entries::from_iter([(Arc::from("anyOf"), any)])));
    option.with("allOf", Node::list(all))
}

fn resemblance(run: &Run<'_>, option: &Node, value: Option<&Value>) -> Result<i64, Overrun> {
    run.deeper(|| {
        let Some(properties) = option.get("properties").and_then(Node::entries) else {
            let is_type = option.get("type").and_then(Node::as_text) == Some(data::guess_type(value));
            return Ok(i64::from(is_type));
        };
        let mut score = 0;
        for (key, property) in properties {
            score += property_resemblance(run, property, data::get(value, key))?;
        }
        Ok(score)
    })
}

fn property_resemblance(run: &Run<'_>, property: &Node, value: Option<&Value>) -> Result<i64, Overrun> {
    if property.is_bool() {
        return Ok(0);
    }
    let nothing = Value::Object(serde_json::Map::new());
    let truthy = value.filter(|value| data::is_truthy(value));
    if property.get("$ref").is_some() {
        let resolved = resolve(run, property, value)?;
        return resemblance(run, &resolved, Some(truthy.unwrap_or(&nothing)));
    }
    if let Some((_, options)) = schema::alternatives(property)
        && truthy.is_some()
    {
        let discriminator = schema::discriminator(property);
        let position = closest(run, value, options, None, discriminator)?;
        return Ok(position.map_or(-1, |position| i64::try_from(position).unwrap_or(i64::MAX)));
    }
    let declared = property.get("type").and_then(Node::as_text);
    if declared == Some("object") {
        // A list counts as an object here.
        let bonus = i64::from(matches!(value, Some(Value::Object(_) | Value::Array(_))));
        return Ok(bonus + resemblance(run, property, value)?);
    }
    if declared != Some(data::guess_type(value)) {
        return Ok(0);
    }
    let expected =
        ["default", "const"].into_iter().find_map(|key| property.get(key).filter(|it| it.is_truthy()));
    Ok(match expected {
        None => 1,
        // Lists and objects are never the same one in JavaScript.
        Some(Node::List(_) | Node::Object(_)) => 0,
        Some(expected) if value.is_some_and(|value| expected.is_value(value)) => 2,
        Some(_) => 0,
    })
}

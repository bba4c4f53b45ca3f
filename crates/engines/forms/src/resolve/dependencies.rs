//! `dependencies`: what a property that is filled in brings with it, either further required names or a whole schema,
//! and of a schema's `oneOf` the one branch that the property's value chooses.

use std::sync::Arc;

use serde_json::Value;

use super::{Seen, resolve_references, resolve_within};
use crate::choose;
use crate::data;
use crate::merge;
use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::run::Run;
use crate::schema;

/// The schema with its dependencies followed, and without them. An `oneOf` or `anyOf` beside them is decided, too.
pub(crate) fn without_dependencies(
    run: &Run<'_>,
    schema: &Node,
    value: Option<&Value>,
    seen: &mut Seen,
) -> Result<Node, Overrun> {
    let mut resolved = decide_alternatives(run, &schema.without(&["dependencies"]), value)?;
    let none = Entries::default();
    let dependencies = schema.get("dependencies").and_then(Node::entries).unwrap_or(&none);
    let mut waiting: Vec<(&Arc<str>, &Node)> = dependencies.iter().collect();
    // One that was followed may bring the property that an earlier one waits for.
    while let Some(position) = waiting.iter().position(|(name, _)| is_due(&resolved, name, value)) {
        run.spend(waiting.len())?;
        let (name, dependency) = waiting.remove(position);
        resolved = match dependency {
            Node::List(_) => with_required(&resolved, dependency),
            Node::Object(_) => with_schema(run, &resolved, (name, dependency), value, seen)?,
            _ => resolved,
        };
    }
    Ok(resolved)
}

/// Whether the property is filled in and belongs to the schema.
fn is_due(schema: &Node, name: &str, value: Option<&Value>) -> bool {
    let is_known =
        schema.get("properties").and_then(Node::entries).is_none_or(|known| known.contains_key(name));
    is_known && data::get(value, name).is_some()
}

fn decide_alternatives(run: &Run<'_>, schema: &Node, value: Option<&Value>) -> Result<Node, Overrun> {
    let Some((_, options)) = schema::alternatives(schema) else {
        return Ok(schema.clone());
    };
    let mut followed = Vec::with_capacity(options.len());
    for option in options {
        followed.push(resolve_references(run, option, &mut Seen::new())?);
    }
    let discriminator = schema::discriminator(schema);
    let chosen = choose::first_fitting(run, value, &followed, discriminator)?.unwrap_or(0);
    let rest = schema.without(&["oneOf", "anyOf"]);
    match followed.get(chosen) {
        Some(option) => merge::schemas(run, &rest, option),
        None => Ok(rest),
    }
}

fn with_required(schema: &Node, names: &Node) -> Node {
    let mut required: Vec<Node> = Vec::new();
    let own = schema.get("required").and_then(Node::items).unwrap_or_default();
    for name in own.iter().chain(names.items().unwrap_or_default()) {
        if !required.contains(name) {
            required.push(name.clone());
        }
    }
    schema.with("required", Node::list(required))
}

fn with_schema(
    run: &Run<'_>,
    schema: &Node,
    (name, dependency): (&str, &Node),
    value: Option<&Value>,
    seen: &mut Seen,
) -> Result<Node, Overrun> {
    let dependent = resolve_within(run, dependency, value, seen)?;
    let merged = merge::schemas(run, schema, &dependent.without(&["oneOf"]))?;
    let Some(branches) = dependent.get("oneOf").and_then(Node::items) else {
        return Ok(merged);
    };
    let mut fitting: Option<Node> = None;
    for branch in branches {
        let branch = match branch.get("$ref") {
            Some(_) => resolve_within(run, &resolve_references(run, branch, seen)?, value, seen)?,
            None => branch.clone(),
        };
        if fits_branch(run, &branch, name, value)? {
            if fitting.is_some() {
                // Two branches at once are a mistake of the template; neither is taken.
                return Ok(merged);
            }
            fitting = Some(branch);
        }
    }
    let Some(branch) = fitting else {
        return Ok(merged);
    };
    let properties =
        branch.get("properties").map_or_else(Node::empty, |properties| properties.without(&[name]));
    let branch = resolve_within(run, &branch.with("properties", properties), value, seen)?;
    merge::schemas(run, &merged, &branch)
}

/// Whether the value of the property is one that the branch is for.
fn fits_branch(run: &Run<'_>, branch: &Node, name: &str, value: Option<&Value>) -> Result<bool, Overrun> {
    let condition = branch.get("properties").and_then(|properties| properties.get(name));
    let (Some(condition), Some(value)) = (condition.filter(|condition| condition.is_truthy()), value) else {
        return Ok(false);
    };
    let condition = Node::object(Entries::from_iter([
        (Arc::from("type"), Node::text("object")),
        (Arc::from("properties"), Node::object(Entries::from_iter([(Arc::from(name), condition.clone())]))),
    ]));
    run.fits(&condition, value)
}

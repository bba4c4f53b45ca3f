//! `$ref`: the named piece of the page's schema takes the reference's place, in a schema, its properties and its items.

use std::sync::Arc;

use super::Seen;
use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::run::Run;

/// Follows the references of a schema. One that was followed before stays, and so does one that leads nowhere.
pub(crate) fn resolve_references(run: &Run<'_>, schema: &Node, seen: &mut Seen) -> Result<Node, Overrun> {
    if !schema.is_object() || !schema.has_reference() {
        return Ok(schema.clone());
    }
    run.deeper(|| {
        let mut resolved = schema.clone();
        if let Some(reference) = schema.get("$ref").and_then(Node::as_text) {
            if seen.iter().any(|each| each.as_ref() == reference) {
                return Ok(resolved);
            }
            seen.push(Arc::from(reference));
            let Some(target) = run.definition(reference) else {
                return Ok(resolved);
            };
            resolved = over(&target, &schema.without(&["$ref"]));
        }
        if let Some(properties) = resolved.get("properties").and_then(Node::entries) {
            run.spend(properties.len())?;
            let mut followed =
                Entries::with_capacity_and_hasher(properties.len(), hashbrown::DefaultHashBuilder::default());
            let mut met = Seen::new();
            for (key, property) in properties {
                let mut own = seen.clone();
                followed.insert(Arc::clone(key), resolve_references(run, property, &mut own)?);
                met.extend(own.into_iter().skip(seen.len()));
            }
            for reference in met {
                if !seen.contains(&reference) {
                    seen.push(reference);
                }
            }
            resolved = resolved.with("properties", Node::object(followed));
        }
        if let Some(items) = resolved.get("items").filter(|items| items.is_object()) {
            let items = resolve_references(run, items, seen)?;
            resolved = resolved.with("items", items);
        }
        Ok(resolved)
    })
}

/// The entries of `top` laid over those of `bottom`, whole.
fn over(bottom: &Node, top: &Node) -> Node {
    let mut entries = bottom.entries().cloned().unwrap_or_default();
    for (key, value) in top.entries().into_iter().flatten() {
        entries.insert(Arc::clone(key), value.clone());
    }
    Node::object(entries)
}

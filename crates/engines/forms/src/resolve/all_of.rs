//! `allOf`: several schemas that must all hold, made one, so that their properties can be shown as one list.
//!
//! Where they contradict each other in a way that has no schema (two constants, two formats), the parts are left out
//! and the schema around them stays, which is what the stock front end does. Rules per keyword are those of
//! `json-schema-merge-allof` 0.8 without its deep mode.

mod combine;
mod groups;

use std::sync::Arc;

use crate::node::{Entries, Node};
use crate::problem::Overrun;
use crate::run::Run;

/// Why schemas could not be made one.
#[derive(Debug)]
pub(super) enum Failed {
    /// No schema says what these say together.
    Incompatible,
    Overrun(Overrun),
}

impl From<Overrun> for Failed {
    fn from(overrun: Overrun) -> Self {
        Self::Overrun(overrun)
    }
}

/// Merges `allOf` into the schema around it. Parts with `contains` stay apart, because two of them do not add up.
pub(super) fn merge(run: &Run<'_>, schema: &Node) -> Result<Node, Overrun> {
    let around = schema.without(&["allOf"]);
    let parts = schema.get("allOf").and_then(Node::items).unwrap_or_default();
    let (apart, together): (Vec<&Node>, Vec<&Node>) =
        parts.iter().partition(|part| part.get("contains").is_some_and(Node::is_truthy));
    let mut flat = vec![around.clone()];
    for part in together {
        flatten(run, part, &mut flat)?;
    }
    let merged = match merge_schemas(run, flat) {
        Ok(Some(merged)) if merged.is_object() => merged,
        Ok(_) | Err(Failed::Incompatible) => return Ok(around),
        Err(Failed::Overrun(overrun)) => return Err(overrun),
    };
    if apart.is_empty() {
        return Ok(merged);
    }
    Ok(merged.with("allOf", Node::list(apart.into_iter().cloned().collect())))
}

fn flatten(run: &Run<'_>, part: &Node, flat: &mut Vec<Node>) -> Result<(), Overrun> {
    run.deeper(|| {
        flat.push(if part.is_object() { part.without(&["allOf"]) } else { part.clone() });
        for inner in part.get("allOf").and_then(Node::items).unwrap_or_default() {
            flatten(run, inner, flat)?;
        }
        Ok(())
    })
}

/// One schema that says what all of these say; `None` when there are none.
pub(super) fn merge_schemas(run: &Run<'_>, schemas: Vec<Node>) -> Result<Option<Node>, Failed> {
    run.deeper(|| Ok(merge_all(run, schemas))).map_err(Failed::Overrun)?
}

fn merge_all(run: &Run<'_>, mut schemas: Vec<Node>) -> Result<Option<Node>, Failed> {
    if schemas.is_empty() {
        return Ok(None);
    }
    if schemas.iter().any(|schema| schema.as_bool() == Some(false)) {
        return Ok(Some(Node::Bool(false)));
    }
    if schemas.iter().all(|schema| schema.as_bool() == Some(true)) {
        return Ok(Some(Node::Bool(true)));
    }
    schemas.retain(Node::is_object);
    // What one schema says alone needs no merging, and most properties are said once.
    if let [only] = &schemas[..] {
        return Ok(Some(only.clone()));
    }
    let mut keywords: Vec<Arc<str>> = Vec::new();
    for schema in &schemas {
        let entries = schema.entries().map_or(0, Entries::len);
        run.spend(entries)?;
        for key in schema.entries().into_iter().flat_map(Entries::keys) {
            if !keywords.contains(key) {
                keywords.push(Arc::clone(key));
            }
        }
    }
    let mut merged = Entries::default();
    for keyword in &keywords {
        if groups::is_grouped(keyword) {
            continue;
        }
        let said = distinct(schemas.iter().filter_map(|schema| schema.get(keyword)));
        merged.insert(Arc::clone(keyword), combine::combine(run, keyword, &said)?);
    }
    if keywords.iter().any(|keyword| groups::PROPERTIES.contains(&keyword.as_ref())) {
        groups::properties(run, &schemas, &mut merged)?;
    }
    if keywords.iter().any(|keyword| groups::ITEMS.contains(&keyword.as_ref())) {
        groups::items(run, &schemas, &mut merged)?;
    }
    Ok(Some(Node::object(merged)))
}

/// The different ones, in order.
pub(super) fn distinct<'n>(nodes: impl Iterator<Item = &'n Node>) -> Vec<Node> {
    let mut seen: Vec<Node> = Vec::new();
    for node in nodes {
        if !seen.contains(node) {
            seen.push(node.clone());
        }
    }
    seen
}

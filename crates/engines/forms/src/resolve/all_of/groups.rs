//! Keywords of `allOf` that can only be merged with regard to each other: which properties there are depends on what
//! the other parts let in, and so do items.

use std::sync::Arc;

use super::{Failed, distinct, merge_schemas};
use crate::node::{Entries, Node};
use crate::run::Run;

pub(super) const PROPERTIES: [&str; 3] = ["properties", "patternProperties", "additionalProperties"];
pub(super) const ITEMS: [&str; 2] = ["items", "additionalItems"];

pub(super) fn is_grouped(keyword: &str) -> bool {
    PROPERTIES.contains(&keyword) || ITEMS.contains(&keyword)
}

pub(super) fn properties(run: &Run<'_>, schemas: &[Node], merged: &mut Entries) -> Result<(), Failed> {
    let parts = distinct_parts(schemas, &PROPERTIES);
    let mut own: Vec<Entries> = parts.iter().map(|part| entries(part, "properties")).collect();
    for (position, part) in parts.iter().enumerate() {
        let Some(additional) = part.get("additionalProperties") else { continue };
        let named = entries(part, "properties");
        let patterned =
            part.get("patternProperties").and_then(Node::entries).is_some_and(|each| !each.is_empty());
        for (other, others) in own.iter_mut().enumerate() {
            // With patterns it cannot be said which names are additional; they stay as they are.
            if other == position || patterned {
                continue;
            }
            run.spend(others.len())?;
            for (key, property) in others.iter_mut().filter(|(key, _)| !named.contains_key(key.as_ref())) {
                let _ = key;
                let narrowed = merge_schemas(run, vec![property.clone(), additional.clone()])?;
                *property = narrowed.ok_or(Failed::Incompatible)?;
            }
        }
    }
    let additional = distinct(parts.iter().filter_map(|part| part.get("additionalProperties")));
    let additional = merge_schemas(run, additional)?;
    let is_closed = additional.as_ref().and_then(Node::as_bool) == Some(false);
    if let Some(additional) = additional {
        merged.insert(Arc::from("additionalProperties"), additional);
    }
    let patterns: Vec<Entries> = parts.iter().map(|part| entries(part, "patternProperties")).collect();
    if patterns.iter().any(|each| !each.is_empty()) {
        merged.insert(Arc::from("patternProperties"), Node::object(by_key(run, &patterns)?));
    }
    let mut properties = by_key(run, &own)?;
    if is_closed {
        properties.retain(|_, property| property.as_bool() != Some(false));
    }
    merged.insert(Arc::from("properties"), Node::object(properties));
    Ok(())
}

pub(super) fn items(run: &Run<'_>, schemas: &[Node], merged: &mut Entries) -> Result<(), Failed> {
    let parts = distinct_parts(schemas, &ITEMS);
    let said: Vec<&Node> = parts.iter().filter_map(|part| part.get("items")).collect();
    if said.iter().any(|items| items.items().is_some()) {
        // Items by position beside items of one kind have no one form that is shown.
        let distinct_items = distinct(said.iter().copied());
        let [only] = &distinct_items[..] else { return Err(Failed::Incompatible) };
        merged.insert(Arc::from("items"), only.clone());
        let additional = distinct(parts.iter().filter_map(|part| part.get("additionalItems")));
        if let Some(additional) = merge_schemas(run, additional)? {
            merged.insert(Arc::from("additionalItems"), additional);
        }
        return Ok(());
    }
    if let Some(items) = merge_schemas(run, distinct(said.into_iter()))? {
        merged.insert(Arc::from("items"), items);
    }
    Ok(())
}

fn distinct_parts(schemas: &[Node], keywords: &[&str]) -> Vec<Node> {
    let parts: Vec<Node> = schemas
        .iter()
        .map(|schema| {
            let kept = keywords
                .iter()
                .filter_map(|keyword| Some((Arc::from(*keyword), schema.get(keyword)?.clone())));
            Node::object(kept.collect())
        })
        .collect();
    distinct(parts.iter())
}

fn entries(part: &Node, keyword: &str) -> Entries {
    part.get(keyword).and_then(Node::entries).cloned().unwrap_or_default()
}

fn by_key(run: &Run<'_>, groups: &[Entries]) -> Result<Entries, Failed> {
    let mut merged = Entries::default();
    for key in groups.iter().flat_map(Entries::keys) {
        if merged.contains_key(key) {
            continue;
        }
        let said = distinct(groups.iter().filter_map(|group| group.get(key)));
        run.spend(said.len())?;
        if let Some(schema) = merge_schemas(run, said)? {
            merged.insert(Arc::clone(key), schema);
        }
    }
    Ok(merged)
}

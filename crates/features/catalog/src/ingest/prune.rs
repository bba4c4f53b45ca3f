//! Removes entities, and with them what only they named. Used when a root goes, when an orphan is swept and when a person
//! deletes an entity. Knows no policy: who may delete is decided before.

use std::collections::{HashMap, HashSet};

use kernel::Error;
use kernel::db::Tx;
use serde_json::json;

use super::finish::Effects;
use crate::projection::update::Update;
use crate::store::change::{NewChange, Operation};
use crate::store::{entity, reference};

/// Removes `refs` and everything below them that nobody else names.
pub async fn remove(tx: &mut Tx, refs: Vec<String>, effects: &mut Effects) -> Result<usize, Error> {
    let mut removed = 0;
    let mut frontier = refs;
    while !frontier.is_empty() {
        let names: Vec<&str> = frontier.iter().map(String::as_str).collect();
        let rows = entity::find_many(tx, &names).await?;
        for (entity_ref, row) in rows {
            removed += 1;
            let Some(document) = row.document else { continue };
            let before: serde_json::Value = serde_json::from_str(&document).unwrap_or_default();
            effects.changes.push(NewChange {
                entity_ref: entity_ref.clone(),
                entity_id: row.entity_id,
                operation: Operation::Deleted,
                fields: json!([{"path": "", "before": before}]).to_string(),
            });
            effects.updates.push(Update::Remove { entity_ref });
        }
        let sources: Vec<String> =
            frontier.iter().map(|entity_ref| reference::entity_source(entity_ref)).collect();
        let children = reference::targets_of(tx, &sources).await?;
        reference::delete_sources(tx, &sources).await?;
        reference::delete_targets(tx, &names).await?;
        entity::delete_many(tx, &names).await?;
        frontier = rootless(tx, children).await?;
    }
    Ok(removed)
}

/// Those of `children` that no provider leads to. Locations that only name each other are no reason to stay.
async fn rootless(tx: &mut Tx, children: Vec<String>) -> Result<Vec<String>, Error> {
    let mut named_by: HashMap<String, Vec<String>> = HashMap::new();
    let mut rooted: Vec<String> = Vec::new();
    let mut seen: HashSet<String> = children.iter().cloned().collect();
    let mut level = children.clone();
    while !level.is_empty() {
        let names: Vec<&str> = level.iter().map(String::as_str).collect();
        let mut above = Vec::new();
        for (source, target) in reference::naming(tx, &names).await? {
            let Some(parent) = source.strip_prefix("entity:") else {
                rooted.push(target);
                continue;
            };
            if seen.insert(parent.to_owned()) {
                above.push(parent.to_owned());
            }
            named_by.entry(parent.to_owned()).or_default().push(target);
        }
        level = above;
    }
    let mut stays = HashSet::new();
    while let Some(entity_ref) = rooted.pop() {
        rooted.extend(named_by.remove(&entity_ref).unwrap_or_default());
        stays.insert(entity_ref);
    }
    let mut gone: Vec<String> = children.into_iter().filter(|child| !stays.contains(child)).collect();
    gone.sort_unstable();
    gone.dedup();
    Ok(gone)
}

//! The catalog as it was: one entity, or a list, at a time. Goes back from the present along the change log, so that its
//! cost follows what changed since and not the size of the catalog.

use std::collections::{BTreeMap, HashMap, HashSet};

use entity::relations::{self, Relation};
use kernel::{Ctx, Error, Timestamp};
use query::index::Document;
use query::predicate::Predicate;
use query::relations::MOST_RELATIONS;
use query::select::Walk;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Catalog;
use crate::difference;
use crate::permissions::{Visible, readable};
use crate::store::change::{self, ChangeRow, Operation};
use crate::store::entity as rows;

/// Changes that one look back goes through.
const MAXIMUM_CHANGES: i64 = 200_000;

/// A stored document that was or is the entity, with its uid.
#[derive(Clone, Debug)]
struct Version {
    uid: String,
    document: Value,
}

/// What differs between then and now.
struct Past {
    /// Refs that changed since, as they were; `None` for those that did not exist.
    then: HashMap<String, Option<Version>>,
    /// The same refs as they are.
    now: HashMap<String, Option<Version>>,
}

/// The entity as it was at `at`, with the relations of that time.
pub async fn entity_as_of(
    catalog: &Catalog,
    ctx: &Ctx,
    entity_ref: &str,
    at: Timestamp,
) -> Result<Value, Error> {
    let missing =
        || Error::NotFound(format!("no entity {entity_ref} was known at {}", kernel::clock::iso(at)));
    let may = readable(catalog.gate(), ctx).await?;
    let past = look_back(catalog, at).await?;
    let entity = build(catalog, &past, entity_ref).await?.ok_or_else(missing)?;
    if !allowed(&may, &entity) {
        return Err(missing());
    }
    Ok(entity)
}

/// A list of the past.
pub struct List {
    pub items: Vec<Value>,
    pub total: usize,
}

/// The entities of the time `at` that satisfy `filter`, by ref.
pub async fn list_as_of(
    catalog: &Catalog,
    ctx: &Ctx,
    at: Timestamp,
    filter: Option<Predicate>,
    page: (usize, usize),
) -> Result<List, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    let wanted = may.narrow(filter);
    let past = look_back(catalog, at).await?;
    let affected = affected(catalog, &past);
    let mut found: BTreeMap<String, Option<Value>> = BTreeMap::new();
    for entity_ref in present_refs(catalog, &wanted) {
        if !affected.contains(&entity_ref) {
            found.insert(entity_ref, None);
        }
    }
    for entity_ref in affected {
        let Some(entity) = build(catalog, &past, &entity_ref).await? else { continue };
        if wanted.matches(&entity) {
            found.insert(entity_ref, Some(entity));
        }
    }
    let total = found.len();
    let (offset, limit) = page;
    let mut items = Vec::new();
    for (entity_ref, built) in found.into_iter().skip(offset).take(limit) {
        let entity = match built {
            Some(entity) => Some(entity),
            None => present(catalog, &entity_ref).await?,
        };
        items.extend(entity);
    }
    Ok(List { items, total })
}

/// The refs of everything that matches now.
fn present_refs(catalog: &Catalog, wanted: &Predicate) -> Vec<String> {
    let found = catalog.projection().read(|state| {
        let walk = Walk { predicate: wanted, order: None };
        state.index.walk(walk, None, usize::MAX).0
    });
    let mut refs = Vec::with_capacity(found.len());
    for document in found {
        match document {
            Document::Absent { entity_ref } => refs.push(entity_ref),
            Document::Resident(answer) => {
                if let Ok(name) = serde_json::from_slice::<Name>(&answer) {
                    let namespace = &name.metadata.namespace;
                    refs.push(format!("{}:{namespace}/{}", name.kind, name.metadata.name).to_lowercase());
                }
            }
        }
    }
    refs
}

/// As much of an entity as makes its ref.
#[derive(Deserialize)]
struct Name {
    kind: String,
    metadata: NameMetadata,
}

#[derive(Deserialize)]
struct NameMetadata {
    namespace: String,
    name: String,
}

fn allowed(may: &Visible, entity: &Value) -> bool {
    match may {
        Visible::All => true,
        Visible::None => false,
        Visible::Where(predicate) => predicate.matches(entity),
    }
}

/// The entity as it is; from its row when its answer is not kept in memory.
async fn present(catalog: &Catalog, entity_ref: &str) -> Result<Option<Value>, Error> {
    let Some(answer) = catalog.answer(entity_ref, &Visible::All).await? else { return Ok(None) };
    serde_json::from_slice(&answer).map(Some).map_err(Error::internal)
}

async fn look_back(catalog: &Catalog, at: Timestamp) -> Result<Past, Error> {
    let db = &catalog.ingest.services.db;
    let changes = change::since(db, at, MAXIMUM_CHANGES).await?;
    if i64::try_from(changes.len()).unwrap_or(0) == MAXIMUM_CHANGES {
        let message =
            format!("more than {MAXIMUM_CHANGES} changes lie between then and now; ask for a later time");
        return Err(Error::Input(message));
    }
    let mut refs: Vec<&str> = changes.iter().map(|change| change.entity_ref.as_str()).collect();
    refs.sort_unstable();
    refs.dedup();
    let mut past = Past { then: HashMap::new(), now: HashMap::new() };
    for entity_ref in &refs {
        past.now.insert((*entity_ref).to_owned(), None);
    }
    for row in rows::read_many(db, &refs).await? {
        let Some(document) = row.document else { continue };
        let document = serde_json::from_str(&document).map_err(Error::internal)?;
        past.now.insert(row.entity_ref, Some(Version { uid: row.entity_id, document }));
    }
    past.then.clone_from(&past.now);
    for change in &changes {
        let version = past.then.entry(change.entity_ref.clone()).or_default();
        step_back(version, change);
    }
    Ok(past)
}

/// What `version` was before `change`.
fn step_back(version: &mut Option<Version>, change: &ChangeRow) {
    let fields: Vec<Value> = serde_json::from_str(&change.fields).unwrap_or_default();
    match change.operation {
        Operation::Created => *version = None,
        Operation::Status => {}
        Operation::Updated => {
            if let Some(version) = version {
                difference::revert(&mut version.document, &fields);
            }
        }
        Operation::Deleted => {
            let mut document = Value::Null;
            difference::revert(&mut document, &fields);
            *version = Some(Version { uid: change.entity_id.clone(), document });
        }
    }
}

/// Everything whose document or relations may differ between then and now.
fn affected(catalog: &Catalog, past: &Past) -> HashSet<String> {
    let mut affected: HashSet<String> = past.then.keys().cloned().collect();
    for version in past.then.values().chain(past.now.values()).flatten() {
        affected.extend(
            emitted(catalog, &version.document).into_iter().map(|relation| relation.source.to_string()),
        );
    }
    affected
}

fn emitted(catalog: &Catalog, document: &Value) -> Vec<Relation> {
    let settings = catalog.ingest.settings();
    relations::emitted(document, &settings.kinds, &settings.limits).unwrap_or_default()
}

/// The entity of that time with the relations of that time.
async fn build(catalog: &Catalog, past: &Past, entity_ref: &str) -> Result<Option<Value>, Error> {
    let changed = past.then.get(entity_ref);
    let now = present(catalog, entity_ref).await?;
    let then = match changed {
        Some(version) => version.clone().map(|version| (version.document, version.uid)),
        None => now.clone().map(without_status),
    };
    let Some((mut entity, uid)) = then else { return Ok(None) };
    let mut found: HashSet<(String, String)> = HashSet::new();
    if changed.is_some() {
        collect(&mut found, emitted(catalog, &entity), entity_ref);
    }
    // A relation that stands now was stated by this entity or by the one at its other end; those that changed since are
    // asked for what they stated then.
    let own_now =
        past.now.get(entity_ref).cloned().flatten().map(|version| emitted(catalog, &version.document));
    for (kind, target) in current_relations(catalog, entity_ref, now.as_ref()) {
        if past.then.contains_key(&target) {
            continue;
        }
        let stated_here = own_now.as_ref().is_some_and(|own| {
            own.iter().any(|relation| {
                *relation.source == *entity_ref && relation.kind == kind && *relation.target == *target
            })
        });
        if changed.is_none() || !stated_here || states(catalog, &target, entity_ref, &kind).await? {
            found.insert((kind, target));
        }
    }
    for version in past.then.values().flatten() {
        collect(&mut found, emitted(catalog, &version.document), entity_ref);
    }
    if changed.is_none() {
        collect(&mut found, emitted(catalog, &entity), entity_ref);
    }
    let mut pairs: Vec<(String, String)> = found.into_iter().collect();
    pairs.sort();
    let listed: Vec<Value> =
        pairs.iter().map(|(kind, target)| json!({"type": kind, "targetRef": target})).collect();
    if let Some(root) = entity.as_object_mut() {
        root.insert("relations".to_owned(), Value::from(listed));
    }
    if let Some(metadata) = entity.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("uid".to_owned(), uid.into());
    }
    Ok(Some(entity))
}

/// An entity of now without what only belongs to now, and its uid.
fn without_status(mut entity: Value) -> (Value, String) {
    let uid = entity.pointer("/metadata/uid").and_then(Value::as_str).unwrap_or_default().to_owned();
    if let Some(root) = entity.as_object_mut() {
        root.shift_remove("status");
    }
    (entity, uid)
}

fn collect(found: &mut HashSet<(String, String)>, relations: Vec<Relation>, entity_ref: &str) {
    for relation in relations {
        if *relation.source == *entity_ref {
            found.insert((relation.kind.to_string(), relation.target.to_string()));
        }
    }
}

fn current_relations(catalog: &Catalog, entity_ref: &str, now: Option<&Value>) -> Vec<(String, String)> {
    let Some(entity) = now else {
        // The entity is gone now; what others state of it is still in the graph.
        return catalog.projection().read(|state| state.graph.of(entity_ref, MOST_RELATIONS)).edges;
    };
    let items = entity.get("relations").and_then(Value::as_array).cloned().unwrap_or_default();
    let text = |item: &Value, key: &str| item.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    items.iter().map(|item| (text(item, "type"), text(item, "targetRef"))).collect()
}

/// Whether `target` states the relation of `entity_ref` to it.
async fn states(catalog: &Catalog, target: &str, entity_ref: &str, kind: &str) -> Result<bool, Error> {
    let Some(document) = present(catalog, target).await? else { return Ok(false) };
    Ok(emitted(catalog, &document).iter().any(|relation| {
        *relation.source == *entity_ref && relation.kind == kind && *relation.target == *target
    }))
}

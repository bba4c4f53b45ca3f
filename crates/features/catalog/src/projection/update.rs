//! Applies committed changes to the read index and makes the answers whose relations changed anew.

use std::sync::Arc;

use bytes::Bytes;
use entity::relations::Relation;
use query::index::Entry;
use query::relations::MOST_RELATIONS;
use serde_json::Value;

use super::{Projection, Raw, State};
use crate::document;

/// A committed change as the index needs it.
#[derive(Debug)]
pub enum Update {
    Put {
        entity_id: String,
        entity_ref: String,
        entity: Value,
        /// The stored document.
        document: String,
        relations: Vec<Relation>,
        problems: String,
    },
    /// The document changed, but nothing that its relations come from.
    Document {
        entity_ref: String,
        entity: Value,
        document: String,
        problems: String,
    },
    /// Only the problems changed.
    Problems {
        entity_ref: String,
        problems: String,
    },
    Remove {
        entity_ref: String,
    },
}

/// How many entities are updated before readers get a turn.
const CHUNK: usize = 256;

impl Projection {
    /// Applies `updates`. Readers find them at once; their answers are made by the next [`Projection::refresh`], and
    /// until then from the database when they are asked for.
    pub fn apply(&self, updates: Vec<Update>) {
        let mut updates = updates.into_iter().peekable();
        while updates.peek().is_some() {
            let mut state = self.state.write();
            for update in updates.by_ref().take(CHUNK) {
                apply(&mut state, update);
            }
        }
    }

    /// Makes every answer anew that changed, then tells the waiting how far they see.
    pub fn refresh(&self) {
        let changed: Vec<String> = self.state.write().stale.drain().collect();
        for chunk in changed.chunks(CHUNK) {
            // Answers are made under the read lock and put in place under the write lock, so that readers go on.
            let renewed: Vec<Renewed<'_>> = {
                let state = self.state.read();
                chunk.iter().map(|entity_ref| renew(&state, entity_ref)).collect()
            };
            let mut state = self.state.write();
            for renewed in renewed {
                put_in_place(&mut state, renewed);
            }
        }
        self.publish();
    }

    /// How many answers wait for [`Projection::refresh`].
    pub fn stale(&self) -> usize {
        self.state.read().stale.len()
    }
}

/// An answer made anew, with the relations it shows.
struct Renewed<'a> {
    entity_ref: &'a str,
    relations: Vec<(String, String)>,
    answer: Option<Bytes>,
    /// What the answer was made of, if it was waiting.
    raw: Option<Arc<Raw>>,
}

fn apply(state: &mut State, update: Update) {
    state.writes += 1;
    match update {
        Update::Put { entity_id, entity_ref, entity, document, relations, problems } => {
            let edges: Vec<(&str, &str, &str)> = relations
                .iter()
                .map(|relation| (&*relation.source, &*relation.kind, &*relation.target))
                .collect();
            let affected = state.graph.set_emitted(&entity_ref, &edges);
            state.stale.extend(affected);
            put(state, &entity_id, &entity_ref, entity);
            wait(state, entity_ref, Raw { document, problems });
        }
        Update::Document { entity_ref, entity, document, problems } => {
            let Some(uid) = state.index.uid_of_ref(&entity_ref).map(str::to_owned) else { return };
            put(state, &uid, &entity_ref, entity);
            wait(state, entity_ref, Raw { document, problems });
        }
        Update::Problems { entity_ref, problems } => {
            if let Some(raw) = state.raw.get(&entity_ref) {
                let document = raw.document.clone();
                wait(state, entity_ref, Raw { document, problems });
                return;
            }
            let Some(answer) = state.resident(&entity_ref) else { return };
            if let Some((document, ..)) = std::str::from_utf8(&answer).ok().and_then(document::take_apart) {
                wait(state, entity_ref, Raw { document, problems });
            }
        }
        Update::Remove { entity_ref } => {
            let affected = state.graph.remove(&entity_ref);
            state.stale.extend(affected);
            state.index.remove(&entity_ref);
            state.stale.remove(&entity_ref);
            state.raw.remove(&entity_ref);
        }
    }
}

fn wait(state: &mut State, entity_ref: String, raw: Raw) {
    state.raw.insert(entity_ref.clone(), Arc::new(raw));
    state.stale.insert(entity_ref);
}

/// Indexes an entity; its relations and answer follow with the next refresh.
fn put(state: &mut State, uid: &str, entity_ref: &str, mut entity: Value) {
    // The uid belongs to the row, and is searched like everything else.
    if let Some(metadata) = entity.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("uid".to_owned(), uid.into());
    }
    let known = state.index.uid_of_ref(entity_ref).is_some();
    let relations = if known { state.graph.of(entity_ref, MOST_RELATIONS).edges } else { Vec::new() };
    let entry = Entry { uid, entity_ref, entity: &entity, relations: &relations, document: None };
    if let Err(error) = state.index.put(entry) {
        tracing::warn!(entity = entity_ref, %error, "entity cannot be indexed");
    }
}

/// The answer of an entity with the relations that the graph has for it now.
fn renew<'a>(state: &State, entity_ref: &'a str) -> Renewed<'a> {
    let relations = state.graph.of(entity_ref, MOST_RELATIONS).edges;
    let raw = state.raw.get(entity_ref).cloned();
    let answer = match &raw {
        Some(raw) => {
            let uid = state.index.uid_of_ref(entity_ref);
            uid.map(|uid| document::stitch(&raw.document, uid, &relations, &raw.problems))
        }
        None => state.resident(entity_ref).and_then(|answer| {
            let (document, uid, problems) =
                std::str::from_utf8(&answer).ok().and_then(document::take_apart)?;
            Some(document::stitch(&document, uid, &relations, problems))
        }),
    };
    Renewed { entity_ref, relations, answer, raw }
}

fn put_in_place(state: &mut State, renewed: Renewed<'_>) {
    let unchanged = match (state.raw.get(renewed.entity_ref), &renewed.raw) {
        (None, None) => true,
        (Some(now), Some(then)) => Arc::ptr_eq(now, then),
        _ => false,
    };
    if !unchanged {
        // A newer version came in meanwhile; whoever brought it makes its answer.
        return;
    }
    state.writes += 1;
    state.raw.remove(renewed.entity_ref);
    let room = state.budget.saturating_sub(state.index.document_bytes());
    let answer = renewed.answer.filter(|answer| answer.len() <= room);
    state.index.set_relations(renewed.entity_ref, &renewed.relations, answer);
}

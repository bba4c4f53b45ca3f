//! Applies committed changes to the read index and makes the answers whose relations changed anew.

use bytes::Bytes;
use entity::relations::Relation;
use query::index::Entry;
use query::relations::MOST_RELATIONS;
use serde_json::Value;

use super::{Projection, State};
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
const CHUNK: usize = 512;

impl Projection {
    /// Applies `updates`. Readers see them at once, with relations as of the last [`Projection::refresh`].
    pub fn apply(&self, updates: Vec<Update>) {
        let mut updates = updates.into_iter().peekable();
        while updates.peek().is_some() {
            let mut state = self.state.write();
            for update in updates.by_ref().take(CHUNK) {
                apply(&mut state, update);
            }
        }
    }

    /// Makes every answer anew whose relations changed, then tells the waiting how far they see.
    pub fn refresh(&self) {
        let stale: Vec<String> = self.state.write().stale.drain().collect();
        for chunk in stale.chunks(CHUNK) {
            let mut state = self.state.write();
            for entity_ref in chunk {
                renew(&mut state, entity_ref);
            }
        }
        self.publish();
    }

    /// How many answers wait for [`Projection::refresh`].
    pub fn stale(&self) -> usize {
        self.state.read().stale.len()
    }
}

fn apply(state: &mut State, update: Update) {
    match update {
        Update::Put { entity_id, entity_ref, entity, document, relations, problems } => {
            let edges: Vec<(&str, &str, &str)> = relations
                .iter()
                .map(|relation| (&*relation.source, &*relation.kind, &*relation.target))
                .collect();
            let affected = state.graph.set_emitted(&entity_ref, &edges);
            state.stale.extend(affected);
            let answer = document::stitch(&document, &entity_id, &[], &problems);
            put(state, &entity_id, &entity_ref, entity, &[], answer);
            state.stale.insert(entity_ref);
        }
        Update::Document { entity_ref, entity, document, problems } => {
            let Some(uid) = state.index.uid_of_ref(&entity_ref).map(str::to_owned) else { return };
            let relations = state.graph.of(&entity_ref, MOST_RELATIONS).edges;
            let answer = document::stitch(&document, &uid, &relations, &problems);
            put(state, &uid, &entity_ref, entity, &relations, answer);
        }
        Update::Problems { entity_ref, problems } => {
            let Some(answer) = state.resident(&entity_ref) else { return };
            let Some((document, uid, _)) = std::str::from_utf8(&answer).ok().and_then(document::take_apart)
            else {
                return;
            };
            let relations = state.graph.of(&entity_ref, MOST_RELATIONS).edges;
            let answer = document::stitch(&document, uid, &relations, &problems);
            state.index.set_document(&entity_ref, Some(answer));
        }
        Update::Remove { entity_ref } => {
            let affected = state.graph.remove(&entity_ref);
            state.stale.extend(affected);
            state.index.remove(&entity_ref);
            state.stale.remove(&entity_ref);
        }
    }
}

fn put(
    state: &mut State,
    uid: &str,
    entity_ref: &str,
    mut entity: Value,
    relations: &[(String, String)],
    answer: Bytes,
) {
    // The uid belongs to the row, and is searched like everything else.
    if let Some(metadata) = entity.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.insert("uid".to_owned(), uid.into());
    }
    let document = state.within_budget(answer);
    let entry = Entry { uid, entity_ref, entity: &entity, relations, document };
    if let Err(error) = state.index.put(entry) {
        tracing::warn!(entity = entity_ref, %error, "entity cannot be indexed");
    }
}

/// Gives an entity the relations that the graph has for it now.
fn renew(state: &mut State, entity_ref: &str) {
    let relations = state.graph.of(entity_ref, MOST_RELATIONS).edges;
    let answer = state.resident(entity_ref).and_then(|answer| {
        let (document, uid, problems) = std::str::from_utf8(&answer).ok().and_then(document::take_apart)?;
        Some(document::stitch(&document, uid, &relations, problems))
    });
    state.index.set_relations(entity_ref, &relations, answer);
}

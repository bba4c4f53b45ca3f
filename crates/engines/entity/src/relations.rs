//! The relations that an entity's own fields make, in both directions.
//!
//! Does not know whether the other entity exists (contracts: entity-model 4). Runs for every entity at start, so
//! a reference is written once and shared by the two triples it makes.

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::Value;

use crate::kinds::{self, Kinds};
use crate::limits::Limits;
use crate::problem::{ErrorName, Problem, Stage};
use crate::refs::{DEFAULT_NAMESPACE, RefError, RefParts, canonical};

/// One directed relation. Both ends are full references in lower case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Relation {
    pub source: Arc<str>,
    /// `ownedBy`, `partOf`, ...
    pub kind: Cow<'static, str>,
    pub target: Arc<str>,
}

/// All relations that `entity` emits, sorted, each once. Expects an entity that has passed
/// [`crate::validate::validate`]; an unknown kind emits none.
pub fn emitted(entity: &Value, kinds: &Kinds, limits: &Limits) -> Result<Vec<Relation>, Problem> {
    let (kind, api_version) = kinds::identity(entity);
    let mut emitter = Emitter::new(entity, kind, limits.relations);
    if let Some(builtin) = kinds::builtin(kind, api_version) {
        let Some(spec) = entity.get("spec") else {
            return Ok(Vec::new());
        };
        let spec_type = spec.get("type").and_then(Value::as_str);
        for relation in builtin.relations {
            let applies = relation.only_type.is_none_or(|wanted| spec_type == Some(wanted));
            if applies && let Some(value) = spec.get(relation.field) {
                let words = Words {
                    default_kind: relation.default_kind,
                    forward: Cow::Borrowed(relation.forward),
                    reverse: Cow::Borrowed(relation.reverse),
                };
                emitter.field(value, &words, &|| format!("/spec/{}", relation.field))?;
            }
        }
    } else if let Some(custom) = kinds.custom(kind, api_version) {
        for relation in &custom.relations {
            let pointer = format!("/{}", relation.path.replace('.', "/"));
            if let Some(value) = entity.pointer(&pointer) {
                let words = Words {
                    default_kind: relation.default_kind.as_deref(),
                    forward: Cow::Owned(relation.forward.clone()),
                    reverse: Cow::Owned(relation.reverse.clone()),
                };
                emitter.field(value, &words, &|| pointer.clone())?;
            }
        }
    }
    let mut relations = emitter.relations;
    relations.sort_unstable();
    relations.dedup();
    Ok(relations)
}

/// What one field's references mean.
struct Words<'k> {
    default_kind: Option<&'k str>,
    forward: Cow<'static, str>,
    reverse: Cow<'static, str>,
}

struct Emitter<'e> {
    source: Arc<str>,
    namespace: &'e str,
    limit: usize,
    relations: Vec<Relation>,
}

impl<'e> Emitter<'e> {
    fn new(entity: &'e Value, kind: &str, limit: usize) -> Self {
        let metadata = entity.get("metadata");
        let text = |field: &str| metadata.and_then(|metadata| metadata.get(field)).and_then(Value::as_str);
        let namespace = text("namespace").unwrap_or(DEFAULT_NAMESPACE);
        let source = Arc::from(canonical(kind, namespace, text("name").unwrap_or_default()));
        Self { source, namespace, limit, relations: Vec::new() }
    }

    fn field(
        &mut self,
        value: &Value,
        words: &Words<'_>,
        pointer: &dyn Fn() -> String,
    ) -> Result<(), Problem> {
        match value {
            Value::String(text) => self.reference(text, words, pointer),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let item_pointer = || format!("{}/{index}", pointer());
                    match item {
                        Value::String(text) => self.reference(text, words, &item_pointer)?,
                        other => return Err(not_a_ref(other, item_pointer())),
                    }
                }
                Ok(())
            }
            Value::Null => Ok(()),
            other => Err(not_a_ref(other, pointer())),
        }
    }

    fn reference(
        &mut self,
        text: &str,
        words: &Words<'_>,
        pointer: &dyn Fn() -> String,
    ) -> Result<(), Problem> {
        let target = target(text, words.default_kind, self.namespace)
            .map_err(|error| ref_problem(&error, pointer()))?;
        // Each reference makes one relation of this entity and one of the other.
        if self.relations.len() / 2 >= self.limit {
            let message = format!("too many relations (limit {})", self.limit);
            return Err(Problem::at(
                Stage::Relations,
                ErrorName::Input,
                "limit.relations",
                pointer(),
                message,
            ));
        }
        let target: Arc<str> = Arc::from(target);
        self.relations.push(Relation {
            source: Arc::clone(&self.source),
            kind: words.forward.clone(),
            target: Arc::clone(&target),
        });
        self.relations.push(Relation {
            source: target,
            kind: words.reverse.clone(),
            target: Arc::clone(&self.source),
        });
        Ok(())
    }
}

fn target(text: &str, default_kind: Option<&str>, namespace: &str) -> Result<String, RefError> {
    let parts = RefParts::split(text)?;
    let kind = parts.kind.or(default_kind).ok_or_else(|| RefError::MissingKind(text.to_owned()))?;
    Ok(canonical(kind, parts.namespace.unwrap_or(namespace), parts.name))
}

fn not_a_ref(value: &Value, pointer: String) -> Problem {
    ref_problem(&RefError::Form(value.to_string()), pointer)
}

fn ref_problem(error: &RefError, pointer: String) -> Problem {
    let help = match error {
        RefError::MissingKind(text) => format!("put the kind in front, as in `component:{text}`"),
        _ => "write it as `kind:namespace/name`".to_owned(),
    };
    Problem::at(Stage::Relations, error.name(), "relations.ref", pointer, error.to_string()).with_help(help)
}

#[cfg(test)]
#[path = "relations/tests.rs"]
mod tests;

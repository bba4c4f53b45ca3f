//! One catalog file, one verdict per document: what `callboard check` says.
//!
//! Reads no other file: placeholders that give a text pass as one, those that give parsed data stay the objects
//! they are written as.

use serde_json::Value;

use crate::envelope;
use crate::kinds::Kinds;
use crate::limits::Limits;
use crate::placeholders;
use crate::problem::Problem;
use crate::refs::EntityRef;
use crate::relations;
use crate::validate;
use crate::yaml;

/// What came of one document.
#[derive(Debug)]
pub struct Verdict {
    /// Position among the documents of the file, from 0.
    pub index: usize,
    /// The line it starts on, from 1.
    pub line: usize,
    pub outcome: Outcome,
}

/// Whether the catalog would take a document.
#[derive(Debug)]
pub enum Outcome {
    Accepted {
        entity_ref: EntityRef,
        /// A reference that is written wrongly. The kind's schema lets it pass, but no relation can be made of
        /// it, and processing the entity will fail.
        concern: Option<Box<Problem>>,
    },
    /// Nothing in it; skipped.
    Empty,
    Refused(Box<Problem>),
}

/// Checks a file. `Err` when the file is refused as a whole.
pub fn check(bytes: &[u8], kinds: &Kinds, limits: &Limits) -> Result<Vec<Verdict>, Problem> {
    let documents = yaml::documents(bytes, limits)?;
    let text = yaml::text(bytes, limits)?;
    let verdict = |document: yaml::Document| {
        let yaml::Document { index, line, span, value } = document;
        let source = text.get(span).unwrap_or_default();
        let outcome = match value.and_then(|value| entity(value, kinds, limits)) {
            Ok(None) => Outcome::Empty,
            Ok(Some((entity_ref, concern))) => Outcome::Accepted {
                entity_ref,
                concern: concern.map(|problem| Box::new(problem.located(source, line))),
            },
            Err(problem) => Outcome::Refused(Box::new(problem.located(source, line))),
        };
        Verdict { index, line, outcome }
    };
    Ok(documents.into_iter().map(verdict).collect())
}

fn entity(
    mut value: Value,
    kinds: &Kinds,
    limits: &Limits,
) -> Result<Option<(EntityRef, Option<Problem>)>, Problem> {
    if value.is_null() {
        return Ok(None);
    }
    envelope::check(&value)?;
    let stand_ins: Vec<(String, Value)> = placeholders::find(&value)
        .into_iter()
        .filter(|placeholder| placeholder.resolver.gives_text())
        .map(|placeholder| (placeholder.pointer, Value::String(placeholder.value)))
        .collect();
    placeholders::substitute(&mut value, stand_ins);
    let validated = validate::validate(&mut value, kinds, limits)?;
    let concern = relations::emitted(&value, kinds, limits).err();
    Ok(Some((validated.entity_ref, concern)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcomes(text: &str) -> Vec<String> {
        let verdicts = check(text.as_bytes(), &Kinds::builtin(), &Limits::default()).unwrap();
        let describe = |verdict: Verdict| match verdict.outcome {
            Outcome::Accepted { entity_ref, concern: None } => format!("{entity_ref}"),
            Outcome::Accepted { entity_ref, concern: Some(problem) } => {
                let place = problem.place.unwrap();
                format!("{entity_ref} but {} at {}:{}", problem.rule, place.line, place.column)
            }
            Outcome::Empty => "empty".to_owned(),
            Outcome::Refused(problem) => {
                let place = problem.place.unwrap();
                format!("{} at {}:{}", problem.rule, place.line, place.column)
            }
        };
        verdicts.into_iter().map(describe).collect()
    }

    #[test]
    fn each_document_gets_its_own_verdict_with_a_place() {
        let text = "\
apiVersion: backstage.io/v1alpha1
kind: API
metadata: {name: a}
spec: {type: openapi, lifecycle: x, owner: me, definition: {$text: ./a.yaml}}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: ../x
spec:
---
# nothing
---
apiVersion: backstage.io/v1alpha1
kind: component
metadata: {name: a}
---
a: %
---
{\"apiVersion\": \"backstage.io/v1alpha1\", \"kind\": \"System\", \"metadata\": {\"name\": \"s\"},
 \"spec\": {\"owner\": \"\"}}
---
apiVersion: backstage.io/v1alpha1
kind: Resource
metadata: {name: r}
spec:
  type: database
  owner: me
  dependsOn:
    - resource:a
    - b
";
        assert_eq!(
            outcomes(text),
            [
                "api:default/a",
                "type at 10:1",
                "empty",
                "kind at 15:7",
                "yaml.start at 18:4",
                "minLength at 21:20",
                "resource:default/r but relations.ref at 31:7",
            ]
        );
    }
}

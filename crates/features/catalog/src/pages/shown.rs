//! An entity as a page reads it, from the JSON that clients get. Tolerates every shape: custom kinds may put anything
//! anywhere. Knows no index and no HTML.

use kernel::Error;
use serde::Deserialize;
use serde_json::Value;

use crate::ingest::annotate;

/// What the pages show of an entity.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Shown {
    pub(super) kind: String,
    #[serde(default)]
    metadata: Value,
    #[serde(default)]
    spec: Value,
    #[serde(default)]
    pub(super) relations: Vec<Edge>,
    #[serde(default)]
    status: Value,
}

/// One relation.
#[derive(Debug, Deserialize)]
pub(super) struct Edge {
    #[serde(rename = "type")]
    pub(super) kind: String,
    #[serde(rename = "targetRef")]
    pub(super) target: String,
}

/// Relations come behind everything that says who an entity is; see [`crate::document`].
const RELATIONS: &str = ",\"relations\":[";

impl Shown {
    pub(super) fn read(answer: &[u8]) -> Result<Self, Error> {
        serde_json::from_slice(answer).map_err(Error::internal)
    }

    /// The entity without its relations and status. A group may have thousands of relations, and whoever only wants its
    /// title should not read them.
    pub(super) fn read_head(answer: &[u8]) -> Result<Self, Error> {
        let text = std::str::from_utf8(answer).map_err(Error::internal)?;
        if let Some((head, _)) = text.split_once(RELATIONS)
            && let Ok(shown) = serde_json::from_str(&format!("{head}}}"))
        {
            return Ok(shown);
        }
        // A field of the entity itself was called so.
        Self::read(answer)
    }

    /// A text of the metadata.
    pub(super) fn metadata(&self, name: &str) -> Option<&str> {
        self.metadata.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text of the spec.
    pub(super) fn spec(&self, name: &str) -> Option<&str> {
        self.spec.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub(super) fn name(&self) -> &str {
        self.metadata("name").unwrap_or_default()
    }

    pub(super) fn namespace(&self) -> &str {
        self.metadata("namespace").unwrap_or(entity::refs::DEFAULT_NAMESPACE)
    }

    /// The full ref in lower case.
    pub(super) fn reference(&self) -> String {
        entity::EntityRef::new(&*self.kind, self.namespace(), self.name()).to_string()
    }

    /// `metadata.title`, or the display name of a profile.
    pub(super) fn title(&self) -> Option<&str> {
        let display_name = || self.spec.pointer("/profile/displayName").and_then(Value::as_str);
        self.metadata("title").or_else(display_name).filter(|title| !title.trim().is_empty())
    }

    pub(super) fn annotation(&self, name: &str) -> Option<&str> {
        self.metadata.get("annotations")?.get(name)?.as_str()
    }

    pub(super) fn is_orphan(&self) -> bool {
        self.annotation(annotate::ORPHAN) == Some("true")
    }

    pub(super) fn tags(&self) -> impl Iterator<Item = &str> {
        list(&self.metadata, "tags").filter_map(Value::as_str)
    }

    /// `metadata.labels`, in the order of the file.
    pub(super) fn labels(&self) -> Vec<(String, String)> {
        let labels = self.metadata.get("labels").and_then(Value::as_object);
        let pairs = labels.into_iter().flatten();
        pairs.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
    }

    /// `metadata.links`.
    pub(super) fn links(&self) -> impl Iterator<Item = &Value> {
        list(&self.metadata, "links")
    }

    /// `status.items`.
    pub(super) fn status_items(&self) -> impl Iterator<Item = &Value> {
        list(&self.status, "items")
    }

    /// The targets of one type of relation.
    pub(super) fn targets<'a>(&'a self, relation: &'a str) -> impl Iterator<Item = &'a str> {
        self.relations.iter().filter(move |edge| edge.kind == relation).map(|edge| edge.target.as_str())
    }
}

fn list<'a>(part: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    part.get(name).and_then(Value::as_array).into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn any_shape_is_read() {
        let strange = json!({
            "kind": "Odd",
            "metadata": {"name": "x", "title": 5, "tags": "none", "labels": {"a": 1}, "annotations": []},
            "spec": [],
        });
        let shown = Shown::read(strange.to_string().as_bytes()).unwrap();
        assert_eq!((shown.title(), shown.tags().count(), shown.spec("type")), (None, 0, None));
        assert_eq!(shown.reference(), "odd:default/x");
        assert_eq!(shown.labels(), [("a".to_owned(), String::new())]);
        assert!(Shown::read(b"[]").is_err());
    }

    #[test]
    fn the_head_is_read_without_relations_unless_a_field_is_called_so() {
        let plain = r#"{"metadata":{"name":"a"},"kind":"Group","spec":{"profile":{"displayName":"A"}},"relations":[{"type":"hasMember","targetRef":"user:default/u"}]}"#;
        let shown = Shown::read_head(plain.as_bytes()).unwrap();
        assert_eq!((shown.title(), shown.relations.len()), (Some("A"), 0));
        let tricky =
            r#"{"metadata":{"name":"a"},"spec":{"x":1,"relations":[1]},"kind":"Group","relations":[]}"#;
        assert_eq!(Shown::read_head(tricky.as_bytes()).unwrap().kind, "Group");
    }
}

//! An entity as pages read it, from the JSON that clients get. Tolerates every shape: custom kinds may put anything
//! anywhere. Knows no index and no HTML.

use serde::Deserialize;
use serde_json::Value;

use super::Relations;

/// The namespace of entities that name none. Source: Backstage's catalog model.
const DEFAULT_NAMESPACE: &str = "default";

/// What the pages show of an entity.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Subject {
    /// The full ref in lower case; empty where only a part of the entity was read.
    #[serde(skip)]
    pub reference: String,
    /// The path of the entity's page; empty as above.
    #[serde(skip)]
    pub path: String,
    pub kind: String,
    #[serde(rename = "apiVersion", default)]
    pub api_version: Value,
    #[serde(default)]
    pub metadata: Value,
    #[serde(default)]
    pub spec: Value,
    #[serde(default)]
    pub relations: Relations,
    #[serde(default)]
    pub status: Value,
}

impl Subject {
    /// A text of the metadata.
    pub fn metadata(&self, name: &str) -> Option<&str> {
        self.metadata.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// A text of the spec.
    pub fn spec(&self, name: &str) -> Option<&str> {
        self.spec.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub fn name(&self) -> &str {
        self.metadata("name").unwrap_or_default()
    }

    pub fn namespace(&self) -> &str {
        self.metadata("namespace").unwrap_or(DEFAULT_NAMESPACE)
    }

    /// `metadata.title`, or the display name of a profile.
    pub fn title(&self) -> Option<&str> {
        self.metadata("title")
            .or_else(|| self.profile("displayName"))
            .filter(|title| !title.trim().is_empty())
    }

    /// A text of the profile of a user or group.
    pub fn profile(&self, name: &str) -> Option<&str> {
        let profile = self.spec.get("profile")?;
        profile.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    pub fn annotation(&self, name: &str) -> Option<&str> {
        self.metadata.get("annotations")?.get(name)?.as_str()
    }

    pub fn tags(&self) -> impl Iterator<Item = &str> {
        list(&self.metadata, "tags").filter_map(Value::as_str)
    }

    /// `metadata.labels`, in the order of the file.
    pub fn labels(&self) -> Vec<(String, String)> {
        let labels = self.metadata.get("labels").and_then(Value::as_object);
        let pairs = labels.into_iter().flatten();
        pairs.map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
    }

    /// `metadata.links`.
    pub fn links(&self) -> impl Iterator<Item = &Value> {
        list(&self.metadata, "links")
    }

    /// `status.items`.
    pub fn status_items(&self) -> impl Iterator<Item = &Value> {
        list(&self.status, "items")
    }

    /// The targets of one type of relation.
    pub fn targets(&self, relation: &str) -> impl Iterator<Item = &str> {
        self.relations.targets(relation)
    }
}

fn list<'a>(part: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    part.get(name).and_then(Value::as_array).into_iter().flatten()
}

//! What lists and cards outside of the catalog's own pages show of an entity: who it is and what it is called. Part of the
//! catalog's read interface for other features. Knows no HTML.

use entity::EntityRef;
use kernel::{Ctx, Error};
use query::predicate::Predicate;
use query::select::{First, OrderField, Start};
use serde::Deserialize;
use serde_json::Value;

use super::{find, list};
use crate::Catalog;

/// Who an entity is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// Full and in lower case.
    pub reference: String,
    /// As written.
    pub kind: String,
    pub namespace: String,
    pub name: String,
    /// `metadata.title`, or the display name of a profile.
    pub title: Option<String>,
    pub description: Option<String>,
    /// `spec.type`.
    pub entity_type: Option<String>,
}

/// The parts of an entity that a summary is read from; whatever has another shape counts as absent.
#[derive(Deserialize)]
struct Head {
    kind: String,
    #[serde(default)]
    metadata: Value,
    #[serde(default)]
    spec: Value,
}

impl Summary {
    /// Reads an answer as clients get it.
    pub fn read(answer: &[u8]) -> Result<Self, Error> {
        let Head { kind, metadata, spec } = serde_json::from_slice(answer).map_err(Error::internal)?;
        let text = |value: Option<&Value>| {
            value.and_then(Value::as_str).filter(|text| !text.trim().is_empty()).map(str::to_owned)
        };
        let name = text(metadata.get("name")).unwrap_or_default();
        let namespace =
            text(metadata.get("namespace")).unwrap_or_else(|| entity::refs::DEFAULT_NAMESPACE.to_owned());
        Ok(Self {
            reference: EntityRef::new(&*kind, &*namespace, &*name).to_string(),
            title: text(metadata.get("title")).or_else(|| text(spec.pointer("/profile/displayName"))),
            description: text(metadata.get("description")),
            entity_type: text(spec.get("type")),
            kind,
            namespace,
            name,
        })
    }

    /// The title, or the name when there is none.
    pub fn label(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

/// The entities with these refs that the caller may see, in this order; nothing for the others.
pub async fn by_refs(catalog: &Catalog, ctx: &Ctx, refs: &[String]) -> Result<Vec<Option<Summary>>, Error> {
    let lower: Vec<String> = refs.iter().map(|entity_ref| entity_ref.to_lowercase()).collect();
    let answers = find::by_refs(catalog, ctx, &lower, None).await?;
    answers.into_iter().map(|answer| answer.map(|answer| Summary::read(&answer)).transpose()).collect()
}

/// The first `most` entities by name that one of `owners` owns, and how many there are.
pub async fn owned(
    catalog: &Catalog,
    ctx: &Ctx,
    owners: &[String],
    most: usize,
) -> Result<(Vec<Summary>, u64), Error> {
    let query = Predicate::is_in("relations.ownedBy", owners.iter().map(String::as_str));
    let order = vec![OrderField { field: "metadata.name".to_owned(), descending: false }];
    let first = First { query: Some(query), order, ..First::default() };
    let page = list::by_query(catalog, ctx, &Start::First(first), most).await?;
    let read: Result<Vec<Summary>, Error> = page.items.iter().map(|item| Summary::read(item)).collect();
    Ok((read?, page.total))
}

/// How many entities of these kinds the catalog has, whoever asks; for the portal's own advice, not for showing.
pub fn count(catalog: &Catalog, kinds: &[&str]) -> u64 {
    let predicate = Predicate::is_in("kind", kinds.iter().copied());
    catalog.projection().read(|state| state.index.count(&predicate))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn any_shape_is_read() {
        let table = [
            (json!({"kind": "API", "metadata": {"name": "A", "title": "T"}}), "api:default/a", "T"),
            (
                json!({"kind": "User", "metadata": {"name": "u"}, "spec": {"profile": {"displayName": "Uma"}}}),
                "user:default/u",
                "Uma",
            ),
            (
                json!({"kind": "Odd", "metadata": {"name": "x", "namespace": "n", "title": 5}, "spec": []}),
                "odd:n/x",
                "x",
            ),
        ];
        for (answer, reference, label) in table {
            let summary = Summary::read(answer.to_string().as_bytes()).unwrap();
            assert_eq!((summary.reference.as_str(), summary.label()), (reference, label));
        }
        assert!(Summary::read(b"[]").is_err());
    }
}

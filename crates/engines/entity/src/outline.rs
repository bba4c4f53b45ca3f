//! What can be filled in of a kind: the fields of its `spec` as data, for whoever draws a form. Knows no form, and judges
//! nothing; what is filled in is judged by [`crate::validate`].

use serde_json::Value;

use crate::kinds::{CustomRelation, Kinds, RelationField, builtin};
use crate::shape::{Fields, Shape};

/// A field of `spec`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecField {
    pub name: String,
    /// What the schema of a configured kind calls it; built-in kinds have names only.
    pub title: Option<String>,
    /// What the schema of a configured kind says about it.
    pub description: Option<String>,
    pub required: bool,
    pub content: Content,
    /// Set for fields that hold references to entities.
    pub refers: Option<Refers>,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text,
    Texts,
    Choice(Vec<String>),
    Flag,
    Number,
    /// Anything deeper, for which there is no simple control.
    Other,
}

/// To which entities a field refers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refers {
    /// The kind of references that name none, as it is written; `None` where references must name their kind.
    pub default_kind: Option<String>,
}

impl Kinds {
    /// The version in which new entities of a kind are written: the first one that the kind exists in.
    pub fn api_version<'k>(&'k self, kind: &'k str) -> Option<&'k str> {
        self.versions_of(kind).next()
    }

    /// The fields of `spec` of a kind, required ones first. Empty for a kind that is not known, or whose schema does not
    /// list its fields.
    pub fn outline(&self, kind: &str, api_version: &str, spec_type: Option<&str>) -> Vec<SpecField> {
        if let Some(builtin) = builtin(kind, api_version) {
            let fields = self.spec_of(builtin, spec_type);
            let counts =
                |relation: &&RelationField| relation.only_type.is_none() || relation.only_type == spec_type;
            let relations: Vec<&RelationField> = builtin.relations.iter().filter(counts).collect();
            return ordered(of_shape(fields, &relations));
        }
        let custom = self.custom(kind, api_version);
        ordered(custom.map(|custom| of_schema(&custom.schema, &custom.relations)).unwrap_or_default())
    }
}

fn ordered(mut fields: Vec<SpecField>) -> Vec<SpecField> {
    fields.sort_by_key(|field| !field.required);
    fields
}

fn of_shape(fields: &Fields, relations: &[&RelationField]) -> Vec<SpecField> {
    let mut found: Vec<SpecField> = Vec::with_capacity(fields.named.len());
    let refers = |name: &str| {
        let relation = relations.iter().find(|relation| relation.field == name)?;
        Some(Refers { default_kind: relation.default_kind.map(str::to_owned) })
    };
    for (name, shape) in fields.named {
        found.push(SpecField {
            name: (*name).to_owned(),
            title: None,
            description: None,
            required: fields.required.contains(name),
            content: content(shape),
            refers: refers(name),
        });
    }
    // Some relations come from fields that the shape leaves open.
    for relation in relations {
        if !found.iter().any(|field| field.name == relation.field) {
            found.push(SpecField {
                name: relation.field.to_owned(),
                title: None,
                description: None,
                required: false,
                content: Content::Texts,
                refers: refers(relation.field),
            });
        }
    }
    found
}

fn content(shape: &Shape) -> Content {
    match shape {
        Shape::Text | Shape::AnyText | Shape::TextUpTo(_) | Shape::Word => Content::Text,
        Shape::OneOf(allowed) => Content::Choice(allowed.iter().map(|&value| value.to_owned()).collect()),
        Shape::List(Shape::Text | Shape::AnyText | Shape::TextUpTo(_) | Shape::Word, _) => Content::Texts,
        Shape::Anything | Shape::TextOrBool | Shape::List(..) | Shape::Object(_) | Shape::Either(..) => {
            Content::Other
        }
    }
}

/// The properties of `spec` that a configured kind's schema names; what it says by other means stays with the checks.
fn of_schema(schema: &Value, relations: &[CustomRelation]) -> Vec<SpecField> {
    let spec = schema.pointer("/properties/spec").unwrap_or(&Value::Null);
    let required = spec.get("required").and_then(Value::as_array);
    let is_required = |name: &str| {
        required.is_some_and(|names| names.iter().any(|required| required.as_str() == Some(name)))
    };
    let Some(properties) = spec.get("properties").and_then(Value::as_object) else { return Vec::new() };
    let mut found = Vec::with_capacity(properties.len());
    for (name, property) in properties {
        let text = |key: &str| property.get(key).and_then(Value::as_str).map(str::to_owned);
        let relation = relations.iter().find(|relation| relation.path.strip_prefix("spec.") == Some(name));
        found.push(SpecField {
            name: name.clone(),
            title: text("title"),
            description: text("description"),
            required: is_required(name),
            content: content_of_schema(property),
            refers: relation.map(|relation| Refers { default_kind: relation.default_kind.clone() }),
        });
    }
    found
}

fn content_of_schema(schema: &Value) -> Content {
    if let Some(values) = schema.get("enum").and_then(Value::as_array) {
        let texts: Option<Vec<String>> =
            values.iter().map(|value| value.as_str().map(str::to_owned)).collect();
        return texts.map_or(Content::Other, Content::Choice);
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") => Content::Text,
        Some("boolean") => Content::Flag,
        Some("integer" | "number") => Content::Number,
        Some("array") if schema.pointer("/items/type").and_then(Value::as_str) == Some("string") => {
            Content::Texts
        }
        _ => Content::Other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::kinds::CustomKind;

    fn told(fields: &[SpecField]) -> Vec<(&str, bool, &Content)> {
        fields.iter().map(|field| (field.name.as_str(), field.required, &field.content)).collect()
    }

    #[test]
    fn built_in_kinds_list_their_fields_required_ones_first() {
        let kinds = Kinds::builtin();
        let fields = kinds.outline("Component", kinds.api_version("Component").unwrap(), Some("service"));
        let expected = [
            ("type", true, &Content::Text),
            ("lifecycle", true, &Content::Text),
            ("owner", true, &Content::Text),
            ("system", false, &Content::Text),
        ];
        assert_eq!(told(&fields)[..4], expected);
        let refers = |name: &str| fields.iter().find(|field| field.name == name).unwrap().refers.clone();
        assert_eq!(refers("owner"), Some(Refers { default_kind: Some("Group".to_owned()) }));
        assert_eq!(refers("dependsOn"), Some(Refers { default_kind: None }));
        assert_eq!(refers("type"), None);
        assert!(fields.iter().any(|field| field.name == "dependencyOf"), "relations of open fields count");
    }

    #[test]
    fn every_built_in_kind_has_a_version_and_fields() {
        let kinds = Kinds::builtin();
        for kind in kinds.names() {
            let version = kinds.api_version(kind).unwrap();
            assert!(!kinds.outline(kind, version, None).is_empty(), "{kind}");
        }
        assert!(kinds.outline("Cluster", "example.com/v1", None).is_empty());
        assert_eq!(kinds.api_version("Cluster"), None);
    }

    #[test]
    fn configured_kinds_list_what_their_schema_names() {
        let kind: CustomKind = serde_json::from_value(json!({
            "kind": "Cluster",
            "apiVersions": ["example.com/v1"],
            "schema": {"properties": {"spec": {
                "required": ["region"],
                "properties": {
                    "nodes": {"type": "integer", "description": "How many."},
                    "region": {"enum": ["north", "south"], "title": "Region"},
                    "runs": {"type": "array", "items": {"type": "string"}},
                    "old": {"type": "boolean"},
                    "limits": {"type": "object"},
                },
            }}},
            "relations": [{"path": "spec.runs", "defaultKind": "Component", "type": "runs", "reverse": "runsOn"}],
        }))
        .unwrap();
        let kinds = Kinds::builtin().with_custom(vec![kind]).unwrap();
        let fields = kinds.outline("Cluster", "example.com/v1", None);
        let choice = Content::Choice(vec!["north".to_owned(), "south".to_owned()]);
        assert_eq!(told(&fields)[0], ("region", true, &choice));
        assert_eq!(fields[0].title.as_deref(), Some("Region"));
        for (name, content) in [
            ("nodes", Content::Number),
            ("runs", Content::Texts),
            ("old", Content::Flag),
            ("limits", Content::Other),
        ] {
            assert_eq!(fields.iter().find(|field| field.name == name).unwrap().content, content, "{name}");
        }
        let runs = fields.iter().find(|field| field.name == "runs").unwrap();
        assert_eq!(runs.refers, Some(Refers { default_kind: Some("Component".to_owned()) }));
    }
}

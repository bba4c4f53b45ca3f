//! The catalog's permissions and rules, and what a decision means for a read. Source: permission contract, sections 4
//! and 5; catalog-api contract, section 7.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use kernel::gate::{Action, Criteria, Permission, ResourceRules, RuleMetadata};
use kernel::{Ctx, Decision, Error, Gate};
use query::predicate::Predicate;
use serde_json::{Value, json};

use crate::projection::Projection;

/// The id of this feature.
pub const PLUGIN: &str = "catalog";
const ENTITY: &str = "catalog-entity";

const fn permission(
    name: &'static str,
    action: Option<Action>,
    resource_type: Option<&'static str>,
) -> Permission {
    Permission { name, action, resource_type }
}

pub const ENTITY_READ: Permission = permission("catalog.entity.read", Some(Action::Read), Some(ENTITY));
pub const ENTITY_CREATE: Permission = permission("catalog.entity.create", Some(Action::Create), None);
pub const ENTITY_UPDATE: Permission = permission("catalog.entity.update", Some(Action::Update), Some(ENTITY));
pub const ENTITY_DELETE: Permission = permission("catalog.entity.delete", Some(Action::Delete), Some(ENTITY));
pub const ENTITY_REFRESH: Permission =
    permission("catalog.entity.refresh", Some(Action::Update), Some(ENTITY));
pub const ENTITY_VALIDATE: Permission = permission("catalog.entity.validate", None, None);
pub const LOCATION_READ: Permission = permission("catalog.location.read", Some(Action::Read), None);
pub const LOCATION_CREATE: Permission = permission("catalog.location.create", Some(Action::Create), None);
pub const LOCATION_DELETE: Permission = permission("catalog.location.delete", Some(Action::Delete), None);
pub const LOCATION_ANALYZE: Permission = permission("catalog.location.analyze", None, None);
pub const UNPROCESSED_READ: Permission =
    permission("catalog.entities.unprocessed.read", Some(Action::Read), None);
pub const UNPROCESSED_DELETE: Permission =
    permission("catalog.entities.unprocessed.delete", Some(Action::Delete), None);

pub const INGESTION_READ: Permission = permission("catalog.ingestion.read", Some(Action::Read), None);
pub const INGESTION_MANAGE: Permission = permission("catalog.ingestion.manage", Some(Action::Update), None);

/// Everything above. The last is the portal's own.
pub const ALL: &[Permission] = &[
    UNPROCESSED_READ,
    UNPROCESSED_DELETE,
    ENTITY_READ,
    ENTITY_CREATE,
    ENTITY_DELETE,
    ENTITY_REFRESH,
    ENTITY_VALIDATE,
    LOCATION_READ,
    LOCATION_CREATE,
    LOCATION_DELETE,
    LOCATION_ANALYZE,
    INGESTION_READ,
    INGESTION_MANAGE,
    ENTITY_UPDATE,
];

/// What the metadata shows: exactly the permissions that Backstage's catalog has, because clients compare.
pub const BACKSTAGES: &[Permission] = match ALL {
    [theirs @ .., _] => theirs,
    [] => ALL,
};

/// Which entities a caller may see.
#[derive(Clone, Debug, PartialEq)]
pub enum Visible {
    All,
    None,
    Where(Predicate),
}

impl Visible {
    /// The same as a filter.
    pub fn into_predicate(self) -> Predicate {
        match self {
            Self::All => Predicate::Everything,
            Self::None => Predicate::Any(Vec::new()),
            Self::Where(predicate) => predicate,
        }
    }

    /// A filter of the caller's, narrowed to what they may see.
    pub fn narrow(self, filter: Option<Predicate>) -> Predicate {
        match (self, filter) {
            (Self::All, Some(filter)) => filter,
            (visible, None) => visible.into_predicate(),
            (visible, Some(filter)) => Predicate::All(vec![visible.into_predicate(), filter]),
        }
    }
}

/// What the caller may read.
pub async fn readable(gate: &Gate, ctx: &Ctx) -> Result<Visible, Error> {
    visible(gate, ctx, &ENTITY_READ).await
}

/// For which entities the caller holds `permission`.
pub async fn visible(gate: &Gate, ctx: &Ctx, permission: &Permission) -> Result<Visible, Error> {
    Ok(match gate.decide(ctx, PLUGIN, permission).await? {
        Decision::Allow => Visible::All,
        Decision::Deny => Visible::None,
        Decision::Where(criteria) => Visible::Where(to_predicate(&criteria)?),
    })
}

/// The filter that says the same as the criteria, so that lists and single checks can never disagree.
pub fn to_predicate(criteria: &Criteria) -> Result<Predicate, Error> {
    Ok(match criteria {
        Criteria::AnyOf { any_of } => {
            Predicate::Any(any_of.iter().map(to_predicate).collect::<Result<_, _>>()?)
        }
        Criteria::AllOf { all_of } => {
            Predicate::All(all_of.iter().map(to_predicate).collect::<Result<_, _>>()?)
        }
        Criteria::Not { not } => Predicate::Not(Box::new(to_predicate(not)?)),
        Criteria::Rule { rule, params, .. } => rule_predicate(rule, params)?,
    })
}

fn rule_predicate(rule: &str, params: &Value) -> Result<Predicate, Error> {
    match rule {
        "HAS_ANNOTATION" => {
            Ok(field(&format!("metadata.annotations.{}", text(params, "annotation")?), params))
        }
        "HAS_LABEL" => Ok(field(&format!("metadata.labels.{}", text(params, "label")?), params)),
        "HAS_METADATA" => Ok(field(&format!("metadata.{}", text(params, "key")?), params)),
        "HAS_SPEC" => Ok(field(&format!("spec.{}", text(params, "key")?), params)),
        "IS_ENTITY_KIND" => Ok(is_in("kind", &texts(params, "kinds")?)),
        "IS_ENTITY_OWNER" => Ok(is_in("relations.ownedBy", &texts(params, "claims")?)),
        _ => Err(Error::internal(format!("unknown permission rule {rule}"))),
    }
}

fn field(key: &str, params: &Value) -> Predicate {
    match params.get("value").and_then(Value::as_str) {
        Some(value) => Predicate::equals(key, value),
        None => Predicate::exists(key),
    }
}

fn is_in(key: &str, values: &[String]) -> Predicate {
    Predicate::is_in(key, values.iter().map(String::as_str))
}

fn text<'a>(params: &'a Value, name: &str) -> Result<&'a str, Error> {
    let message = || Error::Input(format!("Parameters to rule are invalid: {name} is required"));
    params.get(name).and_then(Value::as_str).ok_or_else(message)
}

fn texts(params: &Value, name: &str) -> Result<Vec<String>, Error> {
    let message = || Error::Input(format!("Parameters to rule are invalid: {name} is required"));
    let items = params.get(name).and_then(Value::as_array).ok_or_else(message)?;
    Ok(items.iter().filter_map(Value::as_str).map(str::to_owned).collect())
}

/// The entities of the catalog as resources of decisions.
pub struct EntityRules {
    pub projection: Projection,
}

impl ResourceRules for EntityRules {
    fn plugin_id(&self) -> &'static str {
        PLUGIN
    }

    fn resource_type(&self) -> &'static str {
        ENTITY
    }

    fn rules(&self) -> Vec<RuleMetadata> {
        let named = |key: &str, about: &str| {
            json!({
                "type": "object",
                "properties": {
                    key: {"type": "string", "description": about},
                    "value": {"type": "string", "description": "Value to match; any when left out"},
                },
                "required": [key],
                "additionalProperties": false,
                "$schema": "http://json-schema.org/draft-07/schema#",
            })
        };
        let listed = |key: &str, about: &str| {
            json!({
                "type": "object",
                "properties": {key: {"type": "array", "items": {"type": "string"}, "description": about}},
                "required": [key],
                "additionalProperties": false,
                "$schema": "http://json-schema.org/draft-07/schema#",
            })
        };
        let rule =
            |name, description, schema| RuleMetadata { name, description, params_schema: Some(schema) };
        vec![
            rule(
                "HAS_ANNOTATION",
                "Allow entities with the specified annotation",
                named("annotation", "Name of the annotation"),
            ),
            rule("HAS_LABEL", "Allow entities with the specified label", named("label", "Name of the label")),
            rule(
                "HAS_METADATA",
                "Allow entities with the specified metadata subfield",
                named("key", "Property within the metadata"),
            ),
            rule(
                "HAS_SPEC",
                "Allow entities with the specified spec",
                named("key", "Property within the spec"),
            ),
            rule(
                "IS_ENTITY_KIND",
                "Allow entities matching a specified kind",
                listed("kinds", "Kinds to match at least one of"),
            ),
            rule(
                "IS_ENTITY_OWNER",
                "Allow entities owned by a specified claim",
                listed("claims", "Claims to match at least one of in ownedBy"),
            ),
        ]
    }

    fn apply<'a>(
        &'a self,
        refs: &'a [String],
        criteria: &'a Criteria,
    ) -> BoxFuture<'a, Result<Vec<bool>, Error>> {
        Box::pin(async move {
            let predicate = to_predicate(criteria)?;
            Ok(self.projection.read(|state| {
                refs.iter()
                    .map(|entity_ref| {
                        state.index.is_match(&entity_ref.to_lowercase(), &predicate).unwrap_or(false)
                    })
                    .collect()
            }))
        })
    }
}

/// The rules of this feature, for its contribution.
pub fn resources(projection: &Projection) -> Vec<Arc<dyn ResourceRules>> {
    vec![Arc::new(EntityRules { projection: projection.clone() })]
}

//! The resources behind conditional decisions, and the two routes through which every plugin shows its permissions and
//! lets conditions be applied. Knows no plugin and no rule. Source: permission contract, section 2.

use std::sync::Arc;

use axum::body::Bytes;
use axum::http::Method;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use futures_util::future::BoxFuture;
use serde::Deserialize;
use serde_json::{Value, json};

use super::{Criteria, Permission, action_name};
use crate::Error;
use crate::http::{Access, Routes};

/// Items in one request, the same as for decisions (S-PRM-04).
pub const MAX_ITEMS: usize = 500;
/// Resource refs over all items of one request.
pub const MAX_REFS: usize = 10_000;
/// Rules and operators in one tree of conditions.
pub const MAX_CRITERIA_NODES: usize = 1_000;

/// A rule as shown in the metadata of its plugin.
#[derive(Clone, Debug)]
pub struct RuleMetadata {
    pub name: &'static str,
    pub description: &'static str,
    /// JSON Schema of the parameters; `None` for a rule without any.
    pub params_schema: Option<Value>,
}

/// One type of resource of one plugin: which rules it has, and which of its resources satisfy conditions.
pub trait ResourceRules: Send + Sync {
    fn plugin_id(&self) -> &'static str;

    /// The type that permissions and conditions name, for example `catalog-entity`.
    fn resource_type(&self) -> &'static str;

    fn rules(&self) -> Vec<RuleMetadata>;

    /// One answer for each of `refs`, in order. A resource that does not exist is `false` for any criteria, also for a
    /// top-level `not`. Types whose conditions only their own plugin evaluates keep this default, which answers 501.
    fn apply<'a>(
        &'a self,
        refs: &'a [String],
        criteria: &'a Criteria,
    ) -> BoxFuture<'a, Result<Vec<bool>, Error>> {
        let _ = (refs, criteria);
        let message = format!("resources of type {} cannot be resolved", self.resource_type());
        Box::pin(async move { Err(Error::NotImplemented(message)) })
    }
}

/// One ref or several; the answer has the same form.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ResourceRefs {
    One(String),
    Many(Vec<String>),
}

impl ResourceRefs {
    pub fn as_slice(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Adds `/.well-known/backstage/permissions/{metadata,apply-conditions}` to the routes of a plugin.
#[must_use]
pub fn permission_routes(
    routes: Routes,
    permissions: &'static [Permission],
    resources: &[Arc<dyn ResourceRules>],
) -> Routes {
    let metadata: Bytes = metadata(permissions, resources).to_string().into();
    let show = move || {
        let body = metadata.clone();
        async move { ([("content-type", "application/json; charset=utf-8")], body) }
    };
    let resources: Arc<[Arc<dyn ResourceRules>]> = resources.into();
    let apply = move |body: Bytes| {
        let resources = Arc::clone(&resources);
        async move { apply_conditions(&resources, &body).await }
    };
    routes
        .add_plain(Method::GET, "/.well-known/backstage/permissions/metadata", Access::Credentials, get(show))
        .add_plain(
            Method::POST,
            "/.well-known/backstage/permissions/apply-conditions",
            Access::Credentials,
            post(apply),
        )
}

fn metadata(permissions: &[Permission], resources: &[Arc<dyn ResourceRules>]) -> Value {
    let permissions: Vec<Value> = permissions.iter().map(permission_json).collect();
    let mut rules = Vec::new();
    for resource in resources {
        for rule in resource.rules() {
            let mut shown = json!({
                "name": rule.name,
                "description": rule.description,
                "resourceType": resource.resource_type(),
            });
            if let (Some(schema), Some(shown)) = (rule.params_schema, shown.as_object_mut()) {
                shown.insert("paramsSchema".to_owned(), schema);
            }
            rules.push(shown);
        }
    }
    json!({ "permissions": permissions, "rules": rules })
}

fn permission_json(permission: &Permission) -> Value {
    let attributes = match permission.action {
        Some(action) => json!({ "action": action_name(action) }),
        None => json!({}),
    };
    match permission.resource_type {
        Some(resource_type) => json!({
            "type": "resource",
            "name": permission.name,
            "attributes": attributes,
            "resourceType": resource_type,
        }),
        None => json!({ "type": "basic", "name": permission.name, "attributes": attributes }),
    }
}

#[derive(Deserialize)]
struct ApplyRequest {
    items: Vec<ApplyItem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApplyItem {
    id: String,
    resource_ref: ResourceRefs,
    resource_type: String,
    conditions: Criteria,
}

async fn apply_conditions(resources: &[Arc<dyn ResourceRules>], body: &[u8]) -> Result<Response, Error> {
    let request: ApplyRequest = serde_json::from_slice(body)
        .map_err(|error| Error::Input(format!("invalid apply-conditions request: {error}")))?;
    check_size(&request)?;
    let mut planned = Vec::with_capacity(request.items.len());
    let mut unexpected: Vec<&str> = Vec::new();
    for item in &request.items {
        match resources.iter().find(|resource| resource.resource_type() == item.resource_type) {
            Some(resource) => planned.push((item, resource)),
            None if unexpected.contains(&item.resource_type.as_str()) => {}
            None => unexpected.push(&item.resource_type),
        }
    }
    if !unexpected.is_empty() {
        return Err(Error::Input(format!("Unexpected resource types: {}.", unexpected.join(", "))));
    }
    for (item, resource) in &planned {
        check_criteria(resource.as_ref(), &item.conditions)?;
    }
    let mut answers = Vec::with_capacity(planned.len());
    for (item, resource) in planned {
        let allowed = resource.apply(item.resource_ref.as_slice(), &item.conditions).await?;
        answers.push(json!({ "id": item.id, "result": results_json(&item.resource_ref, &allowed) }));
    }
    Ok(axum::Json(json!({ "items": answers })).into_response())
}

fn check_size(request: &ApplyRequest) -> Result<(), Error> {
    if request.items.len() > MAX_ITEMS {
        return Err(Error::Input(format!("too many items: at most {MAX_ITEMS} in one request")));
    }
    let refs: usize = request.items.iter().map(|item| item.resource_ref.as_slice().len()).sum();
    if refs > MAX_REFS {
        return Err(Error::Input(format!("too many resource refs: at most {MAX_REFS} in one request")));
    }
    Ok(())
}

/// `ALLOW` or `DENY` in the form in which the refs were given.
pub fn results_json(refs: &ResourceRefs, allowed: &[bool]) -> Value {
    let word = |allowed: bool| if allowed { "ALLOW" } else { "DENY" };
    match refs {
        ResourceRefs::One(_) => json!(word(allowed.first().copied().unwrap_or(false))),
        ResourceRefs::Many(many) => {
            let words: Vec<&str> =
                (0..many.len()).map(|index| word(allowed.get(index).copied().unwrap_or(false))).collect();
            json!(words)
        }
    }
}

/// Refuses rules that the resource type does not have, rules of another type, empty operators and oversized trees. So a
/// typing error in conditions is never mistaken for a refusal, nor inside a `not` for an allowance.
pub fn check_criteria(resource: &dyn ResourceRules, criteria: &Criteria) -> Result<(), Error> {
    let rules = resource.rules();
    let mut nodes = 0;
    let mut open = vec![criteria];
    while let Some(criteria) = open.pop() {
        nodes += 1;
        if nodes > MAX_CRITERIA_NODES {
            return Err(Error::Input(format!("too many conditions: at most {MAX_CRITERIA_NODES}")));
        }
        match criteria {
            Criteria::AnyOf { any_of: inner } | Criteria::AllOf { all_of: inner } => {
                if inner.is_empty() {
                    return Err(Error::Input("anyOf and allOf need at least one condition".to_owned()));
                }
                open.extend(inner);
            }
            Criteria::Not { not } => open.push(not),
            Criteria::Rule { rule, resource_type, .. } => {
                if resource_type != resource.resource_type() {
                    return Err(Error::Input(format!("Unexpected resource types: {resource_type}.")));
                }
                if !rules.iter().any(|known| known.name == rule) {
                    return Err(Error::Input(format!("Unexpected permission rule: {rule}")));
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;

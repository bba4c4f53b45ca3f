//! The catalog's actions: use cases as data, for tools and agents. Lists them and invokes them by id. What an action may
//! do is decided by the use case behind it. Source: catalog-api contract, section 11; platform-services contract,
//! section 12.

mod describe;
mod perform;

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::post;
use kernel::feature::ActionDescription;
use kernel::http::{Access, JsonBody, Path, Routes};
use kernel::{Ctx, Error};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::answer;
use crate::Catalog;
use crate::permissions::PLUGIN;

/// What tools may ask of the catalog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    DescribeModel,
    GetEntity,
    ValidateEntity,
    Register,
    Unregister,
    QueryEntities,
    RefreshEntity,
}

impl Action {
    /// In the order of the listing.
    const ALL: [Self; 7] = [
        Self::DescribeModel,
        Self::GetEntity,
        Self::ValidateEntity,
        Self::Register,
        Self::Unregister,
        Self::QueryEntities,
        Self::RefreshEntity,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::DescribeModel => "get-catalog-model-description",
            Self::GetEntity => "get-catalog-entity",
            Self::ValidateEntity => "validate-entity",
            Self::Register => "register-entity",
            Self::Unregister => "unregister-entity",
            Self::QueryEntities => "query-catalog-entities",
            Self::RefreshEntity => "refresh-catalog-entity",
        }
    }

    /// The action with this id, `catalog:<name>`.
    fn of_id(id: &str) -> Result<Self, Error> {
        let name = id.strip_prefix(PLUGIN).and_then(|rest| rest.strip_prefix(':'));
        let found = Self::ALL.into_iter().find(|action| Some(action.name()) == name);
        found.ok_or_else(|| Error::NotFound(format!("Action \"{id}\" not found")))
    }
}

/// All actions, for the listing.
pub(crate) fn descriptions() -> Vec<ActionDescription> {
    Action::ALL.into_iter().map(describe::describe).collect()
}

/// Adds the routes through which actions are invoked.
pub(crate) fn routes(routes: Routes, catalog: &Catalog) -> Routes {
    let first = "/.backstage/actions/v1/actions/{id}/invoke";
    let second = "/.backstage/actions/v2/actions/{id}/invoke";
    let state = || catalog.clone();
    routes
        .add_plain(Method::POST, first, Access::Credentials, post(invoke_bare).with_state(state()))
        .add_plain(Method::POST, second, Access::Credentials, post(invoke_wrapped).with_state(state()))
}

/// The first version of the protocol: the body is the input.
async fn invoke_bare(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(id): Path<String>,
    JsonBody(input): JsonBody<Value>,
) -> Result<Response, Error> {
    invoke(&catalog, &ctx, &id, input).await
}

#[derive(Deserialize)]
struct Wrapped {
    #[serde(default)]
    input: Value,
    #[serde(default)]
    secrets: Map<String, Value>,
}

/// The second version: input and secrets side by side.
async fn invoke_wrapped(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    Path(id): Path<String>,
    JsonBody(body): JsonBody<Wrapped>,
) -> Result<Response, Error> {
    if !body.secrets.is_empty() {
        return Err(Error::Input(format!("Invalid secrets for action \"{id}\": it takes none")));
    }
    invoke(&catalog, &ctx, &id, body.input).await
}

async fn invoke(catalog: &Catalog, ctx: &Ctx, id: &str, input: Value) -> Result<Response, Error> {
    let action = Action::of_id(id)?;
    let input = if input.is_null() { Value::Object(Map::new()) } else { input };
    let output = perform::perform(catalog, ctx, action, input).await?;
    Ok(answer::value(StatusCode::OK, &json!({"output": output})))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_found_by_the_id_of_its_listing() {
        for (action, description) in Action::ALL.into_iter().zip(descriptions()) {
            let listed = description.to_wire(PLUGIN);
            assert_eq!(Action::of_id(listed["id"].as_str().unwrap()).unwrap(), action);
            assert_eq!(listed["schema"]["input"]["additionalProperties"], false, "{action:?}");
        }
        for id in ["catalog", "catalog:", "get-catalog-entity", "auth:get-catalog-entity", "catalog:nothing"]
        {
            assert!(matches!(Action::of_id(id), Err(Error::NotFound(_))), "{id}");
        }
    }
}

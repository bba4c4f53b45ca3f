//! `/entity-facets`.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;
use kernel::http::{JsonBody, Query};
use kernel::{Ctx, Error};
use query::body;
use query::predicate::Predicate;
use serde::Deserialize;
use serde_json::Value;

use super::answer::{self, Made};
use super::entities::filter_of;
use crate::Catalog;
use crate::entities::facets;

pub(super) async fn by_query(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    uri: Uri,
    query: Query,
) -> Result<Response, Error> {
    let make = async {
        let asked: Vec<String> = query.all("facet").map(str::to_owned).collect();
        let counted = facets::facets(&catalog, &ctx, &asked, filter_of(&query)?).await?;
        Ok(Made::whole(body::facets(&counted)))
    };
    answer::kept_or(&catalog, &ctx, ("/entity-facets", &uri), make).await
}

#[derive(Deserialize)]
pub(super) struct Body {
    #[serde(default)]
    facets: Vec<String>,
    query: Option<Value>,
}

pub(super) async fn by_body(
    State(catalog): State<Catalog>,
    ctx: Ctx,
    JsonBody(asked): JsonBody<Body>,
) -> Result<Response, Error> {
    if asked.facets.is_empty() {
        return Err(Error::Input("Missing or empty facets parameter".to_owned()));
    }
    let filter = asked.query.as_ref().map(Predicate::from_json).transpose();
    let filter = filter.map_err(|error| Error::Input(error.to_string()))?;
    let counted = facets::facets(&catalog, &ctx, &asked.facets, filter).await?;
    Ok(answer::json(body::facets(&counted)))
}

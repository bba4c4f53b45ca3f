//! What the form offers to choose from: values that are usual in the catalog, and entities to refer to.

use std::collections::BTreeMap;

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use entity::outline::{Content, SpecField};
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Visit;
use page::address::with_query;
use query::predicate::Predicate;
use serde_json::{Value, json};
use ui::Href;

use crate::entities::{facets, names};
use crate::pages::Pages;

/// Answers with entities by `q` and, optionally, `kind`.
pub(super) const ENTITIES: &str = "/catalog/create/entities";

/// Values that are offered for one field.
const MOST_VALUES: usize = 50;
/// Entities that are offered, and those among which they are looked for.
const SUGGESTED: usize = 8;
const LOOKED_THROUGH: usize = 200;

/// The values that the texts of `spec` have among the entities of a kind that the reader may see.
pub(super) async fn usual(
    pages: &Pages,
    ctx: &Ctx,
    kind: &str,
    outline: &[SpecField],
) -> Result<BTreeMap<String, Vec<String>>, Error> {
    let fields = outline.iter().filter(|field| field.content == Content::Text && field.refers.is_none());
    let names: Vec<String> = fields
        .filter(|field| field.name != "definition")
        .map(|field| format!("spec.{}", field.name))
        .collect();
    let of_kind = Predicate::equals("kind", &kind.to_lowercase());
    let mut usual = BTreeMap::new();
    for (name, facet) in facets::facets(&pages.catalog, ctx, &names, Some(of_kind)).await? {
        let values = facet.iter().take(MOST_VALUES).map(|count| count.value.clone()).collect();
        usual.insert(name.trim_start_matches("spec.").to_owned(), values);
    }
    Ok(usual)
}

/// Where a field that refers to entities finds them. Users own things, too.
pub(super) fn endpoint(field: &SpecField) -> Href {
    let kind = field.refers.as_ref().and_then(|refers| refers.default_kind.as_deref());
    let mut pairs = Vec::new();
    pairs.extend(kind.map(|kind| ("kind", kind)));
    if field.name == "owner" {
        pairs.push(("kind", "User"));
    }
    Href::new(with_query(ENTITIES, pairs))
}

/// Entities by a few letters of their names, those of the kinds that are asked for.
pub(super) async fn entities(
    State(pages): State<Pages>,
    visit: Visit,
    query: Query,
) -> Result<Response, Error> {
    let question = query.get("q").unwrap_or_default();
    let kinds: Vec<&str> = query.all("kind").collect();
    let found = names::find(&pages.catalog, &visit.ctx, question, LOOKED_THROUGH).await?;
    let wanted = found.iter().filter(|entity| {
        kinds.is_empty() || kinds.iter().any(|kind| kind.eq_ignore_ascii_case(&entity.kind))
    });
    let mut options = Vec::new();
    for entity in wanted.take(SUGGESTED) {
        options
            .push(json!({ "value": entity.reference, "label": entity.label(), "detail": entity.reference }));
    }
    let headers = [
        (header::CONTENT_TYPE, kernel::http::respond::JSON),
        (header::CACHE_CONTROL, page::answer::CACHE_CONTROL),
    ];
    Ok((headers, json!({ "options": Value::Array(options) }).to_string()).into_response())
}

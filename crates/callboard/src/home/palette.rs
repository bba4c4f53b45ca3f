//! `GET /palette?q=`: what the palette shows, as JSON of the shape that `ui` documents. With an empty question what the
//! reader starred and visited, and the places; else the entities, places and actions that the question is about.

use std::collections::HashSet;

use axum::Json;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use catalog::entities::summary::{self, Summary};
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::address::query_part;
use page::answer::CACHE_CONTROL;
use page::frames::SEARCH;
use query::names::{self, Builder, Named};
use serde_json::{Value, json};

use super::{Home, actions, entities};

/// Items of a group.
const MOST: usize = 12;
const FEW: usize = 6;
/// Stars and visits that come before the rest when they are meant.
const KNOWN: usize = 50;

pub(super) async fn answer(State(home): State<Home>, ctx: Ctx, query: Query) -> Result<Response, Error> {
    let question = query.get("q").unwrap_or_default().trim();
    let groups =
        if question.is_empty() { at_once(&home, &ctx).await? } else { found(&home, &ctx, question).await? };
    let groups: Vec<Value> = groups
        .into_iter()
        .filter(|(_, items)| !items.is_empty())
        .map(|(title, items)| json!({"title": title, "items": items}))
        .collect();
    Ok(([(header::CACHE_CONTROL, CACHE_CONTROL)], Json(json!({"groups": groups}))).into_response())
}

type Groups = Vec<(&'static str, Vec<Value>)>;

/// What stands there before anything is typed.
async fn at_once(home: &Home, ctx: &Ctx) -> Result<Groups, Error> {
    catalog::entities::names::expect(home.catalog()?);
    let (starred, visited) = known(home, ctx).await?;
    let mut groups = Vec::new();
    let mut seen = HashSet::new();
    for (title, refs) in [("Starred", starred), ("Recently visited", visited)] {
        let found = summary::by_refs(home.catalog()?, ctx, &refs).await?;
        let fresh = found.into_iter().flatten().filter(|entity| seen.insert(entity.reference.clone()));
        groups.push((title, fresh.take(FEW).map(|entity| entity_item(&entity, "")).collect()));
    }
    groups.push(("Go to", places(home, ctx).await?.iter().map(|place| place.item("")).collect()));
    Ok(groups)
}

/// What a question is about.
async fn found(home: &Home, ctx: &Ctx, question: &str) -> Result<Groups, Error> {
    let (starred, visited) = known(home, ctx).await?;
    let known: HashSet<String> =
        starred.into_iter().chain(visited).map(|entity_ref| entity_ref.to_lowercase()).collect();
    let entities = catalog::entities::names::find(home.catalog()?, ctx, question, MOST + KNOWN).await?;
    let (near, others): (Vec<Summary>, Vec<Summary>) =
        entities.into_iter().partition(|entity| known.contains(&entity.reference));
    let items = |entities: &[Summary], most: usize| {
        entities.iter().take(most).map(|entity| entity_item(entity, question)).collect()
    };
    let places = matching(places(home, ctx).await?, question);
    Ok(vec![
        ("Starred and visited", items(&near, FEW)),
        ("Catalog", items(&others, MOST)),
        ("Go to", places.iter().map(|place| place.item(question)).collect()),
        ("Search", vec![everywhere(question)]),
    ])
}

/// The first of what the reader starred and visited.
async fn known(home: &Home, ctx: &Ctx) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut starred, mut visited) = (home.starred(ctx).await?, home.visited(ctx).await?);
    starred.truncate(KNOWN);
    visited.truncate(KNOWN);
    Ok((starred, visited))
}

/// A place of the portal, or an action.
struct Place {
    label: String,
    href: &'static str,
    icon: String,
}

impl Place {
    fn item(&self, question: &str) -> Value {
        json!({
            "label": self.label,
            "href": self.href,
            "icon": self.icon,
            "marks": names::marks(&self.label, question),
        })
    }
}

async fn places(home: &Home, ctx: &Ctx) -> Result<Vec<Place>, Error> {
    let mut places = Vec::new();
    for item in &home.services.extensions.layout().menu {
        places.push(Place { label: item.label.clone(), href: item.href, icon: item.icon.clone() });
    }
    for action in actions::allowed(home, ctx).await? {
        if !places.iter().any(|place| place.href == action.href) {
            places.push(Place {
                label: action.label.to_owned(),
                href: action.href,
                icon: action.icon_name.to_owned(),
            });
        }
    }
    Ok(places)
}

/// Those that the question is about, found by the same rules as entities.
fn matching(places: Vec<Place>, question: &str) -> Vec<Place> {
    let mut builder = Builder::new();
    for place in &places {
        let named = Named { reference: place.href, kind: "", namespace: "", name: &place.label, title: None };
        builder.add(named);
    }
    let names = builder.finish();
    let found: Vec<&str> = names.find(question, FEW).iter().map(|found| found.reference).collect();
    places.into_iter().filter(|place| found.contains(&place.href)).collect()
}

fn entity_item(entity: &Summary, question: &str) -> Value {
    json!({
        "label": entity.label(),
        "href": entities::path(entity),
        "kind": entity.kind,
        "detail": entities::detail(entity),
        "marks": names::marks(entity.label(), question),
    })
}

fn everywhere(question: &str) -> Value {
    json!({
        "label": format!("Search for “{question}”"),
        "href": format!("{SEARCH}?query={}", query_part(question)),
        "icon": "search",
    })
}

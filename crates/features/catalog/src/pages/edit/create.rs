//! `/catalog/create`: a new entity that the portal keeps, of a kind that is chosen first, or after the model of another.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::address::with_query;
use page::{Form, Visit};
use serde_json::{Value, json};
use ui::{Href, Link};

use super::draft;
use super::steps::{self, Work};
use crate::entities::find;
use crate::pages::address::CATALOG;
use crate::pages::view::edit::check::Ways;
use crate::pages::view::edit::create as view;
use crate::pages::words::kind_name;
use crate::pages::{IMPORT, Pages};
use crate::permissions::ENTITY_CREATE;

pub(in super::super) const PATH: &str = "/catalog/create";

/// What people know of the kinds of a stock portal.
const PURPOSES: [(&str, &str); 9] = [
    ("Component", "A piece of software: a service, a website, a library"),
    ("API", "What a component offers to others"),
    ("Resource", "What software needs to run: a database, a bucket, a cluster"),
    ("System", "Components and resources that do one thing together"),
    ("Domain", "Systems of one part of the business"),
    ("Group", "A team or a department"),
    ("User", "A person"),
    ("Template", "How something new is made"),
    ("AiResource", "A skill, a prompt or a rule for agents"),
];

/// Whether the reader may store entities in the portal.
pub(in super::super) async fn may_store(pages: &Pages, ctx: &Ctx) -> Result<bool, Error> {
    Ok(!pages.catalog.ingest.settings().readonly && pages.may(ctx, &ENTITY_CREATE).await?)
}

/// The address at which something like an entity is made.
pub(in super::super) fn likeness_of(entity_ref: &str) -> Href {
    Href::new(with_query(PATH, [("from", entity_ref)]))
}

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    match work(&pages, &visit.ctx, &query).await? {
        Some(work) => steps::first(&pages, &visit, &work, &query).await,
        None => choice(&pages, &visit).await,
    }
}

pub(super) async fn submit(
    State(pages): State<Pages>,
    visit: Visit,
    query: Query,
    form: Form,
) -> Result<Response, Error> {
    match work(&pages, &visit.ctx, &query).await? {
        Some(work) => steps::next(&pages, &visit, &work, &form).await,
        None => choice(&pages, &visit).await,
    }
}

async fn choice(pages: &Pages, visit: &Visit) -> Result<Response, Error> {
    let kinds = &pages.catalog.ingest.settings().kinds;
    let mut offered: Vec<view::Kind> = Vec::new();
    for name in kinds.names() {
        // The portal makes Locations itself, where something is registered.
        if name == "Location" || offered.iter().any(|kind| kind.name == name) {
            continue;
        }
        let purpose = PURPOSES.iter().find(|(kind, _)| *kind == name);
        offered.push(view::Kind {
            name: name.to_owned(),
            label: kind_name(name),
            text: purpose.map_or("", |(_, text)| text),
            href: Href::new(with_query(PATH, [("kind", name)])),
        });
    }
    let page = view::Kinds {
        breadcrumb: vec![Link::new("Catalog", CATALOG)],
        kinds: offered,
        catalog: Href::new(CATALOG),
        register: pages.may_register(&visit.ctx).await?.then(|| Href::new(IMPORT)),
    };
    Ok(page::html(StatusCode::OK, view::render(&pages.frames.of(visit), &page)))
}

/// What is to be made by an address: something of a `kind`, or a likeness of the entity that `from` names. Nothing when
/// the address names neither, or what there is not.
async fn work(pages: &Pages, ctx: &Ctx, asked: &Query) -> Result<Option<Work>, Error> {
    let settings = pages.catalog.ingest.settings();
    let from = asked.get("from").unwrap_or_default().to_lowercase();
    let wanted = asked.get("kind").unwrap_or_default();
    let mut base = None;
    if !from.is_empty()
        && let Some(answer) = find::by_ref(&pages.catalog, ctx, &from).await?
    {
        base = Some(likeness(pages, &answer)?);
    } else if let Some(kind) = settings.kinds.names().find(|name| name.eq_ignore_ascii_case(wanted))
        && let Some(version) = settings.kinds.api_version(kind)
    {
        base = Some(json!({ "apiVersion": version, "kind": kind, "metadata": {}, "spec": {} }));
    }
    let Some(base) = base else { return Ok(None) };
    let kind = base.get("kind").and_then(Value::as_str).unwrap_or_default().to_owned();
    let article = if kind.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
    let may_store = may_store(pages, ctx).await?;
    let pairs = if from.is_empty() { ("kind", kind.as_str()) } else { ("from", from.as_str()) };
    Ok(Some(Work {
        path: with_query(PATH, [pairs]),
        breadcrumb: vec![Link::new("Catalog", CATALOG), Link::new("Create", PATH)],
        title: format!("Create {article} {}", kind_name(&kind)),
        lead: "The portal keeps it, with all its changes. It needs no file.".to_owned(),
        back: PATH.to_owned(),
        base,
        based_on: None,
        reference: None,
        source: None,
        ways: if may_store { Ways::Save { label: "Create" } } else { Ways::Denied { help: pages.helpers() } },
    }))
}

/// The author's text of an entity, without its name.
fn likeness(pages: &Pages, answer: &[u8]) -> Result<Value, Error> {
    let entity: Value = serde_json::from_slice(answer).map_err(Error::internal)?;
    let mut base = draft::of(&entity, &pages.catalog.ingest.services.integrations);
    if let Some(metadata) = base.get_mut("metadata").and_then(Value::as_object_mut) {
        metadata.shift_remove("name");
        metadata.shift_remove("title");
    }
    Ok(base)
}

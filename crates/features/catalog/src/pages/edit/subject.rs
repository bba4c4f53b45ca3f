//! `…/{name}/edit`: changing one entity.

use axum::extract::State;
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::{Form, Visit};
use serde_json::Value;
use ui::{Href, Link};

use super::draft;
use super::steps::{self, Work};
use crate::ingest::annotate;
use crate::pages::Pages;
use crate::pages::entity::{Found, Place, breadcrumb, find, title_of};
use crate::pages::view::edit::check::Ways;
use crate::pages::words::short_place;
use crate::permissions::ENTITY_UPDATE;
use crate::portal::revisions;
use crate::portal::save::Saved;

pub(super) async fn show(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
    query: Query,
) -> Result<Response, Error> {
    match find(&pages, &visit, &place).await? {
        Ok(found) => {
            let work = work(&pages, &visit.ctx, &found).await?;
            steps::first(&pages, &visit, &work, &query).await
        }
        Err(response) => Ok(response),
    }
}

pub(super) async fn submit(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
    form: Form,
) -> Result<Response, Error> {
    match find(&pages, &visit, &place).await? {
        Ok(found) => {
            let work = work(&pages, &visit.ctx, &found).await?;
            steps::next(&pages, &visit, &work, &form).await
        }
        Err(response) => Ok(response),
    }
}

/// What is being changed: the text that the portal stores, or what the catalog has read.
async fn work(pages: &Pages, ctx: &Ctx, found: &Found) -> Result<Work, Error> {
    let path = format!("{}/edit", found.path);
    let title = title_of(&found.shown).to_owned();
    let mut crumbs = breadcrumb(&found.shown);
    crumbs.push(Link::new(title.clone(), found.path.as_str()));
    let edit_url = found.shown.annotation("backstage.io/edit-url").map(Href::new);
    let mut work = Work {
        path,
        breadcrumb: crumbs,
        title: format!("Edit {title}"),
        lead: String::new(),
        back: found.path.clone(),
        base: Value::Null,
        based_on: None,
        reference: Some(found.reference.clone()),
        source: edit_url.filter(|href| href.get().is_some()),
        ways: Ways::Save { label: "Save" },
    };
    let last = revisions::last(&pages.catalog, &found.reference).await?;
    let stored = last.and_then(|last| last.document.map(|text| (last.revision, text)));
    if let Some((revision, text)) = stored {
        work.base = serde_json::from_str(&text).map_err(Error::internal)?;
        work.based_on = Some(revision);
        "The portal keeps this entity. Every change is kept, too, and can be taken back."
            .clone_into(&mut work.lead);
        let is_readonly = pages.catalog.ingest.settings().readonly;
        if is_readonly || !pages.may_with(ctx, &ENTITY_UPDATE, &found.reference).await? {
            work.ways = Ways::Denied { help: pages.helpers() };
        }
        return Ok(work);
    }
    let entity: Value = serde_json::from_slice(&found.answer).map_err(Error::internal)?;
    work.base = draft::of(&entity, &pages.catalog.ingest.services.integrations);
    let place = found.shown.annotation(annotate::LOCATION).unwrap_or_default();
    work.lead = format!(
        "It comes from {}. Change it here, see what differs, and take the result to its source.",
        short_place(place)
    );
    work.ways = Ways::Source { place: place.to_owned(), edit: work.source.clone() };
    Ok(work)
}

/// Where a reader is led who has saved.
pub(super) fn after(saved: &Saved) -> String {
    let path = match entity::EntityRef::parse(&saved.entity_ref, None, "default") {
        Ok(parsed) => crate::pages::titles::path_of(&parsed),
        Err(_) => crate::pages::address::CATALOG.to_owned(),
    };
    format!("{path}?saved={}", saved.revision)
}

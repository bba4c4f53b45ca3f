//! `/catalog-import`: registers an existing component in two steps. The first tries the address and shows what would come
//! in; the second registers it. Nothing is written before the second.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::address::query_part;
use page::{Form, Visit};
use ui::Href;

use super::actions::{entities_of, short_target};
use super::address::CATALOG;
use super::shown;
use super::titles::Titles;
use super::{IMPORT, Pages};
use crate::document;
use crate::ingest::annotate;
use crate::locations::register::{self, NewLocation};
use crate::locations::trial;
use crate::pages::view::absent::Denied;
use crate::pages::view::import::{self as view, ImportPage, Preview, Registered, Step};
use crate::settings::ConflictStrategy;

/// Entities that the preview, and the page after registering, name.
const NAMED: usize = 50;

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let step = match query.get("registered") {
        Some(target) => Step::Registered(registered(&pages, &visit.ctx, target).await?),
        None => Step::Ask { url: query.get("url").unwrap_or_default().to_owned(), wrong: None },
    };
    answer(&pages, &visit, StatusCode::OK, step).await
}

pub(super) async fn submit(State(pages): State<Pages>, visit: Visit, form: Form) -> Result<Response, Error> {
    let url = form.text("url").to_owned();
    let new = NewLocation { kind: "url".to_owned(), target: url.clone(), presence: None };
    let outcome = match form.text("step") {
        "register" => {
            match register::register(&pages.catalog, &visit.ctx, new, Some(ConflictStrategy::Refresh)).await {
                Ok(row) => {
                    return Ok(page::see_other(&format!("{IMPORT}?registered={}", query_part(&row.target))));
                }
                Err(error) => Err(error),
            }
        }
        _ => preview(&pages, &visit.ctx, new).await,
    };
    match outcome {
        Ok(preview) => answer(&pages, &visit, StatusCode::OK, Step::Preview(preview)).await,
        Err(Error::Input(wrong) | Error::Conflict(wrong)) => {
            let step = Step::Ask { url, wrong: Some(wrong) };
            answer(&pages, &visit, StatusCode::UNPROCESSABLE_ENTITY, step).await
        }
        Err(error) => Err(error),
    }
}

async fn answer(pages: &Pages, visit: &Visit, status: StatusCode, step: Step) -> Result<Response, Error> {
    let mut frame = pages.frames.of(visit);
    // A choice of colours leads back by GET, also from the answer to a form.
    IMPORT.clone_into(&mut frame.active_path);
    if !pages.may_register(&visit.ctx).await? {
        let denied =
            Denied { reference: IMPORT.to_owned(), help: pages.helpers(), catalog: Href::new(CATALOG) };
        return Ok(page::html(StatusCode::FORBIDDEN, view::render_denied(&frame, &denied)));
    }
    let page = ImportPage { action: Href::new(IMPORT), catalog: Href::new(CATALOG), step };
    Ok(page::html(status, view::render(&frame, &page)))
}

async fn preview(pages: &Pages, ctx: &Ctx, new: NewLocation) -> Result<Preview, Error> {
    let trial = trial::try_registration(&pages.catalog, ctx, &new).await?;
    let mut refs = Vec::new();
    for entity in &trial.entities {
        if !annotate::is_generated(entity) {
            refs.push(shown::reference(&shown::read(document::compose(entity).as_bytes())?));
        }
    }
    let total = u64::try_from(refs.len()).unwrap_or(u64::MAX);
    refs.truncate(NAMED);
    let titles = Titles::of(&pages.catalog, ctx, refs.iter().map(String::as_str)).await?;
    let mut entities = Vec::with_capacity(refs.len());
    for entity_ref in &refs {
        let link = titles.link(entity_ref);
        let is_new = link.missing;
        entities.push((ui::kind::EntityLink { missing: false, ..link }, is_new));
    }
    Ok(Preview { url: new.target, exists: trial.exists, entities, total })
}

async fn registered(pages: &Pages, ctx: &Ctx, target: &str) -> Result<Registered, Error> {
    let (refs, total) = entities_of(pages, ctx, &format!("url:{target}"), NAMED).await?;
    let titles = Titles::of(&pages.catalog, ctx, refs.iter().map(String::as_str)).await?;
    Ok(Registered {
        target: short_target(target),
        entities: refs.iter().map(|entity_ref| titles.link(entity_ref)).collect(),
        total,
        again: Href::new(format!("{IMPORT}?registered={}", query_part(target))),
    })
}

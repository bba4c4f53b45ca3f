//! What a person can do to an entity: have it read again, and take it out of the catalog, after being asked.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::{Ctx, Error};
use page::{Form, Visit};
use query::predicate::Predicate;
use query::select::{First, OrderField, Start};
use ui::Href;

use super::address::kind_list;
use super::entity::{Found, Place, breadcrumb, find, title_of};
use super::shown;
use super::titles::Titles;
use super::{Pages, stored, words};
use crate::entities::{delete, list, refresh as use_case};
use crate::ingest::annotate;
use crate::locations::{list as locations, unregister as locations_unregister};
use crate::pages::view::unregister::{self as view, LocationChoice, UnregisterPage};
use crate::permissions::{ENTITY_DELETE, LOCATION_DELETE};
use crate::store::location::LocationRow;

/// Entities of the same location that the confirmation names.
const NAMED: usize = 20;

/// The values of the form's field `what`.
const LOCATION: &str = "location";
const ENTITY: &str = "entity";

pub(super) async fn refresh(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
) -> Result<Response, Error> {
    let found = match find(&pages, &visit, &place).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    use_case::refresh(&pages.catalog, &visit.ctx, &found.reference).await?;
    Ok(page::see_other(&found.path))
}

pub(super) async fn confirm(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
) -> Result<Response, Error> {
    let found = match find(&pages, &visit, &place).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    let ctx = &visit.ctx;
    let location = match location_of(&pages, ctx, &found).await? {
        Some(row) if pages.may(ctx, &LOCATION_DELETE).await? => {
            Some(location_choice(&pages, ctx, &found, &row).await?)
        }
        _ => None,
    };
    let page = UnregisterPage {
        breadcrumb: breadcrumb(&found.shown),
        title: title_of(&found.shown).to_owned(),
        entity: Href::new(&*found.path),
        action: Href::new(format!("{}/unregister", found.path)),
        location,
        may_delete: pages.may_with(ctx, &ENTITY_DELETE, &found.reference).await?,
        is_orphan: shown::is_orphan(&found.shown),
        is_stored: stored::last(&pages, ctx, &found.shown).await?.is_some(),
        origin: found.shown.annotation(annotate::ORIGIN).map(str::to_owned),
    };
    Ok(page::html(StatusCode::OK, view::render(&pages.frames.of(&visit), &page)))
}

pub(super) async fn unregister(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
    form: Form,
) -> Result<Response, Error> {
    let found = match find(&pages, &visit, &place).await? {
        Ok(found) => found,
        Err(response) => return Ok(response),
    };
    match form.text("what") {
        LOCATION => {
            let missing = || Error::NotFound("this entity comes from no registered location".to_owned());
            let row = location_of(&pages, &visit.ctx, &found).await?.ok_or_else(missing)?;
            locations_unregister::unregister(&pages.catalog, &visit.ctx, &row.id).await?;
        }
        ENTITY => {
            let uid = found.shown.metadata("uid").unwrap_or_default();
            delete::delete(&pages.catalog, &visit.ctx, uid).await?;
        }
        _ => return Err(Error::Input("say what to unregister: the location or the entity".to_owned())),
    }
    let list = kind_list(&found.shown.kind);
    Ok(page::see_other(list.get().unwrap_or(super::address::CATALOG)))
}

/// The registered location that an entity came in by.
async fn location_of(pages: &Pages, ctx: &Ctx, found: &Found) -> Result<Option<LocationRow>, Error> {
    match locations::by_entity(&pages.catalog, ctx, &found.reference).await {
        Ok(row) => Ok(Some(row)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What goes with the location.
async fn location_choice(
    pages: &Pages,
    ctx: &Ctx,
    found: &Found,
    row: &LocationRow,
) -> Result<LocationChoice, Error> {
    let origin = found.shown.annotation(annotate::ORIGIN).unwrap_or_default();
    let (refs, total) = entities_of(pages, ctx, origin, NAMED).await?;
    let titles = Titles::of(&pages.catalog, ctx, refs.iter().map(String::as_str)).await?;
    Ok(LocationChoice {
        target: row.target.clone(),
        entities: refs.iter().map(|entity_ref| titles.link(entity_ref)).collect(),
        total,
    })
}

/// The first entities that came in by a location, and how many there are that the reader may see. The entities that the
/// portal makes for locations themselves are left out: nobody registered those.
pub(super) async fn entities_of(
    pages: &Pages,
    ctx: &Ctx,
    origin: &str,
    most: usize,
) -> Result<(Vec<String>, u64), Error> {
    let key = format!("metadata.annotations.{}", annotate::ORIGIN);
    let query = Predicate::All(vec![
        Predicate::equals(&key, origin),
        Predicate::not(Predicate::equals("kind", LOCATION)),
    ]);
    let order = vec![OrderField { field: "metadata.name".to_owned(), descending: false }];
    let start = Start::First(First { query: Some(query), order, ..First::default() });
    let found = list::by_query(&pages.catalog, ctx, &start, most).await?;
    let mut refs = Vec::with_capacity(found.items.len());
    for item in &found.items {
        refs.push(shown::reference(&shown::read_head(item)?));
    }
    Ok((refs, found.total))
}

/// What a location is called in a sentence.
pub(super) fn short_target(target: &str) -> String {
    words::short_place(&format!("url:{target}"))
}

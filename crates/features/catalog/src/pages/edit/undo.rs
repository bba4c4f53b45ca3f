//! `POST …/{name}/undo`: takes the last change of an entity that the portal stores back.

use axum::extract::State;
use axum::response::Response;
use entity::EntityRef;
use kernel::Error;
use page::{Form, Visit};

use super::subject::after;
use crate::pages::entity::Place;
use crate::pages::{Pages, address};
use crate::portal::save::Saved;
use crate::portal::undo::undo;

/// The entity may be gone: taking a deletion back makes it anew. Whether the reader may is asked where it is written.
pub(super) async fn submit(
    State(pages): State<Pages>,
    visit: Visit,
    place: Place,
    form: Form,
) -> Result<Response, Error> {
    let kernel::http::Path((namespace, kind, name)) = place;
    let entity_ref = EntityRef::new(kind, namespace, name).to_string().to_lowercase();
    let missing = || Error::Input("say which revision is to be taken back".to_owned());
    let last = form.text("revision").parse().map_err(|_unread: std::num::ParseIntError| missing())?;
    let revision = undo(&pages.catalog, &visit.ctx, &entity_ref, last).await?;
    let is_there = pages.catalog.exists(&entity_ref);
    let path = if is_there { after(&Saved { entity_ref, revision }) } else { address::CATALOG.to_owned() };
    Ok(page::see_other(&path))
}

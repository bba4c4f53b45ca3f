//! Making and changing entities: `/catalog/create` and `…/{name}/edit`. Both ask, by a form that comes from the kind or by
//! the text; then show what would change; then save it, where the portal stores the entity, or say how it gets into its
//! file. Nothing is written before that.

mod ask;
mod bulk;
mod create;
mod draft;
mod file;
mod filling;
mod form;
mod steps;
mod subject;
mod undo;

use axum::http::Method;
use axum::routing::{get, post};
use kernel::http::{Access, Routes};

pub(super) use create::{PATH as CREATE, likeness_of, may_store};

/// How something is filled in: as a form, or as a text.
const AS: &str = "as";

use super::Pages;

/// Adds the pages.
pub(super) fn routes(routes: Routes, pages: &Pages) -> Routes {
    let state = || pages.clone();
    let edit = "/catalog/{namespace}/{kind}/{name}/edit";
    let undo = "/catalog/{namespace}/{kind}/{name}/undo";
    routes
        .add_plain(Method::GET, CREATE, Access::Page, get(create::show).with_state(state()))
        .add_plain(Method::POST, CREATE, Access::Page, post(create::submit).with_state(state()))
        .add_plain(Method::GET, edit, Access::Page, get(subject::show).with_state(state()))
        .add_plain(Method::POST, edit, Access::Page, post(subject::submit).with_state(state()))
        .add_plain(Method::POST, undo, Access::Page, post(undo::submit).with_state(state()))
        .add_plain(Method::GET, bulk::PATH, Access::Page, get(bulk::show).with_state(state()))
        .add_plain(Method::POST, bulk::PATH, Access::Page, post(bulk::submit).with_state(state()))
        .add_plain(Method::GET, ask::ENTITIES, Access::Page, get(ask::entities).with_state(state()))
}

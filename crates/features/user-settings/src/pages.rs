//! The forms of this feature. It draws no page of its own: each form leads back to where it was sent from.

mod star;

use axum::http::Method;
use axum::routing::post;
use kernel::Db;
use kernel::http::{Access, Routes};

/// The route table of the forms.
pub(crate) fn routes(db: &Db) -> Routes {
    Routes::new().add_plain(
        Method::POST,
        "/catalog/{namespace}/{kind}/{name}/star",
        Access::Page,
        post(star::submit).with_state(db.clone()),
    )
}

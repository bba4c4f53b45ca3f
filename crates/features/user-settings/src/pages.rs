//! What this feature adds to pages of others: a star, and the form behind it, which leads back to where it was sent from.

mod header;
mod star;

use axum::http::Method;
use axum::routing::post;
use kernel::Db;
use kernel::http::{Access, Routes};

pub(crate) use header::extension;

/// The route table of the forms.
pub(crate) fn routes(db: &Db) -> Routes {
    Routes::new().add_plain(
        Method::POST,
        "/catalog/{namespace}/{kind}/{name}/star",
        Access::Page,
        post(star::submit).with_state(db.clone()),
    )
}

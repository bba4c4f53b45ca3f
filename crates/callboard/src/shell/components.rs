//! `/dev/components`: every part of the pages in every state, for people who work on them. There where
//! `callboard.dev.components` says so; without it, in builds for development. The demo's configuration says so.

use axum::extract::State;
use axum::http::{Method, StatusCode};
use axum::response::Response;
use axum::routing::get;
use kernel::http::{Access, Query, Routes, respond};
use page::Visit;
use serde_json::json;
use ui::{Href, samples};

use super::Shell;

const COMPONENTS: &str = "/dev/components";
/// What the palette of that page asks: a jump to its parts.
const PALETTE: &str = "/dev/components/palette";

pub(super) fn add(routes: Routes, shell: &Shell) -> Routes {
    let wanted = shell.services.config.root().boolean("callboard.dev.components").ok().flatten();
    if !wanted.unwrap_or(cfg!(debug_assertions)) {
        return routes;
    }
    routes
        .add_plain(Method::GET, COMPONENTS, Access::OpenPage, get(show).with_state(shell.clone()))
        .add_plain(Method::GET, PALETTE, Access::OpenPage, get(palette))
}

async fn show(State(shell): State<Shell>, visit: Visit) -> Response {
    let mut frame = shell.frames.of(&visit);
    frame.palette = Some(Href::new(PALETTE));
    page::html(StatusCode::OK, ui::layout::page(&frame, "Components", &samples::page_content()))
}

async fn palette(query: Query) -> Response {
    let wanted = query.get("q").unwrap_or_default().to_lowercase();
    let mut groups = Vec::new();
    for section in samples::sections() {
        let mut items = Vec::new();
        for sample in &section.samples {
            if let Some(from) = sample.state.to_lowercase().find(&wanted) {
                items.push(json!({
                    "label": sample.state,
                    "href": format!("{COMPONENTS}#{}", section.id),
                    "icon": "component",
                    "marks": [[from, from + wanted.len()]],
                }));
            }
        }
        groups.push(json!({ "title": section.title, "items": items }));
    }
    respond::json(&json!({ "groups": groups }))
}

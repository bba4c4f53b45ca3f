//! Style, script and icon of the HTML kit, sent compressed and kept by browsers for ever: their addresses carry a hash.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::http::{Path, respond};
use serde_json::json;
use ui::{Asset, assets};

use super::Shell;

/// The icon's address has no hash, so it is asked for again after a day.
const ICON_CACHE_CONTROL: &str = "public, max-age=86400";

pub(super) async fn by_name(Path(path): Path<String>, headers: HeaderMap) -> Response {
    match ui::asset(&path) {
        Some(asset) => send(asset, headers, assets::CACHE_CONTROL).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Browsers ask for this path by themselves.
pub(super) async fn icon(headers: HeaderMap) -> Response {
    match assets::all().iter().find(|asset| asset.content_type == "image/svg+xml") {
        Some(icon) => send(icon, headers, ICON_CACHE_CONTROL).await,
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What a phone shows when the portal is put on its home screen.
pub(super) async fn manifest(State(shell): State<Shell>) -> Response {
    let title = shell.frames.brand().title;
    respond::json(&json!({
        "short_name": title,
        "name": title,
        "icons": [{"src": "favicon.ico", "sizes": "any", "type": "image/svg+xml"}],
        "start_url": "/",
        "display": "standalone",
        "theme_color": "#111827",
        "background_color": "#ffffff",
    }))
}

async fn send(asset: &'static Asset, headers: HeaderMap, cache_control: &'static str) -> Response {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let always = [
        (header::CACHE_CONTROL, cache_control),
        (header::ETAG, &*asset.etag),
        (header::VARY, "Accept-Encoding"),
    ];
    let known = text(header::IF_NONE_MATCH).split(',').any(|tag| tag.trim() == asset.etag);
    if known {
        return (StatusCode::NOT_MODIFIED, always).into_response();
    }
    let accepted = text(header::ACCEPT_ENCODING).to_owned();
    // Whoever comes right after the start waits until it is packed, but nobody else does.
    let encoded = tokio::task::spawn_blocking(move || asset.encoded(&accepted)).await;
    let (encoding, bytes) = encoded.unwrap_or((None, &asset.bytes));
    let content = [(header::CONTENT_TYPE, asset.content_type)];
    match encoding {
        Some(encoding) => (always, content, [(header::CONTENT_ENCODING, encoding)], bytes).into_response(),
        None => (always, content, bytes).into_response(),
    }
}

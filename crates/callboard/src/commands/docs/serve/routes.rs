//! What the author's browser asks for: pages, assets, the indexes, and a stream that says when to reload.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::Path;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use futures_util::Stream;
use futures_util::stream::unfold;
use markdown::site::{self, Site};
use serde_json::json;
use tokio::sync::watch;
use ui::docs::files;

use super::Shown;
use crate::commands::docs::index;
use crate::commands::docs::shell::{self, CONTENT_POLICY, Shell};

#[derive(Clone)]
struct Server {
    shown: watch::Receiver<Shown>,
    address: SocketAddr,
}

pub(super) fn router(shown: watch::Receiver<Shown>, address: SocketAddr) -> Router {
    Router::new()
        .route("/.callboard/events", get(events))
        .fallback(anything)
        .with_state(Server { shown, address })
}

/// One event at once and one after each build.
async fn events(State(server): State<Server>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let stream = unfold((server.shown, true), |(mut shown, is_first)| async move {
        if !is_first {
            shown.changed().await.ok()?;
        }
        let data = {
            let now = shown.borrow_and_update();
            json!({"version": now.version, "failure": now.failure}).to_string()
        };
        Some((Ok(Event::default().event("site").data(data)), (shown, false)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default())
}

async fn anything(State(server): State<Server>, uri: Uri, headers: HeaderMap) -> Response {
    if !is_asked_by_name(&headers, server.address) {
        return (StatusCode::MISDIRECTED_REQUEST, "This server answers to its own address only.")
            .into_response();
    }
    let shown = server.shown.borrow().clone();
    let Some(path) = decode(uri.path()) else { return StatusCode::BAD_REQUEST.into_response() };
    if let Some(file) = files::FILES.iter().find(|file| path == format!("{}/{}", *files::FOLDER, file.name)) {
        return ([(header::CONTENT_TYPE, file.content_type)], file.bytes.as_slice()).into_response();
    }
    let Some(site) = &shown.site else {
        return (StatusCode::INTERNAL_SERVER_ERROR, Html(waiting(shown.failure.as_deref()))).into_response();
    };
    match path.as_str() {
        index::FILE => {
            return ([(header::CONTENT_TYPE, "application/json")], index::of(site)).into_response();
        }
        "search/search_index.json" => {
            return ([(header::CONTENT_TYPE, "application/json")], site::search_index(site)).into_response();
        }
        _ => {}
    }
    page(site, &path, uri.path()).unwrap_or_else(|| asset(site, &shown.folder, &path))
}

/// Another site must not read drafts by a name that it lets point here.
fn is_asked_by_name(headers: &HeaderMap, address: SocketAddr) -> bool {
    if !address.ip().is_loopback() {
        return true;
    }
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    matches!(name, "localhost" | "127.0.0.1" | "[::1]") || name == address.ip().to_string()
}

fn page(site: &Site, path: &str, asked: &str) -> Option<Response> {
    let file =
        if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    let find = |file: &str| site.pages.iter().position(|page| page.destination == file);
    if let Some(position) = find(&file) {
        let policy = [(header::CONTENT_SECURITY_POLICY, CONTENT_POLICY), (header::CACHE_CONTROL, "no-cache")];
        return Some((policy, Html(Shell::new(site, true).page(position))).into_response());
    }
    if let Some(redirect) = site.redirects.iter().find(|redirect| redirect.destination == file) {
        return Some(Html(shell::redirect(&redirect.to)).into_response());
    }
    let folder = format!("{path}/index.html");
    let is_folder =
        find(&folder).is_some() || site.redirects.iter().any(|redirect| redirect.destination == folder);
    is_folder.then(|| Redirect::temporary(&format!("{asked}/")).into_response())
}

fn asset(site: &Site, root: &Path, path: &str) -> Response {
    let missing = || (StatusCode::NOT_FOUND, Html(Shell::new(site, true).missing("/"))).into_response();
    let Some(asset) = site.assets.iter().find(|asset| asset.destination == path) else { return missing() };
    let real = root.join(&asset.source).canonicalize().ok().filter(|real| real.starts_with(root));
    let Some(bytes) = real.and_then(|real| std::fs::read(real).ok()) else { return missing() };
    let headers = [
        (header::CONTENT_TYPE, content_type(path)),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:",
        ),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, bytes).into_response()
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "pdf" => "application/pdf",
        "json" => "application/json",
        "css" => "text/css; charset=utf-8",
        "txt" | "yaml" | "yml" | "csv" => "text/plain; charset=utf-8",
        "html" | "htm" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Before there is any good site.
fn waiting(failure: Option<&str>) -> String {
    let files = format!("/{}", *files::FOLDER);
    maud::html! {
        (maud::DOCTYPE)
        html.docs lang="en" {
            head {
                meta charset="utf-8";
                title { "No site yet" }
                link rel="stylesheet" href={ (files) "/docs.css" };
                script type="module" src={ (files) "/live.js" } {}
            }
            body {
                main.docs-reader {
                    div.prose {
                        h1 { "No site can be built" }
                        p { (failure.unwrap_or_default()) }
                        p { "This page reloads when the files change." }
                    }
                }
            }
        }
    }
    .into_string()
}

/// The path of an address without its first slash, decoded once. None when it is not UTF-8 or would leave the site.
fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.trim_start_matches('/').bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next()?, rest.next()?];
            bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
        } else {
            bytes.push(byte);
        }
    }
    let decoded = String::from_utf8(bytes).ok()?;
    let leaves = decoded.contains(['\\', '\0']) || decoded.split('/').any(|part| part == "..");
    (!leaves).then_some(decoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_decoded_and_stay_inside() {
        let table = [
            ("/a/b/", Some("a/b/")),
            ("/a%20b", Some("a b")),
            ("/%C3%BC", Some("ü")),
            ("/../x", None),
            ("/..%2f..%2fx", None),
            ("/%2e%2e/x", None),
            ("/a%00.html", None),
            ("/..%5c..%5c", None),
            ("/%c0%ae", None),
            ("/%", None),
        ];
        for (path, expected) in table {
            assert_eq!(decode(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_answered() {
        let loopback: SocketAddr = "127.0.0.1:8000".parse().unwrap();
        let asked = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, host.parse().unwrap());
            is_asked_by_name(&headers, loopback)
        };
        assert!(asked("localhost:8000") && asked("127.0.0.1:8000") && asked("[::1]:8000"));
        assert!(!asked("evil.test") && !asked("evil.test:8000") && !asked(""));
    }
}

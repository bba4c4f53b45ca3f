//! The pictures of the graph apart from the page: what the page gets later, SVG and Mermaid to keep; and the entities that
//! the field of the page suggests.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use graph::svg::{Options, pieces};
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Visit;
use page::answer::CACHE_CONTROL;
use serde_json::{Value, json};
use ui::kind::EntityLink;

use super::address::{Asked, Show};
use super::drawing::{drawing, hues};
use super::{Named, answer, laid_out, named};
use crate::entities::graph::PictureNode;
use crate::entities::names;
use crate::pages::Pages;

/// Suggestions of the field.
const SUGGESTED: usize = 20;
/// A picture needs its own style sheet and nothing else.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; sandbox allow-top-navigation-by-user-activation",
);
const SVG: &str = "image/svg+xml";

/// `GET /catalog-graph/picture`: the drawing alone, for the page that asked for it.
pub(super) async fn part(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let asked = Asked::read(&query);
    let found = found(&pages, &visit.ctx, &asked).await?;
    let options = Options { curve: asked.stock.curve, ..Options::default() };
    let target = asked.clone();
    let href = move |node: &PictureNode, link: &EntityLink| super::page::href(&target, node, link);
    stream(&pages, asked, found, options, href, HeaderValue::from_static("text/html; charset=utf-8")).await
}

/// `GET /catalog-graph/picture.svg`: a file of its own.
pub(super) async fn svg(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    let asked = Asked::read(&query);
    let found = found(&pages, &visit.ctx, &asked).await?;
    let options = Options { curve: asked.stock.curve, standalone: Some(hues()), ..Options::default() };
    let base = base(&pages);
    let href = move |_: &PictureNode, link: &EntityLink| absolute(&base, link);
    let mut response = stream(&pages, asked, found, options, href, HeaderValue::from_static(SVG)).await?;
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, POLICY);
    Ok(response)
}

/// `GET /catalog-graph/picture.mmd`: the text of a Mermaid flowchart.
pub(super) async fn mermaid(
    State(pages): State<Pages>,
    visit: Visit,
    query: Query,
) -> Result<Response, Error> {
    let asked = Asked::read(&query);
    let Named { picture, titles } = found(&pages, &visit.ctx, &asked).await?;
    let base = base(&pages);
    let direction = asked.stock.direction;
    let work = move || {
        let drawing = drawing(&picture, &titles, "", |_, link| absolute(&base, link));
        graph::mermaid::mermaid(&drawing, direction)
    };
    let text = pages.turns.run(work).await?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, CACHE_CONTROL),
    ];
    Ok((headers, text).into_response())
}

/// `GET /catalog-graph/entities?q=`: what the field suggests.
pub(super) async fn entities(
    State(pages): State<Pages>,
    visit: Visit,
    query: Query,
) -> Result<Response, Error> {
    let question = query.get("q").unwrap_or_default();
    let found = names::find(&pages.catalog, &visit.ctx, question, SUGGESTED).await?;
    let mut options = Vec::with_capacity(found.len());
    for entity in &found {
        options.push(json!({
            "value": entity.reference,
            "label": entity.label(),
            "detail": entity.reference,
        }));
    }
    let headers =
        [(header::CONTENT_TYPE, kernel::http::respond::JSON), (header::CACHE_CONTROL, CACHE_CONTROL)];
    Ok((headers, json!({ "options": Value::Array(options) }).to_string()).into_response())
}

/// What is asked for, with its names; an error where the page would say that there is nothing to draw.
async fn found(pages: &Pages, ctx: &Ctx, asked: &Asked) -> Result<Named, Error> {
    let Some(picture) = answer(pages, ctx, asked).await? else {
        return Err(Error::Forbidden("you may not see the catalog".to_owned()));
    };
    if picture.nodes.is_empty() {
        let nothing = match asked.show {
            Show::Path => "there is no path between these entities",
            Show::Around | Show::Impact => "none of these entities is in the catalog",
        };
        return Err(Error::NotFound(nothing.to_owned()));
    }
    named(pages, ctx, picture.into()).await
}

/// Draws on a thread for heavy work, then sends piece by piece.
async fn stream(
    pages: &Pages,
    asked: Asked,
    Named { picture, titles }: Named,
    options: Options,
    href: impl Fn(&PictureNode, &EntityLink) -> Option<String> + Send + 'static,
    content_type: HeaderValue,
) -> Result<Response, Error> {
    let work = move || {
        let drawing = drawing(&picture, &titles, super::page::label(asked.show), href);
        let layout = laid_out(&asked, &drawing)?;
        Ok::<_, Error>(pieces(drawing, layout, options))
    };
    let pieces = pages.turns.run(work).await??;
    let body = Body::from_stream(futures_util::stream::iter(pieces.map(Ok::<_, std::convert::Infallible>)));
    let headers = [(header::CONTENT_TYPE, content_type), (header::CACHE_CONTROL, CACHE_CONTROL)];
    Ok((headers, body).into_response())
}

/// Where people open the portal: a file that has left it must lead back.
fn base(pages: &Pages) -> String {
    let root = pages.catalog.ingest.services.config.root();
    let base = root.string("app.baseUrl").ok().flatten().unwrap_or_default();
    base.trim_end_matches('/').to_owned()
}

fn absolute(base: &str, link: &EntityLink) -> Option<String> {
    link.href.get().map(|path| format!("{base}{path}"))
}

//! `GET /`: the start page. Draws the widgets of all features in the order that the configuration gives them; one that
//! fails says so in its place, and the others stand.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::future::join_all;
use kernel::extension::{Area, Extension, Place, Placed, View};
use kernel::http::Query;
use kernel::{Error, Principal};
use maud::{Markup, PreEscaped, html};
use page::Visit;
use page::audience;
use page::frames::SIGN_IN;
use ui::button::{self, Weight};
use ui::header::{self, PageHeader};
use ui::notice::{self, State as Notice};
use ui::{Href, Icon, Tone, card};

use super::{Home, actions, changes, entities, first_steps};

/// The widgets of this feature.
pub(super) fn widgets(home: &Home) -> Vec<Extension> {
    let narrow = |widget: Extension| Extension { area: Area::Info, ..widget };
    vec![
        widget(home, "home-page-widget:home/first-steps", "First steps", 10, first_steps::draw),
        widget(home, "home-page-widget:home/starred", "Starred", 20, entities::starred),
        widget(home, "home-page-widget:home/owned", "Yours", 30, entities::owned),
        widget(home, "home-page-widget:home/changes", "What changed in them", 40, changes::draw),
        narrow(widget(home, "home-page-widget:home/actions", "Start here", 50, actions::draw)),
        narrow(widget(home, "home-page-widget:home/visited", "Recently visited", 60, entities::visited)),
    ]
}

fn widget<Drawing>(
    home: &Home,
    id: &'static str,
    title: &'static str,
    order: u16,
    draw: fn(Home, View) -> Drawing,
) -> Extension
where
    Drawing: Future<Output = Result<Option<String>, Error>> + Send + 'static,
{
    let home = home.clone();
    Extension { order, ..Extension::new(id, title, move |view| draw(home.clone(), view)) }
}

/// A widget that has something to show.
struct Drawn {
    area: Area,
    markup: Markup,
}

pub(super) async fn show(State(home): State<Home>, visit: Visit, query: Query) -> Result<Response, Error> {
    let frame = home.frames.of(&visit);
    let content = match visit.ctx.principal() {
        Principal::None => greeting(&frame.brand.title),
        _ => mine(&home, &visit, query, frame.user.as_ref().map(|user| user.name.as_str())).await,
    };
    Ok(page::html(StatusCode::OK, ui::layout::page(&frame, "Home", &content)))
}

/// What somebody sees whom nobody knows.
fn greeting(title: &str) -> Markup {
    html! {
        div.card {
            (notice::page_state(&Notice {
                icon: Icon::Home,
                tone: Tone::Plain,
                title: format!("Welcome to {title}"),
                text: "What the organisation runs, who looks after it, and where to read about it. Sign in to see it.".to_owned(),
                detail: html! {},
                actions: button::link("Sign in", Some(Icon::Enter), &Href::new(SIGN_IN), Weight::Main),
            }))
        }
    }
}

async fn mine(home: &Home, visit: &Visit, query: Query, name: Option<&str>) -> Markup {
    if let Ok(catalog) = home.catalog() {
        catalog::entities::names::expect(catalog);
    }
    let view = View { flags: visit.flags.clone(), ..View::new(visit.ctx.clone(), query) };
    let layout = home.services.extensions.layout();
    let shown = audience::placed(&layout, Place::HomeWidget, &visit.flags);
    let drawn: Vec<Drawn> =
        join_all(shown.map(|placed| draw(placed, &view))).await.into_iter().flatten().collect();
    let of = |area: Area| drawn.iter().filter(move |widget| widget.area == area);
    let has_info = of(Area::Info).next().is_some();
    html! {
        (header::page_header(&PageHeader {
            mark: html! {},
            title: name.map_or_else(|| "Home".to_owned(), |name| format!("Hello, {name}")),
            below: html! {},
            actions: html! {},
        }))
        @if drawn.is_empty() { (nothing()) }
        div.stack {
            @for widget in of(Area::Summary) { (widget.markup) }
            div.two[has_info] {
                div.stack { @for widget in of(Area::Content) { (widget.markup) } }
                @if has_info { div.stack { @for widget in of(Area::Info) { (widget.markup) } } }
            }
        }
    }
}

async fn draw(placed: &Placed, view: &View) -> Option<Drawn> {
    let view = View { config: Arc::clone(&placed.config), ..view.clone() };
    let body = match (placed.extension.draw)(view).await {
        Ok(body) => PreEscaped(body?),
        Err(error) => {
            tracing::warn!(widget = placed.extension.id, error = %error, "a widget was not drawn");
            notice::notice(
                Tone::Warn,
                &html! { "This part could not be shown. The rest of the page is complete." },
            )
        }
    };
    Some(Drawn { area: placed.look.area, markup: card::card(&placed.look.title, None, &body) })
}

/// What stands there when the configuration hides everything.
fn nothing() -> Markup {
    let state = notice::state(&Notice {
        icon: Icon::Info,
        tone: Tone::Plain,
        title: "Nothing is set up for this page".to_owned(),
        text: "The configuration hides all its parts; app.extensions says which are shown.".to_owned(),
        detail: html! {},
        actions: button::link("To the catalog", Some(Icon::Catalog), &Href::new("/catalog"), Weight::Plain),
    });
    html! { div.card { (state) } }
}

//! `GET /search?query=`: what the catalog has of that name, by kind.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use catalog::entities::summary::Summary;
use kernel::Error;
use kernel::http::Query;
use maud::{Markup, html};
use page::Visit;
use page::address::query_part;
use page::frames::SEARCH;
use ui::button::{self, Weight};
use ui::header::{self, PageHeader};
use ui::notice::{self, State as Notice};
use ui::{Href, Icon, Link, Tone, card};

use super::{Home, entities};

/// Results of a page.
const MOST: usize = 100;
/// Letters of a question that are told back.
const TOLD: usize = 200;

pub(super) async fn show(State(home): State<Home>, visit: Visit, query: Query) -> Result<Response, Error> {
    let question: String = query.get("query").unwrap_or_default().trim().chars().take(TOLD).collect();
    let found = match question.as_str() {
        "" => Vec::new(),
        question => catalog::entities::names::find(home.catalog()?, &visit.ctx, question, MOST).await?,
    };
    let title = if question.is_empty() { "Search".to_owned() } else { format!("{question} · Search") };
    let content = html! {
        (header::page_header(&PageHeader {
            mark: html! {},
            title: "Search".to_owned(),
            below: html! {},
            actions: html! {},
        }))
        (field(&question))
        @if question.is_empty() {
            p.muted { "Type what something is called; a letter or two may be wrong." }
        } @else if found.is_empty() {
            (nothing(&question))
        } @else {
            div.stack {
                p.muted role="status" {
                    @if found.len() == MOST { "The first " }
                    (ui::plural(found.len() as u64, "result", "results")) ", best first"
                }
                (results(&found))
            }
        }
    };
    let frame = home.frames.of(&visit);
    Ok(page::html(StatusCode::OK, ui::layout::page(&frame, &title, &content)))
}

fn field(question: &str) -> Markup {
    html! {
        form.search-form method="get" action=(SEARCH) role="search" aria-label="Search the catalog" {
            input.input type="search" name="query" value=(question) aria-label="Search" autocomplete="off"
                placeholder="Name or title" dir="auto" enterkeyhint="search";
            button.button.main type="submit" { "Search" }
        }
    }
}

/// A card for each kind, in the order of its best result.
fn results(found: &[Summary]) -> Markup {
    let mut kinds: Vec<(&str, Vec<Summary>)> = Vec::new();
    for entity in found {
        match kinds.iter_mut().find(|(kind, _)| *kind == entity.kind) {
            Some((_, entities)) => entities.push(entity.clone()),
            None => kinds.push((&entity.kind, vec![entity.clone()])),
        }
    }
    html! {
        div.stack {
            @for (kind, entities) in &kinds {
                (card::card(
                    &format!("{kind} ({})", entities.len()),
                    Some(&Link::new("All of the kind", format!("/catalog?filters[kind]={}", query_part(&kind.to_lowercase())))),
                    &entities::rows(entities),
                ))
            }
        }
    }
}

fn nothing(question: &str) -> Markup {
    let within = format!("/catalog?filters[text]={}", query_part(question));
    let state = notice::state(&Notice {
        icon: Icon::Search,
        tone: Tone::Plain,
        title: "Nothing is called so".to_owned(),
        text: "Try fewer words, or a part of the name. What you may not see is not found either.".to_owned(),
        detail: html! {},
        actions: html! {
            (button::link("Look through the catalog", Some(Icon::Catalog), &Href::new(within), Weight::Plain))
            (button::link("Register an existing component", Some(Icon::Download), &Href::new("/catalog-import"), Weight::Plain))
        },
    });
    html! { div.card { (state) } }
}

//! `/settings/sources`: what the catalog reads from and how that went, with the button that has it read again.

use axum::extract::State;
use axum::response::Response;
use entity::EntityRef;
use entity::refs::DEFAULT_NAMESPACE;
use kernel::extension::View;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Form;
use page::frames::SETTINGS;
use serde_json::Value;
use ui::table::{PAGES, Pager, Part};
use ui::{Href, count, shorten};

use super::titles::path_of;
use super::{Pages, problems};
use crate::locations::health::{self as use_case, Which};
use crate::pages::view::health::{self as view, Next, Source, SourcesPage, Standing};
use crate::pages::words::moment;
use crate::permissions::INGESTION_MANAGE;
use crate::store::health::{MOST_COUNTED, SourceRow};

/// The last part of the page's address, unless the configuration says another.
pub(super) const PATH: &str = "sources";
/// Receives the ref of the source to be read again, or none for all that fail.
pub(super) const AGAIN: &str = "/settings/sources/read";

/// Rows of a page.
const PAGE: i64 = 50;
/// Characters of an address and of a message.
const TOLD: usize = 240;
/// The parameter with which the page says how many sources are being read.
const ASKED: &str = "asked";
/// The parameter that keeps to those with problems.
const FAILING: &str = "failing";

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let (catalog, ctx) = (&pages.catalog, &asked.ctx);
    let health = use_case::summary(catalog, ctx).await?;
    let which = if asked.query.get(FAILING).is_some() { Which::Failing } else { Which::All };
    let total = match which {
        Which::All => health.sources,
        Which::Failing => health.failing,
    };
    let offset = asked.query.integer("offset").unwrap_or(0).max(0);
    let rows = use_case::sources(catalog, ctx, which, offset, PAGE).await?;
    let part = Part::new(offset, PAGE, i64::try_from(rows.len()).unwrap_or_default(), total);
    let page = SourcesPage {
        said: said(&asked.query),
        may_manage: pages.may(ctx, &INGESTION_MANAGE).await?,
        sources: rows.iter().map(|row| source(row, ctx)).collect(),
        is_failing_only: which == Which::Failing,
        all: Href::new(list(Which::All, 0)),
        failing: Href::new(list(Which::Failing, 0)),
        unprocessed: Href::new(format!("{SETTINGS}/{}", super::unprocessed::PATH)),
        again: Href::new(AGAIN),
        pager: Pager::of(part, PAGES, |offset| Href::new(list(which, offset))),
        health,
    };
    Ok(Some(view::sources(&page).into_string()))
}

fn list(which: Which, offset: u64) -> String {
    let mut parameters = Vec::new();
    if which == Which::Failing {
        parameters.push(FAILING.to_owned());
    }
    if offset > 0 {
        parameters.push(format!("offset={offset}"));
    }
    address(&parameters)
}

fn address(parameters: &[String]) -> String {
    let separator = if parameters.is_empty() { "" } else { "?" };
    format!("{SETTINGS}/{PATH}{separator}{}", parameters.join("&"))
}

/// What came of the form.
fn said(query: &Query) -> Option<u64> {
    query.get(ASKED)?.parse().ok()
}

fn source(row: &SourceRow, ctx: &Ctx) -> Source {
    let document: Value =
        row.document.as_deref().and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
    let targets = entity::location::targets(&document);
    Source {
        entity_ref: row.entity_ref.clone(),
        kind: document.pointer("/spec/type").and_then(Value::as_str).unwrap_or_default().to_owned(),
        target: shorten(targets.first().map_or("", |first| &*first.target), TOLD),
        further: targets.len().saturating_sub(1),
        entity: if row.is_listed { entity_href(&row.entity_ref) } else { Href::default() },
        standing: standing(row),
        files: row.files,
        entities: counted(row.entities),
        checked: row.checked_at.map(|at| moment(at, ctx.now)),
        next: row.next_update_at.map(|at| next(at, ctx)),
    }
}

fn counted(entities: u64) -> String {
    if entities > MOST_COUNTED { format!("over {}", count(MOST_COUNTED)) } else { count(entities) }
}

fn next(at: i64, ctx: &Ctx) -> Next {
    if at <= ctx.now { Next::InItsTurn } else { Next::At(page::coming(at, ctx.now)) }
}

fn entity_href(entity_ref: &str) -> Href {
    let parsed = EntityRef::parse(entity_ref, None, DEFAULT_NAMESPACE);
    parsed.map_or_else(|_not_a_ref| Href::default(), |parsed| Href::new(path_of(&parsed)))
}

fn standing(row: &SourceRow) -> Standing {
    let items: Vec<Value> = serde_json::from_str(&row.problems).unwrap_or_default();
    match items.first().map(problems::problem) {
        Some(first) => {
            Standing::Failing { first: shorten(&first.title, TOLD), others: items.len().saturating_sub(1) }
        }
        None if row.checked_at.is_none() && row.entities == 0 => Standing::Waiting,
        None => Standing::Well,
    }
}

/// Has sources read again, and leads back to the list with the answer.
pub(super) async fn read_again(State(pages): State<Pages>, ctx: Ctx, form: Form) -> Result<Response, Error> {
    let entity_ref = form.text("source");
    let begun = if entity_ref.is_empty() {
        use_case::read_failing_again(&pages.catalog, &ctx).await?
    } else {
        usize::from(use_case::read_again(&pages.catalog, &ctx, entity_ref).await?)
    };
    let mut parameters = vec![format!("{ASKED}={begun}")];
    if !form.text(FAILING).is_empty() {
        parameters.insert(0, FAILING.to_owned());
    }
    Ok(page::see_other(&address(&parameters)))
}

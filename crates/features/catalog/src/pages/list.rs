//! `GET /catalog`: the table of entities; `GET /api-docs`: the same of APIs only.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Visit;
use ui::filter;
use ui::{Href, Link, count};

use super::address::{Address, Root};
use super::chosen_columns::{COLUMNS_ACTION, recall};
use super::column::{self, Column};
use super::filters::{Known, Without, predicate};
use super::listing::{self, results};
use super::words::noun_of_kind;
use super::{IMPORT, Pages, bulk, edit, panel, views};
use crate::api::export::answer;
use crate::entities::export::Format;
use crate::entities::{list, names};
use crate::pages::view::catalog::{self as view, CatalogPage, Results};
use crate::permissions::{Visible, readable};
use crate::portal::save::MOST;

/// Where something new is made, once a feature is there.
const CREATE: &str = "/create";

pub(super) async fn show(
    State(pages): State<Pages>,
    visit: Visit,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Error> {
    show_list(&pages, &visit, (&query, &headers), Root::Catalog).await
}

pub(super) async fn show_apis(
    State(pages): State<Pages>,
    visit: Visit,
    headers: HeaderMap,
    query: Query,
) -> Result<Response, Error> {
    show_list(&pages, &visit, (&query, &headers), Root::Apis).await
}

async fn show_list(
    pages: &Pages,
    visit: &Visit,
    (query, headers): (&Query, &HeaderMap),
    root: Root,
) -> Result<Response, Error> {
    let ctx = &visit.ctx;
    let asked = Address::parse(root, query);
    let address = recall(asked.clone(), headers);
    if let Some(format) = query.get("format") {
        return export(pages, ctx, &address, format).await;
    }
    let page = match readable(pages.catalog.gate(), ctx).await? {
        Visible::None => bare(pages, ctx, &address, Results::Denied { help: pages.helpers() }).await?,
        Visible::All if pages.catalog.projection().read(|state| state.index.is_empty()) => {
            bare(pages, ctx, &address, Results::EmptyCatalog).await?
        }
        _ => full(pages, ctx, &asked, &address).await?,
    };
    let status = match page.results {
        Results::Denied { .. } => StatusCode::FORBIDDEN,
        Results::Failed { .. } => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    };
    let mut frame = pages.frames.of(visit);
    frame.toasts.extend(bulk::said(query));
    Ok(page::html(status, view::render(&frame, &page)))
}

/// The list as a file: everything that the filters leave, also what does not fit on the page.
async fn export(pages: &Pages, ctx: &Ctx, address: &Address, format: &str) -> Result<Response, Error> {
    let format = match format {
        "csv" => Format::Csv,
        "ndjson" => Format::Ndjson,
        _ => return Err(Error::Input("a list is exported as csv or as ndjson".to_owned())),
    };
    let filter = predicate(address, &Known::of(pages, ctx).await?, Without::Nothing);
    let walker = list::walk(&pages.catalog, ctx, Some(filter), None).await?;
    Ok(answer(walker, format, paths(address)))
}

/// The paths that a row of a file has: who the entity is, then what the table shows of it.
fn paths(address: &Address) -> Vec<String> {
    let mut paths =
        ["kind", "metadata.namespace", "metadata.name", "metadata.title"].map(str::to_owned).to_vec();
    let shown = address.columns.as_deref().unwrap_or_else(|| column::usual(&address.kind));
    for path in shown.iter().copied().map(Column::path) {
        if !paths.iter().any(|known| known == path) {
            paths.push(path.to_owned());
        }
    }
    paths
}

/// Where the list is to be had as a file. A text narrows a page and not a walk, so that there is none with a text.
fn exports(address: &Address) -> Vec<Link> {
    if !address.text.is_empty() {
        return Vec::new();
    }
    let all = address.with(|address| address.expanded = None);
    let link = |label: &str, format: &str| Link { label: label.to_owned(), href: all.export(format) };
    vec![link("CSV", "csv"), link("JSON lines", "ndjson")]
}

/// Where a narrowed list is changed as a whole, for readers who may keep entities here.
async fn edit_all(
    pages: &Pages,
    ctx: &Ctx,
    address: &Address,
    total: Option<u64>,
) -> Result<Option<Href>, Error> {
    let is_narrow = total
        .is_some_and(|total| (2..=MOST).contains(&usize::try_from(total).unwrap_or(usize::MAX)))
        && *address != address.cleared();
    let is_offered = is_narrow && address.root == Root::Catalog && address.text.is_empty();
    Ok((is_offered && edit::may_store(pages, ctx).await?).then(|| address.elsewhere(edit::MANY)))
}

/// Where the reader can make something new: by a template where there are some, else by a form.
async fn create(pages: &Pages, ctx: &Ctx) -> Result<Option<Href>, Error> {
    if pages.frames.has(CREATE) {
        return Ok(Some(Href::new(CREATE)));
    }
    Ok(edit::may_store(pages, ctx).await?.then(|| Href::new(edit::CREATE)))
}

/// The page without a table and what belongs to it.
async fn bare(pages: &Pages, ctx: &Ctx, address: &Address, results: Results) -> Result<CatalogPage, Error> {
    let title = match address.root {
        Root::Catalog => "Catalog",
        Root::Apis => "APIs",
    };
    Ok(CatalogPage {
        title,
        kinds: Vec::new(),
        filters: Vec::new(),
        text: text_filter(address, None),
        active_filters: Vec::new(),
        columns: None,
        save: None,
        clear: address.cleared().href(),
        exports: Vec::new(),
        edit_all: None,
        register: pages.may_register(ctx).await?.then(|| Href::new(IMPORT)),
        create: create(pages, ctx).await?,
        results,
    })
}

/// The page of a catalog that has something. `asked` is the address without what was recalled.
async fn full(pages: &Pages, ctx: &Ctx, asked: &Address, address: &Address) -> Result<CatalogPage, Error> {
    names::expect(&pages.catalog);
    let known = Known::of(pages, ctx).await?;
    let results = match results(pages, ctx, address, &known).await {
        Err(error @ (Error::Internal(_) | Error::Unavailable { .. })) => failed(ctx, address, &error),
        results => results?,
    };
    let total = match &results {
        Results::Rows(listing) => Some(listing.total),
        _ => None,
    };
    let mut filters: Vec<_> = views::group(&views::of(pages, ctx).await?, asked).into_iter().collect();
    filters.extend(panel::groups(pages, ctx, address, &known).await?);
    Ok(CatalogPage {
        kinds: match address.root {
            Root::Catalog => panel::kinds(pages, ctx, address, &known).await?,
            Root::Apis => Vec::new(),
        },
        filters,
        text: text_filter(address, total),
        active_filters: panel::chips(pages, ctx, address).await?,
        columns: Some(listing::choice(address, COLUMNS_ACTION)),
        save: views::menu(pages, ctx, address),
        exports: if total.is_some() { exports(address) } else { Vec::new() },
        edit_all: edit_all(pages, ctx, address, total).await?,
        ..bare(pages, ctx, address, results).await?
    })
}

/// The filters still work, so the reader keeps them; the table's place says what happened.
fn failed(ctx: &Ctx, address: &Address, error: &Error) -> Results {
    tracing::error!(
        request = &*ctx.request_id,
        error = error as &dyn std::error::Error,
        "the catalog could not be listed"
    );
    Results::Failed {
        message: "The store of the catalog did not answer. Nothing is lost; try again in a moment."
            .to_owned(),
        request_id: ctx.request_id.to_string(),
        retry: address.href(),
    }
}

fn text_filter(address: &Address, total: Option<u64>) -> filter::TextFilter {
    const NAME: &str = "filters[text]";
    let kind = noun_of_kind(&address.kind);
    let first_page = address.with(|_| {});
    filter::TextFilter {
        action: Href::new(address.root.path()),
        name: NAME.to_owned(),
        value: address.text.clone(),
        label: match total {
            Some(total) if address.text.is_empty() => format!("Filter {} {kind}", count(total)),
            _ => format!("Filter {kind}"),
        },
        kept: first_page.pairs().into_iter().filter(|(name, _)| name != NAME).collect(),
    }
}

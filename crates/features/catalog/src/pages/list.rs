//! `GET /catalog`: the table of entities; `GET /api-docs`: the same of APIs only.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use kernel::http::Query;
use kernel::{Ctx, Error};
use page::Visit;
use query::cursor::TextFilter;
use query::select::{First, OrderField, Start};
use ui::filter;
use ui::table::Order;
use ui::{Href, Link, count};

use super::address::{Address, Root, Sort};
use super::filters::{Known, TEXT_FIELDS, Without, predicate};
use super::row::{named_refs, row};
use super::shown;
use super::titles::Titles;
use super::words::plural_of_kind;
use super::{IMPORT, Pages, edit, panel};
use crate::api::export::answer;
use crate::entities::export::{DEFAULT_COLUMNS, Format};
use crate::entities::list;
use crate::pages::view::catalog::{self as view, CatalogPage, Listing, Results, SortLink};
use crate::permissions::{Visible, readable};

/// Where something new is made, once a feature is there.
const CREATE: &str = "/create";

pub(super) async fn show(State(pages): State<Pages>, visit: Visit, query: Query) -> Result<Response, Error> {
    show_list(&pages, &visit, &query, Root::Catalog).await
}

pub(super) async fn show_apis(
    State(pages): State<Pages>,
    visit: Visit,
    query: Query,
) -> Result<Response, Error> {
    show_list(&pages, &visit, &query, Root::Apis).await
}

async fn show_list(pages: &Pages, visit: &Visit, query: &Query, root: Root) -> Result<Response, Error> {
    let ctx = &visit.ctx;
    let address = Address::parse(root, query);
    if let Some(format) = query.get("format") {
        return export(pages, ctx, &address, format).await;
    }
    let page = match readable(pages.catalog.gate(), ctx).await? {
        Visible::None => bare(pages, ctx, &address, Results::Denied { help: pages.helpers() }).await?,
        Visible::All if pages.catalog.projection().read(|state| state.index.is_empty()) => {
            bare(pages, ctx, &address, Results::EmptyCatalog).await?
        }
        _ => full(pages, ctx, &address).await?,
    };
    let status = match page.results {
        Results::Denied { .. } => StatusCode::FORBIDDEN,
        Results::Failed { .. } => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::OK,
    };
    Ok(page::html(status, view::render(&pages.frames.of(visit), &page)))
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
    Ok(answer(walker, format, DEFAULT_COLUMNS.map(str::to_owned).to_vec()))
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
        clear: address.cleared().href(),
        exports: Vec::new(),
        register: pages.may_register(ctx).await?.then(|| Href::new(IMPORT)),
        create: create(pages, ctx).await?,
        results,
    })
}

async fn full(pages: &Pages, ctx: &Ctx, address: &Address) -> Result<CatalogPage, Error> {
    let known = Known::of(pages, ctx).await?;
    let results = match results(pages, ctx, address, &known).await {
        Err(error @ (Error::Internal(_) | Error::Unavailable { .. })) => failed(ctx, address, &error),
        results => results?,
    };
    let total = match &results {
        Results::Rows(listing) => Some(listing.total),
        _ => None,
    };
    Ok(CatalogPage {
        kinds: match address.root {
            Root::Catalog => panel::kinds(pages, ctx, address, &known).await?,
            Root::Apis => Vec::new(),
        },
        filters: panel::groups(pages, ctx, address, &known).await?,
        text: text_filter(address, total),
        active_filters: panel::chips(pages, ctx, address).await?,
        exports: if total.is_some() { exports(address) } else { Vec::new() },
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

async fn results(pages: &Pages, ctx: &Ctx, address: &Address, known: &Known) -> Result<Results, Error> {
    let filter = predicate(address, known, Without::Nothing);
    let text = (!address.text.is_empty()).then(|| TextFilter {
        term: address.text.clone(),
        fields: Some(TEXT_FIELDS.map(str::to_owned).to_vec()),
    });
    let descending = address.order == Order::Descending;
    let first = First {
        query: Some(filter),
        order: vec![OrderField { field: address.sort.key().to_owned(), descending }],
        text,
        offset: address.offset,
        skip_total: false,
    };
    let unsorted = First { order: Vec::new(), offset: 0, ..first.clone() };
    let found = list::by_query(&pages.catalog, ctx, &Start::First(first), address.limit).await?;
    // An order leaves out what has no value to be sorted by; people should know.
    let all = if address.sort == Sort::Name {
        found.total
    } else {
        list::by_query(&pages.catalog, ctx, &Start::First(unsorted), 0).await?.total
    };
    if all == 0 {
        return Ok(Results::NoMatch);
    }
    let mut shown = Vec::with_capacity(found.items.len());
    for item in &found.items {
        shown.push(shown::read(item)?);
    }
    if let Some(offset) = last_page(address, found.total).filter(|_| shown.is_empty()) {
        let last = address.with(|address| address.offset = offset);
        return Box::pin(results(pages, ctx, &last, known)).await;
    }
    let titles = Titles::of(&pages.catalog, ctx, shown.iter().flat_map(named_refs)).await?;
    let offset = u64::try_from(address.offset).unwrap_or(u64::MAX);
    let step = |offset: usize| address.with(|address| address.offset = offset).href();
    let next = address.offset.saturating_add(address.limit);
    Ok(Results::Rows(Box::new(Listing {
        caption: plural_of_kind(&address.kind),
        rows: shown.iter().map(|shown| row(shown, &titles)).collect(),
        total: found.total,
        first: offset.saturating_add(1),
        sort: sort_links(address),
        previous: (address.offset > 0).then(|| step(address.offset.saturating_sub(address.limit))),
        next: (found.next.is_some()).then(|| step(next)),
        partial: left_out(address, all.saturating_sub(found.total)),
    })))
}

/// Where the last page begins, for an address that leads behind it: the list has become shorter since.
fn last_page(address: &Address, total: u64) -> Option<usize> {
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let offset = total.checked_sub(1)? / address.limit * address.limit;
    (offset < address.offset).then_some(offset)
}

fn left_out(address: &Address, missing: u64) -> Option<String> {
    let field = address.sort.parameter();
    match missing {
        0 => None,
        1 => Some(format!("1 entity without {field} is left out of this order. Sort by name to see all.")),
        _ => Some(format!(
            "{} entities without {field} are left out of this order. Sort by name to see all.",
            count(missing)
        )),
    }
}

fn sort_links(address: &Address) -> view::Sort {
    let link = |sort: Sort| {
        let active = address.sort == sort;
        let order = match address.order {
            Order::Ascending if active => Order::Descending,
            _ => Order::Ascending,
        };
        let target = address.with(|address| (address.sort, address.order) = (sort, order));
        SortLink { href: Some(target.href()), order: active.then_some(address.order) }
    };
    view::Sort {
        name: link(Sort::Name),
        owner: link(Sort::Owner),
        system: link(Sort::System),
        entity_type: link(Sort::Type),
        lifecycle: link(Sort::Lifecycle),
    }
}

fn text_filter(address: &Address, total: Option<u64>) -> filter::TextFilter {
    const NAME: &str = "filters[text]";
    let kind = plural_of_kind(&address.kind);
    // Kinds are names: only a first letter that is followed by small ones becomes small within a sentence.
    let kind = if kind.starts_with("API") || kind.starts_with("AI ") { kind } else { kind.to_lowercase() };
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

//! The table of the list: which entities one page has, in which order, under which heads.

use kernel::{Ctx, Error};
use query::cursor::TextFilter;
use query::predicate::Predicate;
use query::select::{First, OrderField, Start};
use ui::columns::{ColumnChoice, OfferedColumn};
use ui::table::Order;
use ui::{Href, table};

use super::address::Address;
use super::column::{self, Column};
use super::filters::{Known, TEXT_FIELDS, Without, predicate};
use super::row::{named_refs, row};
use super::shown::{self, Shown};
use super::titles::Titles;
use super::words::{noun_of_kind, plural_of_kind};
use super::{Pages, bulk};
use crate::entities::list;
use crate::pages::view::catalog::{Listing, Results};

/// What fills the place of the table.
pub(super) async fn results(
    pages: &Pages,
    ctx: &Ctx,
    address: &Address,
    known: &Known,
) -> Result<Results, Error> {
    let found = find(pages, ctx, address, known).await?;
    if found.total == 0 {
        return Ok(Results::NoMatch);
    }
    if let Some(offset) = last_page(address, found.total).filter(|_| found.shown.is_empty()) {
        let last = address.with(|address| address.offset = offset);
        return Box::pin(results(pages, ctx, &last, known)).await;
    }
    let columns = columns(address, &found.shown);
    let refs = found.shown.iter().flat_map(|shown| named_refs(shown, &columns));
    let titles = Titles::of(&pages.catalog, ctx, refs).await?;
    let offset = u64::try_from(address.offset).unwrap_or(u64::MAX);
    let step = |offset: usize| address.with(|address| address.offset = offset).href();
    let next = address.offset.saturating_add(address.limit);
    let has_next = u64::try_from(next).unwrap_or(u64::MAX) < found.total;
    Ok(Results::Rows(Box::new(Listing {
        caption: plural_of_kind(&address.kind),
        rows: found.shown.iter().map(|shown| row(shown, &columns, &titles)).collect(),
        columns: heads(address, &columns),
        total: found.total,
        first: offset.saturating_add(1),
        previous: (address.offset > 0).then(|| step(address.offset.saturating_sub(address.limit))),
        next: has_next.then(|| step(next)),
        partial: None,
        bulk: bulk::of(pages, ctx, address, noun_of_kind(&address.kind)).await?,
    })))
}

/// The entities of one page.
struct Found {
    shown: Vec<Shown>,
    /// How many there are on all pages.
    total: u64,
}

/// An order of the index leaves out what has no value to be sorted by. Here, that comes behind everything else, by name.
async fn find(pages: &Pages, ctx: &Ctx, address: &Address, known: &Known) -> Result<Found, Error> {
    let filter = predicate(address, known, Without::Nothing);
    let key = address.sort.sort_key().unwrap_or(Column::Name.path());
    let descending = address.order == Order::Descending;
    let ordered = list_of(address, filter.clone(), (key, descending), address.offset);
    let page = list::by_query(&pages.catalog, ctx, &ordered, address.limit).await?;
    let (mut items, mut total) = (page.items, page.total);
    if address.sort != Column::Name {
        let without = Predicate::All(vec![filter, Predicate::not(Predicate::exists(key))]);
        let ordered_rows = usize::try_from(page.total).unwrap_or(usize::MAX);
        let offset = address.offset.saturating_sub(ordered_rows);
        let rest = list_of(address, without, (Column::Name.path(), false), offset);
        let space = address.limit.saturating_sub(items.len());
        let rest = list::by_query(&pages.catalog, ctx, &rest, space).await?;
        items.extend(rest.items);
        total += rest.total;
    }
    let shown: Result<Vec<Shown>, Error> = items.iter().map(|item| shown::read(item)).collect();
    Ok(Found { shown: shown?, total })
}

fn list_of(address: &Address, query: Predicate, (key, descending): (&str, bool), offset: usize) -> Start {
    let text = (!address.text.is_empty()).then(|| TextFilter {
        term: address.text.clone(),
        fields: Some(TEXT_FIELDS.map(str::to_owned).to_vec()),
    });
    let order = vec![OrderField { field: key.to_owned(), descending }];
    Start::First(First { query: Some(query), order, text, offset, skip_total: false })
}

/// Where the last page begins, for an address that leads behind it: the list has become shorter since.
fn last_page(address: &Address, total: u64) -> Option<usize> {
    let total = usize::try_from(total).unwrap_or(usize::MAX);
    let offset = total.checked_sub(1)? / address.limit * address.limit;
    (offset < address.offset).then_some(offset)
}

/// The columns after the name. Namespaces are told where there is more than the usual one, as in the stock app.
fn columns(address: &Address, shown: &[Shown]) -> Vec<Column> {
    if let Some(columns) = &address.columns {
        return columns.clone();
    }
    let mut columns = column::usual(&address.kind).to_vec();
    let is_elsewhere = |shown: &Shown| shown.namespace() != entity::refs::DEFAULT_NAMESPACE;
    if shown.iter().any(is_elsewhere) {
        columns.push(Column::Namespace);
    }
    columns
}

/// The heads of the name and of the columns, each with the address that sorts by it.
fn heads(address: &Address, columns: &[Column]) -> Vec<table::Column> {
    let head = |column: Column| {
        let active = address.sort == column;
        let order = match address.order {
            Order::Ascending if active => Order::Descending,
            _ => Order::Ascending,
        };
        let target = address.with(|address| (address.sort, address.order) = (column, order));
        table::Column {
            label: column.label().to_owned(),
            width: column.width(),
            // What was asked for by name stays.
            drop: if address.columns.is_some() { 0 } else { column.drop() },
            sort: column.sort_key().map(|_| target.href()),
            order: active.then_some(address.order),
        }
    };
    std::iter::once(Column::Name).chain(columns.iter().copied()).map(head).collect()
}

/// The menu of columns.
pub(super) fn choice(address: &Address, action: &str) -> ColumnChoice {
    let shown = address.columns.as_deref().unwrap_or_else(|| column::usual(&address.kind));
    let offered = column::offered(&address.kind).into_iter().map(|column| OfferedColumn {
        value: column.parameter().to_owned(),
        label: column.label().to_owned(),
        shown: shown.contains(&column),
    });
    ColumnChoice {
        action: Href::new(action),
        name: super::chosen_columns::COLUMNS.to_owned(),
        columns: offered.collect(),
        kept: vec![(super::chosen_columns::LIST.to_owned(), address.text_form())],
    }
}

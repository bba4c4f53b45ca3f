//! `/catalog` and `/api-docs`: the table of entities with its filters. The address is the whole state; every filter, column and page is a
//! link that the caller has made.

use maud::{Markup, html};
use ui::button::{self, MenuItem, Weight};
use ui::columns::{self, ColumnChoice};
use ui::filter::{self, ActiveFilter, FilterGroup, TextFilter};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::selection::{self, Selection};
use ui::table::{self, Column, Pager};
use ui::tabs::{self, Tab};
use ui::{Frame, Href, Icon, Link, Tone, badge, count, plural, span};

use super::bulk::{self, Bulk};
use super::views::{self, SaveView};

/// Everything that the page shows inside of the frame.
pub struct CatalogPage {
    pub title: &'static str,
    /// The kinds with their counts; the active one is what the table shows. Empty on a page of one kind.
    pub kinds: Vec<Tab>,
    pub filters: Vec<FilterGroup>,
    pub text: TextFilter,
    pub active_filters: Vec<ActiveFilter>,
    /// The same kind without any filter.
    pub clear: Href,
    /// Which columns can be shown; `None` where there is no table.
    pub columns: Option<ColumnChoice>,
    /// Keeps the address under a name; `None` where nobody keeps such things.
    pub save: Option<SaveView>,
    /// Every format of export with its address.
    pub exports: Vec<Link>,
    /// Changes every entity of the list, where it is short enough for that.
    pub edit_all: Option<Href>,
    /// Where an existing component is registered; `None` for readers who may not.
    pub register: Option<Href>,
    /// Where something new is made; `None` for readers who may not.
    pub create: Option<Href>,
    pub results: Results,
}

/// What stands where the table is.
pub enum Results {
    Rows(Box<Listing>),
    /// The filters match nothing, though there is something.
    NoMatch,
    /// The catalog has nothing at all yet.
    EmptyCatalog,
    /// The reader may not see the catalog. The text says who can help.
    Denied {
        help: String,
    },
    /// Reading failed. The request's id leads to the server's log.
    Failed {
        message: String,
        request_id: String,
        retry: Href,
    },
}

/// One page of the table.
pub struct Listing {
    /// What the table holds, for people who listen: `Components`.
    pub caption: String,
    /// The heads; the first is the name's.
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// How many entities match in all.
    pub total: u64,
    /// Position of the first row among all, from 1.
    pub first: u64,
    pub previous: Option<Href>,
    pub next: Option<Href>,
    /// What is missing from the list and why, when it is not complete.
    pub partial: Option<String>,
    /// What can be done with chosen rows.
    pub bulk: Bulk,
}

/// One entity.
pub struct Row {
    pub href: Href,
    pub reference: String,
    pub kind: String,
    pub name: String,
    /// `metadata.title`, or the display name of a profile, where there is one.
    pub title: Option<String>,
    pub description: Option<String>,
    /// Errors and warnings of processing, if there are any.
    pub problems: Option<ProblemCount>,
    pub orphan: bool,
    /// One for each column after the name; `None` where there is nothing to say.
    pub cells: Vec<Option<Cell>>,
}

/// What a cell says.
pub enum Cell {
    Entities(Vec<EntityLink>),
    Text(String),
    Lifecycle(String),
    Tags(Vec<Link>),
    Count(u64),
}

/// How many problems an entity has, and where they are told.
pub struct ProblemCount {
    pub count: u64,
    pub href: Href,
    /// At least one keeps new data out of the catalog.
    pub errors: bool,
}

/// Entities of a cell beyond these are only counted.
const SHOWN_ENTITIES: usize = 1;
/// Tags that a cell has room for.
const SHOWN_TAGS: usize = 2;

/// The whole document.
pub fn render(frame: &Frame, page: &CatalogPage) -> Markup {
    ui::layout::page(frame, page.title, &content(page))
}

fn content(page: &CatalogPage) -> Markup {
    html! {
        (header::page_header(&PageHeader {
            mark: html! {},
            title: page.title.to_owned(),
            below: html! {},
            actions: actions(page),
        }))
        @match &page.results {
            Results::EmptyCatalog => div.card { (empty_catalog(page)) },
            Results::Denied { help } => div.card { (denied(help)) },
            _ => (browse(page)),
        }
    }
}

fn browse(page: &CatalogPage) -> Markup {
    html! {
        @if !page.kinds.is_empty() { (tabs::segments("Kinds", &page.kinds)) }
        div.browse {
            (filter::panel(&page.filters, total(page)))
            div {
                div.tools {
                    (filter::text_filter(&page.text))
                    (filter::opener(page.active_filters.len()))
                    @if let Some(choice) = &page.columns { (columns::column_choice(choice)) }
                    @if let Some(save) = &page.save { (views::save(save)) }
                    @if !page.exports.is_empty() { (button::menu("Export", Icon::Download, true, &exports(page))) }
                }
                (filter::chips(&page.active_filters, &page.clear))
                @if let Results::Rows(listing) = &page.results {
                    @if let Some(partial) = &listing.partial { (notice::notice(Tone::Warn, &html! { p { (partial) } })) }
                }
                div.card { (results(page)) }
            }
        }
    }
}

fn results(page: &CatalogPage) -> Markup {
    match &page.results {
        Results::Rows(listing) => rows(listing),
        Results::NoMatch => no_match(page),
        Results::Failed { message, request_id, retry } => failed(message, request_id, retry),
        Results::EmptyCatalog | Results::Denied { .. } => html! {},
    }
}

fn total(page: &CatalogPage) -> u64 {
    match &page.results {
        Results::Rows(listing) => listing.total,
        _ => 0,
    }
}

fn actions(page: &CatalogPage) -> Markup {
    html! {
        @if let Some(edit_all) = &page.edit_all { (button::link("Edit all", Some(Icon::Edit), edit_all, Weight::Bare)) }
        @if let Some(register) = &page.register {
            (button::link("Register existing", Some(Icon::Link), register, Weight::Bare))
        }
        @if let Some(create) = &page.create { (button::link("Create", Some(Icon::Create), create, Weight::Main)) }
    }
}

fn exports(page: &CatalogPage) -> Vec<MenuItem> {
    let mut items = Vec::new();
    for export in &page.exports {
        items.push(MenuItem::Link {
            label: export.label.clone(),
            icon: Icon::Download,
            href: export.href.clone(),
        });
    }
    items
}

fn rows(listing: &Listing) -> Markup {
    let selection = bulk::selection(listing);
    let body = html! { @for row in &listing.rows { (table_row(row, &listing.columns, &selection)) } };
    html! {
        (table::with_selection(&listing.caption, &listing.columns, &selection, &body))
        (table::pager(&Pager {
            summary: summary(listing),
            names: table::PAGES,
            previous: listing.previous.clone(),
            next: listing.next.clone(),
        }))
    }
}

fn summary(listing: &Listing) -> String {
    let shown = u64::try_from(listing.rows.len()).unwrap_or(u64::MAX);
    if shown == listing.total {
        return format!("{} in all", count(listing.total));
    }
    let last = listing.first.saturating_add(shown).saturating_sub(1);
    span(listing.first, last, listing.total)
}

fn table_row(row: &Row, columns: &[Column], selection: &Selection<'_>) -> Markup {
    html! {
        tr role="row" {
            (selection::cell(selection, &row.reference, row.title.as_ref().unwrap_or(&row.name)))
            (table::lead(&name(row)))
            @for (column, content) in columns.iter().skip(1).zip(&row.cells) {
                (table::cell(column, content.as_ref().map(cell)))
            }
        }
    }
}

fn cell(content: &Cell) -> Markup {
    match content {
        Cell::Entities(links) => entities(links),
        Cell::Text(text) => html! { bdi.cut title=(text) { (text) } },
        Cell::Lifecycle(stage) => badge::lifecycle(stage),
        Cell::Tags(links) => tags(links),
        Cell::Count(number) => html! { (count(*number)) },
    }
}

fn name(row: &Row) -> Markup {
    let shown = row.title.as_ref().unwrap_or(&row.name);
    html! {
        div.row-name {
            (kind::mark(&row.kind))
            div.row-text {
                div.row-title {
                    a href=[row.href.get()] title=(row.name) dir="auto" data-item { bdi { (shown) } }
                    @if let Some(problems) = &row.problems { (problem_badge(problems)) }
                    @if row.orphan { (badge::badge("orphan", Tone::Warn, None)) }
                }
                @if let Some(description) = &row.description { span.cut dir="auto" title=(description) { (description) } }
            }
        }
    }
}

fn problem_badge(problems: &ProblemCount) -> Markup {
    let tone = if problems.errors { Tone::Bad } else { Tone::Warn };
    let text = plural(problems.count, "problem", "problems");
    html! { a.badge-link href=[problems.href.get()] { (badge::badge(&text, tone, Some(Icon::Warning))) } }
}

fn entities(links: &[EntityLink]) -> Markup {
    let shown = links.get(..SHOWN_ENTITIES.min(links.len())).unwrap_or_default();
    let names: Vec<&str> = links.iter().map(|link| link.label.as_str()).collect();
    html! {
        div.few {
            @for link in shown { (kind::entity_link(link)) }
            @if links.len() > shown.len() { span.muted title=(names.join(", ")) { "+" (links.len() - shown.len()) } }
        }
    }
}

fn tags(links: &[Link]) -> Markup {
    // Two fit; where there are more, their number takes the place of the second.
    let shown = if links.len() <= SHOWN_TAGS { links } else { links.get(..1).unwrap_or_default() };
    let names: Vec<&str> = links.iter().map(|tag| tag.label.as_str()).collect();
    html! {
        div.tags {
            @for tag in shown { a.tag href=[tag.href.get()] { bdi { (tag.label) } } }
            @if links.len() > shown.len() { span.muted title=(names.join(", ")) { "+" (links.len() - shown.len()) } }
        }
    }
}

fn no_match(page: &CatalogPage) -> Markup {
    let text = if page.text.value.is_empty() {
        "No entity has all of these properties. Take a filter away, or look at another kind.".to_owned()
    } else {
        format!("No entity matches “{}” together with the other filters.", page.text.value)
    };
    notice::state(&State {
        icon: Icon::Filter,
        tone: Tone::Plain,
        title: "Nothing matches".to_owned(),
        text,
        detail: html! {},
        actions: button::link("Clear all filters", None, &page.clear, Weight::Plain),
    })
}

/// The configuration that fills an empty catalog.
const FIRST_LOCATION: &str = "catalog:
  locations:
    - type: url
      target: https://github.com/your-org/your-repo/blob/main/catalog-info.yaml";

fn empty_catalog(page: &CatalogPage) -> Markup {
    notice::state(&State {
        icon: Icon::Catalog,
        tone: Tone::Accent,
        title: "The catalog is empty".to_owned(),
        text:
            "Register a catalog file that exists already, or name one in the configuration and start again."
                .to_owned(),
        detail: ui::code::block("app-config.yaml", FIRST_LOCATION),
        actions: html! {
            @if let Some(register) = &page.register {
                (button::link("Register a catalog file", Some(Icon::Link), register, Weight::Main))
            }
            @if let Some(create) = &page.create { (button::link("Create something", Some(Icon::Create), create, Weight::Plain)) }
        },
    })
}

fn denied(help: &str) -> Markup {
    notice::state(&State {
        icon: Icon::Lock,
        tone: Tone::Warn,
        title: "You may not read the catalog".to_owned(),
        text: help.to_owned(),
        detail: html! {},
        actions: html! {},
    })
}

fn failed(message: &str, request_id: &str, retry: &Href) -> Markup {
    notice::state(&State {
        icon: Icon::Stop,
        tone: Tone::Bad,
        title: "The list could not be read".to_owned(),
        text: message.to_owned(),
        detail: html! { p.muted { "Request " code { (request_id) } } },
        actions: button::link("Try again", Some(Icon::Refresh), retry, Weight::Plain),
    })
}

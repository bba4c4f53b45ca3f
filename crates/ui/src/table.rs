//! Tables whose rows become cards on a narrow container. Roles are written out, because a table that is laid out as blocks
//! would lose them in some browsers.

use maud::{Markup, html};

use crate::selection::{self, Selection};
use crate::{Href, Icon, icon, span};

/// Which way a column is sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Ascending,
    Descending,
}

/// How wide a column is, and when it gives way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Width {
    /// Takes what is left.
    #[default]
    Rest,
    Small,
    Medium,
    Large,
}

impl Width {
    fn class(self) -> &'static str {
        match self {
            Self::Rest => "",
            Self::Small => "col-s",
            Self::Medium => "col-m",
            Self::Large => "col-l",
        }
    }
}

/// The head of a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Column {
    pub label: String,
    pub width: Width,
    /// 0 stays; 1 leaves first when the container narrows, 2 after that. On a phone all are back, in the cards.
    pub drop: u8,
    /// The address of the same list, sorted by this column (the other way round when it already is).
    pub sort: Option<Href>,
    pub order: Option<Order>,
}

impl Column {
    /// A column that is not sorted.
    pub fn new(label: impl Into<String>, width: Width, drop: u8) -> Self {
        Self { label: label.into(), width, drop, sort: None, order: None }
    }

    /// The classes that the column's head and cells share.
    fn class(&self) -> String {
        let drop = match self.drop {
            0 => "",
            1 => "drop-1",
            _ => "drop-2",
        };
        format!("{} {drop}", self.width.class()).trim().to_owned()
    }
}

/// Columns that stay whatever the width, from which the table goes on to the side instead of squeezing them.
const MANY: usize = 7;

/// The class of the box around a table of these columns.
fn box_class(columns: &[Column]) -> &'static str {
    let staying = columns.iter().filter(|column| column.drop == 0).count();
    if staying >= MANY { "table-box wide" } else { "table-box" }
}

/// A table with a caption for people who listen; each row is made of [`lead`] and [`cell`].
pub fn table(caption: &str, columns: &[Column], rows: &Markup) -> Markup {
    html! {
        div class=(box_class(columns)) {
            table.table role="table" {
                caption.unseen { (caption) }
                thead role="rowgroup" { tr role="row" { @for column in columns { (head(column)) } } }
                tbody role="rowgroup" data-list { (rows) }
            }
        }
    }
}

/// A table whose rows can be chosen: each begins with [`selection::cell`]. The bar of what can be done stands below.
pub fn with_selection(caption: &str, columns: &[Column], selection: &Selection<'_>, rows: &Markup) -> Markup {
    html! {
        div class=(box_class(columns)) {
            table.table role="table" {
                caption.unseen { (caption) }
                thead role="rowgroup" {
                    tr role="row" { (selection::head(selection)) @for column in columns { (head(column)) } }
                }
                tbody role="rowgroup" data-list { (rows) }
            }
        }
        (selection::bar(selection))
    }
}

/// The first cell of a row: what the row is.
pub fn lead(body: &Markup) -> Markup {
    html! { td.lead role="cell" { (body) } }
}

/// A cell. Pass `None` when there is nothing to say: the cell is empty in the table and absent from the card.
pub fn cell(column: &Column, body: Option<Markup>) -> Markup {
    let class = column.class();
    html! {
        @match body {
            Some(body) => td class=(class) role="cell" data-label=(column.label) { (body) },
            None => td class={ (class) " none" } role="cell" {},
        }
    }
}

fn head(column: &Column) -> Markup {
    let sorted = column.order.map(|order| match order {
        Order::Ascending => "ascending",
        Order::Descending => "descending",
    });
    html! {
        th class=(column.class()) scope="col" role="columnheader" aria-sort=[sorted] {
            @match &column.sort {
                Some(href) => a href=[href.get()] {
                    (column.label)
                    @match column.order {
                        Some(Order::Ascending) => (icon::draw(Icon::Up)),
                        Some(Order::Descending) => (icon::draw(Icon::Down)),
                        None => {},
                    }
                },
                None => (column.label),
            }
        }
    }
}

/// What the neighbours of a page are called in most lists.
pub const PAGES: (&str, &str) = ("Previous", "Next");

/// What they are called in a list of what happened, newest first.
pub const TIMES: (&str, &str) = ("Newer", "Older");

/// The foot of a list: which part of it this is, and the neighbours.
pub struct Pager {
    /// For example `1–20 of 1 284`.
    pub summary: String,
    /// The words for `previous` and `next`: [`PAGES`] or [`TIMES`].
    pub names: (&'static str, &'static str),
    /// `None` on the first page.
    pub previous: Option<Href>,
    /// `None` on the last page.
    pub next: Option<Href>,
}

/// Rows that a page shows of a list, told by how many stand before them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    pub offset: u64,
    /// Rows that a page shows at most.
    pub size: u64,
    pub shown: u64,
    pub total: u64,
}

impl Part {
    /// Nothing that is counted is below 0.
    pub fn new<Number: TryInto<u64>>(offset: Number, size: Number, shown: Number, total: u64) -> Self {
        let whole = |number: Number| number.try_into().unwrap_or_default();
        Self { offset: whole(offset), size: whole(size), shown: whole(shown), total }
    }
}

impl Pager {
    /// The foot for a part; `at` gives the address of the part behind so many rows.
    pub fn of(part: Part, names: (&'static str, &'static str), at: impl Fn(u64) -> Href) -> Self {
        let Part { offset, size, shown, total } = part;
        let end = offset.saturating_add(shown);
        Self {
            summary: if shown == 0 { String::new() } else { span(offset + 1, end, total) },
            names,
            previous: (offset > 0).then(|| at(offset.saturating_sub(size))),
            next: (shown > 0 && end < total).then(|| at(offset.saturating_add(size))),
        }
    }
}

/// Renders the foot of a list. Both neighbours keep their place, so that nothing jumps under the pointer.
pub fn pager(pager: &Pager) -> Markup {
    html! {
        nav.pager aria-label="Pages" {
            span { (pager.summary) }
            @if pager.previous.is_some() || pager.next.is_some() {
                ul {
                    li { (step(pager.names.0, "prev", pager.previous.as_ref())) }
                    li { (step(pager.names.1, "next", pager.next.as_ref())) }
                }
            }
        }
    }
}

fn step(label: &str, relation: &str, href: Option<&Href>) -> Markup {
    let target = href.and_then(Href::get);
    html! {
        a.button.small href=[target] rel=[target.map(|_| relation)] aria-disabled=[target.is_none().then_some("true")] { (label) }
    }
}

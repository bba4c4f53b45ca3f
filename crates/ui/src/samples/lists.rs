//! Lists: tabs, segments, filters, chips, tables with and without a choice of rows, pagers.

use maud::{Markup, html};

use super::{ARABIC, HOSTILE, LONG, Sample, entity, sample};
use crate::columns::{self, ColumnChoice, OfferedColumn};
use crate::filter::{self, ActiveFilter, FilterGroup, FilterOption, TextFilter};
use crate::selection::{self, Selection};
use crate::side;
use crate::table::{self, Column, Order, Pager, Width};
use crate::tabs::{self, Tab};
use crate::{Href, Icon, Link, Tone, badge, button, header, kind};

pub(super) fn samples() -> Vec<Sample> {
    let here = Href::new("#lists");
    vec![
        sample(
            "Breadcrumb",
            header::breadcrumb(&[Link::new("Catalog", "/catalog"), Link::new(LONG, "/catalog")], ARABIC),
        ),
        sample(
            "Tabs",
            tabs::tabs(
                "Sample tabs",
                &[
                    Tab::new("Overview", "#lists", true),
                    Tab::new("APIs", "#lists", false).with_count(3, Tone::Plain),
                    Tab::new("Problems", "#lists", false).with_count(2, Tone::Bad),
                    Tab::new(ARABIC, "#lists", false),
                ],
            ),
        ),
        sample(
            "Segments",
            tabs::segments(
                "Sample kinds",
                &[
                    Tab::new("Components", "#lists", true).with_count(1284, Tone::Plain),
                    Tab::new("APIs", "#lists", false).with_count(403, Tone::Plain),
                    Tab::new(HOSTILE, "#lists", false),
                ],
            ),
        ),
        sample("A list with filters, column choice, sorting and a choice of rows", browse(&here)),
        sample("A table on its own, last page", html! { div.card { (plain()) } }),
        sample("A page among pages of one sort", beside()),
    ]
}

fn columns() -> [Column; 4] {
    [
        Column {
            sort: Some(Href::new("#lists")),
            order: Some(Order::Ascending),
            ..Column::new("Name", Width::Rest, 0)
        },
        Column { sort: Some(Href::new("#lists")), ..Column::new("Owner", Width::Large, 0) },
        Column::new("Lifecycle", Width::Medium, 1),
        Column::new("Type", Width::Small, 2),
    ]
}

fn cells(name: &str, columns: &[Column; 4]) -> Markup {
    let [_, owner, lifecycle, kind] = columns;
    html! {
        (table::lead(&html! {
            div.row-name { (kind::mark("component")) div.row-text { div.row-title { a href="#lists" data-item dir="auto" { bdi { (name) } } } } }
        }))
        (table::cell(owner, Some(kind::entity_link(&entity("group", "team-pear")))))
        (table::cell(lifecycle, Some(badge::lifecycle("production"))))
        (table::cell(kind, None))
    }
}

fn plain() -> Markup {
    let columns = columns();
    let rows = html! { @for name in ["ledger", "mailer"] { tr role="row" { (cells(name, &columns)) } } };
    html! {
        (table::table("Sample of a plain table", &columns, &rows))
        (table::pager(&Pager { summary: "1 283–1 284 of 1 284".to_owned(), names: table::PAGES, previous: Some(Href::new("#lists")), next: None }))
    }
}

fn beside() -> Markup {
    let entry = |label: &str, icon, is_open, problems| side::Entry {
        label: label.to_owned(),
        href: Href::new("#lists"),
        icon,
        is_open,
        problems,
    };
    let groups = [
        side::Group {
            title: None,
            entries: vec![
                entry("General", Some(Icon::Settings), true, None),
                entry(HOSTILE, Some(Icon::Star), false, None),
            ],
        },
        side::Group {
            title: Some("The portal".to_owned()),
            entries: vec![
                entry("Sources", Some(Icon::Refresh), false, Some(3)),
                entry("Jobs", Some(Icon::Clock), false, Some(0)),
                entry(LONG, None, false, None),
                entry(ARABIC, None, false, None),
            ],
        },
    ];
    side::side("Sample pages", &groups, &html! { div.card { div.card-body { p { "The open page." } } } })
}

fn chosen(here: &Href) -> Markup {
    let columns = columns();
    let selection = Selection {
        id: "sample-selection",
        action: here,
        row: "row",
        noun: "components",
        total: Some(1284),
        buttons: html! { button.button.small { "Refresh" } button.button.danger.small formaction="#lists" { "Unregister…" } },
    };
    let rows = html! {
        @for name in ["basket", "checkout", LONG, ARABIC, HOSTILE] {
            tr role="row" { (selection::cell(&selection, name, name)) (cells(name, &columns)) }
        }
    };
    table::with_selection("Sample of a table with a choice of rows", &columns, &selection, &rows)
}

fn browse(here: &Href) -> Markup {
    let option = |label: &str, count, active| FilterOption {
        label: label.to_owned(),
        value: label.to_owned(),
        count: Some(count),
        href: here.clone(),
        active,
    };
    let groups = [
        FilterGroup {
            title: "Type".to_owned(),
            field: "type".to_owned(),
            options: vec![
                option("service", 731, true),
                option("website", 214, false),
                option(LONG, 1, false),
            ],
            more: Some(Link::new("12 more…", "#lists")),
        },
        FilterGroup {
            title: "Owner".to_owned(),
            field: "owner".to_owned(),
            options: vec![option("team-pear", 126, false), option(ARABIC, 0, false)],
            more: None,
        },
    ];
    let active = [
        ActiveFilter { field: "Type".to_owned(), label: "service".to_owned(), remove: here.clone() },
        ActiveFilter { field: "Owner".to_owned(), label: HOSTILE.to_owned(), remove: here.clone() },
    ];
    html! {
        div.browse {
            (filter::panel(&groups, 1284))
            div {
                div.tools {
                    (filter::text_filter(&TextFilter { action: here.clone(), name: "text".to_owned(), value: String::new(), label: "Filter 1 284 components".to_owned(), kept: Vec::new() }))
                    (filter::opener(active.len()))
                    (column_choice(here))
                    (button::link("Export", Some(Icon::Download), here, button::Weight::Plain))
                }
                (filter::chips(&active, here))
                div.card { (chosen(here)) }
            }
        }
    }
}

fn column_choice(here: &Href) -> Markup {
    let mut offered = Vec::new();
    for (value, label, shown) in
        [("owner", "Owner", true), ("lifecycle", "Lifecycle", true), ("tags", "Tags", false)]
    {
        offered.push(OfferedColumn { value: value.to_owned(), label: label.to_owned(), shown });
    }
    columns::column_choice(&ColumnChoice {
        action: here.clone(),
        name: "columns".to_owned(),
        columns: offered,
        kept: vec![("list".to_owned(), "/catalog".to_owned())],
    })
}

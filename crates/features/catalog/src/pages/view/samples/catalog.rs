//! Samples of `/catalog`.

use ui::columns::{ColumnChoice, OfferedColumn};
use ui::filter::{ActiveFilter, FilterGroup, FilterOption, TextFilter};
use ui::table::{Column, Order, Width};
use ui::tabs::Tab;
use ui::{Href, Icon, Link, Tone};

use super::{ARABIC, HOSTILE, LONG, entity, tag};
use crate::pages::view::bulk::{Bulk, BulkAction};
use crate::pages::view::catalog::{CatalogPage, Cell, Listing, ProblemCount, Results, Row};
use crate::pages::view::views::SaveView;

/// Name, title, owner, system, type, lifecycle, tags, description.
type Sample<'a> = (&'a str, Option<&'a str>, &'a str, &'a str, &'a str, &'a str, &'a [&'a str], &'a str);

const SAMPLES: [Sample<'_>; 14] = [
    (
        "basket",
        Some("Basket"),
        "team-pear",
        "checkout",
        "service",
        "production",
        &["java", "tier-1"],
        "Holds what the customer means to buy",
    ),
    (
        "basket-ui",
        None,
        "team-pear",
        "checkout",
        "website",
        "production",
        &["typescript"],
        "Basket pages of the shop",
    ),
    (
        "checkout",
        None,
        "team-pear",
        "checkout",
        "service",
        "production",
        &["java", "payments", "tier-1"],
        "Turns a basket into an order, exactly once",
    ),
    (
        "invoice-renderer",
        None,
        "team-quince",
        "billing",
        "service",
        "production",
        &["rust"],
        "PDF and e-invoice from an order",
    ),
    (
        "ledger",
        None,
        "team-quince",
        "billing",
        "service",
        "production",
        &["kotlin", "tier-1"],
        "Double-entry books of every payment and refund",
    ),
    ("mailer", None, "platform", "messaging", "service", "production", &[], "Sends mail by template"),
    (
        "photo-resizer",
        None,
        "team-plum",
        "media",
        "job",
        "experimental",
        &["rust"],
        "Makes the sizes that the shop shows",
    ),
    (
        "price-watch",
        None,
        "team-plum",
        "pricing",
        "job",
        "experimental",
        &["python"],
        "Compares our prices with those of others",
    ),
    (
        "search-indexer",
        None,
        "platform",
        "discovery",
        "service",
        "production",
        &["go", "search"],
        "Feeds products into the search index",
    ),
    (
        LONG,
        None,
        "team-with-an-unusually-long-name",
        "fulfilment",
        "a-rather-special-type",
        "deprecated",
        &["a-tag-that-goes-on-and-on", "b", "c"],
        "A description that is much longer than anybody would read in a table, which is why it is cut at the end of its line and shown whole when the pointer rests on it",
    ),
    (
        "payments-ar",
        Some(ARABIC),
        "team-quince",
        "billing",
        "service",
        "production",
        &["java"],
        "تستقبل المدفوعات وتعيدها عند الإلغاء",
    ),
    (
        "stock",
        None,
        "team-plum",
        "fulfilment",
        "service",
        "production",
        &["java"],
        "How many are on which shelf",
    ),
    ("tracking", None, "team-quince", "fulfilment", "service", "deprecated", &["php"], "Where is my parcel"),
    ("hostile", Some(HOSTILE), "team-pear", "checkout", HOSTILE, HOSTILE, &[HOSTILE], HOSTILE),
];

fn row(sample: &Sample<'_>) -> Row {
    let (name, title, owner, system, entity_type, lifecycle, tags, description) = *sample;
    let mut owners = vec![entity("group", owner)];
    if name == "ledger" {
        owners.push(entity("user", "carla.melo"));
    }
    let problems = match name {
        "checkout" => Some(2),
        "tracking" => Some(1),
        _ => None,
    };
    Row {
        href: Href::new(format!("/catalog/default/component/{name}")),
        kind: "Component".to_owned(),
        name: name.to_owned(),
        reference: format!("component:default/{name}"),
        title: title.map(str::to_owned),
        cells: vec![
            Some(Cell::Entities(owners)),
            (name != "mailer").then(|| Cell::Entities(vec![entity("system", system)])),
            Some(Cell::Text(entity_type.to_owned())),
            Some(Cell::Lifecycle(lifecycle.to_owned())),
            (!tags.is_empty()).then(|| Cell::Tags(tags.iter().copied().map(tag).collect())),
        ],
        description: Some(description.to_owned()),
        problems: problems.map(|count| ProblemCount {
            count,
            href: Href::new(format!("/catalog/default/component/{name}?tab=problems")),
            errors: name == "tracking",
        }),
        orphan: name == "tracking",
    }
}

fn option(field: &str, value: &str, count: u64, active: bool) -> FilterOption {
    FilterOption {
        label: value.to_owned(),
        value: value.to_owned(),
        count: Some(count),
        href: Href::new(format!(
            "/catalog?filters[kind]=component&filters[{field}]={value}&filters[user]=all"
        )),
        active,
    }
}

fn group(title: &str, field: &str, options: Vec<FilterOption>, more: u64) -> FilterGroup {
    FilterGroup {
        title: title.to_owned(),
        field: field.to_owned(),
        options,
        more: (more > 0).then(|| Link::new(format!("{more} more…"), format!("/catalog?all={field}"))),
    }
}

fn kinds() -> Vec<Tab> {
    let kinds = [
        ("Components", 100_000),
        ("APIs", 403),
        ("Systems", 88),
        ("Resources", 517),
        ("Domains", 12),
        ("Groups", 68),
        ("Users", 1930),
        ("Templates", 21),
        ("Spaceships", 0),
    ];
    let mut tabs = Vec::new();
    for (label, count) in kinds {
        let tab = Tab::new(label, format!("/catalog?filters[kind]={label}"), label == "Components");
        tabs.push(tab.with_count(count, Tone::Plain));
    }
    tabs
}

fn filters(service: bool) -> Vec<FilterGroup> {
    vec![
        group(
            "Whose",
            "user",
            vec![
                option("user", "all", 100_000, true),
                option("user", "owned", 42, false),
                option("user", "starred", 7, false),
            ],
            0,
        ),
        group(
            "Type",
            "type",
            vec![
                option("type", "service", 73_100, service),
                option("type", "website", 21_400, false),
                option("type", "a-rather-special-type-with-a-name", 0, false),
            ],
            0,
        ),
        group(
            "Lifecycle",
            "lifecycles",
            vec![
                option("lifecycles", "production", 90_200, false),
                option("lifecycles", "experimental", 268, false),
            ],
            0,
        ),
        group(
            "Owner",
            "owners",
            vec![
                option("owners", "team-pear", 126, false),
                option("owners", ARABIC, 97, false),
                option("owners", "platform", 91, false),
            ],
            64,
        ),
        group(
            "State",
            "error",
            vec![option("error", "With problems", 23, false), option("orphan", "Orphaned", 4, false)],
            0,
        ),
    ]
}

fn catalog(results: Results, text: &str) -> CatalogPage {
    let active_filters = if text.is_empty() {
        Vec::new()
    } else {
        vec![
            ActiveFilter {
                field: "Type".into(),
                label: "service".into(),
                remove: Href::new("/catalog?filters[kind]=component"),
            },
            ActiveFilter { field: "Text".into(), label: text.into(), remove: Href::new("/catalog") },
        ]
    };
    CatalogPage {
        title: "Catalog",
        kinds: kinds(),
        filters: filters(!text.is_empty()),
        text: TextFilter {
            action: Href::new("/catalog"),
            name: "filters[text]".to_owned(),
            value: text.to_owned(),
            label: "Filter 100\u{202f}000 components".to_owned(),
            kept: vec![
                ("filters[kind]".to_owned(), "component".to_owned()),
                ("filters[user]".to_owned(), "all".to_owned()),
            ],
        },
        active_filters,
        clear: Href::new("/catalog?filters[kind]=component"),
        columns: Some(columns()),
        save: Some(if text.is_empty() {
            SaveView::Form { action: Href::new("/catalog/views"), list: "/catalog".to_owned(), longest: 80 }
        } else {
            SaveView::Not { why: HOSTILE.to_owned() }
        }),
        edit_all: Some(Href::new("/catalog/edit?filters[kind]=component")),
        exports: vec![Link::new("CSV", "/catalog?format=csv"), Link::new("JSON", "/catalog?format=json")],
        register: Some(Href::new("/catalog-import")),
        create: Some(Href::new("/create")),
        results,
    }
}

fn head(label: &str, width: Width, drop: u8, order: Option<Order>) -> Column {
    let sort = (label != "Tags").then(|| Href::new(format!("/catalog?filters[kind]=component&sort={label}")));
    Column { label: label.to_owned(), width, drop, sort, order }
}

fn columns() -> ColumnChoice {
    let offered = [("owner", "Owner", true), ("tags", "Tags", true), ("namespace", "Namespace", false)];
    let columns = offered.map(|(value, label, shown)| OfferedColumn {
        value: value.to_owned(),
        label: label.to_owned(),
        shown,
    });
    ColumnChoice {
        action: Href::new("/catalog/columns"),
        name: "columns".to_owned(),
        columns: columns.to_vec(),
        kept: vec![("list".to_owned(), "/catalog".to_owned())],
    }
}

fn bulk() -> Bulk {
    let action =
        |label, icon, path: &str, copies| BulkAction { label, icon, action: Href::new(path), copies };
    Bulk {
        noun: "components".to_owned(),
        list: "/catalog".to_owned(),
        action: Href::new("/catalog/refs"),
        actions: vec![
            action("Copy refs", Icon::Copy, "/catalog/refs", true),
            action("Refresh", Icon::Refresh, "/catalog/refresh", false),
        ],
    }
}

fn listing(partial: bool) -> Listing {
    Listing {
        caption: "Components".to_owned(),
        rows: SAMPLES.iter().map(row).collect(),
        total: 100_000,
        first: 41,
        columns: vec![
            head("Name", Width::Rest, 0, Some(Order::Ascending)),
            head("Owner", Width::Large, 0, None),
            head("System", Width::Large, 2, None),
            head("Type", Width::Small, 0, None),
            head("Lifecycle", Width::Medium, 2, None),
            head("Tags", Width::Medium, 1, None),
        ],
        bulk: bulk(),
        previous: Some(Href::new("/catalog?cursor=before")),
        next: Some(Href::new("/catalog?cursor=after")),
        partial: partial.then(|| {
            "The source github.com/orchard could not be read since 09:12. What it gave before is shown."
                .to_owned()
        }),
    }
}

/// Every state of `/catalog` with a name for its file.
pub(in crate::pages::view) fn states() -> Vec<(&'static str, CatalogPage)> {
    let failed = Results::Failed {
        message: "The database did not answer within 2 seconds. Nothing is lost; try again in a moment."
            .to_owned(),
        request_id: "01JD8Z2M6T".to_owned(),
        retry: Href::new("/catalog"),
    };
    let denied = Results::Denied {
        help: "Your account has no permission to read entities. Ask the platform team in #portal-help."
            .to_owned(),
    };
    let mut single = listing(false);
    single.rows.truncate(1);
    (single.total, single.first, single.previous, single.next) = (1, 1, None, None);
    let mut wide = listing(false);
    for column in &mut wide.columns {
        column.drop = 0;
    }
    for label in ["Namespace", "Source"] {
        wide.columns.push(head(label, Width::Medium, 0, None));
        for row in &mut wide.rows {
            row.cells.push(Some(Cell::Text(LONG.to_owned())));
        }
    }
    vec![
        ("catalog-wide", catalog(Results::Rows(Box::new(wide)), "")),
        ("catalog", catalog(Results::Rows(Box::new(listing(false))), "")),
        ("catalog-filtered", catalog(Results::Rows(Box::new(listing(true))), "pay")),
        ("catalog-single", catalog(Results::Rows(Box::new(single)), "bask")),
        ("catalog-no-match", catalog(Results::NoMatch, HOSTILE)),
        ("catalog-empty", catalog(Results::EmptyCatalog, "")),
        ("catalog-failed", catalog(failed, "")),
        ("catalog-denied", catalog(denied, "")),
    ]
}

//! `/catalog-graph`: a form, the drawing, and the same relations as a table.

use graph::query::{self, Curve, Direction, Query};
use maud::{Markup, PreEscaped, html};
use ui::button::{self, Weight};
use ui::form::{self, Control, InputKind};
use ui::graph::{Graph, graph};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::table::{self, Column};
use ui::{Frame, Href, Icon, Tone};

/// Everything that the page shows inside of the frame.
pub struct GraphPage {
    pub query: Query,
    pub results: Results,
}

/// What stands where the drawing is.
pub enum Results {
    /// `drawing` is SVG of the engine, which escapes.
    Drawn {
        drawing: String,
        rows: Vec<Row>,
        entities: usize,
        cut: bool,
    },
    NoRoot,
    /// None of the roots exists as far as the reader may know.
    NotFound,
    TooLarge {
        message: String,
    },
    Denied {
        help: String,
    },
}

/// One line of the drawing.
pub struct Row {
    pub from: EntityLink,
    pub relation: String,
    pub to: EntityLink,
}

/// The whole document.
pub fn render(frame: &Frame, page: &GraphPage) -> Markup {
    let head =
        PageHeader { mark: html! {}, title: "Catalog graph".to_owned(), below: html! {}, actions: html! {} };
    let content = html! {
        (header::page_header(&head))
        @match &page.results {
            Results::Denied { help } => div.card { (state(Icon::Stop, "You may not see the catalog", help, html! {})) },
            results => { (asked(&page.query)) (shown(results)) },
        }
    };
    ui::layout::page(frame, "Catalog graph", &content)
}

fn asked(asked: &Query) -> Markup {
    let depth = asked.max_depth.map_or_else(|| query::INFINITE.to_owned(), |depth| depth.to_string());
    let depths = ["1", "2", "3", "4", "5", query::INFINITE].map(|depth| (depth.to_owned(), depth.to_owned()));
    let names = ["Left to right", "Right to left", "Top to bottom", "Bottom to top"];
    let directions: Vec<(String, String)> = Direction::ALL
        .iter()
        .zip(names)
        .map(|(direction, name)| (direction.name().to_owned(), name.to_owned()))
        .collect();
    let curves = [(Curve::Smooth, "Curved"), (Curve::Step, "With right angles")]
        .map(|(curve, name)| (curve.name().to_owned(), name.to_owned()));
    let yes_or_no = [("true".to_owned(), "Yes".to_owned()), ("false".to_owned(), "No".to_owned())];
    let root = Control::required(format!("{}[]", query::ROOTS), "Entity");
    let first = asked.root_entity_refs.first().map_or("", String::as_str);
    html! {
        form.card method="get" action="/catalog-graph" {
            (form::text(&root.with_help("A full ref, such as system:default/shop"), InputKind::Text, first))
            (form::select(&Control::required(query::MAX_DEPTH, "Depth"), &depths, &depth))
            (form::select(&Control::required(query::DIRECTION, "Direction"), &directions, asked.direction.name()))
            (form::select(&Control::required(query::CURVE, "Lines"), &curves, asked.curve.name()))
            (form::select(
                &Control::required(query::MERGE_RELATIONS, "Merge relations"),
                &yes_or_no,
                if asked.merge_relations { "true" } else { "false" },
            ))
            button.button type="submit" { "Show" }
        }
    }
}

fn shown(results: &Results) -> Markup {
    match results {
        Results::Drawn { drawing, rows, entities, cut } => html! {
            @if *cut {
                (notice::notice(Tone::Warn, &html! {
                    p { "Only the first " (entities) " entities are shown. A smaller depth shows less." }
                }))
            }
            p.muted { (entities) " entities, " (rows.len()) " relations" }
            (graph(&Graph {
                label: "Relations",
                drawing: PreEscaped(drawing.clone()),
                tools: html! {},
                told: told(rows),
                large: true,
            }))
        },
        Results::NoRoot => state(
            Icon::Graph,
            "Where should the graph begin?",
            "Name an entity above, or pick a system or a domain.",
            html! {
                (start("Systems", "system"))
                (start("Domains", "domain"))
            },
        ),
        Results::NotFound => state(
            Icon::Graph,
            "Nothing to draw",
            "None of these entities is in the catalog with a relation, as far as you may see it.",
            html! {},
        ),
        Results::TooLarge { message } => state(Icon::Warning, "Too large to draw", message, html! {}),
        Results::Denied { help } => state(Icon::Stop, "You may not see the catalog", help, html! {}),
    }
}

fn start(label: &str, kind: &str) -> Markup {
    button::link(label, None, &Href::new(format!("/catalog?filters[kind]={kind}")), Weight::default())
}

fn state(icon: Icon, title: &str, text: &str, actions: Markup) -> Markup {
    notice::state(&State {
        icon,
        tone: Tone::Plain,
        title: title.to_owned(),
        text: text.to_owned(),
        detail: html! {},
        actions,
    })
}

fn told(rows: &[Row]) -> Markup {
    let columns =
        ["From", "Relation", "To"].map(|label| Column { label: label.to_owned(), ..Column::default() });
    let [_, relation, to] = &columns;
    let body = html! {
        @for row in rows {
            tr role="row" {
                (table::lead(&kind::entity_link(&row.from)))
                (table::cell(relation, Some(html! { (row.relation) })))
                (table::cell(to, Some(kind::entity_link(&row.to))))
            }
        }
    };
    table::table("Relations", &columns, &body)
}

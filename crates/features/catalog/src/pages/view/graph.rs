//! `/catalog-graph`: what is asked, the picture, and the same as a list; and the card of an entity with the same picture.

pub mod form;

use maud::{Markup, PreEscaped, html};
use ui::button::{self, MenuItem};
use ui::filter::{self, ActiveFilter};
use ui::graph::{Graph, graph};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::table::{self, Column, Pager, Width};
use ui::tabs::{self, Tab};
use ui::{Frame, Href, Icon, Tone};

use form::Form;

/// Everything that the page shows inside of the frame.
pub struct GraphPage {
    /// Between the questions.
    pub switch: Vec<Tab>,
    pub form: Form,
    /// What is asked about, and what narrows it.
    pub chips: Vec<ActiveFilter>,
    /// The page with nothing asked.
    pub clear: Href,
    pub results: Results,
}

/// What stands where the picture is.
pub enum Results {
    Drawn(Box<Picture>),
    /// No entity is named; some to begin with.
    NoRoot {
        starts: Vec<EntityLink>,
    },
    /// The other end of the path is not named.
    NoGoal,
    NoPath,
    /// None of the roots exists as far as the reader may know.
    NotFound,
    Denied {
        help: String,
    },
}

/// A picture with what belongs to it.
pub struct Picture {
    /// What it is of, for people who listen.
    pub label: String,
    pub drawn: Drawn,
    /// What it shows, in a sentence.
    pub summary: String,
    /// What it does not show.
    pub warning: Option<String>,
    /// Part of the lines.
    pub rows: Vec<Row>,
    pub pager: Pager,
    pub is_list_open: bool,
    pub svg: Href,
    pub mermaid: Href,
}

/// The drawing itself.
pub enum Drawn {
    /// SVG of the engine, which escapes.
    Here(String),
    /// Too large to be sent along: `part` for scripts, `file` for everybody else.
    Later { part: Href, file: Href },
}

/// One line of the picture.
pub struct Row {
    pub from: EntityLink,
    pub relation: String,
    pub to: EntityLink,
}

/// The whole document.
pub fn render(frame: &Frame, page: &GraphPage) -> Markup {
    let actions = if let Results::Drawn(picture) = &page.results {
        exports(picture)
    } else {
        html! {}
    };
    let head = PageHeader { mark: html! {}, title: "Catalog graph".to_owned(), below: html! {}, actions };
    let content = html! {
        (header::page_header(&head))
        @if let Results::Denied { help } = &page.results {
            div.card { (state(Icon::Stop, "You may not see the catalog", help, html! {})) }
        } @else {
            @if page.form.has_root { (tabs::segments("Questions", &page.switch)) }
            (form::form(&page.form))
            (filter::chips(&page.chips, &page.clear))
            (shown(&page.results))
        }
    };
    ui::layout::page(frame, "Catalog graph", &content)
}

fn exports(picture: &Picture) -> Markup {
    let link = |label: &str, href: &Href| MenuItem::Link {
        label: label.to_owned(),
        icon: Icon::Download,
        href: href.clone(),
    };
    let items = [link("As SVG", &picture.svg), link("As Mermaid", &picture.mermaid)];
    button::menu("Export", Icon::Download, true, &items)
}

fn shown(results: &Results) -> Markup {
    match results {
        Results::Drawn(picture) => drawn(picture),
        Results::NoRoot { starts } => card(
            Icon::Graph,
            "Where should the graph begin?",
            "Name an entity above, or begin with one of these.",
            html! { @for start in starts { (kind::entity_link(start)) } },
        ),
        Results::NoGoal => card(
            Icon::Graph,
            "Where should the path lead?",
            "Name the entity at its other end above.",
            html! {},
        ),
        Results::NoPath => card(
            Icon::Graph,
            "No path",
            "With these kinds and relations no path leads from one to the other, as far as you may see.",
            html! {},
        ),
        Results::NotFound => card(
            Icon::Graph,
            "Nothing to draw",
            "None of these entities is in the catalog, as far as you may see it.",
            html! {},
        ),
        Results::Denied { help } => card(Icon::Stop, "You may not see the catalog", help, html! {}),
    }
}

fn drawn(picture: &Picture) -> Markup {
    let (drawing, later) = match &picture.drawn {
        Drawn::Here(drawing) => (PreEscaped(drawing.clone()), None),
        Drawn::Later { part, file } => {
            let drawing = html! {
                p.muted.needs-script role="status" { "Drawing…" }
                noscript { img src=[file.get()] alt="The same as in the list below"; }
            };
            (drawing, Some(part))
        }
    };
    html! {
        @if let Some(warning) = &picture.warning { (notice::notice(Tone::Warn, &html! { p { (warning) } })) }
        (graph(&Graph {
            label: &picture.label,
            drawing,
            later,
            tools: html! { p.muted { (picture.summary) } },
            told: html! { (told(&picture.rows)) (table::pager(&picture.pager)) },
            told_open: picture.is_list_open,
            large: true,
        }))
    }
}

/// The card on the page of an entity; `drawing` is SVG of the engine, which escapes.
pub fn small(label: &str, drawing: String, rows: &[Row]) -> Markup {
    graph(&Graph {
        label,
        drawing: PreEscaped(drawing),
        later: None,
        tools: html! {},
        told: told(rows),
        told_open: false,
        large: false,
    })
}

fn card(icon: Icon, title: &str, text: &str, actions: Markup) -> Markup {
    html! { div.card { (state(icon, title, text, actions)) } }
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
    let columns = ["From", "Relation", "To"].map(|label| Column::new(label, Width::Rest, 0));
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

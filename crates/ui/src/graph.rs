//! The frame around a graph that the server has drawn: it scrolls without script; with script it zooms and pans, and the
//! arrow keys walk from node to node. What the graph shows is also told as a list, for people who cannot see it.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// A graph with what belongs to it.
pub struct Graph<'a> {
    /// What it shows, for people who listen.
    pub label: &'a str,
    /// The drawing: one `svg` with a `viewBox`. Its nodes carry `data-id` and their position `data-node`, and may carry the
    /// positions of their neighbours in `data-out` and `data-in`; its lines carry `data-from` and `data-to`.
    pub drawing: Markup,
    /// Where a script gets the drawing once the page stands, when it is too large to be sent with it; `drawing` is then what
    /// is seen until there is one, and without script.
    pub later: Option<&'a Href>,
    /// Filters and exports, or nothing.
    pub tools: Markup,
    /// The same as a list or a table.
    pub told: Markup,
    /// The list is open from the start.
    pub told_open: bool,
    /// As high as the window allows; else as high as a card.
    pub large: bool,
}

/// Renders the graph.
pub fn graph(graph: &Graph<'_>) -> Markup {
    html! {
        figure class=(if graph.large { "graph-figure large" } else { "graph-figure" }) data-graph {
            div.graph-tools {
                (graph.tools)
                div.graph-zoom.needs-script role="group" aria-label="Zoom" {
                    (zoom("out", "Farther", Icon::Minus))
                    (zoom("fit", "All of it", Icon::Fit))
                    (zoom("in", "Nearer", Icon::Create))
                }
            }
            div.graph-view tabindex="0" role="group" aria-label=(graph.label)
                data-picture=[graph.later.and_then(Href::get)] { (graph.drawing) }
            @if !graph.told.0.is_empty() {
                details.told id=[graph.large.then_some("told")] open[graph.told_open] { summary { "As a list" } (graph.told) }
            }
        }
    }
}

fn zoom(how: &str, label: &str, symbol: Icon) -> Markup {
    html! {
        button.button.bare.small type="button" data-zoom=(how) aria-label=(label) data-tip=(label) { (icon::draw(symbol)) }
    }
}

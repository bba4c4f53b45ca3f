//! Charts and the frame of a graph.

use maud::{Markup, html};

use super::{ARABIC, LONG, Sample, sample};
use crate::chart::{self, Data, Ink, Series};
use crate::graph::{self, Graph};
use crate::{Link, Tone, badge, card};

pub(super) fn samples() -> Vec<Sample> {
    vec![
        sample(
            "Bars, with one number and stacked",
            html! { div.grid {
                (boxed(&chart::bar(&bars("Components by team", vec![series("Components", 0, &[126.0, 118.0, 97.0, 9.0])]))))
                (boxed(&chart::bar(&bars("Checks by team", vec![
                    toned("Passed", Tone::Good, &[61.0, 44.0, 70.0, 3.0]),
                    toned("Warned", Tone::Warn, &[12.0, 9.0, 20.0, 0.0]),
                    toned("Failed", Tone::Bad, &[4.0, 18.0, 2.0, 1.0]),
                ]))))
            } },
        ),
        sample(
            "Lines, one and several",
            html! { div.grid {
                (boxed(&chart::line(&days("Reads each day", vec![series("Reads", 0, &[3.0, 8.0, 5.0, 12.0, 9.0, 14.0, 11.0])]))))
                (boxed(&chart::line(&days("Durations", vec![
                    series("median", 0, &[1.0, 1.2, 1.1, 1.3, 1.0, 0.9, 1.0]),
                    series("p99", 1, &[4.0, 5.2, 4.1, 9.3, 4.4, 3.9, 4.0]),
                ]))))
            } },
        ),
        sample(
            "Parts of a whole",
            html! { div.grid {
                (boxed(&chart::donut(&donut(&[731.0, 214.0, 188.0, 97.0, 54.0]))))
                (boxed(&chart::donut(&donut(&[12.0]))))
            } },
        ),
        sample(
            "A small line in a row",
            html! { p { "Builds " (chart::sparkline("Builds of the last week", &[3.0, 8.0, 5.0, 12.0, 9.0, 14.0, 11.0], Ink::Series(0))) " 14 today" } },
        ),
        sample(
            "No numbers",
            html! { div.grid {
                (boxed(&chart::bar(&Data { labels: vec!["nobody".to_owned()], ..bars("Nothing yet", vec![series("Components", 0, &[0.0])]) })))
                (boxed(&chart::donut(&donut(&[0.0, 0.0]))))
            } },
        ),
        sample("The frame of a graph", boxed(&relations())),
    ]
}

fn boxed(body: &Markup) -> Markup {
    html! { div.card { div.card-body { (body) } } }
}

fn series(name: &str, ink: usize, values: &[f64]) -> Series {
    Series { name: name.to_owned(), ink: Ink::Series(ink), values: values.to_vec() }
}

fn toned(name: &str, tone: Tone, values: &[f64]) -> Series {
    Series { ink: Ink::Tone(tone), ..series(name, 0, values) }
}

fn bars(title: &str, series: Vec<Series>) -> Data {
    Data {
        title: title.to_owned(),
        summary: format!("{title}: team-pear has the most."),
        labels: ["team-pear", "platform", LONG, ARABIC].map(str::to_owned).to_vec(),
        series,
        unit: String::new(),
    }
}

fn days(title: &str, series: Vec<Series>) -> Data {
    Data {
        title: title.to_owned(),
        summary: format!("{title} in the last week."),
        labels: (17..24).map(|day| format!("{day} Nov")).collect(),
        series,
        unit: " s".to_owned(),
    }
}

fn donut(values: &[f64]) -> Data {
    let names = ["service", "website", "library", "job", LONG];
    let mut parts = Vec::new();
    for (index, (name, value)) in names.into_iter().zip(values).enumerate() {
        parts.push(series(name, index, &[*value]));
    }
    Data {
        title: "Types".to_owned(),
        summary: "Most components are services.".to_owned(),
        labels: vec!["Components".to_owned()],
        series: parts,
        unit: String::new(),
    }
}

/// A drawing as the engine makes it.
fn drawing() -> Markup {
    let nodes = [
        ("basket-ui", "component", 40, 22, "2", ""),
        ("team-pear", "group", 40, 112, "2", ""),
        ("checkout", "component", 230, 67, "3", "0 1"),
        ("orders-api", "api", 400, 67, "", "2"),
    ];
    let lines = ["M170 40C200 40 200 85 230 85", "M170 130C200 130 200 85 230 85", "M350 85H400"];
    html! {
        svg.graph data-direction="LR" viewBox="0 0 560 170" width="560" height="170" role="group" aria-label="Relations of checkout" {
            g.graph-lines aria-hidden="true" {
                @for (index, line) in lines.iter().enumerate() {
                    path.graph-line data-from=(index) data-to=(if index < 2 { 2 } else { 3 }) d=(line) {}
                }
            }
            g.graph-nodes {
                @for (index, (name, kind, x, y, after, before)) in nodes.into_iter().enumerate() {
                    a class={ "graph-node hue-" (kind) @if index == 2 { " focus" } } href="#pictures" data-node=(index)
                        transform={ "translate(" (x) " " (y) ")" } data-id=(name) data-out=(after) data-in=(before) {
                        title { (name) }
                        rect.graph-box width="130" height="36" rx="8" {}
                        use.graph-mark href={ "#icon-" (kind) } x="11" y="9" width="18" height="18" {}
                        text.graph-name x="36" y="23" { (name) }
                    }
                }
            }
        }
    }
}

fn relations() -> Markup {
    graph::graph(&Graph {
        label: "Relations of checkout",
        drawing: drawing(),
        later: None,
        tools: badge::tags(&[Link::new("owned by", "#pictures"), Link::new("provides", "#pictures")]),
        told: card::facts(&[
            ("basket-ui".to_owned(), html! { "consumes checkout" }),
            ("checkout".to_owned(), html! { "is owned by team-pear and provides orders-api" }),
        ]),
        told_open: false,
        large: false,
    })
}

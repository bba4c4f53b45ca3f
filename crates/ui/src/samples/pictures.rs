//! Charts and the frame of a graph.

use maud::{Markup, PreEscaped, html};

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

/// A drawing as the server makes it: an `svg` with a `viewBox`, whose nodes are links.
const DRAWING: &str = r##"<svg viewBox="0 0 520 170" width="520" height="170" role="group" aria-label="Relations of checkout">
<path class="edge" d="M150 40C200 40 200 85 250 85"/><path class="edge" d="M150 130C200 130 200 85 250 85"/><path class="edge" d="M350 85H390"/>
<a class="node hue-component" href="#pictures" data-id="basket-ui"><rect x="40" y="22" width="110" height="36" rx="8"/><text x="95" y="44">basket-ui</text></a>
<a class="node hue-group" href="#pictures" data-id="team-pear"><rect x="40" y="112" width="110" height="36" rx="8"/><text x="95" y="134">team-pear</text></a>
<a class="node root hue-component" href="#pictures" data-id="checkout"><rect x="250" y="67" width="100" height="36" rx="8"/><text x="300" y="89">checkout</text></a>
<a class="node hue-api" href="#pictures" data-id="orders-api"><rect x="390" y="67" width="110" height="36" rx="8"/><text x="445" y="89">orders-api</text></a></svg>"##;

fn relations() -> Markup {
    graph::graph(&Graph {
        label: "Relations of checkout",
        drawing: html! { (PreEscaped(DRAWING)) },
        tools: badge::tags(&[Link::new("owned by", "#pictures"), Link::new("provides", "#pictures")]),
        told: card::facts(&[
            ("basket-ui".to_owned(), html! { "consumes checkout" }),
            ("checkout".to_owned(), html! { "is owned by team-pear and provides orders-api" }),
        ]),
        large: false,
    })
}

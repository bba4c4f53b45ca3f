//! Parts of a whole: a ring with the sum in its middle, and a legend that tells each part. The first number of each series
//! is a part.

use maud::{Markup, html};

use super::{Data, number};

/// A circle of this radius is 100 units long, so that a part's per cent is its length.
const RADIUS: &str = "15.915494";
/// Between two parts, in per cent of the ring.
const GAP: f64 = 0.6;

/// Renders the ring.
pub fn donut(data: &Data) -> Markup {
    let parts: Vec<f64> = data.series.iter().map(|series| series.value(0)).collect();
    let sum: f64 = parts.iter().sum::<f64>().min(f64::MAX);
    let mut start = 0.0;
    let mut arcs = Vec::new();
    for (series, value) in data.series.iter().zip(&parts) {
        let length = if sum > 0.0 { value / sum * 100.0 } else { 0.0 };
        arcs.push((series, *value, start, length));
        start += length;
    }
    html! {
        figure.chart.donut {
            figcaption { b { (data.title) } }
            div.donut-field {
                svg viewBox="0 0 42 42" width="132" height="132" role="img" aria-label=(data.summary) {
                    circle.ring-ground cx="21" cy="21" r=(RADIUS) {}
                    @for (series, value, start, length) in &arcs {
                        @if *length > 0.0 { (arc(&series.ink.class(), &format!("{}: {}", series.name, data.told(*value)), *start, *length)) }
                    }
                    text x="21" y="21" { (number(sum)) }
                }
                ul.parts {
                    @for (series, value, _, length) in &arcs {
                        li {
                            span class={ "key " (series.ink.class()) } {}
                            bdi.cut { (series.name) }
                            span.amount { (data.told(*value)) }
                            small { (format!("{length:.0} %")) }
                        }
                    }
                }
            }
        }
    }
}

fn arc(class: &str, title: &str, start: f64, length: f64) -> Markup {
    let drawn = if length >= 100.0 { 100.0 } else { (length - GAP).max(0.2) };
    html! {
        circle class={ "ring " (class) } cx="21" cy="21" r=(RADIUS) stroke-dasharray=(format!("{drawn:.2} {:.2}", 100.0 - drawn))
            stroke-dashoffset=(format!("{:.2}", 25.0 - start)) { title { (title) } }
    }
}

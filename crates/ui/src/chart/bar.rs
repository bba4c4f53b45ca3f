//! Bars, one for each label, lying so that long names fit; several series are stacked in one bar.

use maud::{Markup, html};

use super::{Data, figure, share};

/// Renders the bars.
pub fn bar(data: &Data) -> Markup {
    let longest = longest(data);
    figure(
        data,
        "bars",
        &html! {
            div.bar-rows role="img" aria-label=(data.summary) {
                @for (index, label) in data.labels.iter().enumerate() { (row(data, index, label, longest)) }
            }
        },
    )
}

fn row(data: &Data, index: usize, label: &str, longest: f64) -> Markup {
    let mut pieces = Vec::new();
    let mut before = 0.0;
    for series in &data.series {
        let value = series.value(index);
        pieces.push((series, before, value));
        before += value;
    }
    html! {
        div.bar-row {
            bdi.cut { (label) }
            svg width="100%" height="14" {
                rect.bar-ground x="0" y="0" width="100%" height="14" rx="3" {}
                @for (series, start, value) in pieces {
                    @if value > 0.0 {
                        rect class=(series.ink.class()) x=(share(start, longest)) y="0" width=(share(value, longest)) height="14" rx="3" {
                            title { (series.name) ": " (data.told(value)) }
                        }
                    }
                }
            }
            span.amount { (data.told(before.min(f64::MAX))) }
        }
    }
}

/// The sum of the longest bar.
fn longest(data: &Data) -> f64 {
    let mut longest: f64 = 0.0;
    for index in 0..data.labels.len() {
        let sum: f64 = data.series.iter().map(|series| series.value(index)).sum();
        longest = longest.max(sum.min(f64::MAX));
    }
    longest
}

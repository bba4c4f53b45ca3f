//! Lines over labels that follow one another, such as days; and the small one that stands in a row.

use std::fmt::Write as _;

use maud::{Markup, html};

use super::{Data, Ink, figure, sound};

/// The drawing's own units; it is stretched to the width of its place, and its lines are not.
const WIDTH: f64 = 600.0;
const HEIGHT: f64 = 160.0;
/// Room above the highest point, so that its line is not cut.
const ROOM: f64 = 4.0;

/// Renders the lines, over zero and the highest value.
pub fn line(data: &Data) -> Markup {
    let highest = highest(data);
    figure(
        data,
        "lines",
        &html! {
            div.line-field role="img" aria-label=(data.summary) {
                span.line-top { (data.told(highest)) }
                svg viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" width="100%" height="160" {
                    @for step in 0..4_u8 {
                        line.grid x1="0" x2=(WIDTH) y1=(level(step)) y2=(level(step)) {}
                    }
                    @for series in &data.series {
                        @let values = (0..data.labels.len()).map(|index| series.value(index)).collect::<Vec<_>>();
                        @if data.series.len() == 1 {
                            path class={ "area " (series.ink.class()) } d=(area(&values, highest)) {}
                        }
                        path class={ "stroke " (series.ink.class()) } d=(path(&values, highest)) {}
                    }
                }
                div.line-ends {
                    @if let Some(first) = data.labels.first() { span { (first) } }
                    @if data.labels.len() > 1 { @if let Some(last) = data.labels.last() { span { (last) } } }
                }
            }
        },
    )
}

/// A line of the height of a word. `label` says what it shows, for example `Builds of the last 14 days`.
pub fn sparkline(label: &str, values: &[f64], ink: Ink) -> Markup {
    let values: Vec<f64> = values.iter().copied().map(sound).collect();
    let highest = values.iter().copied().fold(0.0, f64::max);
    html! {
        svg.sparkline viewBox={ "0 0 " (WIDTH) " " (HEIGHT) } preserveAspectRatio="none" width="80" height="20" role="img" aria-label=(label) {
            path class={ "stroke " (ink.class()) } d=(path(&values, highest)) {}
        }
    }
}

fn highest(data: &Data) -> f64 {
    let mut highest: f64 = 0.0;
    for series in &data.series {
        for index in 0..data.labels.len() {
            highest = highest.max(series.value(index));
        }
    }
    highest
}

/// Where a line of the grid lies: 0 at the top, 3 at the ground.
fn level(step: u8) -> f64 {
    ROOM + (HEIGHT - ROOM) * f64::from(step) / 3.0 - 0.5
}

fn path(values: &[f64], highest: f64) -> String {
    let mut path = String::new();
    let last = u32::try_from(values.len().saturating_sub(1)).unwrap_or(u32::MAX).max(1);
    for (index, value) in (0_u32..).zip(values) {
        let x = WIDTH * f64::from(index) / f64::from(last);
        let share = if highest > 0.0 { value / highest } else { 0.0 };
        let y = HEIGHT - 1.0 - (HEIGHT - ROOM - 1.0) * share;
        // Writing to a string cannot fail.
        let _ = write!(path, "{}{x:.1} {y:.1}", if index == 0 { "M" } else { "L" });
    }
    if values.len() == 1 {
        // A single value is a level line.
        let _ = write!(path, "H{WIDTH}");
    }
    path
}

fn area(values: &[f64], highest: f64) -> String {
    let line = path(values, highest);
    if line.is_empty() { line } else { format!("{line}V{HEIGHT}H0Z") }
}

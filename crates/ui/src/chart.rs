//! Charts, drawn by the server as SVG without any inline style: widths are percentages, so that the words in them keep
//! their size. Each says in a sentence what it shows, and all of its numbers as a table.

pub mod bar;
pub mod donut;
pub mod line;

use maud::{Markup, html};

pub use bar::bar;
pub use donut::donut;
pub use line::{line, sparkline};

use crate::Tone;

/// The colour of a part of a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// One of six that differ; beyond the sixth they start again.
    Series(usize),
    /// A colour with a meaning.
    Tone(Tone),
}

/// How many colours the style sheet has.
const INKS: usize = 6;

impl Ink {
    pub(crate) fn class(self) -> String {
        match self {
            Self::Series(index) => format!("ink-{}", index % INKS),
            Self::Tone(tone) => format!("ink-tone {}", tone.class()),
        }
    }
}

/// Numbers of the same sort, one for each label of the chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub name: String,
    pub ink: Ink,
    /// Finite and not negative; anything else is drawn as zero.
    pub values: Vec<f64>,
}

/// What is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Data {
    pub title: String,
    /// What the chart says, in one sentence.
    pub summary: String,
    pub labels: Vec<String>,
    pub series: Vec<Series>,
    /// Stands behind each number: ` ms`, ` %`, or nothing.
    pub unit: String,
}

impl Series {
    /// The number at a label; zero where there is none.
    fn value(&self, index: usize) -> f64 {
        sound(self.values.get(index).copied().unwrap_or_default())
    }
}

impl Data {
    fn told(&self, value: f64) -> String {
        format!("{}{}", number(value), self.unit)
    }
}

/// A value that can be drawn.
fn sound(value: f64) -> f64 {
    if value.is_finite() { value.max(0.0) } else { 0.0 }
}

/// A number with at most two digits behind the point, and none when they are zero.
fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let whole = whole.parse::<u64>().map_or_else(|_too_large| whole.to_owned(), crate::count);
    format!("{whole}{rest}")
}

/// Per cent of a whole with two digits, as an SVG attribute wants it.
fn share(part: f64, whole: f64) -> String {
    let share = if whole > 0.0 { part / whole * 100.0 } else { 0.0 };
    format!("{:.2}%", share.clamp(0.0, 100.0))
}

/// The figure around a drawing over labels: title, legend, drawing, table.
fn figure(data: &Data, class: &str, drawing: &Markup) -> Markup {
    html! {
        figure class={ "chart " (class) } {
            figcaption {
                b { (data.title) }
                @if data.series.len() > 1 { (legend(data)) }
            }
            (drawing)
            details.told { summary { "As a table" } (table(data)) }
        }
    }
}

fn legend(data: &Data) -> Markup {
    html! {
        ul.legend {
            @for series in &data.series { li { span class={ "key " (series.ink.class()) } {} bdi { (series.name) } } }
        }
    }
}

fn table(data: &Data) -> Markup {
    html! {
        div.table-box tabindex="0" role="region" aria-label={ "Numbers of " (data.title) } {
            table.numbers {
                caption.unseen { (data.title) }
                thead { tr { td {} @for series in &data.series { th scope="col" { (series.name) } } } }
                tbody {
                    @for (index, label) in data.labels.iter().enumerate() {
                        tr {
                            th scope="row" { (label) }
                            @for series in &data.series { td { (data.told(series.value(index))) } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        let table = [
            (0.0, "0"),
            (1.0, "1"),
            (1.5, "1.5"),
            (0.125, "0.12"),
            (12_345.678, "12\u{202f}345.68"),
            (1e30, "1000000000000000019884624838656"),
        ];
        for (value, expected) in table {
            assert_eq!(number(value), expected);
        }
    }

    #[test]
    fn any_number_makes_a_sound_drawing() {
        let values = vec![f64::NAN, f64::INFINITY, -1.0, 0.0, 1e308, 3.0];
        let data = Data {
            title: "<b>".to_owned(),
            summary: "\"quoted\"".to_owned(),
            labels: ["a", "b", "c", "d", "e", "<f>"].map(str::to_owned).to_vec(),
            series: vec![
                Series { name: "one".to_owned(), ink: Ink::Series(0), values: values.clone() },
                Series { name: "short".to_owned(), ink: Ink::Tone(Tone::Bad), values: vec![1e308] },
            ],
            unit: " ms".to_owned(),
        };
        for markup in [bar(&data), line(&data), donut(&data), sparkline("x", &values, Ink::Series(9))] {
            let text = markup.into_string();
            assert!(!text.contains("NaN") && !text.contains("inf"), "{text}");
            assert!(!text.contains("<f>") && !text.contains("<b><"), "{text}");
        }
        let none = Data { labels: Vec::new(), series: Vec::new(), ..data };
        for markup in [bar(&none), line(&none), donut(&none), sparkline("x", &[], Ink::Series(0))] {
            assert!(!markup.into_string().contains("NaN"));
        }
    }
}

//! Pies, as <https://mermaid.js.org/syntax/pie.html> describes them.

use std::f64::consts::TAU;

use crate::Problem;
use crate::label::{LINE, Label};
use crate::source::{Source, Statement};
use crate::write::{open, put, rectangle, text, text_at};

const MOST_SLICES: usize = 60;
const RADIUS: f64 = 110.0;
const MARGIN: f64 = 12.0;
/// How many colours there are.
const HUES: usize = 8;
/// Slices with a smaller share have no text within.
const SMALLEST: f64 = 0.04;

struct Slice {
    label: Label,
    value: f64,
}

pub(crate) fn draw(source: &Source<'_>) -> Result<(String, i32), Problem> {
    let mut title = source.title;
    let head = Statement { line: source.line, text: source.head };
    let (mut slices, mut shows_data) = (Vec::new(), false);
    for at in std::iter::once(&head).chain(&source.statements) {
        let mut rest = at.text.trim_end_matches(';').trim();
        if let Some(behind) = rest.strip_prefix("showData") {
            (shows_data, rest) = (true, behind.trim());
        }
        if let Some(written) = rest.strip_prefix("title") {
            title = written.trim();
        } else if !rest.is_empty() {
            slices.push(slice(rest, at)?);
        }
    }
    let sum: f64 = slices.iter().map(|slice: &Slice| slice.value).sum();
    if slices.is_empty() || sum <= 0.0 || !sum.is_finite() {
        return Err(Problem::new(
            source.line,
            "the pie has no slices; expected lines such as `\"Name\" : 3`",
        ));
    }
    if slices.len() > MOST_SLICES {
        return Err(Problem::new(source.line, format!("more than {MOST_SLICES} slices are not drawn")));
    }
    Ok(write(source, &Label::one_line(title), &slices, (sum, shows_data)))
}

fn slice(text: &str, at: &Statement<'_>) -> Result<Slice, Problem> {
    let parts = text
        .rsplit_once(':')
        .and_then(|(name, value)| Some((name.trim(), value.trim().parse::<f64>().ok()?)));
    match parts {
        Some((name, value)) if (0.0..1e15).contains(&value) => {
            Ok(Slice { label: Label::one_line(name), value })
        }
        _ => Err(at.unknown("a slice such as `\"Name\" : 3`")),
    }
}

fn write(
    source: &Source<'_>,
    title: &Label,
    slices: &[Slice],
    (sum, shows_data): (f64, bool),
) -> (String, i32) {
    let top = if title.is_empty() { 0 } else { 30 };
    let legend: Vec<String> = slices
        .iter()
        .map(|slice| {
            let data = if shows_data { format!(" [{}]", slice.value) } else { String::new() };
            format!("{}{data}", slice.label.spoken())
        })
        .collect();
    let beside = legend.iter().map(|line| crate::label::width(line)).max().unwrap_or(0);
    let legend_height = i32::try_from(legend.len()).unwrap_or(0) * (LINE + 4);
    let across = pixel(2.0 * (RADIUS + MARGIN));
    let (width, height) =
        ((across + beside + 48).max(title.width() + 16), across.max(legend_height + 16) + top);
    let spoken: Vec<String> = slices
        .iter()
        .map(|slice| format!("{}: {:.1} %", slice.label.spoken(), 100.0 * slice.value / sum))
        .collect();
    let name = if source.name.is_empty() { title.spoken() } else { source.name.to_owned() };
    let name = if name.is_empty() { "Pie".to_owned() } else { name };
    let mut out = String::new();
    open(&mut out, (width, height), &name, &spoken.join(". "));
    text(&mut out, title, (width / 2, 16), "diagram-title");
    let middle = (RADIUS + MARGIN, RADIUS + MARGIN + f64::from(top));
    let mut from = 0.0;
    for (index, slice) in slices.iter().enumerate() {
        let share = slice.value / sum;
        wedge(&mut out, middle, (from, share), index % HUES);
        from += share;
    }
    let mut y = top + (height - top - legend_height) / 2;
    for (index, line) in legend.into_iter().enumerate() {
        let hue = index % HUES;
        rectangle(&mut out, (across + 12, y + 2, 14, 14), 3, &format!("diagram-slice hue-{hue}"));
        text_at(&mut out, &[line], (across + 34, y), "diagram-text diagram-member");
        y += LINE + 4;
    }
    out.push_str("</svg>");
    (out, width)
}

/// One slice from a share of the circle on, and its percentage.
fn wedge(out: &mut String, middle: (f64, f64), (from, share): (f64, f64), hue: usize) {
    if share <= 0.0 {
        return;
    }
    let (x, y) = middle;
    if share > 0.999 {
        put(
            out,
            format_args!(
                "<circle class=\"diagram-slice hue-{hue}\" cx=\"{x:.0}\" cy=\"{y:.0}\" r=\"{RADIUS:.0}\"/>"
            ),
        );
    } else {
        let at = |share: f64| {
            let angle = share * TAU;
            (x + RADIUS * angle.sin(), y - RADIUS * angle.cos())
        };
        let (start, end) = (at(from), at(from + share));
        let large = u8::from(share > 0.5);
        put(
            out,
            format_args!(
                "<path class=\"diagram-slice hue-{hue}\" d=\"M{x:.1} {y:.1}L{:.1} {:.1}A{RADIUS:.0} {RADIUS:.0} 0 {large} 1 {:.1} {:.1}Z\"/>",
                start.0, start.1, end.0, end.1
            ),
        );
    }
    if share >= SMALLEST {
        let angle = (from + share / 2.0) * TAU;
        let spot = (pixel(x + RADIUS * 0.7 * angle.sin()), pixel(y - RADIUS * 0.7 * angle.cos()));
        let label = Label::one_line(&format!("{:.0} %", 100.0 * share));
        text(out, &label, spot, "diagram-text diagram-share");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "casting from float saturates")]
fn pixel(length: f64) -> i32 {
    length.round() as i32
}

//! A chart as SVG: frames, then lines, then their texts, then nodes. Looks come from classes.

mod shape;
pub(crate) mod tip;

use graph::layout::Point;
use graph::query::Curve;
use graph::svg::write_path;

use crate::Problem;
use crate::chart::{Chart, Edge, End, Stroke, Tip};
use crate::label::Label;
use crate::place::{self, Part, Placed, Route};
use crate::source::Source;
use crate::write::{escape, open, put, rectangle, text, text_at};

/// Longest description, in bytes.
const MOST_SPOKEN: usize = 1_500;
/// Room above for a title.
const TITLE: i32 = 30;

pub(crate) fn write(source: &Source<'_>, chart: &Chart) -> Result<(String, i32), Problem> {
    if chart.nodes.is_empty() && chart.groups.is_empty() {
        return Err(Problem::new(source.line, "the diagram has nothing in it"));
    }
    let placed = place::place(chart)?;
    let title = Label::one_line(source.title);
    let top = if title.is_empty() { 0 } else { TITLE };
    let width = placed.size.0.max(title.width() + 16);
    let name =
        [source.name, source.title, chart.kind].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let description =
        if source.description.is_empty() { description(chart) } else { source.description.clone() };
    let mut out = String::new();
    open(&mut out, (width, placed.size.1 + top), name, &description);
    text(&mut out, &title, (width / 2, TITLE / 2), "diagram-title");
    put(&mut out, format_args!("<g transform=\"translate({} {top})\">", (width - placed.size.0) / 2));
    frames(&mut out, chart, &placed);
    for (edge, route) in chart.edges.iter().zip(&placed.routes) {
        line(&mut out, edge, route);
    }
    for (edge, route) in chart.edges.iter().zip(&placed.routes) {
        texts(&mut out, edge, route);
    }
    for (node, place) in chart.nodes.iter().zip(&placed.nodes) {
        shape::write(&mut out, node, *place);
    }
    out.push_str("</g></svg>");
    Ok((out, width))
}

fn frames(out: &mut String, chart: &Chart, placed: &Placed) {
    for (group, place) in chart.groups.iter().zip(&placed.groups) {
        rectangle(out, (place.x, place.y, place.width, place.height), 6, "diagram-frame");
        // Lines come in at the middle.
        let corner = (place.x + 12, place.y + 8);
        text_at(out, &group.label.lines, corner, "diagram-text diagram-member diagram-heading");
    }
}

fn line(out: &mut String, edge: &Edge, route: &Route) {
    if edge.stroke == Stroke::Hidden || route.parts.is_empty() {
        return;
    }
    let class = match edge.stroke {
        Stroke::Thick => " thick",
        Stroke::Dotted => " dotted",
        Stroke::Plain | Stroke::Hidden => "",
    };
    put(out, format_args!("<path class=\"diagram-line{class}\" d=\""));
    let mut before = route.inner[0];
    for part in &route.parts {
        if let (Some(before), Some(first)) = (before, part.line.points.first()) {
            put(out, format_args!("M{} {}L{} {}", before.x, before.y, first.x, first.y));
        }
        write_path(out, &part.line, part.direction, Curve::Smooth);
        before = part.line.points.last().copied();
    }
    if let Some(inner) = route.inner[1] {
        put(out, format_args!("L{} {}", inner.x, inner.y));
    }
    out.push_str("\"/>");
    for (side, (at, angle)) in ends(route).into_iter().enumerate() {
        if edge.tips[side] != Tip::None {
            tip::write(out, edge.tips[side], at, angle);
        }
    }
}

/// Where a line begins and ends, and the angle in degrees in which it arrives there.
fn ends(route: &Route) -> [(Point, i32); 2] {
    let end = |part: Option<&Part>, is_last: bool| {
        let zero = Point { x: 0, y: 0 };
        let Some(part) = part else { return (zero, 0) };
        let (points, inner) = (&part.line.points, route.inner[usize::from(is_last)]);
        let at = |position: usize| {
            let position = if is_last { points.len().checked_sub(position + 1) } else { Some(position) };
            position.and_then(|position| points.get(position)).copied().unwrap_or(zero)
        };
        let (end, before) = (at(0), at(1));
        match inner {
            Some(inner) => (inner, angle(end, inner)),
            None if part.line.is_loop => (end, angle(before, end)),
            // Curves arrive in the direction of the layout.
            None if part.direction.is_horizontal() => (end, angle(Point { y: end.y, ..before }, end)),
            None => (end, angle(Point { x: end.x, ..before }, end)),
        }
    };
    [end(route.parts.first(), false), end(route.parts.last(), true)]
}

#[expect(clippy::cast_possible_truncation, reason = "an angle is at most 180")]
fn angle(from: Point, to: Point) -> i32 {
    f64::from(to.y - from.y).atan2(f64::from(to.x - from.x)).to_degrees().round() as i32
}

fn texts(out: &mut String, edge: &Edge, route: &Route) {
    if edge.stroke == Stroke::Hidden {
        return;
    }
    if let Some(label) = route.parts.iter().find_map(|part| part.line.label.as_ref()) {
        rectangle(out, (label.x, label.y, label.width, label.height + 2), 3, "diagram-back");
        let at = (label.x + label.width / 2, label.y + label.height - 2);
        put(out, format_args!("<text class=\"diagram-text diagram-label\" x=\"{}\" y=\"{}\">", at.0, at.1));
        escape(out, &label.text);
        out.push_str("</text>");
    }
    for ((at, angle), count) in ends(route).into_iter().zip(&edge.counts) {
        if !count.is_empty() {
            let is_upright = (45..135).contains(&angle.abs());
            let (dx, dy) = match (is_upright, angle > 0) {
                (true, true) => (count.width() / 2 + 8, -16),
                (true, false) => (count.width() / 2 + 8, 16),
                (false, _) if angle.abs() < 90 => (-count.width() / 2 - 20, -10),
                (false, _) => (count.width() / 2 + 20, -10),
            };
            text(out, count, (at.x + dx, at.y + dy), "diagram-text diagram-label");
        }
    }
}

/// The lines in words.
fn description(chart: &Chart) -> String {
    let spoken = |end: End| match end {
        End::Node(node) => chart.nodes.get(node).map(|node| node.label.spoken()),
        End::Group(group) => chart.groups.get(group).map(|group| group.label.spoken()),
    };
    let mut out = String::new();
    for edge in chart.edges.iter().filter(|edge| edge.stroke != Stroke::Hidden) {
        let [from, to] = [edge.from, edge.to].map(|end| spoken(end).unwrap_or_default());
        let (from, to) =
            (if from.is_empty() { "start" } else { &from }, if to.is_empty() { "end" } else { &to });
        put(&mut out, format_args!("{from} to {to}"));
        if !edge.label.is_empty() {
            put(&mut out, format_args!(": {}", edge.label.spoken()));
        }
        out.push_str(". ");
        if out.len() > MOST_SPOKEN {
            out.push('\u{2026}');
            break;
        }
    }
    out.trim_end().to_owned()
}

//! Lines and their labels.

use super::escape::{class, text};
use super::{Options, put};
use crate::drawing::Edge;
use crate::layout::{Line, Point};
use crate::query::{Curve, Direction};

/// How round the corners of a stepped line are, in pixels.
const CORNER: i32 = 6;

pub(super) fn write(out: &mut String, edge: &Edge, line: &Line, direction: Direction, options: &Options) {
    if line.points.len() < 2 {
        return;
    }
    out.push_str("<path class=\"graph-line");
    if line.is_back {
        out.push_str(" back");
    }
    put_class(out, &edge.class);
    put(out, format_args!("\" data-from=\"{}\" data-to=\"{}\"", edge.from, edge.to));
    put(out, format_args!(" marker-end=\"url(#{}arrow)\" d=\"", options.id));
    write_path(out, line, direction, options.curve);
    if edge.label.is_empty() {
        out.push_str("\"/>");
    } else {
        out.push_str("\"><title>");
        text(out, &edge.label);
        out.push_str("</title></path>");
    }
}

pub(super) fn write_label(out: &mut String, edge: &Edge, line: &Line) {
    let Some(label) = &line.label else { return };
    let (x, y) = (label.x + label.width / 2, label.y + label.height / 2 + 4);
    out.push_str("<text class=\"graph-label");
    put_class(out, &edge.class);
    put(out, format_args!("\" data-from=\"{}\" data-to=\"{}\" x=\"{x}\" y=\"{y}\">", edge.from, edge.to));
    text(out, &label.text);
    out.push_str("</text>");
}

pub(super) fn put_class(out: &mut String, name: &str) {
    let name = class(name);
    if !name.is_empty() {
        out.push(' ');
        out.push_str(name);
    }
}

/// Writes the path of a line as `d` has it.
pub fn write_path(out: &mut String, line: &Line, direction: Direction, curve: Curve) {
    let Some((start, rest)) = line.points.split_first() else { return };
    put(out, format_args!("M{} {}", start.x, start.y));
    if let (true, [one, two, end]) = (line.is_loop, rest) {
        return put(out, format_args!("C{} {} {} {} {} {}", one.x, one.y, two.x, two.y, end.x, end.y));
    }
    let mut here = *start;
    for point in rest {
        let is_straight = if direction.is_horizontal() { here.y == point.y } else { here.x == point.x };
        if is_straight {
            put(out, format_args!("L{} {}", point.x, point.y));
        } else {
            match curve {
                Curve::Smooth => write_curve(out, here, *point, direction),
                Curve::Step => write_step(out, here, *point, direction),
            }
        }
        here = *point;
    }
}

/// A curve that leaves and arrives in the direction of the layout.
fn write_curve(out: &mut String, from: Point, to: Point, direction: Direction) {
    let (one, two) = if direction.is_horizontal() {
        let middle = i32::midpoint(from.x, to.x);
        (Point { x: middle, y: from.y }, Point { x: middle, y: to.y })
    } else {
        let middle = i32::midpoint(from.y, to.y);
        (Point { x: from.x, y: middle }, Point { x: to.x, y: middle })
    };
    put(out, format_args!("C{} {} {} {} {} {}", one.x, one.y, two.x, two.y, to.x, to.y));
}

/// Two right angles with round corners, halfway between the points.
fn write_step(out: &mut String, from: Point, to: Point, direction: Direction) {
    let is_horizontal = direction.is_horizontal();
    // Along the layout and across it.
    let turn = |point: Point| if is_horizontal { (point.x, point.y) } else { (point.y, point.x) };
    let write = |out: &mut String, command: char, points: &[(i32, i32)]| {
        out.push(command);
        for (place, (along, across)) in points.iter().enumerate() {
            let (x, y) = if is_horizontal { (along, across) } else { (across, along) };
            put(out, format_args!("{}{x} {y}", if place == 0 { "" } else { " " }));
        }
    };
    let ((start, one), (end, two)) = (turn(from), turn(to));
    let middle = i32::midpoint(start, end);
    let corner = CORNER.min((end - start).abs() / 2).min((two - one).abs() / 2);
    let (along, across) = (corner * (end - start).signum(), corner * (two - one).signum());
    write(out, 'L', &[(middle - along, one)]);
    write(out, 'Q', &[(middle, one), (middle, one + across)]);
    write(out, 'L', &[(middle, two - across)]);
    write(out, 'Q', &[(middle, two), (middle + along, two)]);
    write(out, 'L', &[(end, two)]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(points: &[(i32, i32)], direction: Direction, curve: Curve) -> String {
        let points = points.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        let mut out = String::new();
        write_path(&mut out, &Line { points, ..Line::default() }, direction, curve);
        out
    }

    #[test]
    fn paths_bend_in_the_direction_of_the_layout() {
        let points = [(0, 0), (40, 20), (90, 20)];
        assert_eq!(path(&points, Direction::LeftRight, Curve::Smooth), "M0 0C20 0 20 20 40 20L90 20");
        let points = [(0, 0), (20, 40), (20, 90)];
        assert_eq!(path(&points, Direction::TopBottom, Curve::Smooth), "M0 0C0 20 20 20 20 40L20 90");
        let stepped = path(&[(0, 0), (40, 20)], Direction::LeftRight, Curve::Step);
        assert_eq!(stepped, "M0 0L14 0Q20 0 20 6L20 14Q20 20 26 20L40 20");
        assert_eq!(path(&[], Direction::LeftRight, Curve::Step), "");
    }
}

//! Ends of lines on the outline of what they lead to: a layout knows only boxes around things.

use graph::layout::Point;

use super::measure::LEAN;
use super::{Place, Route};
use crate::chart::Shape;

/// Moves the ends of a route to the outlines of its places; without a shape a place is a frame.
pub(super) fn attach(route: &mut Route, places: [(Place, Option<Shape>); 2]) {
    for (side, (place, shape)) in places.into_iter().enumerate() {
        let end = if side == 0 {
            route.parts.first_mut().and_then(|part| part.line.points.first_mut())
        } else {
            route.parts.last_mut().and_then(|part| part.line.points.last_mut())
        };
        let Some(point) = end else { continue };
        let near = Place { x: place.x - 2, y: place.y - 2, width: place.width + 4, height: place.height + 4 };
        if holds(near, *point) {
            if let Some(shape) = shape {
                *point = on_outline(place, shape, *point);
            }
        } else {
            // The line reaches the frame around it.
            route.inner[side] = Some(toward(place, *point));
        }
    }
}

fn holds(place: Place, point: Point) -> bool {
    (place.x..=place.x + place.width).contains(&point.x)
        && (place.y..=place.y + place.height).contains(&point.y)
}

/// Where the way from a point to the middle of a place meets its border.
fn toward(place: Place, from: Point) -> Point {
    let middle = place.middle();
    let (dx, dy) = (from.x - middle.x, from.y - middle.y);
    let (half_width, half_height) = (place.width / 2, place.height / 2);
    let is_above =
        i64::from(dy.abs()) * i64::from(half_width) >= i64::from(dx.abs()) * i64::from(half_height);
    if is_above && dy != 0 {
        Point { x: middle.x + scaled(dx, half_height, dy.abs()), y: middle.y + half_height * dy.signum() }
    } else if dx != 0 {
        Point { x: middle.x + half_width * dx.signum(), y: middle.y + scaled(dy, half_width, dx.abs()) }
    } else {
        middle
    }
}

fn scaled(length: i32, by: i32, of: i32) -> i32 {
    i32::try_from(i64::from(length) * i64::from(by) / i64::from(of.max(1))).unwrap_or(0)
}

/// The point on the outline of a shape that lies inward of a point on its box.
fn on_outline(place: Place, shape: Shape, point: Point) -> Point {
    let middle = place.middle();
    let (across, along) = (point.x - middle.x, point.y - middle.y);
    let (half_width, half_height) = (place.width / 2, place.height / 2);
    let is_beside = (point.x - place.x).abs().min((place.x + place.width - point.x).abs())
        < (point.y - place.y).abs().min((place.y + place.height - point.y).abs());
    let (off, half, depth) =
        if is_beside { (along, half_height, half_width) } else { (across, half_width, half_height) };
    let inset = match shape {
        Shape::Diamond => scaled(depth, off.abs(), half),
        Shape::Circle | Shape::DoubleCircle | Shape::Start | Shape::End => {
            depth - (half * half - off * off).max(0).isqrt()
        }
        Shape::Hexagon if is_beside => scaled(LEAN, off.abs(), half),
        Shape::LeanRight | Shape::LeanLeft | Shape::Trapezoid | Shape::TrapezoidTurned if is_beside => {
            LEAN / 2
        }
        Shape::Stadium if is_beside => half - (half * half - off * off).max(0).isqrt(),
        _ => 0,
    };
    if is_beside {
        Point { x: point.x - inset * across.signum(), y: point.y }
    } else {
        Point { x: point.x, y: point.y - inset * along.signum() }
    }
}

//! A node.

use crate::chart::{Node, Paint, Shape};
use crate::place::Place;
use crate::place::measure::{ABOVE, BESIDE, LEAN, LID, height};
use crate::write::{put, rectangle, text, text_at};

pub(super) fn write(out: &mut String, node: &Node, place: Place) {
    let look = look(node);
    let Place { x, y, width, height, .. } = place;
    let (right, bottom) = (x + width, y + height);
    let middle = place.middle();
    match node.shape {
        Shape::Compartments => return compartments(out, node, place, &look),
        Shape::Rectangle => rectangle(out, (x, y, width, height), 4, &look),
        Shape::Note => rectangle(out, (x, y, width, height), 2, &look),
        Shape::Round => rectangle(out, (x, y, width, height), 10, &look),
        Shape::Bar => rectangle(out, (x, y, width, height), 3, &look),
        Shape::Stadium => rectangle(out, (x, y, width, height), height / 2, &look),
        Shape::Subroutine => {
            rectangle(out, (x, y, width, height), 2, &look);
            put(
                out,
                format_args!(
                    "<path class=\"{look}\" d=\"M{} {y}V{bottom}M{} {y}V{bottom}\"/>",
                    x + 8,
                    right - 8
                ),
            );
        }
        Shape::Start | Shape::Circle => circle(out, place, 0, &look),
        Shape::DoubleCircle => {
            circle(out, place, 0, &look);
            circle(out, place, 4, &look);
        }
        Shape::End => {
            circle(out, place, 0, "diagram-box");
            circle(out, place, 5, "diagram-point");
        }
        Shape::Cylinder => {
            let (half, deep) = (width / 2, height - 2 * LID);
            put(
                out,
                format_args!(
                    "<path class=\"{look}\" d=\"M{x} {top}a{half} {LID} 0 0 0 {width} 0a{half} {LID} 0 0 0 -{width} 0v{deep}a{half} \
                     {LID} 0 0 0 {width} 0v-{deep}\"/>",
                    top = y + LID
                ),
            );
        }
        Shape::Diamond => {
            polygon(out, &look, &[(middle.x, y), (right, middle.y), (middle.x, bottom), (x, middle.y)]);
        }
        Shape::Hexagon => {
            let (left, far) = (x + LEAN, right - LEAN);
            let corners =
                [(left, y), (far, y), (right, middle.y), (far, bottom), (left, bottom), (x, middle.y)];
            polygon(out, &look, &corners);
        }
        Shape::Flag => {
            polygon(out, &look, &[(x, y), (right, y), (right, bottom), (x, bottom), (x + LEAN, middle.y)]);
        }
        Shape::LeanRight | Shape::LeanLeft | Shape::Trapezoid | Shape::TrapezoidTurned => {
            let (above, below) = match node.shape {
                Shape::LeanRight => ((LEAN, 0), (0, LEAN)),
                Shape::LeanLeft => ((0, LEAN), (LEAN, 0)),
                Shape::Trapezoid => ((LEAN, LEAN), (0, 0)),
                _ => ((0, 0), (LEAN, LEAN)),
            };
            let corners =
                [(x + above.0, y), (right - above.1, y), (right - below.1, bottom), (x + below.0, bottom)];
            polygon(out, &look, &corners);
        }
    }
    let down = if node.shape == Shape::Cylinder { LID } else { 0 };
    text(out, &node.label, (middle.x, middle.y + down), text_class(node.paint));
}

/// The classes of a node's outline, and its own colours as attributes.
fn look(node: &Node) -> String {
    let class = match node.shape {
        Shape::Note => "diagram-note",
        Shape::Start | Shape::Bar => "diagram-point",
        _ => "diagram-box",
    };
    let mut look = class.to_owned();
    let own = [("filled", "fill", node.paint.fill), ("stroked", "stroke", node.paint.stroke)];
    for (name, _, colour) in own {
        if colour.is_some() {
            put(&mut look, format_args!(" {name}"));
        }
    }
    for (_, attribute, colour) in own {
        if let Some([red, green, blue]) = colour {
            // The value is written behind a class, whose quote is closed here and whose own is closed there.
            put(&mut look, format_args!("\" {attribute}=\"#{red:02x}{green:02x}{blue:02x}"));
        }
    }
    look
}

/// A text on a colour of an author's choice is black or white, whichever is read more easily.
fn text_class(paint: Paint) -> &'static str {
    match paint.fill {
        None => "diagram-text",
        Some([red, green, blue]) => {
            let light = 299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue);
            if light > 128_000 { "diagram-text on-light" } else { "diagram-text on-dark" }
        }
    }
}

fn circle(out: &mut String, place: Place, inset: i32, look: &str) {
    let middle = place.middle();
    let radius = (place.width.min(place.height) / 2 - inset).max(1);
    put(
        out,
        format_args!("<circle class=\"{look}\" cx=\"{}\" cy=\"{}\" r=\"{radius}\"/>", middle.x, middle.y),
    );
}

fn polygon(out: &mut String, look: &str, corners: &[(i32, i32)]) {
    put(out, format_args!("<polygon class=\"{look}\" points=\""));
    for (position, (x, y)) in corners.iter().enumerate() {
        let space = if position > 0 { " " } else { "" };
        put(out, format_args!("{space}{x},{y}"));
    }
    out.push_str("\"/>");
}

fn compartments(out: &mut String, node: &Node, place: Place, look: &str) {
    let Place { x, y, width, .. } = place;
    rectangle(out, (x, y, width, place.height), 4, look);
    let head = node.label.height() + 3 * ABOVE;
    text(out, &node.label, (x + width / 2, y + head / 2), "diagram-text diagram-heading");
    let mut top = y + head;
    for part in &node.parts {
        put(out, format_args!("<path class=\"diagram-rule\" d=\"M{x} {top}H{}\"/>", x + width));
        text_at(out, part, (x + BESIDE, top + ABOVE), "diagram-text diagram-member");
        top += height(part.len());
    }
}

//! How large a node is.

use crate::chart::{Node, Shape};
use crate::label::{self, LINE};

/// Beside the texts of compartments, and above and below them.
pub(crate) const BESIDE: i32 = 12;
pub(crate) const ABOVE: i32 = 6;
/// How far leaning sides lean, and half the height of a cylinder's lid.
pub(crate) const LEAN: i32 = 14;
pub(crate) const LID: i32 = 6;

/// Width and height in pixels. `is_horizontal` says how lines run around it.
pub(super) fn size(node: &Node, is_horizontal: bool) -> (i32, i32) {
    let (width, height) = (node.label.width(), node.label.height().max(LINE));
    match node.shape {
        Shape::Start => (16, 16),
        Shape::End => (20, 20),
        Shape::Bar if is_horizontal => (8, 72),
        Shape::Bar => (72, 8),
        Shape::Circle | Shape::DoubleCircle => {
            let ring = if node.shape == Shape::DoubleCircle { 24 } else { 14 };
            let across = (width * width + height * height).isqrt() + ring;
            (across, across)
        }
        Shape::Diamond => {
            let tall = 2 * height + 24;
            (width * tall / (tall - height) + 20, tall)
        }
        Shape::Compartments => compartments(node),
        Shape::Cylinder => (width + 32, height + 18 + 3 * LID),
        Shape::Note => (width + 24, height + 14),
        Shape::Stadium => (width + 40, height + 18),
        Shape::Subroutine | Shape::Flag => (width + 48, height + 18),
        Shape::Hexagon | Shape::LeanRight | Shape::LeanLeft | Shape::Trapezoid | Shape::TrapezoidTurned => {
            (width + 28 + 2 * LEAN, height + 18)
        }
        Shape::Rectangle | Shape::Round => ((width + 32).max(52), height + 18),
    }
}

fn compartments(node: &Node) -> (i32, i32) {
    let lines = node.parts.iter().flatten().map(|line| label::width(line));
    let width = lines.chain([node.label.width(), 70]).max().unwrap_or(0) + 2 * BESIDE;
    let parts = node.parts.iter().map(|part| height(part.len()));
    (width, parts.sum::<i32>() + node.label.height() + 3 * ABOVE)
}

/// The height of a compartment with so many lines.
pub(crate) fn height(lines: usize) -> i32 {
    i32::try_from(lines).unwrap_or(i32::MAX / LINE) * LINE + 2 * ABOVE
}

//! What is at the end of a line.

use graph::layout::Point;

use crate::chart::Tip;
use crate::write::put;

/// Writes a tip that touches a point, coming from an angle in degrees.
pub(crate) fn write(out: &mut String, tip: Tip, at: Point, angle: i32) {
    // All are drawn with their point at 0 0, coming from the left.
    let (class, path) = match tip {
        Tip::None => return,
        Tip::Arrow => ("", "M0 0L-9 -4.5V4.5Z"),
        Tip::Circle => (" hollow", "M-9 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"),
        Tip::Cross => (" strokes", "M-10 -4.5L-1 4.5M-10 4.5L-1 -4.5"),
        Tip::Triangle => (" hollow", "M0 0L-13 -7V7Z"),
        Tip::Diamond => ("", "M0 0L-9 -5L-18 0L-9 5Z"),
        Tip::HollowDiamond => (" hollow", "M0 0L-9 -5L-18 0L-9 5Z"),
        Tip::One => (" strokes", "M-6 -6V6M-11 -6V6"),
        Tip::ZeroOrOne => (" hollow", "M-6 -6V6M-18 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"),
        Tip::OneOrMore => (" strokes", "M0 -7L-11 0L0 7M-11 0H0M-15 -6V6"),
        Tip::ZeroOrMore => (" hollow", "M0 -7L-11 0L0 7M-11 0H0M-20 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0Z"),
    };
    put(
        out,
        format_args!(
            "<path class=\"diagram-tip{class}\" transform=\"translate({} {}) rotate({angle})\" d=\"{path}\"/>",
            at.x, at.y
        ),
    );
}

//! Where the labels of lines stand: on their line, between layers, none over another.
//!
//! Nodes are never in the way, since all room for labels lies between layers. A label that finds no room is left out; the
//! line still says its text when asked.

use std::collections::HashSet;

use super::measure::{Sheet, Size};
use super::route::{Spot, Trace, spot};

/// Around a label.
const MARGIN: f64 = 1.0;
/// Room for the arrowhead.
const HEAD: f64 = 8.0;
/// Parts of a curve that are tried.
const TRIED: [f64; 5] = [0.5, 0.66, 0.34, 0.8, 0.2];

/// A stretch of a line on which its label may stand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Room {
    Straight {
        from: Spot,
        to: Spot,
    },
    Curve {
        from: Spot,
        to: Spot,
    },
    /// The same text is wanted but once for all lines that leave the node.
    OncePer {
        node: u32,
        from: Spot,
        to: Spot,
    },
}

/// The size of a line's label.
pub(super) fn size(trace: &Trace, sheet: &Sheet) -> Size {
    sheet.arrows.get(trace.arrow as usize).map(|arrow| arrow.label_size).unwrap_or_default()
}

/// Gives every label a place that can have one.
pub(super) fn place(traces: &mut [Trace], sheet: &Sheet) {
    let mut taken: Vec<(Spot, Size)> = Vec::new();
    let mut said: HashSet<(u32, &str)> = HashSet::new();
    for trace in traces {
        let Some(arrow) = sheet.arrows.get(trace.arrow as usize).filter(|arrow| !arrow.label.is_empty())
        else {
            continue;
        };
        let size = arrow.label_size;
        let is_said = |room: &Room| match room {
            Room::OncePer { node, .. } => said.contains(&(*node, arrow.label.as_str())),
            Room::Straight { .. } | Room::Curve { .. } => false,
        };
        let found = trace
            .rooms
            .iter()
            .filter(|room| !is_said(room))
            .flat_map(|room| candidates(*room, size))
            .find(|middle| taken.iter().all(|other| are_apart((*middle, size), *other)));
        trace.label = found;
        if let Some(middle) = found {
            taken.push((middle, size));
            for room in &trace.rooms {
                if let Room::OncePer { node, .. } = room {
                    said.insert((*node, arrow.label.as_str()));
                }
            }
        }
    }
}

fn are_apart((left, size): (Spot, Size), (right, other): (Spot, Size)) -> bool {
    let depth = f64::midpoint(size.depth, other.depth) + MARGIN;
    let breadth = f64::midpoint(size.breadth, other.breadth) + MARGIN;
    (left.depth - right.depth).abs() >= depth || (left.breadth - right.breadth).abs() >= breadth
}

/// Middles of the label, the best first; only those with which it stays between the layers.
fn candidates(room: Room, size: Size) -> Vec<Spot> {
    let half = size.depth / 2.0;
    match room {
        Room::Straight { from, to } => {
            let middle = to.depth - HEAD - half;
            if middle - half >= from.depth { vec![spot(middle, to.breadth)] } else { Vec::new() }
        }
        Room::Curve { from, to } | Room::OncePer { from, to, .. } => {
            let (least, most) = (from.depth + MARGIN + half, to.depth - MARGIN - half);
            if least > most {
                return Vec::new();
            }
            let on_curve = |part: f64| {
                let (start, end) = (from.breadth, to.breadth);
                let breadth = start + (end - start) * part * part * (3.0 - 2.0 * part);
                let depth = from.depth + (to.depth - from.depth) * along(part);
                spot(depth.clamp(least, most), breadth)
            };
            TRIED.into_iter().map(on_curve).collect()
        }
    }
}

/// How far along in depth the curve is, which leaves and arrives flat.
fn along(part: f64) -> f64 {
    let rest = 1.0 - part;
    1.5 * rest * part + part * part * part
}

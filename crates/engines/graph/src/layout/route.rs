//! Where layers begin and end, and the points of every line.
//!
//! Lines change their breadth only between layers (and in the gutters of folded ones); through a layer they run straight,
//! in room that was kept for them. So no line can touch a node that it does not belong to.

mod frame;
mod port;

use super::label;
use super::measure::Size;
pub(super) use frame::Frame;
use port::Ports;

/// Far outside lines run so many pixels beside everything else.
const OUTSIDE: f64 = 22.0;
/// In drawings with more lines curves cross too much to carry labels.
const MOST_LINES_FOR_CURVES: usize = 80;
/// How far a loop goes out from its node, and its opening.
const LOOP_DEPTH: f64 = 26.0;
const LOOP_BREADTH: f64 = 8.0;

/// A point by depth and breadth.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Spot {
    pub(super) depth: f64,
    pub(super) breadth: f64,
}

pub(super) fn spot(depth: f64, breadth: f64) -> Spot {
    Spot { depth, breadth }
}

/// A line of a part, in the direction in which it is stated.
#[derive(Debug, Clone, Default)]
pub(super) struct Trace {
    pub(super) arrow: u32,
    pub(super) spots: Vec<Spot>,
    pub(super) is_back: bool,
    pub(super) is_loop: bool,
    /// Where a label may be; then where it is, by its middle.
    pub(super) rooms: Vec<label::Room>,
    pub(super) label: Option<Spot>,
}

/// A part of the drawing with all positions counted from its top left corner.
#[derive(Debug, Clone, Default)]
pub(super) struct Routes {
    pub(super) size: Size,
    /// By node of the part: its corner and its size.
    pub(super) boxes: Vec<(Spot, Size)>,
    /// The edges of the part, then its loops.
    pub(super) traces: Vec<Trace>,
}

pub(super) fn route(frame: &Frame<'_>, is_back: &[bool]) -> Routes {
    let ports = Ports::new(frame, is_back);
    let mut traces = Vec::with_capacity(frame.component.edges.len() + frame.component.loops.len());
    for (edge, is_back) in is_back.iter().enumerate() {
        traces.push(trace(frame, &ports, super::id(edge), *is_back));
    }
    for edge in &frame.component.loops {
        let (corner, size) = frame.place(edge.from);
        let middle = corner.breadth + size.breadth / 2.0;
        let end = corner.depth + size.depth;
        let spots = vec![
            spot(end, middle - LOOP_BREADTH),
            spot(end + LOOP_DEPTH, middle - 2.0 * LOOP_BREADTH),
            spot(end + LOOP_DEPTH, middle + 2.0 * LOOP_BREADTH),
            spot(end, middle + LOOP_BREADTH),
        ];
        traces.push(Trace { arrow: edge.arrow, spots, is_loop: true, ..Trace::default() });
    }
    label::place(&mut traces, frame.sheet);
    let boxes = (0..frame.component.len()).map(|node| frame.place(super::id(node))).collect();
    from_corner(boxes, traces, frame.sheet)
}

fn trace(frame: &Frame<'_>, ports: &Ports, edge: u32, is_back: bool) -> Trace {
    let Some(line) = frame.component.edges.get(edge as usize) else { return Trace::default() };
    let (first, last) = if is_back { (line.to, line.from) } else { (line.from, line.to) };
    let mut spots = frame.leave(first, is_back);
    let leaves_at = spots.last().copied().unwrap_or_default();
    let port = ports.of(edge).unwrap_or_else(|| frame.middle(last));
    if let Some(bends) = frame.layers.bends(edge) {
        for bend in bends {
            let (start, end) = frame.through(*bend);
            spots.extend([spot(start, frame.middle(*bend)), spot(end, frame.middle(*bend))]);
        }
    } else {
        let breadth = frame.least - OUTSIDE;
        spots.extend([spot(frame.begin_after(first), breadth), spot(frame.end_before(last), breadth)]);
    }
    let arrives = frame.arrive(last, port);
    let rooms = rooms(frame, (first, last), leaves_at, &spots, &arrives);
    spots.extend(arrives);
    drop_middles(&mut spots);
    if is_back {
        spots.reverse();
    }
    Trace { arrow: line.arrow, spots, is_back, rooms, ..Trace::default() }
}

/// Before the last node, then on the last curve, then on the first. A folded layer has no room before its nodes.
fn rooms(
    frame: &Frame<'_>,
    (first, last): (u32, u32),
    leaves_at: Spot,
    spots: &[Spot],
    arrives: &[Spot],
) -> Vec<label::Room> {
    let (Some(from), Some(to), Some(end)) = (spots.last(), arrives.first(), arrives.last()) else {
        return Vec::new();
    };
    if frame.is_folded(last) {
        return vec![label::Room::OncePer { node: first, from: *from, to: *to }];
    }
    let mut rooms = vec![label::Room::Straight { from: *to, to: *end }];
    if frame.sheet.arrows.len() > MOST_LINES_FOR_CURVES {
        return rooms;
    }
    rooms.push(label::Room::Curve { from: *from, to: *to });
    if let Some(second) = spots.iter().find(|spot| spot.depth > leaves_at.depth) {
        rooms.push(label::Room::Curve { from: leaves_at, to: *second });
    }
    rooms
}

/// Points in the middle of a straight stretch say nothing.
fn drop_middles(spots: &mut Vec<Spot>) {
    let mut kept: Vec<Spot> = Vec::with_capacity(spots.len());
    for spot in spots.iter() {
        if let [.., before, last] = kept.as_slice()
            && same(before.breadth, last.breadth)
            && same(last.breadth, spot.breadth)
        {
            kept.pop();
        }
        let is_twin =
            kept.last().is_some_and(|last| same(last.depth, spot.depth) && same(last.breadth, spot.breadth));
        if !is_twin {
            kept.push(*spot);
        }
    }
    *spots = kept;
}

fn same(left: f64, right: f64) -> bool {
    (left - right).abs() < 0.01
}

/// Moves everything so that nothing is left of or above zero, and measures it.
fn from_corner(
    mut boxes: Vec<(Spot, Size)>,
    mut traces: Vec<Trace>,
    sheet: &super::measure::Sheet,
) -> Routes {
    let mut least = spot(f64::MAX, f64::MAX);
    let mut most = spot(f64::MIN, f64::MIN);
    let mut take = |from: Spot, size: Size| {
        least = spot(least.depth.min(from.depth), least.breadth.min(from.breadth));
        most = spot(most.depth.max(from.depth + size.depth), most.breadth.max(from.breadth + size.breadth));
    };
    for (corner, size) in &boxes {
        take(*corner, *size);
    }
    for trace in &traces {
        for spot in &trace.spots {
            take(*spot, Size::default());
        }
        if let Some(middle) = trace.label {
            let size = label::size(trace, sheet);
            take(spot(middle.depth - size.depth / 2.0, middle.breadth - size.breadth / 2.0), size);
        }
    }
    let shift = |at: &mut Spot| *at = spot(at.depth - least.depth, at.breadth - least.breadth);
    for (corner, _) in &mut boxes {
        shift(corner);
    }
    for trace in &mut traces {
        trace.spots.iter_mut().chain(&mut trace.label).for_each(shift);
    }
    let size = Size { depth: most.depth - least.depth, breadth: most.breadth - least.breadth };
    Routes { size, boxes, traces }
}

//! All parts on one sheet, in shelves, and depth and breadth turned into x and y.

use super::component::Component;
use super::measure::{Sheet, Size};
use super::route::{Routes, Spot};
use super::{Label, Layout, Line, Place, Point, pixel};
use crate::query::Direction;

/// Around everything.
const MARGIN: f64 = 16.0;
/// Between parts.
const GAP: f64 = 40.0;
/// How wide the sheet is to be in comparison to its height.
const ASPECT: f64 = 1.6;

pub(super) struct Part {
    pub(super) component: Component,
    pub(super) ranks: Vec<u32>,
    pub(super) routes: Routes,
    pub(super) crossings: u64,
}

/// A part's corner on the sheet, and how its depth and breadth lie there.
struct Turn {
    direction: Direction,
    x: f64,
    y: f64,
    size: Size,
}

impl Turn {
    fn point(&self, spot: Spot) -> Point {
        let (x, y) = match self.direction {
            Direction::LeftRight => (spot.depth, spot.breadth),
            Direction::RightLeft => (self.size.depth - spot.depth, spot.breadth),
            Direction::TopBottom => (spot.breadth, spot.depth),
            Direction::BottomTop => (spot.breadth, self.size.depth - spot.depth),
        };
        Point { x: pixel(self.x + x), y: pixel(self.y + y) }
    }

    /// The top left corner, width and height.
    fn rectangle(&self, corner: Spot, size: Size) -> (Point, i32, i32) {
        let other = Spot { depth: corner.depth + size.depth, breadth: corner.breadth + size.breadth };
        let (one, two) = (self.point(corner), self.point(other));
        let corner = Point { x: one.x.min(two.x), y: one.y.min(two.y) };
        (corner, (one.x - two.x).abs(), (one.y - two.y).abs())
    }
}

pub(super) fn pack(sheet: Sheet, parts: Vec<Part>, direction: Direction) -> Layout {
    let sizes: Vec<(f64, f64)> = parts
        .iter()
        .map(|part| match (part.routes.size, direction.is_horizontal()) {
            (size, true) => (size.depth, size.breadth),
            (size, false) => (size.breadth, size.depth),
        })
        .collect();
    let has_focus: Vec<bool> = parts
        .iter()
        .map(|part| {
            part.component
                .nodes
                .iter()
                .any(|node| sheet.boxes.get(*node as usize).is_some_and(|node| node.is_focus))
        })
        .collect();
    let (corners, width, height) = shelve(&sizes, &has_focus);
    let crossings = parts.iter().map(|part| part.crossings).sum();
    let mut writer = Writer::new(&sheet);
    for (part, (x, y)) in parts.into_iter().zip(corners) {
        writer.write(&part, &Turn { direction, x, y, size: part.routes.size }, &sheet);
    }
    let (places, lines) = writer.finish(sheet);
    Layout { direction, width: pixel(width), height: pixel(height), places, lines, crossings }
}

/// The corner of each part and the size of the sheet: parts with a focus first, then the high ones, on shelves from left
/// to right.
fn shelve(sizes: &[(f64, f64)], has_focus: &[bool]) -> (Vec<(f64, f64)>, f64, f64) {
    let area: f64 = sizes.iter().map(|(width, height)| (width + GAP) * (height + GAP)).sum();
    let widest = sizes.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let most_width = widest.max((area * ASPECT).sqrt());
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by(|left, right| {
        let focus = |part: &usize| has_focus.get(*part).copied().unwrap_or_default();
        let height = |part: &usize| sizes.get(*part).map_or(0.0, |(_, height)| *height);
        focus(right).cmp(&focus(left)).then(height(right).total_cmp(&height(left)))
    });
    let mut corners = vec![(0.0, 0.0); sizes.len()];
    let (mut x, mut y, mut shelf, mut width) = (0.0, 0.0, 0.0_f64, 0.0_f64);
    for part in order {
        let (Some(size), Some(corner)) = (sizes.get(part), corners.get_mut(part)) else { continue };
        if x > 0.0 && x + size.0 > most_width {
            y += shelf + GAP;
            (x, shelf) = (0.0, 0.0);
        }
        *corner = (x + MARGIN, y + MARGIN);
        width = width.max(x + size.0);
        shelf = shelf.max(size.1);
        x += size.0 + GAP;
    }
    (corners, width + 2.0 * MARGIN, y + shelf + 2.0 * MARGIN)
}

struct Writer {
    places: Vec<Option<Place>>,
    lines: Vec<Line>,
}

impl Writer {
    fn new(sheet: &Sheet) -> Self {
        Self { places: vec![None; sheet.boxes.len()], lines: vec![Line::default(); sheet.arrows.len()] }
    }

    fn write(&mut self, part: &Part, turn: &Turn, sheet: &Sheet) {
        for ((node, rank), (corner, size)) in
            part.component.nodes.iter().zip(&part.ranks).zip(&part.routes.boxes)
        {
            let (corner, width, height) = turn.rectangle(*corner, *size);
            if let Some(entry) = self.places.get_mut(*node as usize) {
                let (label, detail) = (String::new(), String::new());
                *entry = Some(Place { x: corner.x, y: corner.y, width, height, label, detail, rank: *rank });
            }
        }
        for trace in &part.routes.traces {
            let Some(entry) = self.lines.get_mut(trace.arrow as usize) else { continue };
            let label = trace.label.zip(sheet.arrows.get(trace.arrow as usize)).map(|(middle, arrow)| {
                let size = arrow.label_size;
                let corner = Spot {
                    depth: middle.depth - size.depth / 2.0,
                    breadth: middle.breadth - size.breadth / 2.0,
                };
                let (corner, width, height) = turn.rectangle(corner, size);
                Label { x: corner.x, y: corner.y, width, height, text: arrow.label.clone() }
            });
            let points = trace.spots.iter().map(|spot| turn.point(*spot)).collect();
            *entry = Line { points, is_back: trace.is_back, is_loop: trace.is_loop, label };
        }
    }

    /// Every node is in some part, so that none is without a place.
    fn finish(self, sheet: Sheet) -> (Vec<Place>, Vec<Line>) {
        let places = self.places.into_iter().flatten().zip(sheet.boxes);
        let places = places.map(|(place, node)| Place { label: node.label, detail: node.detail, ..place });
        (places.collect(), self.lines)
    }
}

//! The layers with their depths, and how lines leave, pass and reach what stands in them.

use super::{Spot, spot};
use crate::layout::component::Component;
use crate::layout::fold::{Fold, GUTTER, LANE};
use crate::layout::layers::Layers;
use crate::layout::measure::{Sheet, Size};
use crate::layout::{id, set};

/// Between two layers without labels.
const GAP: f64 = 52.0;
/// A gap gets wider by this part of the highest step in it, so that lines do not become too steep, up to a limit.
const STEEPNESS: f64 = 0.1;
const MOST_MORE: f64 = 160.0;
/// Around a label, along the line.
const LABEL_MARGIN: f64 = 16.0;

pub(in crate::layout) struct Frame<'a> {
    pub(super) layers: &'a Layers,
    pub(super) component: &'a Component,
    pub(super) sheet: &'a Sheet,
    folds: &'a [Fold],
    middles: Vec<f64>,
    /// By rank: where the layer begins, and how much room for labels lies before it.
    starts: Vec<f64>,
    label_rooms: Vec<f64>,
    /// By item: its rank. By node: its column, and half the breadth of its row.
    ranks: Vec<u32>,
    columns: Vec<(u32, f64)>,
    /// The least breadth that anything has.
    pub(super) least: f64,
}

impl<'a> Frame<'a> {
    pub(in crate::layout) fn new(
        layers: &'a Layers,
        folds: &'a [Fold],
        middles: Vec<f64>,
        component: &'a Component,
        sheet: &'a Sheet,
    ) -> Self {
        let mut frame = Self {
            layers,
            component,
            sheet,
            folds,
            middles,
            starts: Vec::new(),
            label_rooms: vec![0.0; folds.len()],
            ranks: vec![0; layers.items],
            columns: vec![(0, 0.0); layers.nodes],
            least: 0.0,
        };
        frame.find_columns();
        frame.find_label_rooms();
        frame.find_starts();
        let upper = (0..layers.nodes).map(|node| frame.place(id(node)).0.breadth);
        frame.least = upper.chain(frame.middles.iter().copied()).fold(f64::MAX, f64::min);
        frame
    }

    fn find_columns(&mut self) {
        for (rank, (layer, fold)) in self.layers.ranks.iter().zip(self.folds).enumerate() {
            for slot in &fold.slots {
                let items = layer.get(slot.clone()).unwrap_or_default();
                let half = items.iter().map(|item| self.size(*item).breadth).fold(0.0, f64::max) / 2.0;
                for (column, item) in items.iter().enumerate() {
                    set(&mut self.columns, *item, (id(column), half));
                    set(&mut self.ranks, *item, id(rank));
                }
            }
        }
    }

    fn find_label_rooms(&mut self) {
        for edge in &self.component.edges {
            let Some(arrow) = self.sheet.arrows.get(edge.arrow as usize) else { continue };
            let last = if self.rank(edge.from) > self.rank(edge.to) { edge.from } else { edge.to };
            if arrow.label.is_empty() || self.is_folded(last) {
                continue;
            }
            let rank = self.rank(last);
            if let Some(room) = self.label_rooms.get_mut(rank) {
                *room = room.max(arrow.label_size.depth + LABEL_MARGIN);
            }
        }
    }

    fn find_starts(&mut self) {
        let mut depth = 0.0;
        for (rank, fold) in self.folds.iter().enumerate() {
            self.starts.push(depth);
            let mut highest: f64 = 0.0;
            for item in self.layers.ranks.get(rank).into_iter().flatten() {
                for other in self.layers.after.of(*item) {
                    highest = highest.max((self.middle(*other) - self.middle(*item)).abs());
                }
            }
            let more = (highest * STEEPNESS).min(MOST_MORE);
            depth += fold.depth() + GAP + more + self.label_rooms.get(rank + 1).copied().unwrap_or(0.0);
        }
    }

    fn rank(&self, item: u32) -> usize {
        self.ranks.get(item as usize).map_or(0, |rank| *rank as usize)
    }

    fn fold(&self, item: u32) -> Option<&Fold> {
        self.folds.get(self.rank(item))
    }

    pub(super) fn is_folded(&self, item: u32) -> bool {
        self.fold(item).is_some_and(Fold::is_folded)
    }

    /// The middle of an item along its layer.
    pub(super) fn middle(&self, item: u32) -> f64 {
        self.middles.get(item as usize).copied().unwrap_or(0.0)
    }

    /// A node's own size; nothing for a bend.
    pub(super) fn size(&self, item: u32) -> Size {
        self.component.nodes.get(item as usize).map(|node| self.sheet.size(*node)).unwrap_or_default()
    }

    fn start_of_rank(&self, rank: usize) -> f64 {
        self.starts.get(rank).copied().unwrap_or(0.0)
    }

    fn end_of_rank(&self, rank: usize) -> f64 {
        self.start_of_rank(rank) + self.folds.get(rank).map_or(0.0, Fold::depth)
    }

    /// Where lines must have reached the breadth that they have in a layer.
    fn begin_of_rank(&self, rank: usize) -> f64 {
        self.start_of_rank(rank) - self.label_rooms.get(rank).copied().unwrap_or(0.0)
    }

    pub(super) fn begin_after(&self, node: u32) -> f64 {
        self.begin_of_rank(self.rank(node) + 1)
    }

    pub(super) fn end_before(&self, node: u32) -> f64 {
        self.end_of_rank(self.rank(node).saturating_sub(1))
    }

    /// From where to where a bend is straight.
    pub(super) fn through(&self, bend: u32) -> (f64, f64) {
        let rank = self.rank(bend);
        (self.begin_of_rank(rank), self.end_of_rank(rank))
    }

    /// Where the column of a node begins, and its depth. Nodes fill their column, so that columns look like columns.
    fn column(&self, node: u32) -> (f64, f64) {
        let column = self.columns.get(node as usize).map_or(0, |(column, _)| *column as usize);
        let Some(fold) = self.fold(node) else { return (0.0, 0.0) };
        let before: f64 = fold.columns.iter().take(column).map(|depth| depth + GUTTER).sum();
        let start = self.start_of_rank(self.rank(node)) + before;
        (start, fold.columns.get(column).copied().unwrap_or(0.0))
    }

    /// The corner of a node and its size.
    pub(super) fn place(&self, node: u32) -> (Spot, Size) {
        let (start, depth) = self.column(node);
        let breadth = self.size(node).breadth;
        (spot(start, self.middle(node) - breadth / 2.0), Size { depth, breadth })
    }

    /// From the end of a node to the end of its layer. Lines that are drawn backwards, and so end here, keep apart from
    /// those that begin here.
    pub(super) fn leave(&self, node: u32, is_back: bool) -> Vec<Spot> {
        let (start, depth) = self.column(node);
        let (column_end, layer_end) = (start + depth, self.end_of_rank(self.rank(node)));
        let aside = if is_back { self.size(node).breadth / 4.0 } else { 0.0 };
        let middle = self.middle(node) + aside;
        if layer_end - column_end < GUTTER {
            return vec![spot(column_end, middle)];
        }
        let lane = self.middle(node) + self.lane(node);
        vec![spot(column_end, middle), spot(column_end + GUTTER, lane), spot(layer_end, lane)]
    }

    /// From where lines reach the breadth of a node's port, to the node.
    pub(super) fn arrive(&self, node: u32, port: f64) -> Vec<Spot> {
        let (start, _) = self.column(node);
        let rank = self.rank(node);
        let begin = self.begin_of_rank(rank);
        if start - self.start_of_rank(rank) < GUTTER {
            return vec![spot(begin, port), spot(start, port)];
        }
        let lane = self.middle(node) - self.lane(node);
        vec![spot(begin, lane), spot(start - GUTTER, lane), spot(start, port)]
    }

    /// How far from the middle of its row the lane of a node lies.
    fn lane(&self, node: u32) -> f64 {
        self.columns.get(node as usize).map_or(0.0, |(_, half)| half + LANE * 0.7)
    }
}

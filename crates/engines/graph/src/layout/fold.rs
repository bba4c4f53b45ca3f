//! Overlong layers become several columns, so that a hub of thousands is a field, not a tower.
//!
//! The order stays readable: a folded layer is a list of rows, each with the next few nodes beside each other. Between the
//! rows lie lanes, between the columns gutters, where lines reach the inner columns without touching a node. Bends
//! that would stand within a row go behind it.

use std::ops::Range;

use super::component::Component;
use super::layers::Layers;
use super::measure::{Sheet, Size};
use super::{number, pixel};

/// Longest layer in one column, in pixels.
const MOST_BREADTH: f64 = 2_600.0;
/// How wide a folded layer is to be in comparison to its height.
const ASPECT: f64 = 1.5;
/// Between two columns.
pub(super) const GUTTER: f64 = 40.0;
/// Above and below a row of a folded layer.
pub(super) const LANE: f64 = 9.0;

/// Items of a layer that have one position along it: one item, or a row.
pub(super) type Slot = Range<usize>;

#[derive(Debug, Clone, Default)]
pub(super) struct Fold {
    /// Consecutive parts of the layer's order.
    pub(super) slots: Vec<Slot>,
    /// Depth of each column; one if the layer is not folded.
    pub(super) columns: Vec<f64>,
}

impl Fold {
    pub(super) fn is_folded(&self) -> bool {
        self.columns.len() > 1
    }

    /// Depth of the whole layer.
    pub(super) fn depth(&self) -> f64 {
        self.columns.iter().sum::<f64>() + GUTTER * number(self.columns.len().saturating_sub(1))
    }
}

/// Folds every layer that needs it; its bends may change their places in the order.
pub(super) fn fold(layers: &mut Layers, component: &Component, sheet: &Sheet) -> Vec<Fold> {
    let nodes = layers.nodes;
    let mut folds = Vec::with_capacity(layers.ranks.len());
    for layer in &mut layers.ranks {
        let is_bend = |item: u32| item as usize >= nodes;
        let size =
            |item: u32| component.nodes.get(item as usize).map(|node| sheet.size(*node)).unwrap_or_default();
        let sizes: Vec<Size> = layer.iter().filter(|item| !is_bend(**item)).map(|item| size(*item)).collect();
        let columns = columns(&sizes, node_gap(sheet));
        if columns <= 1 {
            let depth = sizes.iter().map(|size| size.depth).fold(0.0, f64::max);
            folds.push(Fold { slots: (0..layer.len()).map(|at| at..at + 1).collect(), columns: vec![depth] });
            continue;
        }
        let (order, slots) = rows(layer, columns, is_bend);
        *layer = order;
        let mut depths = vec![0.0_f64; columns];
        for slot in &slots {
            for (column, item) in depths.iter_mut().zip(layer.get(slot.clone()).unwrap_or_default()) {
                *column = column.max(size(*item).depth);
            }
        }
        folds.push(Fold { slots, columns: depths });
    }
    folds
}

/// Between two nodes of a layer.
pub(super) fn node_gap(sheet: &Sheet) -> f64 {
    if sheet.is_horizontal { 12.0 } else { 24.0 }
}

/// Into how many columns a layer of these nodes is folded.
fn columns(sizes: &[Size], gap: f64) -> usize {
    let breadth: f64 = sizes.iter().map(|size| size.breadth + gap).sum();
    if breadth <= MOST_BREADTH || sizes.len() < 2 {
        return 1;
    }
    let depth = sizes.iter().map(|size| size.depth).fold(0.0, f64::max) + GUTTER;
    let row = breadth / number(sizes.len()) + 2.0 * LANE;
    let columns = (ASPECT * number(sizes.len()) * row / depth).sqrt();
    usize::try_from(pixel(columns)).unwrap_or(2).clamp(2, sizes.len())
}

/// The layer's items row by row, and where each row is.
fn rows(layer: &[u32], columns: usize, is_bend: impl Fn(u32) -> bool) -> (Vec<u32>, Vec<Slot>) {
    let mut order = Vec::with_capacity(layer.len());
    let mut slots = Vec::new();
    let mut row = Vec::with_capacity(columns);
    let mut behind = Vec::new();
    let mut close = |row: &mut Vec<u32>, behind: &mut Vec<u32>| {
        if !row.is_empty() {
            slots.push(order.len()..order.len() + row.len());
            order.append(row);
        }
        for bend in behind.drain(..) {
            slots.push(order.len()..order.len() + 1);
            order.push(bend);
        }
    };
    for item in layer {
        if is_bend(*item) {
            behind.push(*item);
        } else {
            row.push(*item);
        }
        if row.len() == columns || row.is_empty() {
            close(&mut row, &mut behind);
        }
    }
    close(&mut row, &mut behind);
    (order, slots)
}

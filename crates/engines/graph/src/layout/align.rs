//! Where each item stands along its layer: lines short and straight, nothing overlapping.
//!
//! The sum of the squared slants of all lines is made small, layer by layer; for one layer, with the order and the
//! distances given, the best positions are found exactly by pooling neighbours that push each other (isotonic
//! regression). At the end, whatever has room is moved exactly into line with its neighbour.

mod settle;
mod straighten;

use super::component::Component;
use super::fold::{Fold, LANE, node_gap};
use super::layers::{Adjacency, Layers};
use super::measure::Sheet;
use super::set;
use settle::settle;

/// Rounds over small drawings; large ones get fewer.
const MOST_ROUNDS: usize = 16;
const LEAST_ROUNDS: usize = 4;
const WORK: usize = 300_000;
/// Between bends, and between a bend and a node.
const BEND_GAP: f64 = 10.0;
/// How strongly an item without neighbours stays where it is.
const LOOSE: f64 = 0.01;

/// Which neighbours an item goes by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
    Both,
}

/// A layer with what does not change: the slots' weights and how far each is at least from the first.
struct Row {
    offsets: Vec<f64>,
    weights: Vec<f64>,
}

/// By item: the middle of it along its layer, in pixels from anywhere.
pub(super) fn align(layers: &Layers, folds: &[Fold], component: &Component, sheet: &Sheet) -> Vec<f64> {
    let mut aligner = Aligner {
        layers,
        folds,
        rows: layers
            .ranks
            .iter()
            .zip(folds)
            .map(|(layer, fold)| row(layers, layer, fold, component, sheet))
            .collect(),
        middles: vec![0.0; layers.items],
        desired: Vec::new(),
    };
    aligner.start();
    let size = (layers.after.len() + layers.items).max(1);
    let rounds = (WORK / size).clamp(LEAST_ROUNDS, MOST_ROUNDS);
    for round in 0..rounds {
        let is_first_half = round < rounds / 2;
        aligner.sweep(true, if is_first_half { Side::Before } else { Side::Both });
        aligner.sweep(false, if is_first_half { Side::After } else { Side::Both });
    }
    aligner.straighten();
    aligner.middles
}

/// How far apart neighbouring slots of a layer must be, and their weights.
fn row(layers: &Layers, layer: &[u32], fold: &Fold, component: &Component, sheet: &Sheet) -> Row {
    let lane = if fold.is_folded() { LANE } else { 0.0 };
    let mut offsets = Vec::with_capacity(fold.slots.len());
    let mut weights = Vec::with_capacity(fold.slots.len());
    let mut offset = 0.0;
    let mut last: Option<(f64, bool)> = None;
    for slot in &fold.slots {
        let items = layer.get(slot.clone()).unwrap_or_default();
        let is_bend = items.first().is_some_and(|item| layers.is_bend(*item));
        let breadths = items
            .iter()
            .filter_map(|item| component.nodes.get(*item as usize))
            .map(|node| sheet.size(*node).breadth);
        let half = if is_bend { 0.0 } else { breadths.fold(0.0, f64::max) / 2.0 + lane };
        if let Some((last_half, was_bend)) = last {
            let gap = if is_bend || was_bend { BEND_GAP } else { node_gap(sheet) };
            offset += last_half + half + gap;
        }
        last = Some((half, is_bend));
        offsets.push(offset);
        let links: f64 = items
            .iter()
            .flat_map(|item| {
                layers.before.of(*item).iter().chain(layers.after.of(*item)).map(|other| (*item, *other))
            })
            .map(|(item, other)| pull(layers, item, other))
            .sum();
        weights.push(links.max(LOOSE));
    }
    Row { offsets, weights }
}

/// How strongly a line wants to be straight: most between two bends, since a wave there is the ugliest.
fn pull(layers: &Layers, item: u32, other: u32) -> f64 {
    match (layers.is_bend(item), layers.is_bend(other)) {
        (true, true) => 8.0,
        (false, false) => 1.0,
        _ => 2.0,
    }
}

struct Aligner<'a> {
    layers: &'a Layers,
    folds: &'a [Fold],
    rows: Vec<Row>,
    middles: Vec<f64>,
    desired: Vec<f64>,
}

impl Aligner<'_> {
    /// Every layer as tight as it can be, around zero.
    fn start(&mut self) {
        for (rank, row) in self.rows.iter().enumerate() {
            let half = row.offsets.last().copied().unwrap_or(0.0) / 2.0;
            let positions: Vec<f64> = row.offsets.iter().map(|offset| offset - half).collect();
            place(&mut self.middles, self.layers, self.folds, rank, &positions);
        }
    }

    fn sweep(&mut self, is_forward: bool, side: Side) {
        let height = self.rows.len();
        for step in 0..height {
            let rank = if is_forward { step } else { height - 1 - step };
            self.settle(rank, side);
        }
    }

    fn settle(&mut self, rank: usize, side: Side) {
        let (Some(layer), Some(fold), Some(row)) =
            (self.layers.ranks.get(rank), self.folds.get(rank), self.rows.get(rank))
        else {
            return;
        };
        self.desired.clear();
        for slot in &fold.slots {
            let items = layer.get(slot.clone()).unwrap_or_default();
            let mut sum = (0.0, 0.0);
            for item in items {
                if side != Side::After {
                    self.add(*item, &self.layers.before, &mut sum);
                }
                if side != Side::Before {
                    self.add(*item, &self.layers.after, &mut sum);
                }
            }
            let here =
                items.first().and_then(|item| self.middles.get(*item as usize)).copied().unwrap_or(0.0);
            self.desired.push(if sum.1 > 0.0 { sum.0 / sum.1 } else { here });
        }
        let positions = settle(&self.desired, &row.weights, &row.offsets);
        place(&mut self.middles, self.layers, self.folds, rank, &positions);
    }

    /// Adds where the neighbours of an item are, and how strongly they pull.
    fn add(&self, item: u32, links: &Adjacency, sum: &mut (f64, f64)) {
        for other in links.of(item) {
            let pull = pull(self.layers, item, *other);
            sum.0 += pull * self.middles.get(*other as usize).copied().unwrap_or(0.0);
            sum.1 += pull;
        }
    }

    fn straighten(&mut self) {
        let bounds: Vec<Vec<f64>> = self.rows.iter().map(|row| distances(&row.offsets)).collect();
        straighten::straighten(self.layers, self.folds, &bounds, &mut self.middles);
    }
}

/// Least distance of each slot from the one before; of the first, nothing.
fn distances(offsets: &[f64]) -> Vec<f64> {
    let before = [0.0].into_iter().chain(offsets.iter().copied());
    offsets.iter().zip(before).map(|(offset, before)| offset - before).collect()
}

fn place(middles: &mut [f64], layers: &Layers, folds: &[Fold], rank: usize, positions: &[f64]) {
    let (Some(layer), Some(fold)) = (layers.ranks.get(rank), folds.get(rank)) else { return };
    for (slot, position) in fold.slots.iter().zip(positions) {
        for item in layer.get(slot.clone()).unwrap_or_default() {
            set(middles, *item, *position);
        }
    }
}

//! The order of items within each layer, with few crossings.
//!
//! Starts from a walk through the part, which is already right for trees. Then layers are sorted by the mean position
//! of their neighbours, alternately from first to last and back; the best order seen is kept. Small drawings also try
//! whether swapping two neighbours helps.

mod crossing;

use super::layers::{Adjacency, Layers};
use super::{id, number, set};
use crossing::Counter;

/// Sweeps over a small drawing; large ones get fewer, so that the work stays about the same.
const MOST_SWEEPS: usize = 24;
const LEAST_SWEEPS: usize = 4;
/// Links that all sweeps together may look at.
const WORK: usize = 400_000;
/// Sweeps without success after which no more are made.
const PATIENCE: usize = 6;
/// Drawings up to this many links try swaps.
const MOST_LINKS_FOR_SWAPS: usize = 3_000;

/// Orders all layers; answers how many crossings are left.
pub(super) fn arrange(layers: &mut Layers) -> u64 {
    walk(layers);
    let mut arranger = Arranger::new(layers);
    let size = (layers.after.len() + layers.items).max(1);
    let sweeps = (WORK / size).clamp(LEAST_SWEEPS, MOST_SWEEPS);
    let mut best = arranger.count(layers);
    let mut best_order = layers.ranks.clone();
    let mut without_success = 0;
    for sweep in 0..sweeps {
        if best == 0 || without_success >= PATIENCE {
            break;
        }
        arranger.sweep(layers, sweep % 2 == 0);
        if layers.after.len() <= MOST_LINKS_FOR_SWAPS {
            arranger.swap(layers);
        }
        let count = arranger.count(layers);
        without_success += 1;
        if count < best {
            best = count;
            best_order.clone_from(&layers.ranks);
            without_success = 0;
        }
    }
    layers.ranks = best_order;
    best
}

/// Puts items in the order in which a walk in depth meets them, from the first layer on.
fn walk(layers: &mut Layers) {
    let mut is_met = vec![false; layers.items];
    let mut rank_of = vec![0_u32; layers.items];
    for (rank, layer) in layers.ranks.iter().enumerate() {
        for item in layer {
            set(&mut rank_of, *item, id(rank));
        }
    }
    let starts: Vec<u32> = layers.ranks.iter().flatten().copied().collect();
    let mut ordered = vec![Vec::new(); layers.ranks.len()];
    let mut way = Vec::new();
    for start in starts {
        way.push(start);
        while let Some(item) = way.pop() {
            let Some(met) = is_met.get_mut(item as usize).filter(|met| !**met) else { continue };
            *met = true;
            let rank = rank_of.get(item as usize).copied().unwrap_or_default();
            if let Some(layer) = ordered.get_mut(rank as usize) {
                layer.push(item);
            }
            // What is pushed last is met first.
            way.extend(layers.before.of(item).iter().rev());
            way.extend(layers.after.of(item).iter().rev());
        }
    }
    layers.ranks = ordered;
}

struct Arranger {
    positions: Vec<u32>,
    keys: Vec<(f64, u32)>,
    counter: Counter,
}

impl Arranger {
    fn new(layers: &Layers) -> Self {
        let mut new =
            Self { positions: vec![0; layers.items], keys: Vec::new(), counter: Counter::default() };
        for layer in &layers.ranks {
            new.note(layer);
        }
        new
    }

    fn note(&mut self, layer: &[u32]) {
        for (position, item) in layer.iter().enumerate() {
            set(&mut self.positions, *item, id(position));
        }
    }

    fn position(&self, item: u32) -> u32 {
        self.positions.get(item as usize).copied().unwrap_or_default()
    }

    fn count(&mut self, layers: &Layers) -> u64 {
        let mut sum = 0;
        for (rank, layer) in layers.ranks.iter().enumerate() {
            let below = layers.ranks.get(rank + 1).map_or(0, Vec::len);
            sum += self.counter.count(layer, &layers.after, &self.positions, below);
        }
        sum
    }

    fn sweep(&mut self, layers: &mut Layers, is_forward: bool) {
        let height = layers.ranks.len();
        for step in 1..height {
            let rank = if is_forward { step } else { height - 1 - step };
            let links = if is_forward { &layers.before } else { &layers.after };
            let Some(layer) = layers.ranks.get_mut(rank) else { continue };
            self.sort(layer, links);
        }
    }

    /// Sorts a layer by the mean position of its neighbours; items without any stay where they are.
    fn sort(&mut self, layer: &mut [u32], links: &Adjacency) {
        self.keys.clear();
        for item in layer.iter() {
            let neighbours = links.of(*item);
            let sum: f64 = neighbours.iter().map(|other| f64::from(self.position(*other))).sum();
            let mean = if neighbours.is_empty() {
                f64::from(self.position(*item))
            } else {
                sum / number(neighbours.len())
            };
            self.keys.push((mean, *item));
        }
        self.keys.sort_by(|left, right| left.0.total_cmp(&right.0));
        for (place, (_, item)) in layer.iter_mut().zip(&self.keys) {
            *place = *item;
        }
        self.note(layer);
    }

    /// Swaps neighbours wherever that saves crossings, once through all layers.
    fn swap(&mut self, layers: &mut Layers) {
        for rank in 0..layers.ranks.len() {
            let Some(mut layer) = layers.ranks.get_mut(rank).map(std::mem::take) else { continue };
            for place in 1..layer.len() {
                let (Some(left), Some(right)) = (layer.get(place - 1).copied(), layer.get(place).copied())
                else {
                    continue;
                };
                let as_is = self.crossings(layers, left, right);
                if as_is > 0 && self.crossings(layers, right, left) < as_is {
                    layer.swap(place - 1, place);
                }
            }
            self.note(&layer);
            if let Some(entry) = layers.ranks.get_mut(rank) {
                *entry = layer;
            }
        }
    }

    /// Crossings of the lines of two neighbours if they stand in this order.
    fn crossings(&self, layers: &Layers, left: u32, right: u32) -> usize {
        let mut sum = 0;
        for links in [&layers.before, &layers.after] {
            let (lefts, rights) = (links.of(left), links.of(right));
            // Hubs are left to the sweeps.
            if lefts.len() * rights.len() > 1_000 {
                continue;
            }
            for left in lefts {
                let left = self.position(*left);
                sum += rights.iter().filter(|right| self.position(**right) < left).count();
            }
        }
        sum
    }
}

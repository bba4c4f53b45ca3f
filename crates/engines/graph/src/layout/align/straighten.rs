//! Moves items exactly into line with a neighbour where they have room, because a slight wave looks like a mistake.

use crate::layout::fold::Fold;
use crate::layout::layers::Layers;
use crate::layout::set;

/// Farthest that a node is moved, in pixels. Bends go as far as there is room.
const MOST_MOVE: f64 = 14.0;

/// Twice through all layers: forward, each goes by the one before; then backward, by the one after.
pub(super) fn straighten(layers: &Layers, folds: &[Fold], distances: &[Vec<f64>], middles: &mut [f64]) {
    let height = layers.ranks.len();
    for is_forward in [true, false, true] {
        for step in 0..height {
            let rank = if is_forward { step } else { height - 1 - step };
            straighten_layer(layers, folds, distances, middles, (rank, is_forward));
        }
    }
}

fn straighten_layer(
    layers: &Layers,
    folds: &[Fold],
    distances: &[Vec<f64>],
    middles: &mut [f64],
    (rank, is_forward): (usize, bool),
) {
    let (Some(layer), Some(fold), Some(distances)) =
        (layers.ranks.get(rank), folds.get(rank), distances.get(rank))
    else {
        return;
    };
    let first_of = |slot: usize| fold.slots.get(slot).and_then(|slot| layer.get(slot.start)).copied();
    for (place, slot) in fold.slots.iter().enumerate() {
        let (1, Some(item)) = (slot.len(), first_of(place)) else { continue };
        let Some(here) = middles.get(item as usize).copied() else { continue };
        let Some(target) =
            partner(layers, item, is_forward).and_then(|other| middles.get(other as usize)).copied()
        else {
            continue;
        };
        let is_far = (target - here).abs() > MOST_MOVE;
        if is_far && !layers.is_bend(item) {
            continue;
        }
        let at = |slot: Option<usize>| {
            slot.and_then(first_of).and_then(|item| middles.get(item as usize)).copied()
        };
        let least = at(place.checked_sub(1)).map_or(f64::MIN, |other| other + distance(distances, place));
        let most = at(Some(place + 1)).map_or(f64::MAX, |other| other - distance(distances, place + 1));
        if (least..=most).contains(&target) {
            set(middles, item, target);
        }
    }
}

/// The one neighbour with which an item forms a straight line, if there is just one on that side.
fn partner(layers: &Layers, item: u32, is_forward: bool) -> Option<u32> {
    let (side, other) =
        if is_forward { (&layers.before, &layers.after) } else { (&layers.after, &layers.before) };
    match side.of(item) {
        [only] => {
            // A node in the middle of several on its other side belongs to them.
            let is_free = layers.is_bend(item) || other.of(item).len() <= 1;
            is_free.then_some(*only)
        }
        _ => None,
    }
}

fn distance(distances: &[f64], place: usize) -> f64 {
    distances.get(place).copied().unwrap_or(0.0)
}

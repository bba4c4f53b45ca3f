//! The layer of each node: every line leads to a later layer, and lines are short.
//!
//! First the longest way from any start, then rounds in which each node moves to where its lines are shorter in sum.

use super::component::Component;
use super::layers::Adjacency;
use super::{id, set};

/// Rounds of shortening; later ones hardly find anything.
const ROUNDS: usize = 8;

/// By node of the part: its layer, from 0, no layer empty.
pub(super) fn ranks(component: &Component, is_back: &[bool]) -> Vec<u32> {
    let nodes = component.len();
    let ends: Vec<(u32, u32)> = component
        .edges
        .iter()
        .zip(is_back)
        .map(|(edge, is_back)| if *is_back { (edge.to, edge.from) } else { (edge.from, edge.to) })
        .collect();
    let after = Adjacency::new(nodes, ends.iter().copied());
    let before = Adjacency::new(nodes, ends.iter().map(|(from, to)| (*to, *from)));
    let order = in_order(nodes, &before, &after);
    let mut ranks = vec![0_u32; nodes];
    for node in &order {
        let rank = before.of(*node).iter().map(|other| get(&ranks, *other) + 1).max().unwrap_or(0);
        set(&mut ranks, *node, rank);
    }
    for _ in 0..ROUNDS {
        let mut has_moved = false;
        for node in order.iter().rev() {
            has_moved |= move_later(*node, &before, &after, &mut ranks);
        }
        for node in &order {
            has_moved |= move_earlier(*node, &before, &after, &mut ranks);
        }
        if !has_moved {
            break;
        }
    }
    close_gaps(&mut ranks);
    ranks
}

/// Nodes such that every line leads from an earlier to a later one.
fn in_order(nodes: usize, before: &Adjacency, after: &Adjacency) -> Vec<u32> {
    let mut waits_for: Vec<usize> = (0..nodes).map(|node| before.of(id(node)).len()).collect();
    let mut order: Vec<u32> = (0..nodes).map(id).filter(|node| before.of(*node).is_empty()).collect();
    let mut next = 0;
    while let Some(node) = order.get(next).copied() {
        next += 1;
        for other in after.of(node) {
            if let Some(count) = waits_for.get_mut(*other as usize) {
                *count -= 1;
                if *count == 0 {
                    order.push(*other);
                }
            }
        }
    }
    order
}

/// A node with at least as many lines forward as backward goes next to the first that follows; when they are equal
/// nothing is won, but those before it may follow.
fn move_later(node: u32, before: &Adjacency, after: &Adjacency, ranks: &mut [u32]) -> bool {
    let (back, forward) = (before.of(node), after.of(node));
    if forward.is_empty() || back.len() > forward.len() {
        return false;
    }
    let rank =
        forward.iter().map(|other| get(ranks, *other)).min().map_or(0, |first| first.saturating_sub(1));
    let has_moved = rank > get(ranks, node);
    set(ranks, node, rank);
    has_moved && back.len() < forward.len()
}

fn move_earlier(node: u32, before: &Adjacency, after: &Adjacency, ranks: &mut [u32]) -> bool {
    let (back, forward) = (before.of(node), after.of(node));
    if back.len() <= forward.len() {
        return false;
    }
    let rank = back.iter().map(|other| get(ranks, *other) + 1).max().unwrap_or(0);
    let has_moved = rank < get(ranks, node);
    set(ranks, node, rank);
    has_moved
}

fn close_gaps(ranks: &mut [u32]) {
    let most = ranks.iter().max().map_or(0, |most| *most as usize);
    let mut new = vec![0_u32; most + 1];
    for rank in ranks.iter() {
        set(&mut new, *rank, 1);
    }
    let mut used = 0;
    for rank in &mut new {
        let is_used = *rank == 1;
        *rank = used;
        used += u32::from(is_used);
    }
    for rank in ranks {
        *rank = get(&new, *rank);
    }
}

fn get(list: &[u32], index: u32) -> u32 {
    list.get(index as usize).copied().unwrap_or_default()
}

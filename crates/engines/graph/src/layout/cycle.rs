//! Which lines are drawn against the layers, so that the rest has no circle.
//!
//! A walk in depth, from nodes that nothing points to, then from the focus, then from what is left: a line that leads back to
//! where the walk came from closes a circle. Without circles nothing is turned.

use super::component::Component;
use super::layers::Adjacency;
use super::measure::Sheet;
use super::{id, set};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    Not,
    Open,
    Done,
}

/// By edge of the part: whether it closes a circle.
pub(super) fn back_edges(component: &Component, sheet: &Sheet) -> Vec<bool> {
    let nodes = component.len();
    let out =
        Adjacency::new(nodes, component.edges.iter().enumerate().map(|(edge, line)| (line.from, id(edge))));
    let mut visits = vec![Visit::Not; nodes];
    let mut is_back = vec![false; component.edges.len()];
    for start in starts(component, sheet) {
        walk(component, &out, start, &mut visits, &mut is_back);
    }
    is_back
}

fn starts(component: &Component, sheet: &Sheet) -> Vec<u32> {
    let nodes = component.len();
    let mut is_named = vec![false; nodes];
    for edge in &component.edges {
        set(&mut is_named, edge.to, true);
    }
    let urgency = |node: u32| {
        let global = component.nodes.get(node as usize).copied().unwrap_or_default();
        let is_focus = sheet.boxes.get(global as usize).is_some_and(|node| node.is_focus);
        let is_named = is_named.get(node as usize).copied().unwrap_or_default();
        (is_named, !is_focus)
    };
    let mut starts: Vec<u32> = (0..nodes).map(id).collect();
    starts.sort_by_key(|node| urgency(*node));
    starts
}

fn walk(component: &Component, out: &Adjacency, start: u32, visits: &mut [Visit], is_back: &mut [bool]) {
    // The node and how many of its lines have been followed.
    let mut way: Vec<(u32, usize)> = Vec::new();
    if open(visits, start) {
        way.push((start, 0));
    }
    while let Some((node, followed)) = way.last_mut() {
        let Some(&edge) = out.of(*node).get(*followed) else {
            set(visits, *node, Visit::Done);
            way.pop();
            continue;
        };
        *followed += 1;
        let Some(target) = component.edges.get(edge as usize).map(|edge| edge.to) else { continue };
        if visits.get(target as usize) == Some(&Visit::Open) {
            set(is_back, edge, true);
        } else if open(visits, target) {
            way.push((target, 0));
        }
    }
}

fn open(visits: &mut [Visit], node: u32) -> bool {
    match visits.get_mut(node as usize) {
        Some(visit) if *visit == Visit::Not => {
            *visit = Visit::Open;
            true
        }
        _ => false,
    }
}

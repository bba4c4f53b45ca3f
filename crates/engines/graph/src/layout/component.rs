//! The connected parts of a drawing, each with numbers of its own.

use super::measure::Sheet;
use super::{id, set};

/// A line between two nodes of a part, by their places in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Edge {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Its place among all lines of the drawing.
    pub(super) arrow: u32,
}

/// A part; nodes keep the order of the drawing.
#[derive(Debug, Clone, Default)]
pub(super) struct Component {
    /// By place in the part: the node of the drawing.
    pub(super) nodes: Vec<u32>,
    /// Without loops.
    pub(super) edges: Vec<Edge>,
    /// Lines from a node to itself.
    pub(super) loops: Vec<Edge>,
}

impl Component {
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }
}

/// All parts in the order of their first nodes. Nodes without lines make one part together, the last.
pub(super) fn split(sheet: &Sheet) -> Vec<Component> {
    let nodes = sheet.boxes.len();
    let mut leaders: Vec<u32> = (0..nodes).map(id).collect();
    let mut is_alone = vec![true; nodes];
    for arrow in &sheet.arrows {
        if arrow.from != arrow.to {
            join(&mut leaders, arrow.from, arrow.to);
            for end in [arrow.from, arrow.to] {
                set(&mut is_alone, end, false);
            }
        }
    }
    let mut parts: Vec<Component> = Vec::new();
    let mut alone = Component::default();
    // By leader: its part. By node: its part and its place in it; the lonely ones have a part that is not there yet.
    let mut part_of_leader = vec![u32::MAX; nodes];
    let mut places = vec![(u32::MAX, 0_u32); nodes];
    for node in (0..nodes).map(id) {
        if is_alone.get(node as usize) == Some(&true) {
            set(&mut places, node, (u32::MAX, id(alone.nodes.len())));
            alone.nodes.push(node);
            continue;
        }
        let leader = find(&mut leaders, node);
        let known = part_of_leader.get(leader as usize).copied().unwrap_or(u32::MAX);
        let part = if known == u32::MAX { id(parts.len()) } else { known };
        if known == u32::MAX {
            parts.push(Component::default());
            set(&mut part_of_leader, leader, part);
        }
        if let Some(component) = parts.get_mut(part as usize) {
            set(&mut places, node, (part, id(component.nodes.len())));
            component.nodes.push(node);
        }
    }
    for (arrow, line) in sheet.arrows.iter().enumerate() {
        let (part, from) = places.get(line.from as usize).copied().unwrap_or_default();
        let (_, to) = places.get(line.to as usize).copied().unwrap_or_default();
        let component = parts.get_mut(part as usize).unwrap_or(&mut alone);
        let list = if from == to { &mut component.loops } else { &mut component.edges };
        list.push(Edge { from, to, arrow: id(arrow) });
    }
    if !alone.nodes.is_empty() {
        parts.push(alone);
    }
    parts
}

/// The smallest node of the part, as far as it is known; shortens the way for the next who asks.
fn find(leaders: &mut [u32], node: u32) -> u32 {
    let mut at = node;
    while let Some(&leader) = leaders.get(at as usize) {
        if leader == at {
            break;
        }
        let next = leaders.get(leader as usize).copied().unwrap_or(leader);
        set(leaders, at, next);
        at = next;
    }
    at
}

fn join(leaders: &mut [u32], left: u32, right: u32) {
    let (left, right) = (find(leaders, left), find(leaders, right));
    set(leaders, left.max(right), left.min(right));
}

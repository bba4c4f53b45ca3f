//! The shortest ways between two nodes.
//!
//! Knows numbers only. Several ways of the same length are all given, up to a limit, in the order of their nodes.

use crate::network::{Network, NodeId, Scope, Statement, View};

/// One way: the nodes from start to goal, and what joins each with the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    pub nodes: Vec<NodeId>,
    /// One list for each pair of neighbouring nodes, never empty; statements of either direction, as the scope allows.
    pub joints: Vec<Vec<Statement>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paths {
    /// All of the same length; empty if there is no way.
    pub paths: Vec<Path>,
    /// There are more ways of this length than the limit allowed.
    pub cut: bool,
}

const UNREACHED: u32 = u32::MAX;

/// The shortest ways from one node to another, at most `most` of them. A way from a node to itself has no joint.
pub fn shortest(network: &Network, from: NodeId, to: NodeId, scope: Scope<'_>, most: usize) -> Paths {
    let view = View::new(network, scope);
    if !view.knows(from) || !view.knows(to) {
        return Paths::default();
    }
    let distances = distances(&view, from, to);
    if distances.get(to as usize).is_none_or(|distance| *distance == UNREACHED) {
        return Paths::default();
    }
    let mut ways = vec![vec![to]];
    let mut cut = false;
    // From the goal backwards, all ways one hop longer in each round.
    for distance in (0..distances.get(to as usize).copied().unwrap_or_default()).rev() {
        let mut longer = Vec::new();
        for way in &ways {
            for previous in nearer(&view, way.last().copied().unwrap_or(to), distance, &distances) {
                if longer.len() >= most {
                    cut = true;
                    break;
                }
                longer.push([way.as_slice(), &[previous]].concat());
            }
        }
        ways = longer;
    }
    ways.truncate(most);
    let mut paths: Vec<Path> = ways.into_iter().map(|way| with_joints(&view, way)).collect();
    paths.sort_unstable_by(|left, right| left.nodes.cmp(&right.nodes));
    Paths { paths, cut }
}

/// Hops from the start, as far as the goal is away.
fn distances(view: &View<'_>, from: NodeId, to: NodeId) -> Vec<u32> {
    let mut distances = vec![UNREACHED; view.network.len()];
    if let Some(start) = distances.get_mut(from as usize) {
        *start = 0;
    }
    let mut wave = vec![from];
    let mut distance = 0;
    while !wave.is_empty() && distances.get(to as usize) == Some(&UNREACHED) {
        distance += 1;
        let mut next = Vec::new();
        for node in wave {
            for hop in view.hops(node) {
                if hop.to != to && !view.admits(hop.to) {
                    continue;
                }
                if let Some(open) = distances.get_mut(hop.to as usize).filter(|known| **known == UNREACHED) {
                    *open = distance;
                    next.push(hop.to);
                }
            }
        }
        wave = next;
    }
    distances
}

/// The nodes at a distance from which one comes to a node, in order.
fn nearer(view: &View<'_>, node: NodeId, distance: u32, distances: &[u32]) -> Vec<NodeId> {
    let mut found: Vec<NodeId> = view
        .hops_into(node)
        .map(|hop| hop.to)
        .filter(|previous| distances.get(*previous as usize) == Some(&distance))
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn with_joints(view: &View<'_>, mut nodes: Vec<NodeId>) -> Path {
    nodes.reverse();
    let mut joints = Vec::new();
    for (here, there) in nodes.iter().zip(nodes.iter().skip(1)) {
        let joint: Vec<Statement> =
            view.hops(*here).filter(|hop| hop.to == *there).map(|hop| hop.statement).collect();
        joints.push(joint);
    }
    Path { nodes, joints }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Follow;

    fn network(edges: &[(NodeId, u16, NodeId)], nodes: usize) -> Network {
        let statements =
            edges.iter().map(|(from, relation, to)| Statement { from: *from, relation: *relation, to: *to });
        Network::new(vec![0; nodes], statements.collect()).unwrap()
    }

    fn ways(paths: &Paths) -> Vec<&[NodeId]> {
        paths.paths.iter().map(|path| path.nodes.as_slice()).collect()
    }

    #[test]
    fn all_shortest_ways_are_found() {
        let diamond =
            network(&[(0, 0, 1), (0, 0, 2), (1, 0, 3), (2, 0, 3), (3, 1, 2), (0, 0, 4), (4, 0, 5)], 6);
        let out = Scope { follow: Follow::Out, ..Scope::default() };
        let found = shortest(&diamond, 0, 3, out, 9);
        assert_eq!(ways(&found), [[0, 1, 3], [0, 2, 3]]);
        assert!(!found.cut);
        assert_eq!(found.paths[0].joints.len(), 2);
        let found = shortest(&diamond, 0, 3, out, 1);
        assert_eq!((found.paths.len(), found.cut), (1, true));
        assert_eq!(ways(&shortest(&diamond, 3, 0, out, 9)), [[0; 0]; 0]);
        let both = shortest(&diamond, 3, 0, Scope::default(), 9);
        assert_eq!(ways(&both), [[3, 1, 0], [3, 2, 0]]);
        assert_eq!(both.paths[1].joints[0].len(), 2, "joined by two statements");
        assert_eq!(ways(&shortest(&diamond, 1, 1, out, 9)), [[1]]);
        assert_eq!(ways(&shortest(&diamond, 1, 77, out, 9)), [[0; 0]; 0]);
    }

    #[test]
    fn a_ladder_of_many_ways_is_cut() {
        let mut edges = Vec::new();
        for step in 0..40 {
            for (from, to) in [(0, 2), (0, 3), (1, 2), (1, 3)] {
                edges.push((step * 2 + from, 0, step * 2 + to));
            }
        }
        let ladder = network(&edges, 82);
        let found = shortest(&ladder, 0, 80, Scope::default(), 10);
        assert_eq!((found.paths.len(), found.cut), (10, true));
        assert!(found.paths.iter().all(|path| path.nodes.len() == 41));
    }
}

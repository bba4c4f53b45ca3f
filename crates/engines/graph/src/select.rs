//! The neighbourhood of some nodes: who is related to them within a depth, and all that these state about each other.
//!
//! Knows numbers only. What a limit leaves out is counted, so that a page can say "12 more" at the place where they are.

use crate::network::{Network, NodeId, Scope, Statement, View};

/// How much is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most hops from the nearest root; no limit if there is none.
    pub depth: Option<u32>,
    /// Most members, roots included.
    pub most_nodes: usize,
    /// Most members that one member may bring in, so that a hub does not crowd out everything else.
    pub most_neighbours: usize,
    /// Most statements between members.
    pub most_statements: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: None, most_nodes: 5_000, most_neighbours: 5_000, most_statements: 40_000 }
    }
}

/// A node of a neighbourhood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub node: NodeId,
    /// Hops from the nearest root.
    pub distance: u32,
    /// Neighbours that the scope admits and a limit left out.
    pub more: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Neighbourhood {
    /// The roots as given, then by distance.
    pub members: Vec<Member>,
    /// What members state about members with the scope's relations, by the order of the members.
    pub statements: Vec<Statement>,
    /// A limit other than the depth was reached.
    pub cut: bool,
}

const NOWHERE: u32 = u32::MAX;

/// Roots that do not exist or may not be seen are left out, twins among them too.
pub fn neighbourhood(network: &Network, roots: &[NodeId], scope: Scope<'_>, limits: Limits) -> Neighbourhood {
    let view = View::new(network, scope);
    let mut found = Neighbourhood::default();
    // By node: its place among the members.
    let mut places = vec![NOWHERE; network.len()];
    for root in roots {
        if view.knows(*root) {
            join(&mut found, &mut places, *root, 0, limits.most_nodes);
        }
    }
    let mut next = 0;
    while let Some(member) = found.members.get(next).copied() {
        next += 1;
        if limits.depth.is_some_and(|depth| member.distance >= depth) {
            continue;
        }
        let mut brought = 0;
        for hop in view.hops(member.node) {
            if places.get(hop.to as usize) != Some(&NOWHERE) || !view.admits(hop.to) {
                continue;
            }
            if brought >= limits.most_neighbours {
                found.cut = true;
                break;
            }
            if !join(&mut found, &mut places, hop.to, member.distance + 1, limits.most_nodes) {
                break;
            }
            brought += 1;
        }
    }
    count_more(&mut found.members, &places, &view);
    collect_statements(&mut found, &places, &view, limits.most_statements);
    found
}

/// Makes a node a member, if it is none and there is room.
fn join(
    found: &mut Neighbourhood,
    places: &mut [u32],
    node: NodeId,
    distance: u32,
    most_nodes: usize,
) -> bool {
    let Some(place) = places.get_mut(node as usize).filter(|place| **place == NOWHERE) else { return false };
    let Some(free) = u32::try_from(found.members.len()).ok().filter(|_| found.members.len() < most_nodes)
    else {
        found.cut = true;
        return false;
    };
    *place = free;
    found.members.push(Member { node, distance, more: 0 });
    true
}

fn count_more(members: &mut [Member], places: &[u32], view: &View<'_>) {
    // By node: the last member that counted it, so that two statements do not count twice.
    let mut counted_by = vec![NOWHERE; places.len()];
    for member in members {
        for hop in view.hops(member.node) {
            if places.get(hop.to as usize) != Some(&NOWHERE) || !view.admits(hop.to) {
                continue;
            }
            if let Some(last) = counted_by.get_mut(hop.to as usize).filter(|last| **last != member.node) {
                *last = member.node;
                member.more += 1;
            }
        }
    }
}

fn collect_statements(found: &mut Neighbourhood, places: &[u32], view: &View<'_>, most: usize) {
    for member in &found.members {
        for statement in view.network.stated_by(member.node) {
            let inside = places.get(statement.to as usize).is_some_and(|place| *place != NOWHERE);
            if !inside || !view.admits_relation(statement.relation) {
                continue;
            }
            if found.statements.len() >= most {
                found.cut = true;
                return;
            }
            found.statements.push(*statement);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::Follow;

    /// 0 -> 1 -> 2 -> 3, 4 -> 1, each also stated from the other side with the next relation.
    fn chain() -> Network {
        let mut statements = Vec::new();
        for (from, relation, to) in [(0, 0, 1), (1, 2, 2), (2, 0, 3), (4, 0, 1)] {
            statements.push(Statement { from, relation, to });
            statements.push(Statement { from: to, relation: relation + 1, to: from });
        }
        Network::new(vec![0, 0, 1, 0, 1], statements).unwrap()
    }

    fn members(found: &Neighbourhood) -> Vec<(NodeId, u32, u32)> {
        found.members.iter().map(|member| (member.node, member.distance, member.more)).collect()
    }

    fn depth(depth: u32) -> Limits {
        Limits { depth: Some(depth), ..Limits::default() }
    }

    #[test]
    fn depth_limits_and_is_counted() {
        let found = neighbourhood(&chain(), &[0, 0, 99], Scope::default(), depth(1));
        assert_eq!(members(&found), [(0, 0, 0), (1, 1, 2)]);
        assert_eq!(found.statements.len(), 2);
        assert!(!found.cut);
        let found = neighbourhood(&chain(), &[0], Scope::default(), Limits::default());
        assert_eq!(members(&found), [(0, 0, 0), (1, 1, 0), (4, 2, 0), (2, 2, 0), (3, 3, 0)]);
    }

    #[test]
    fn scopes_hold_for_all_but_the_root() {
        let all = Limits::default();
        let scope = Scope { kinds: Some(&[1]), ..Scope::default() };
        assert_eq!(members(&neighbourhood(&chain(), &[1], scope, all)), [(1, 0, 0), (4, 1, 0), (2, 1, 0)]);
        let scope = Scope { relations: Some(&[0]), follow: Follow::Out, ..Scope::default() };
        assert_eq!(members(&neighbourhood(&chain(), &[0], scope, all)), [(0, 0, 0), (1, 1, 0)]);
        let scope = Scope { relations: Some(&[0]), follow: Follow::In, ..Scope::default() };
        assert_eq!(members(&neighbourhood(&chain(), &[1], scope, all)), [(1, 0, 0), (0, 1, 0), (4, 1, 0)]);
        let visible = [true, false, true];
        let scope = Scope { visible: Some(&visible), ..Scope::default() };
        assert_eq!(members(&neighbourhood(&chain(), &[0, 1], scope, all)), [(0, 0, 0)]);
    }

    #[test]
    fn limits_cut_and_say_so() {
        let limits = Limits { most_nodes: 2, ..Limits::default() };
        let found = neighbourhood(&chain(), &[1], Scope::default(), limits);
        assert_eq!(members(&found), [(1, 0, 2), (0, 1, 0)]);
        assert!(found.cut);
        let limits = Limits { most_neighbours: 1, ..Limits::default() };
        let found = neighbourhood(&chain(), &[1], Scope::default(), limits);
        assert_eq!(members(&found), [(1, 0, 2), (0, 1, 0)]);
        assert!(found.cut);
        let limits = Limits { most_statements: 3, ..Limits::default() };
        let found = neighbourhood(&chain(), &[1], Scope::default(), limits);
        assert_eq!((found.statements.len(), found.cut), (3, true));
    }
}

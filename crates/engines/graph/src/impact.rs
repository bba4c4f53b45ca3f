//! What breaks if some nodes go away: everything that depends on them, directly or through others.
//!
//! Knows numbers only. Which relations carry a failure, and which way, is for the caller to say: that a component
//! depends on a database lets the failure travel against the statement; that it provides an API, along it.

use crate::network::{Network, NodeId, RelationId, Scope, Statement, View};

/// A relation by which a failure spreads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Carrier {
    pub relation: RelationId,
    pub travels: Travels,
}

/// The way of a failure, seen from who states the relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Travels {
    /// Who states it fails, so who is named fails.
    Along,
    /// Who is named fails, so who states it fails.
    Against,
}

/// A node that is hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hit {
    pub node: NodeId,
    /// Hops from what went away; 1 is hit directly.
    pub distance: u32,
    /// What failed before and took this one with it.
    pub cause: NodeId,
    /// The statement by which it did.
    pub by: Statement,
    /// The hit of the cause; none if the cause is what went away.
    pub previous: Option<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// By distance, then in the order in which they were reached.
    pub hits: Vec<Hit>,
    /// There are more hits than the limit allowed.
    pub cut: bool,
}

impl Impact {
    /// How a hit came about: from the one that is hit directly to this one. Empty if there is no such hit.
    pub fn chain(&self, hit: usize) -> Vec<Hit> {
        let mut chain = Vec::new();
        let mut at = Some(hit);
        while let Some(hit) = at.and_then(|index| self.hits.get(index)) {
            chain.push(*hit);
            // A cause always stands before what it takes with it, so this ends.
            at = hit.previous;
        }
        chain.reverse();
        chain
    }
}

/// Who is hit when all of `gone` go away, at most `most`. The scope's `follow` and `relations` do not matter: the
/// carriers say both. A node that the scope does not admit carries nothing on.
pub fn impact(
    network: &Network,
    gone: &[NodeId],
    carriers: &[Carrier],
    scope: Scope<'_>,
    most: usize,
) -> Impact {
    let view = View::new(network, Scope { relations: None, ..scope });
    let mut reached = vec![false; network.len()];
    let mut impact = Impact::default();
    let mut wave: Vec<(NodeId, Option<usize>)> = Vec::new();
    for node in gone {
        if let Some(mark) = reached.get_mut(*node as usize).filter(|mark| !**mark && view.knows(*node)) {
            *mark = true;
            wave.push((*node, None));
        }
    }
    let mut distance = 0;
    while !wave.is_empty() {
        distance += 1;
        let mut next = Vec::new();
        for (cause, previous) in wave {
            for (node, by) in spread(network, cause, carriers) {
                let is_new = reached.get(node as usize) == Some(&false) && view.admits(node);
                if !is_new {
                    continue;
                }
                if impact.hits.len() >= most {
                    impact.cut = true;
                    return impact;
                }
                if let Some(mark) = reached.get_mut(node as usize) {
                    *mark = true;
                }
                next.push((node, Some(impact.hits.len())));
                impact.hits.push(Hit { node, distance, cause, by, previous });
            }
        }
        wave = next;
    }
    impact
}

/// Whom a failing node takes with it.
fn spread(
    network: &Network,
    node: NodeId,
    carriers: &[Carrier],
) -> impl Iterator<Item = (NodeId, Statement)> {
    let is_carrier = |relation, travels| carriers.contains(&Carrier { relation, travels });
    let along = network.stated_by(node).iter().map(|statement| (statement.to, *statement, Travels::Along));
    let against =
        network.stated_of(node).iter().map(|statement| (statement.from, *statement, Travels::Against));
    along
        .chain(against)
        .filter(move |(_, statement, travels)| is_carrier(statement.relation, *travels))
        .map(|(node, statement, _)| (node, statement))
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEPENDS_ON: RelationId = 0;
    const PROVIDES: RelationId = 1;
    const CONSUMES: RelationId = 2;
    const OWNS: RelationId = 3;
    const CARRIERS: [Carrier; 3] = [
        Carrier { relation: DEPENDS_ON, travels: Travels::Against },
        Carrier { relation: PROVIDES, travels: Travels::Along },
        Carrier { relation: CONSUMES, travels: Travels::Against },
    ];

    /// Service 1 depends on database 0 and provides API 2, which 3 consumes; 3 depends on 0 in a circle; 4 owns 0.
    fn sample() -> Network {
        let table = [
            (1, DEPENDS_ON, 0),
            (1, PROVIDES, 2),
            (3, CONSUMES, 2),
            (0, DEPENDS_ON, 3),
            (4, OWNS, 0),
            (5, DEPENDS_ON, 3),
        ];
        let statements = table.map(|(from, relation, to)| Statement { from, relation, to }).to_vec();
        Network::new(vec![0, 0, 1, 0, 0, 0], statements).unwrap()
    }

    #[test]
    fn failures_spread_by_what_carries_them() {
        let found = impact(&sample(), &[0], &CARRIERS, Scope::default(), 99);
        let hits: Vec<_> = found.hits.iter().map(|hit| (hit.node, hit.distance, hit.cause)).collect();
        assert_eq!(hits, [(1, 1, 0), (2, 2, 1), (3, 3, 2), (5, 4, 3)]);
        let chain: Vec<_> = found.chain(3).iter().map(|hit| (hit.cause, hit.by.relation, hit.node)).collect();
        assert_eq!(chain, [(0, DEPENDS_ON, 1), (1, PROVIDES, 2), (2, CONSUMES, 3), (3, DEPENDS_ON, 5)]);
        assert_eq!(found.chain(9), []);
    }

    #[test]
    fn limits_and_scopes() {
        let found = impact(&sample(), &[0, 0, 9], &CARRIERS, Scope::default(), 2);
        assert_eq!((found.hits.len(), found.cut), (2, true));
        let scope = Scope { kinds: Some(&[0]), ..Scope::default() };
        let found = impact(&sample(), &[0], &CARRIERS, scope, 99);
        assert_eq!(found.hits.len(), 1, "the API is not of the kinds, so that nothing passes it");
        assert_eq!(impact(&sample(), &[0], &[], Scope::default(), 99), Impact::default());
    }
}

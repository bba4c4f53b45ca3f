//! From statements to lines: Backstage's `mergeRelations` and `unidirectional`.
//!
//! Most relations are stated twice, once from each end (`ownerOf`, `ownedBy`). Merged, the two become one line with two
//! names. Without merging, a one-way graph shows what is stated in the direction away from the roots. The outcome is
//! that of Backstage's catalog-graph 0.6, but for one thing: a one-way line keeps all names that are stated in its
//! direction, where Backstage keeps the first.

use std::collections::HashMap;

use crate::network::{NodeId, RelationId, Statement};
use crate::select::Neighbourhood;

/// Two names of one relation, seen from either end. Merged lines run from whom the left name belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    pub left: RelationId,
    pub right: RelationId,
}

/// How statements become lines. By default as in Backstage: both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merging {
    /// The names of a pair make one line.
    pub merge_relations: bool,
    /// At most one line between two nodes, and none between nodes that are equally far from the roots.
    pub unidirectional: bool,
}

impl Default for Merging {
    fn default() -> Self {
        Self { merge_relations: true, unidirectional: true }
    }
}

/// A line between two nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub from: NodeId,
    pub to: NodeId,
    /// What the line stands for, distinct, in the order in which they were met.
    pub relations: Vec<RelationId>,
}

/// The lines of a neighbourhood, in the order of its statements.
pub fn links(neighbourhood: &Neighbourhood, pairs: &[Pair], merging: Merging) -> Vec<Link> {
    let place: HashMap<NodeId, (usize, u32)> = neighbourhood
        .members
        .iter()
        .enumerate()
        .map(|(index, member)| (member.node, (index, member.distance)))
        .collect();
    let mut lines = Lines { links: Vec::new(), by_ends: HashMap::new() };
    let at_most_one = merging.merge_relations || merging.unidirectional;
    for statement in &neighbourhood.statements {
        let (Some(from), Some(to)) = (place.get(&statement.from), place.get(&statement.to)) else { continue };
        let is_between_equals = from.1 == to.1 && from.1 > 0;
        if merging.unidirectional && is_between_equals {
            continue;
        }
        if merging.merge_relations {
            lines.add_pair(*statement, pairs, at_most_one);
        } else if merging.unidirectional {
            lines.add_forward(*statement, pairs, from.0 <= to.0);
        } else {
            lines.add(statement.from, statement.to, &[statement.relation], false);
        }
    }
    if !merging.merge_relations && merging.unidirectional {
        lines.settle();
    }
    lines.links
}

struct Lines {
    links: Vec<Link>,
    by_ends: HashMap<(NodeId, NodeId), usize>,
}

impl Lines {
    fn add(&mut self, from: NodeId, to: NodeId, relations: &[RelationId], either_way: bool) {
        let opposite = self.by_ends.get(&(to, from)).filter(|_| either_way).copied();
        let known = self.by_ends.get(&(from, to)).copied().or(opposite);
        let index = known.unwrap_or_else(|| {
            self.by_ends.insert((from, to), self.links.len());
            self.links.push(Link { from, to, relations: Vec::new() });
            self.links.len() - 1
        });
        let Some(link) = self.links.get_mut(index) else { return };
        for relation in relations {
            if !link.relations.contains(relation) {
                link.relations.push(*relation);
            }
        }
    }

    fn add_pair(&mut self, statement: Statement, pairs: &[Pair], at_most_one: bool) {
        let Statement { from, relation, to } = statement;
        match pairs.iter().find(|pair| pair.left == relation || pair.right == relation) {
            Some(pair) if pair.left == relation => {
                self.add(from, to, &[pair.left, pair.right], at_most_one);
            }
            Some(pair) => self.add(to, from, &[pair.left, pair.right], at_most_one),
            None => self.add(from, to, &[relation], at_most_one),
        }
    }

    /// A statement against the direction of the line gives the name that its pair has from the other end.
    fn add_forward(&mut self, statement: Statement, pairs: &[Pair], is_forward: bool) {
        let Statement { from, relation, to } = statement;
        if is_forward {
            return self.add(from, to, &[relation], true);
        }
        let other_name = pairs.iter().find_map(|pair| match relation {
            name if name == pair.left => Some(pair.right),
            name if name == pair.right => Some(pair.left),
            _ => None,
        });
        self.add(to, from, &[other_name.unwrap_or(relation)], true);
    }

    /// Names in a settled order, whichever end stated them first.
    fn settle(&mut self) {
        for link in &mut self.links {
            link.relations.sort_unstable();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::network::{Network, Scope};
    use crate::select::{Limits, neighbourhood};

    const OWNER_OF: RelationId = 0;
    const OWNED_BY: RelationId = 1;
    const DEPENDS_ON: RelationId = 2;
    const DEPENDENCY_OF: RelationId = 3;
    const LIKES: RelationId = 4;
    const PAIRS: [Pair; 2] =
        [Pair { left: OWNER_OF, right: OWNED_BY }, Pair { left: DEPENDS_ON, right: DEPENDENCY_OF }];

    /// 0 owns 1 and 2; 1 depends on 2; 1 likes 2.
    fn sample(root: NodeId) -> Neighbourhood {
        let table = [
            (0, OWNER_OF, 1),
            (1, OWNED_BY, 0),
            (0, OWNER_OF, 2),
            (2, OWNED_BY, 0),
            (1, DEPENDS_ON, 2),
            (2, DEPENDENCY_OF, 1),
            (1, LIKES, 2),
        ];
        let statements = table.map(|(from, relation, to)| Statement { from, relation, to }).to_vec();
        let network = Network::new(vec![0; 3], statements).unwrap();
        neighbourhood(&network, &[root], Scope::default(), Limits::default())
    }

    fn lines(
        root: NodeId,
        merge_relations: bool,
        unidirectional: bool,
    ) -> Vec<(NodeId, Vec<RelationId>, NodeId)> {
        links(&sample(root), &PAIRS, Merging { merge_relations, unidirectional })
            .into_iter()
            .map(|link| (link.from, link.relations, link.to))
            .collect()
    }

    #[test]
    fn merged_lines_have_both_names() {
        let both = vec![(0, vec![OWNER_OF, OWNED_BY], 1), (0, vec![OWNER_OF, OWNED_BY], 2)];
        assert_eq!(lines(0, true, true), both, "1 and 2 are equally far from the root");
        let all = [both, vec![(1, vec![DEPENDS_ON, DEPENDENCY_OF, LIKES], 2)]].concat();
        assert_eq!(lines(0, true, false), all);
    }

    #[test]
    fn one_way_lines_lead_away_from_the_root() {
        assert_eq!(lines(0, false, true), [(0, vec![OWNER_OF], 1), (0, vec![OWNER_OF], 2)]);
        let from_two = [(2, vec![OWNED_BY], 0), (2, vec![DEPENDENCY_OF, LIKES], 1)];
        assert_eq!(lines(2, false, true), from_two, "a name without a partner stays");
    }

    #[test]
    fn everything_that_is_stated_has_a_line() {
        let expected = [
            (0, vec![OWNER_OF], 1),
            (0, vec![OWNER_OF], 2),
            (1, vec![OWNED_BY], 0),
            (1, vec![DEPENDS_ON, LIKES], 2),
            (2, vec![OWNED_BY], 0),
            (2, vec![DEPENDENCY_OF], 1),
        ];
        assert_eq!(lines(0, false, false), expected);
    }
}

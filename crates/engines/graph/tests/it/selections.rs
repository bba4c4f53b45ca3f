//! Neighbourhoods, ways and impacts of arbitrary networks agree with plain definitions.

use std::collections::{BTreeMap, BTreeSet};

use graph::impact::{Carrier, Travels, impact};
use graph::merge::{Merging, Pair, links};
use graph::network::{Follow, Network, NodeId, Scope, Statement};
use graph::path::shortest;
use graph::select::{Limits, neighbourhood};
use proptest::prelude::*;

const NODES: NodeId = 12;

fn any_statements() -> impl Strategy<Value = Vec<Statement>> {
    let one =
        (0..NODES, 0_u16..4, 0..NODES).prop_map(|(from, relation, to)| Statement { from, relation, to });
    prop::collection::vec(one, 0..40)
}

fn network(statements: &[Statement]) -> Network {
    let kinds = (0..NODES).map(|node| u16::try_from(node % 3).unwrap()).collect();
    Network::new(kinds, statements.to_vec()).unwrap()
}

/// Distances by trying all statements until nothing changes.
fn distances(
    statements: &[Statement],
    from: NodeId,
    follow: Follow,
    admits: impl Fn(NodeId) -> bool,
) -> BTreeMap<NodeId, u32> {
    let mut known = BTreeMap::from([(from, 0)]);
    loop {
        let before = known.clone();
        for statement in statements {
            let (one, two) = (statement.from, statement.to);
            for (one, two, is_on) in [(one, two, follow != Follow::In), (two, one, follow != Follow::Out)] {
                let Some(distance) =
                    known.get(&one).map(|distance| distance + 1).filter(|_| is_on && admits(two))
                else {
                    continue;
                };
                let entry = known.entry(two).or_insert(distance);
                *entry = distance.min(*entry);
            }
        }
        if before == known {
            return known;
        }
    }
}

fn any_follow() -> impl Strategy<Value = Follow> {
    prop::sample::select(vec![Follow::Out, Follow::In, Follow::Both])
}

proptest! {
    #[test]
    fn neighbourhoods_are_what_is_near(statements in any_statements(), follow in any_follow(), depth in 0_u32..5, relation in 0_u16..4) {
        let scope = Scope { follow, relations: Some(&[relation, 1]), kinds: Some(&[0, 2]), visible: None };
        let inside: Vec<Statement> = statements.iter().copied().filter(|statement| [relation, 1].contains(&statement.relation)).collect();
        let admits = |node: NodeId| node == 1 || node % 3 != 1;
        let all = distances(&inside, 1, follow, admits);
        let expected: BTreeMap<NodeId, u32> = all.into_iter().filter(|(_, distance)| *distance <= depth).collect();
        let found = neighbourhood(&network(&statements), &[1], scope, Limits { depth: Some(depth), ..Limits::default() });
        let members: BTreeMap<NodeId, u32> = found.members.iter().map(|member| (member.node, member.distance)).collect();
        prop_assert_eq!(members.len(), found.members.len());
        prop_assert_eq!(&members, &expected);
        let between: BTreeSet<Statement> = inside.iter().copied().filter(|statement| members.contains_key(&statement.from) && members.contains_key(&statement.to)).collect();
        prop_assert_eq!(found.statements.iter().copied().collect::<BTreeSet<_>>(), between);
    }

    #[test]
    fn limits_hold(statements in any_statements(), most_nodes in 0_usize..6, most_neighbours in 0_usize..4, most_statements in 0_usize..9) {
        let limits = Limits { depth: None, most_nodes, most_neighbours, most_statements };
        let found = neighbourhood(&network(&statements), &[0, 5], Scope::default(), limits);
        prop_assert!(found.members.len() <= most_nodes && found.statements.len() <= most_statements);
        let left_out = found.members.iter().any(|member| member.more > 0);
        prop_assert!(!left_out || found.cut);
    }

    #[test]
    fn merged_lines_stand_for_every_statement_once(statements in any_statements(), merge_relations: bool) {
        let pairs = [Pair { left: 0, right: 1 }];
        let found = neighbourhood(&network(&statements), &[0], Scope::default(), Limits::default());
        let all = links(&found, &pairs, Merging { merge_relations, unidirectional: false });
        let ends: BTreeSet<(NodeId, NodeId)> = all.iter().map(|link| (link.from, link.to)).collect();
        prop_assert_eq!(ends.len(), all.len());
        for statement in &found.statements {
            let has = |from, to| all.iter().any(|link| (link.from, link.to) == (from, to) && link.relations.contains(&statement.relation));
            let turned = merge_relations && has(statement.to, statement.from);
            prop_assert!(has(statement.from, statement.to) || turned);
        }
        let one_way = links(&found, &pairs, Merging { merge_relations, unidirectional: true });
        for link in &one_way {
            prop_assert!(!one_way.iter().any(|other| (other.from, other.to) == (link.to, link.from) && link.from != link.to));
        }
    }

    #[test]
    fn ways_are_shortest(statements in any_statements(), follow in any_follow(), from in 0..NODES, to in 0..NODES) {
        let scope = Scope { follow, ..Scope::default() };
        let found = shortest(&network(&statements), from, to, scope, 1_000);
        match distances(&statements, from, follow, |_| true).get(&to) {
            None => prop_assert!(found.paths.is_empty()),
            Some(distance) => prop_assert!(!found.paths.is_empty() && !found.cut && found.paths.iter().all(|path| path.joints.len() == *distance as usize)),
        }
        for path in &found.paths {
            prop_assert_eq!((path.nodes.first(), path.nodes.last()), (Some(&from), Some(&to)));
            prop_assert!(path.joints.iter().all(|joint| !joint.is_empty()));
        }
        let distinct: BTreeSet<&Vec<NodeId>> = found.paths.iter().map(|path| &path.nodes).collect();
        prop_assert_eq!(distinct.len(), found.paths.len());
    }

    #[test]
    fn impacts_are_what_depends(statements in any_statements(), gone in 0..NODES) {
        let carriers = [Carrier { relation: 0, travels: Travels::Against }, Carrier { relation: 1, travels: Travels::Along }];
        let found = impact(&network(&statements), &[gone], &carriers, Scope::default(), 1_000);
        let failing: Vec<Statement> = statements.iter().filter_map(|statement| match statement.relation {
            0 => Some(Statement { from: statement.to, relation: 0, to: statement.from }),
            1 => Some(*statement),
            _ => None,
        }).collect();
        let mut expected = distances(&failing, gone, Follow::Out, |_| true);
        expected.remove(&gone);
        let hits: BTreeMap<NodeId, u32> = found.hits.iter().map(|hit| (hit.node, hit.distance)).collect();
        prop_assert_eq!(&hits, &expected);
        for (index, hit) in found.hits.iter().enumerate() {
            let chain = found.chain(index);
            prop_assert_eq!(chain.len(), hit.distance as usize);
            prop_assert_eq!(chain.first().map(|first| first.cause), Some(gone));
        }
    }
}

//! Which entity says that which entities are related, and what follows for each of them.
//!
//! An emitter (the entity whose processing produced them) states edges `(source, type, target)`; the relations
//! of an entity are the distinct edges that start at it, whoever stated them. Knows no entity documents.

use std::collections::{BTreeSet, HashMap};
use std::ops::Bound;

use crate::text::{TextId, Texts};

mod copy;

pub use copy::GraphRestorer;

/// Most relations that are shown of one entity.
pub const MOST_RELATIONS: usize = 10_000;

/// One edge; ordered so that all edges of a source lie together, and all statements of an edge too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    source: TextId,
    kind: TextId,
    target: TextId,
    emitter: TextId,
}

/// A statement as given: source ref, relation type, target ref.
pub type Statement<'a> = (&'a str, &'a str, &'a str);

/// The relations of one entity.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Relations {
    /// Distinct `(type, targetRef)`, sorted by type, then target.
    pub edges: Vec<(String, String)>,
    /// True if there are more than the limit allowed.
    pub truncated: bool,
}

/// Where a walk over all statements stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position(Edge);

/// All statements of all emitters.
#[derive(Default)]
pub struct RelationGraph {
    texts: Texts,
    edges: BTreeSet<Edge>,
    by_emitter: HashMap<TextId, Box<[Edge]>>,
}

impl RelationGraph {
    /// Replaces what an emitter states. Answers the sources whose relations changed by it, sorted.
    pub fn set_emitted(&mut self, emitter: &str, statements: &[Statement<'_>]) -> Vec<String> {
        let emitter_id = self.texts.acquire(emitter);
        let mut new: Vec<Edge> = statements
            .iter()
            .map(|(source, kind, target)| Edge {
                source: self.texts.acquire(source),
                kind: self.texts.acquire(kind),
                target: self.texts.acquire(target),
                emitter: emitter_id,
            })
            .collect();
        new.sort_unstable();
        let mut twins = Vec::new();
        new.dedup_by(|twin, kept| {
            let same = twin == kept;
            if same {
                twins.push(*twin);
            }
            same
        });
        let old = self.by_emitter.remove(&emitter_id).unwrap_or_default();
        let mut affected = BTreeSet::new();
        for edge in old.iter().filter(|edge| new.binary_search(edge).is_err()) {
            self.edges.remove(edge);
            if !self.is_stated(*edge) {
                affected.insert(edge.source);
            }
        }
        for edge in new.iter().filter(|edge| old.binary_search(edge).is_err()) {
            if !self.is_stated(*edge) {
                affected.insert(edge.source);
            }
            self.edges.insert(*edge);
        }
        let mut affected: Vec<String> = affected.iter().map(|id| self.texts.get(*id).to_owned()).collect();
        affected.sort_unstable();
        for edge in old.iter().chain(&twins) {
            self.release(*edge);
        }
        if !old.is_empty() {
            self.texts.release(emitter_id);
        }
        if new.is_empty() {
            self.texts.release(emitter_id);
        } else {
            self.by_emitter.insert(emitter_id, new.into_boxed_slice());
        }
        affected
    }

    /// Forgets what an emitter states. Answers the sources whose relations changed by it, sorted.
    pub fn remove(&mut self, emitter: &str) -> Vec<String> {
        self.set_emitted(emitter, &[])
    }

    /// The relations that start at an entity, at most `limit` of them ([`MOST_RELATIONS`] is customary).
    pub fn of(&self, source: &str, limit: usize) -> Relations {
        let Some(source) = self.texts.find(source) else { return Relations::default() };
        let mut edges: Vec<(TextId, TextId)> = self
            .edges
            .range(first_of(source)..=last_of(source))
            .map(|edge| (edge.kind, edge.target))
            .collect();
        edges.dedup();
        let text = |(kind, target): &(TextId, TextId)| (self.texts.get(*kind), self.texts.get(*target));
        let truncated = edges.len() > limit;
        if truncated {
            // The first `limit` in order, without sorting what is cut off.
            edges.select_nth_unstable_by(limit, |left, right| text(left).cmp(&text(right)));
            edges.truncate(limit);
        }
        edges.sort_unstable_by(|left, right| text(left).cmp(&text(right)));
        let edges = edges
            .iter()
            .map(|edge| {
                let (kind, target) = text(edge);
                (kind.to_owned(), target.to_owned())
            })
            .collect();
        Relations { edges, truncated }
    }

    /// The targets of one type of an entity's relations, sorted. A hub's other relations cost nothing.
    pub fn targets(&self, source: &str, kind: &str) -> Vec<String> {
        let (Some(source), Some(kind)) = (self.texts.find(source), self.texts.find(kind)) else {
            return Vec::new();
        };
        let first = Edge { source, kind, target: 0, emitter: 0 };
        let last = Edge { source, kind, target: TextId::MAX, emitter: TextId::MAX };
        let mut targets: Vec<TextId> = self.edges.range(first..=last).map(|edge| edge.target).collect();
        targets.dedup();
        let mut targets: Vec<String> = targets.iter().map(|id| self.texts.get(*id).to_owned()).collect();
        targets.sort_unstable();
        targets
    }

    /// Gives up to `most` statements behind a position to `take`, once for each emitter, and answers where to go on;
    /// nothing when there are no more. What changes between two steps may be missed or come twice.
    pub fn walk(
        &self,
        after: Option<Position>,
        most: usize,
        mut take: impl FnMut(Statement<'_>),
    ) -> Option<Position> {
        let start = after.map_or(Bound::Unbounded, |Position(edge)| Bound::Excluded(edge));
        let mut last = None;
        for edge in self.edges.range((start, Bound::Unbounded)).take(most) {
            let text = |id| self.texts.get(id);
            take((text(edge.source), text(edge.kind), text(edge.target)));
            last = Some(Position(*edge));
        }
        last
    }

    /// Gives spare memory back where that takes no more than moving it.
    pub fn trim(&mut self) {
        self.texts.trim();
    }

    /// Number of statements.
    pub fn len(&self) -> usize {
        self.edges.len()
    }

    pub fn is_empty(&self) -> bool {
        self.edges.is_empty()
    }

    /// Whether anyone states this edge.
    fn is_stated(&self, edge: Edge) -> bool {
        let first = Edge { emitter: 0, ..edge };
        let last = Edge { emitter: TextId::MAX, ..edge };
        self.edges.range(first..=last).next().is_some()
    }

    fn release(&mut self, edge: Edge) {
        for id in [edge.source, edge.kind, edge.target] {
            self.texts.release(id);
        }
    }
}

fn first_of(source: TextId) -> Edge {
    Edge { source, kind: 0, target: 0, emitter: 0 }
}

fn last_of(source: TextId) -> Edge {
    Edge { source, kind: TextId::MAX, target: TextId::MAX, emitter: TextId::MAX }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    fn edges(graph: &RelationGraph, source: &str) -> Vec<(String, String)> {
        graph.of(source, MOST_RELATIONS).edges
    }

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(kind, target)| ((*kind).to_owned(), (*target).to_owned())).collect()
    }

    #[test]
    fn relations_are_distinct_sorted_and_follow_their_emitters() {
        let mut graph = RelationGraph::default();
        assert_eq!(graph.set_emitted("c", &[("c", "ownedBy", "g"), ("g", "ownerOf", "c")]), ["c", "g"]);
        assert_eq!(graph.set_emitted("c", &[("c", "ownedBy", "g"), ("g", "ownerOf", "c")]), [""; 0]);
        assert_eq!(
            graph
                .set_emitted("d", &[("c", "ownedBy", "g"), ("c", "dependsOn", "z"), ("c", "dependsOn", "a")]),
            ["c"]
        );
        assert_eq!(edges(&graph, "c"), pairs(&[("dependsOn", "a"), ("dependsOn", "z"), ("ownedBy", "g")]));
        assert_eq!(graph.targets("c", "dependsOn"), ["a", "z"]);
        assert_eq!(graph.targets("c", "ownedBy"), ["g"], "stated twice");
        assert_eq!((graph.targets("c", "ownerOf"), graph.targets("x", "ownedBy")), (vec![], vec![]));
        assert_eq!(graph.remove("c"), ["g"], "the other emitter still states that c is owned");
        assert_eq!(edges(&graph, "g"), []);
        assert_eq!(graph.remove("d"), ["c"]);
        assert_eq!(graph.remove("d"), [""; 0]);
        assert!(graph.is_empty());
        assert_eq!(graph.texts.find("c"), None, "names nobody uses are forgotten");
    }

    #[test]
    fn a_walk_comes_to_every_statement_in_steps() {
        let mut graph = RelationGraph::default();
        graph.set_emitted("c", &[("c", "ownedBy", "g"), ("g", "ownerOf", "c")]);
        graph.set_emitted("d", &[("c", "ownedBy", "g"), ("d", "ownedBy", "g")]);
        for most in 1..6 {
            let (mut met, mut position) = (Vec::new(), None);
            loop {
                let before = met.len();
                position =
                    graph.walk(position, most, |(from, kind, to)| met.push(format!("{from} {kind} {to}")));
                assert!(met.len() <= before + most);
                if position.is_none() {
                    break;
                }
            }
            met.sort_unstable();
            assert_eq!(met, ["c ownedBy g", "c ownedBy g", "d ownedBy g", "g ownerOf c"]);
        }
    }

    #[test]
    fn a_hub_is_cut_at_the_limit_and_stays_quick() {
        let mut graph = RelationGraph::default();
        for number in 0..100_000 {
            let component = format!("component:default/c-{number:06}");
            graph.set_emitted(&component, &[("system:default/hub", "hasPart", &component)]);
        }
        let relations = graph.of("system:default/hub", 3);
        assert!(relations.truncated);
        assert_eq!(relations.edges[2], ("hasPart".to_owned(), "component:default/c-000002".to_owned()));
        for number in 0..100_000 {
            graph.remove(&format!("component:default/c-{number:06}"));
        }
        assert!(graph.is_empty());
    }

    proptest! {
        #[test]
        fn agrees_with_a_plain_model(steps in proptest::collection::vec((0_u8..4, proptest::collection::vec((0_u8..4, 0_u8..2, 0_u8..4), 0..6)), 1..30)) {
            let mut graph = RelationGraph::default();
            let mut model: BTreeMap<String, BTreeSet<(String, String, String)>> = BTreeMap::new();
            let all = |model: &BTreeMap<String, BTreeSet<(String, String, String)>>, source: &str| {
                let set: BTreeSet<_> = model.values().flatten().filter(|edge| edge.0 == source).map(|edge| (edge.1.clone(), edge.2.clone())).collect();
                set.into_iter().collect::<Vec<_>>()
            };
            for (emitter, statements) in steps {
                let emitter = format!("e{emitter}");
                let statements: Vec<_> = statements.iter().map(|(s, k, t)| (format!("n{s}"), format!("k{k}"), format!("n{t}"))).collect();
                let before: Vec<_> = (0..4).map(|n| all(&model, &format!("n{n}"))).collect();
                model.insert(emitter.clone(), statements.iter().cloned().collect());
                let borrowed: Vec<_> = statements.iter().map(|(s, k, t)| (s.as_str(), k.as_str(), t.as_str())).collect();
                let affected = graph.set_emitted(&emitter, &borrowed);
                for (number, before) in before.iter().enumerate() {
                    let source = format!("n{number}");
                    let expected = all(&model, &source);
                    prop_assert_eq!(affected.contains(&source), expected != *before);
                    prop_assert_eq!(edges(&graph, &source), expected);
                }
            }
        }
    }
}

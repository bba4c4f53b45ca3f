//! All nodes and what they state about each other, by number.
//!
//! Knows neither names nor drawings: the caller keeps the tables that turn refs, kinds and relation types into numbers.
//! It is made once per state of the catalog and then only read; a catalog of 100,000 entities with a million
//! statements takes about 25 MB.

use std::ops::Range;

/// A node: its position in the list that made the network.
pub type NodeId = u32;
/// A kind of node, numbered by the caller.
pub type KindId = u16;
/// A type of relation, numbered by the caller.
pub type RelationId = u16;

/// One relation as an entity states it: `from` is related so to `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Statement {
    pub from: NodeId,
    pub relation: RelationId,
    pub to: NodeId,
}

/// Why no network could be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NetworkError {
    #[error("a relation names node {node}, but there are only {nodes}")]
    NoSuchNode { node: NodeId, nodes: usize },
    #[error("a network holds at most {} nodes and as many relations", u32::MAX)]
    TooLarge,
}

/// Which way statements are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Follow {
    /// From who states to who is named.
    Out,
    /// From who is named to who states.
    In,
    #[default]
    Both,
}

/// What of the network takes part in an answer.
#[derive(Debug, Clone, Copy, Default)]
pub struct Scope<'a> {
    pub follow: Follow,
    /// Only these relations, if given.
    pub relations: Option<&'a [RelationId]>,
    /// Only nodes of these kinds, if given. What is asked about takes part whatever its kind.
    pub kinds: Option<&'a [KindId]>,
    /// By node: whether the reader may know of it; beyond its end nothing is. Holds for what is asked about too.
    pub visible: Option<&'a [bool]>,
}

/// Nodes with their kinds, and the distinct statements in order of either end.
#[derive(Debug, Clone, Default)]
pub struct Network {
    kinds: Vec<KindId>,
    outward: Vec<Statement>,
    outward_starts: Vec<u32>,
    inward: Vec<Statement>,
    inward_starts: Vec<u32>,
}

impl Network {
    /// A network of as many nodes as `kinds` has entries. Twins among the statements count once.
    pub fn new(kinds: Vec<KindId>, mut statements: Vec<Statement>) -> Result<Self, NetworkError> {
        let limit = u32::MAX as usize;
        if kinds.len() > limit || statements.len() > limit {
            return Err(NetworkError::TooLarge);
        }
        for statement in &statements {
            let node = statement.from.max(statement.to);
            if node as usize >= kinds.len() {
                return Err(NetworkError::NoSuchNode { node, nodes: kinds.len() });
            }
        }
        statements.sort_unstable();
        statements.dedup();
        let outward = statements;
        let mut inward = outward.clone();
        inward.sort_unstable_by_key(|statement| (statement.to, statement.relation, statement.from));
        let outward_starts = starts(kinds.len(), outward.iter().map(|statement| statement.from));
        let inward_starts = starts(kinds.len(), inward.iter().map(|statement| statement.to));
        Ok(Self { kinds, outward, outward_starts, inward, inward_starts })
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// All statements, by who states, relation, who is named.
    pub fn statements(&self) -> &[Statement] {
        &self.outward
    }

    /// What a node states; nothing if there is no such node.
    pub fn stated_by(&self, node: NodeId) -> &[Statement] {
        self.outward.get(range(&self.outward_starts, node)).unwrap_or_default()
    }

    /// What is stated about a node; nothing if there is no such node.
    pub fn stated_of(&self, node: NodeId) -> &[Statement] {
        self.inward.get(range(&self.inward_starts, node)).unwrap_or_default()
    }
}

/// Where the statements of each node begin in a list that is sorted by node; the last entry is where the list ends.
fn starts(nodes: usize, sorted: impl Iterator<Item = NodeId>) -> Vec<u32> {
    let mut starts = vec![0_u32; nodes + 1];
    for node in sorted {
        if let Some(count) = starts.get_mut(node as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

fn range(starts: &[u32], node: NodeId) -> Range<usize> {
    let at = |index: usize| starts.get(index).map_or(0, |start| *start as usize);
    let node = node as usize;
    if node + 1 < starts.len() { at(node)..at(node + 1) } else { 0..0 }
}

/// One hop from a node to its neighbour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hop {
    pub(crate) to: NodeId,
    pub(crate) statement: Statement,
}

/// A network seen through a scope; the lists of the scope are turned into tables once.
pub(crate) struct View<'a> {
    pub(crate) network: &'a Network,
    follow: Follow,
    relations: Option<Vec<bool>>,
    kinds: Option<Vec<bool>>,
    visible: Option<&'a [bool]>,
}

impl<'a> View<'a> {
    pub(crate) fn new(network: &'a Network, scope: Scope<'a>) -> Self {
        Self {
            network,
            follow: scope.follow,
            relations: scope.relations.map(table),
            kinds: scope.kinds.map(table),
            visible: scope.visible,
        }
    }

    /// Whether a node may be asked about.
    pub(crate) fn knows(&self, node: NodeId) -> bool {
        let exists = (node as usize) < self.network.len();
        exists && self.visible.is_none_or(|visible| visible.get(node as usize) == Some(&true))
    }

    /// Whether a node may be found.
    pub(crate) fn admits(&self, node: NodeId) -> bool {
        let kind = self.network.kinds.get(node as usize).copied().unwrap_or_default();
        self.knows(node) && contains(self.kinds.as_deref(), kind)
    }

    pub(crate) fn admits_relation(&self, relation: RelationId) -> bool {
        contains(self.relations.as_deref(), relation)
    }

    /// Where one comes from a node, outward first; a neighbour appears once for each statement.
    pub(crate) fn hops(&self, node: NodeId) -> impl Iterator<Item = Hop> {
        self.hops_by(node, self.follow)
    }

    fn hops_by(&self, node: NodeId, follow: Follow) -> impl Iterator<Item = Hop> {
        let out = if follow == Follow::In { &[] } else { self.network.stated_by(node) };
        let back = if follow == Follow::Out { &[] } else { self.network.stated_of(node) };
        let out = out.iter().map(|statement| Hop { to: statement.to, statement: *statement });
        let back = back.iter().map(|statement| Hop { to: statement.from, statement: *statement });
        out.chain(back).filter(|hop| self.admits_relation(hop.statement.relation))
    }

    /// From where one comes to a node: the other end of each hop into it.
    pub(crate) fn hops_into(&self, node: NodeId) -> impl Iterator<Item = Hop> {
        let follow = match self.follow {
            Follow::Out => Follow::In,
            Follow::In => Follow::Out,
            Follow::Both => Follow::Both,
        };
        self.hops_by(node, follow)
    }
}

fn table(ids: &[u16]) -> Vec<bool> {
    let mut table = vec![false; ids.iter().max().map_or(0, |most| usize::from(*most) + 1)];
    for id in ids {
        if let Some(entry) = table.get_mut(usize::from(*id)) {
            *entry = true;
        }
    }
    table
}

fn contains(table: Option<&[bool]>, id: u16) -> bool {
    table.is_none_or(|table| table.get(usize::from(id)) == Some(&true))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(from: NodeId, relation: RelationId, to: NodeId) -> Statement {
        Statement { from, relation, to }
    }

    #[test]
    fn statements_are_found_from_either_end() {
        let given = vec![statement(2, 0, 0), statement(0, 1, 2), statement(0, 0, 1), statement(0, 0, 1)];
        let network = Network::new(vec![0, 0, 0], given).unwrap();
        assert_eq!(network.stated_by(0), [statement(0, 0, 1), statement(0, 1, 2)]);
        assert_eq!(network.stated_of(0), [statement(2, 0, 0)]);
        assert_eq!(network.stated_by(1), []);
        assert_eq!(network.stated_by(9), []);
        assert_eq!(network.statements().len(), 3);
    }

    #[test]
    fn statements_about_nobody_are_refused() {
        let error = Network::new(vec![0], vec![statement(0, 0, 7)]).unwrap_err();
        assert_eq!(error, NetworkError::NoSuchNode { node: 7, nodes: 1 });
        assert!(Network::new(Vec::new(), Vec::new()).unwrap().is_empty());
    }
}

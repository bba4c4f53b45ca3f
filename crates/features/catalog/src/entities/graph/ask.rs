//! One question about what the caller sees, answered in refs.

use graph::impact::{Carrier, impact};
use graph::merge::{Link, Merging, Pair, links};
use graph::network::{Follow, NodeId, RelationId, Scope};
use graph::path::shortest;
use graph::select::{Limits, Member, Neighbourhood, neighbourhood};
use hashbrown::HashMap;

use super::Seen;
use super::known::Known;
use super::pairs::{CARRIERS, PAIRS, opposite};

/// Shortest ways between two entities; more than these are no help.
const MOST_WAYS: usize = 20;
/// Statements for each entity of a picture, and of any picture. The layout takes as many lines.
const STATEMENTS_PER_NODE: usize = 8;
const MOST_STATEMENTS: usize = 40_000;

/// What somebody wants to know.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    /// In lower case.
    pub(crate) roots: Vec<String>,
    pub(crate) what: What,
    /// Most hops from the nearest root; no limit if there is none.
    pub(crate) depth: Option<u32>,
    /// In lower case; all if not given. Roots and goals take part whatever their kind.
    pub(crate) kinds: Option<Vec<String>>,
    pub(crate) relations: Option<Vec<String>>,
    pub(crate) merging: Merging,
    /// Most entities of the answer.
    pub(crate) most: usize,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// Who is related to the roots.
    Around,
    /// The shortest ways from each root to this entity.
    WayTo(String),
    /// What breaks when the roots go away.
    Impact,
}

/// The answer.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Picture {
    /// The roots, then by distance.
    pub(crate) nodes: Vec<PictureNode>,
    pub(crate) lines: Vec<Line>,
    /// How many entities there are in all, those beyond the limit too.
    pub(crate) total: usize,
    /// How many break directly, where it is asked what breaks.
    pub(crate) direct: usize,
    /// There are more lines or ways than the limit allowed.
    pub(crate) is_cut: bool,
    /// The kinds and relations that one may narrow the picture to, sorted.
    pub(crate) kinds: Vec<String>,
    pub(crate) relations: Vec<String>,
}

/// An entity of the answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PictureNode {
    /// In lower case.
    pub(crate) reference: String,
    /// Hops from the nearest root.
    pub(crate) distance: u32,
    /// Neighbours that are not in the picture.
    pub(crate) more: u32,
}

/// Relations between two entities, by their positions among the nodes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) from: usize,
    pub(crate) relations: Vec<String>,
    pub(crate) to: usize,
}

/// Answers a question. Takes time in the size of the catalog.
pub(crate) fn ask(seen: &Seen, question: &Question) -> Picture {
    let known = &*seen.known;
    let kinds = question.kinds.as_deref().map(|wanted| numbers(&known.kinds, wanted));
    let relations = question.relations.as_deref().map(|wanted| numbers(&known.relations, wanted));
    let scope = Scope {
        follow: Follow::Out,
        relations: relations.as_deref(),
        kinds: kinds.as_deref(),
        visible: Some(&seen.visible),
    };
    let roots: Vec<NodeId> = question.roots.iter().filter_map(|root| known.node(root)).collect();
    let mut picture = match &question.what {
        What::Around => around(known, &roots, scope, question),
        What::WayTo(goal) => ways(known, &roots, known.node(goal), scope, question.merging),
        What::Impact => hit(known, &roots, scope, question),
    };
    let is_way = matches!(question.what, What::WayTo(_));
    for root in seen.alone.iter().filter(|_| !is_way) {
        picture.total += 1;
        picture.nodes.push(PictureNode { reference: root.clone(), distance: 0, more: 0 });
    }
    (picture.kinds, picture.relations) = offered(seen);
    picture
}

/// Positions of those names that are wanted.
fn numbers(names: &[String], wanted: &[String]) -> Vec<u16> {
    (0..=u16::MAX).zip(names).filter(|(_, name)| wanted.contains(name)).map(|(number, _)| number).collect()
}

fn pairs(known: &Known) -> Vec<Pair> {
    let pair = |(left, right): &(&str, &str)| {
        Some(Pair { left: known.relation_named(left)?, right: known.relation_named(right)? })
    };
    PAIRS.iter().filter_map(pair).collect()
}

fn around(known: &Known, roots: &[NodeId], scope: Scope<'_>, question: &Question) -> Picture {
    let limits = Limits {
        depth: question.depth,
        most_nodes: question.most,
        most_neighbours: question.most,
        most_statements: question.most.saturating_mul(STATEMENTS_PER_NODE).min(MOST_STATEMENTS),
    };
    let found = neighbourhood(&known.network, roots, scope, limits);
    let mut total = found.members.len();
    if found.cut {
        let everything =
            Limits { most_nodes: usize::MAX, most_neighbours: usize::MAX, most_statements: 0, ..limits };
        total = neighbourhood(&known.network, roots, scope, everything).members.len();
    }
    let lines = links(&found, &pairs(known), question.merging);
    let is_cut = found.cut && total == found.members.len();
    Picture { total, is_cut, ..drawn(known, &found.members, &lines) }
}

fn ways(
    known: &Known,
    roots: &[NodeId],
    goal: Option<NodeId>,
    scope: Scope<'_>,
    merging: Merging,
) -> Picture {
    let Some(goal) = goal else { return Picture::default() };
    let scope = Scope { follow: Follow::Both, ..scope };
    let mut found = Neighbourhood::default();
    let mut places: HashMap<NodeId, u32> = HashMap::new();
    for root in roots {
        let paths = shortest(&known.network, *root, goal, scope, MOST_WAYS);
        found.cut |= paths.cut;
        for path in paths.paths {
            for (distance, node) in (0..).zip(&path.nodes) {
                if !places.contains_key(node) {
                    places.insert(*node, distance);
                    found.members.push(Member { node: *node, distance, more: 0 });
                }
            }
            found.statements.extend(path.joints.into_iter().flatten());
        }
    }
    found.members.sort_by_key(|member| member.distance);
    found.statements.sort_unstable();
    found.statements.dedup();
    // Ways of several roots may join nodes that are equally far, and those lines are part of the way.
    let lines = links(&found, &pairs(known), Merging { unidirectional: false, ..merging });
    Picture { is_cut: found.cut, total: found.members.len(), ..drawn(known, &found.members, &lines) }
}

fn hit(known: &Known, roots: &[NodeId], scope: Scope<'_>, question: &Question) -> Picture {
    let is_wanted = |name: &str| {
        question.relations.as_ref().is_none_or(|wanted| wanted.iter().any(|relation| relation == name))
    };
    let carrier = |(name, travels)| Some(Carrier { relation: known.relation_named(name)?, travels });
    let carriers: Vec<Carrier> =
        CARRIERS.into_iter().filter(|(name, _)| is_wanted(name)).filter_map(carrier).collect();
    let found = impact(&known.network, roots, &carriers, scope, usize::MAX);
    let gone = Limits { depth: Some(0), ..Limits::default() };
    let mut members = neighbourhood(&known.network, roots, scope, gone).members;
    for member in &mut members {
        member.more = 0;
    }
    let mut lines = Vec::new();
    let mut total = members.len();
    let direct = found.hits.iter().take_while(|hit| hit.distance == 1).count();
    for hit in &found.hits {
        if question.depth.is_some_and(|depth| hit.distance > depth) {
            break;
        }
        total += 1;
        if members.len() >= question.most {
            continue;
        }
        members.push(Member { node: hit.node, distance: hit.distance, more: 0 });
        let name = hit.by.relation;
        let is_along = hit.by.from == hit.cause;
        let other = opposite(known.relation(name)).and_then(|other| known.relation_named(other));
        let relation = if is_along { name } else { other.unwrap_or(name) };
        lines.push(Link { from: hit.cause, to: hit.node, relations: vec![relation] });
    }
    Picture { total, direct, ..drawn(known, &members, &lines) }
}

/// The same in refs.
fn drawn(known: &Known, members: &[Member], lines: &[Link]) -> Picture {
    let mut places: HashMap<NodeId, usize> = HashMap::with_capacity(members.len());
    let mut nodes = Vec::with_capacity(members.len());
    for (place, member) in members.iter().enumerate() {
        places.insert(member.node, place);
        nodes.push(PictureNode {
            reference: known.reference(member.node).to_owned(),
            distance: member.distance,
            more: member.more,
        });
    }
    let name = |relation: &RelationId| known.relation(*relation).to_owned();
    let lines = lines.iter().filter_map(|line| {
        let (from, to) = (*places.get(&line.from)?, *places.get(&line.to)?);
        Some(Line { from, relations: line.relations.iter().map(name).collect(), to })
    });
    Picture { lines: lines.collect(), nodes, ..Picture::default() }
}

/// What one may narrow a picture to. Whoever does not see everything is told of no kind that they see nothing of, and of no
/// relation but the well-known.
fn offered(seen: &Seen) -> (Vec<String>, Vec<String>) {
    let known = &*seen.known;
    let mut is_seen = vec![false; known.kinds.len()];
    for (kind, visible) in known.kind_of.iter().zip(&*seen.visible) {
        if let Some(mark) = is_seen.get_mut(usize::from(*kind)).filter(|_| *visible) {
            *mark = true;
        }
    }
    let mut kinds: Vec<String> = known
        .kinds
        .iter()
        .zip(is_seen)
        .filter(|(_, is_seen)| *is_seen)
        .map(|(kind, _)| kind.clone())
        .collect();
    kinds.sort_unstable();
    let is_offered = |relation: &&String| seen.is_everything || opposite(relation).is_some();
    let mut relations: Vec<String> = known.relations.iter().filter(is_offered).cloned().collect();
    relations.sort_unstable();
    (kinds, relations)
}

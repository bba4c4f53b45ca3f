//! Layers of items: nodes, and the bends of lines that pass through a layer.
//!
//! Long lines that leave the same node share their bends until they part, so that a hub sends one line through a layer,
//! not a thousand. Bends are bounded in number; lines that get none run outside, past all layers.

use std::collections::HashMap;
use std::ops::Range;

use super::component::Component;
use super::{id, set};

/// Most bends in a whole drawing.
pub(super) const MOST_BENDS: usize = 60_000;

/// Lists of numbers, one for each item.
#[derive(Debug, Clone, Default)]
pub(super) struct Adjacency {
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Adjacency {
    /// Each pair puts the second number into the list of the first; pairs keep their order.
    pub(super) fn new(items: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut starts = vec![0_u32; items + 1];
        let mut count = 0;
        for (item, _) in pairs.clone() {
            if let Some(start) = starts.get_mut(item as usize + 1) {
                *start += 1;
                count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut free = starts.clone();
        let mut targets = vec![0_u32; count];
        for (item, target) in pairs {
            let Some(place) = free.get_mut(item as usize) else { continue };
            if let Some(entry) = targets.get_mut(*place as usize) {
                *entry = target;
            }
            *place += 1;
        }
        Self { starts, targets }
    }

    pub(super) fn of(&self, item: u32) -> &[u32] {
        let at = |index: usize| self.starts.get(index).map_or(0, |start| *start as usize);
        self.targets.get(at(item as usize)..at(item as usize + 1)).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.targets.len()
    }
}

/// How a line gets from layer to layer.
#[derive(Debug, Clone)]
pub(super) enum Way {
    /// Through these bends, none if it leads to the next layer.
    Bends { chain: u32, range: Range<usize> },
    /// Past all layers.
    Outside,
}

#[derive(Debug, Clone)]
pub(super) struct Layers {
    /// Items from here on are bends; those below are the nodes of the part.
    pub(super) nodes: usize,
    pub(super) items: usize,
    /// By rank: its items in order.
    pub(super) ranks: Vec<Vec<u32>>,
    /// By item: its neighbours in the layer before and after.
    pub(super) before: Adjacency,
    pub(super) after: Adjacency,
    /// By edge of the part.
    pub(super) ways: Vec<Way>,
    chains: Vec<Vec<u32>>,
}

impl Layers {
    /// Takes bends out of the budget, for short lines first.
    pub(super) fn new(component: &Component, is_back: &[bool], rank_of: &[u32], budget: &mut usize) -> Self {
        let nodes = component.len();
        let rank = |node: u32| rank_of.get(node as usize).copied().unwrap_or_default();
        let height = rank_of.iter().max().map_or(0, |most| *most as usize + 1);
        let mut ranks = vec![Vec::new(); height];
        for node in (0..nodes).map(id) {
            push(&mut ranks, rank(node), node);
        }
        // (span, edge, first node, last node, turned), the short ones first.
        let mut spans: Vec<(u32, u32, u32, u32, bool)> = Vec::with_capacity(component.edges.len());
        for (edge, (line, is_back)) in component.edges.iter().zip(is_back).enumerate() {
            let (first, last) = if *is_back { (line.to, line.from) } else { (line.from, line.to) };
            spans.push((rank(last).saturating_sub(rank(first)), id(edge), first, last, *is_back));
        }
        spans.sort_unstable();
        let mut chains: Vec<Vec<u32>> = Vec::new();
        let mut chain_of: HashMap<(u32, bool), u32> = HashMap::new();
        let mut ways = vec![Way::Outside; component.edges.len()];
        let mut links: Vec<(u32, u32)> = Vec::new();
        let mut items = nodes;
        for (span, edge, first, last, turned) in spans {
            let bends = span.saturating_sub(1) as usize;
            let chain = *chain_of.entry((first, turned)).or_insert(id(chains.len()));
            if chain as usize == chains.len() {
                chains.push(Vec::new());
            }
            let Some(bends_of_chain) = chains.get_mut(chain as usize) else { continue };
            let missing = bends.saturating_sub(bends_of_chain.len());
            if missing > *budget {
                continue;
            }
            *budget -= missing;
            while bends_of_chain.len() < bends {
                let bend = id(items);
                items += 1;
                links.push((bends_of_chain.last().copied().unwrap_or(first), bend));
                bends_of_chain.push(bend);
                push(&mut ranks, rank(first) + id(bends_of_chain.len()), bend);
            }
            let previous = bends.checked_sub(1).and_then(|bend| bends_of_chain.get(bend)).copied();
            links.push((previous.unwrap_or(first), last));
            set(&mut ways, edge, Way::Bends { chain, range: 0..bends });
        }
        let before = Adjacency::new(items, links.iter().map(|(upper, lower)| (*lower, *upper)));
        let after = Adjacency::new(items, links.iter().copied());
        Self { nodes, items, ranks, before, after, ways, chains }
    }

    pub(super) fn is_bend(&self, item: u32) -> bool {
        item as usize >= self.nodes
    }

    /// The bends of an edge from its first layer on; nothing if it runs outside.
    pub(super) fn bends(&self, edge: u32) -> Option<&[u32]> {
        match self.ways.get(edge as usize)? {
            Way::Bends { chain, range } => self.chains.get(*chain as usize)?.get(range.clone()),
            Way::Outside => None,
        }
    }
}

fn push(ranks: &mut [Vec<u32>], rank: u32, item: u32) {
    if let Some(layer) = ranks.get_mut(rank as usize) {
        layer.push(item);
    }
}

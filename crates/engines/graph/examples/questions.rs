//! Measures the questions that are asked of a whole catalog: how long a network takes to make, a neighbourhood, the shortest
//! ways between two entities, and what breaks without one.
//!
//! `cargo run --release -p graph --example questions`. Prints milliseconds (the best of several runs) and what was found.

#![expect(clippy::print_stdout, reason = "a program that prints")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use std::time::Instant;

use graph::impact::{Carrier, Travels, impact};
use graph::merge::{Merging, Pair, links};
use graph::network::{Network, RelationId, Scope, Statement};
use graph::path::shortest;
use graph::select::{Limits, neighbourhood};

const RUNS: u32 = 5;
const DEPENDS_ON: RelationId = 0;
const OWNED_BY: RelationId = 2;
const PAIRS: [Pair; 2] =
    [Pair { left: DEPENDS_ON, right: DEPENDS_ON + 1 }, Pair { left: OWNED_BY + 1, right: OWNED_BY }];
const CARRIERS: [Carrier; 2] = [
    Carrier { relation: DEPENDS_ON, travels: Travels::Against },
    Carrier { relation: DEPENDS_ON + 1, travels: Travels::Along },
];

/// Each entity depends on two that stand a little before it, and one in two hundred owns others; both ends state it.
fn statements(nodes: u32) -> Vec<Statement> {
    let mut all = Vec::new();
    let mut state = 7_u32;
    let mut below = |most: u32| {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (state >> 8) % most.max(1)
    };
    for node in 1..nodes {
        let owner = below(nodes / 200 + 1);
        for (relation, to) in
            [(DEPENDS_ON, below(node)), (DEPENDS_ON, node - 1 - below(node.min(500))), (OWNED_BY, owner)]
        {
            all.push(Statement { from: node, relation, to });
            all.push(Statement { from: to, relation: relation + 1, to: node });
        }
    }
    all
}

fn measured<T>(nodes: u32, name: &str, mut run: impl FnMut() -> T, tell: impl Fn(&T) -> String) {
    let mut best = f64::MAX;
    let mut found = run();
    for _ in 0..RUNS {
        let start = Instant::now();
        found = run();
        best = best.min(start.elapsed().as_secs_f64() * 1e3);
    }
    println!("{nodes:>7} {name:28} {best:>9.2}  {}", tell(&found));
}

fn main() {
    println!("{:>7} {:28} {:>9}  found", "nodes", "question", "ms");
    for nodes in [5_000, 100_000] {
        let given = statements(nodes);
        let make = || Network::new(vec![0; nodes as usize], given.clone()).unwrap();
        measured(nodes, "network", make, |network| format!("{} statements", network.statements().len()));
        let network = make();
        let scope = Scope::default();
        for most_nodes in [2_000, 5_000] {
            let limits = Limits { most_nodes, ..Limits::default() };
            let ask = || {
                let found = neighbourhood(&network, &[nodes - 1], scope, limits);
                let lines = links(&found, &PAIRS, Merging::default());
                (found, lines)
            };
            measured(nodes, &format!("neighbourhood of {most_nodes}"), ask, |(found, lines)| {
                format!("{} entities, {} lines", found.members.len(), lines.len())
            });
        }
        let way = || shortest(&network, nodes - 1, 1, scope, 20);
        measured(nodes, "shortest ways", way, |found| {
            let steps = found.paths.first().map_or(0, |path| path.joints.len());
            format!("{} of {steps} steps", found.paths.len())
        });
        let hit = || impact(&network, &[1], &CARRIERS, scope, usize::MAX);
        measured(nodes, "what breaks", hit, |found| format!("{} entities", found.hits.len()));
    }
}

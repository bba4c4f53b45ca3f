//! Measures layout and drawing of random graphs, trees and hubs of 10 to 5,000 nodes.
//!
//! `cargo run --release -p graph --example graph-speed`. Prints milliseconds (the best of several runs), the size of the picture
//! and how many crossings are left. With a folder as argument it writes the pictures there.

#![expect(clippy::print_stdout, reason = "a program that prints")]
#![expect(clippy::unwrap_used, reason = "a measurement that fails should stop")]

use std::time::{Duration, Instant};

use graph::drawing::{Drawing, Edge, Node};
use graph::layout::{Settings, lay_out};
use graph::svg;

const KINDS: [(&str, u16); 6] = [
    ("hue-component", 225),
    ("hue-api", 190),
    ("hue-system", 280),
    ("hue-domain", 330),
    ("hue-resource", 40),
    ("hue-group", 140),
];
const WORDS: [&str; 10] =
    ["ledger", "basket", "order", "invoice", "stock", "price", "search", "mail", "route", "audit"];

struct Random(u32);

impl Random {
    fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(1_103_515_245).wrapping_add(12_345) & 0x7fff_ffff;
        (self.0 >> 8) % most.max(1)
    }
}

fn drawing(nodes: u32, ends: &[(u32, u32)]) -> Drawing {
    let node = |number: u32| {
        let (hue, _) = KINDS[number as usize % KINDS.len()];
        Node {
            id: format!("component:default/n-{number}"),
            label: format!("{}-{number}", WORDS[number as usize % WORDS.len()]),
            detail: hue.trim_start_matches("hue-").to_owned(),
            href: Some(format!("/catalog/default/component/n-{number}")),
            hue: hue.to_owned(),
            is_focus: number == 0,
            ..Node::default()
        }
    };
    let edge = |(from, to): &(u32, u32)| Edge {
        from: *from,
        to: *to,
        label: "dependsOn".to_owned(),
        ..Edge::default()
    };
    Drawing {
        title: "Sample".to_owned(),
        nodes: (0..nodes).map(node).collect(),
        edges: ends.iter().map(edge).collect(),
    }
}

fn random(nodes: u32) -> Vec<(u32, u32)> {
    let mut random = Random(7);
    (0..nodes * 8 / 5).map(|_| (random.below(nodes), random.below(nodes))).collect()
}

fn tree(nodes: u32) -> Vec<(u32, u32)> {
    let mut random = Random(7);
    (1..nodes).map(|node| (random.below(node.min(node / 2 + 1)), node)).collect()
}

fn hub(nodes: u32) -> Vec<(u32, u32)> {
    (1..nodes).map(|node| (0, node)).collect()
}

/// A catalog: a domain, systems, components that depend on earlier ones, and owners.
fn catalog(nodes: u32) -> Vec<(u32, u32)> {
    let mut random = Random(7);
    let systems = nodes / 20 + 1;
    let owners = nodes / 30 + 1;
    let mut ends: Vec<(u32, u32)> = (1..=systems).map(|system| (0, system)).collect();
    for node in systems + 1..nodes.saturating_sub(owners) {
        ends.push((1 + random.below(systems), node));
        if random.below(10) < 4 && node > systems + 3 {
            ends.push((node, systems + 1 + random.below(node - systems - 1)));
        }
        if random.below(10) < 3 {
            ends.push((nodes - 1 - random.below(owners), node));
        }
    }
    ends
}

fn best_of(runs: u32, mut run: impl FnMut()) -> Duration {
    let time = |run: &mut dyn FnMut()| {
        let start = Instant::now();
        run();
        start.elapsed()
    };
    (0..runs).map(|_| time(&mut run)).min().unwrap_or_default()
}

fn main() {
    let folder = std::env::args().nth(1);
    let hues: Vec<(String, u16)> = KINDS.iter().map(|(name, hue)| ((*name).to_owned(), *hue)).collect();
    println!(
        "{:8} {:>6} {:>6} {:>10} {:>9} {:>9} {:>9}  size",
        "shape", "nodes", "lines", "layout ms", "svg ms", "svg kB", "crossings"
    );
    for (name, make) in
        [("random", random as fn(u32) -> Vec<(u32, u32)>), ("tree", tree), ("hub", hub), ("catalog", catalog)]
    {
        for nodes in [10, 100, 1_000, 5_000] {
            let ends = make(nodes);
            let drawing = drawing(nodes, &ends);
            let settings = Settings::default();
            let layout = lay_out(&drawing, &settings).unwrap();
            let runs = if nodes > 500 { 5 } else { 50 };
            let layout_time = best_of(runs, || drop(lay_out(&drawing, &settings).unwrap()));
            let options = svg::Options { standalone: Some(hues.clone()), ..svg::Options::default() };
            let picture = svg::svg(drawing.clone(), layout.clone(), options.clone());
            let inputs = (drawing.clone(), layout.clone(), options);
            let svg_time = best_of(runs, || {
                let (drawing, layout, options) = inputs.clone();
                drop(svg::svg(drawing, layout, options));
            });
            println!(
                "{name:8} {nodes:>6} {:>6} {:>10.2} {:>9.2} {:>9} {:>9}  {} x {}",
                ends.len(),
                layout_time.as_secs_f64() * 1e3,
                svg_time.as_secs_f64() * 1e3,
                picture.len() / 1024,
                layout.crossings,
                layout.width,
                layout.height
            );
            if let Some(folder) = &folder {
                std::fs::write(format!("{folder}/{name}-{nodes}.svg"), picture).unwrap();
            }
        }
    }
}

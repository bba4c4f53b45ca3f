//! Where on a node's side each line arrives: beside each other, in the order in which they come, so that arrowheads and
//! labels can be told apart. All lines leave from the middle.

use super::Frame;
use crate::layout::layers::Adjacency;
use crate::layout::{id, number, set};

/// Farthest that two lines are apart.
const STEP: f64 = 10.0;
/// The same with labels, which stand on the lines.
const LABEL_STEP: f64 = 17.0;
/// How much of the side is used.
const SHARE: f64 = 0.8;

pub(super) struct Ports {
    /// By edge of the part.
    breadths: Vec<f64>,
}

impl Ports {
    pub(super) fn new(frame: &Frame<'_>, is_back: &[bool]) -> Self {
        let edges = &frame.component.edges;
        let ends: Vec<(u32, u32)> = edges
            .iter()
            .zip(is_back)
            .map(|(edge, is_back)| if *is_back { (edge.to, edge.from) } else { (edge.from, edge.to) })
            .collect();
        let arriving = ends.iter().enumerate().map(|(edge, (_, last))| (*last, id(edge)));
        let arriving = Adjacency::new(frame.component.len(), arriving);
        let mut breadths = vec![0.0; edges.len()];
        for node in (0..frame.component.len()).map(id) {
            let mut lines: Vec<(f64, u32)> = arriving
                .of(node)
                .iter()
                .map(|edge| {
                    let first = ends.get(*edge as usize).map_or(node, |(first, _)| *first);
                    let previous =
                        frame.layers.bends(*edge).map(|bends| bends.last().copied().unwrap_or(first));
                    (previous.map_or(f64::MIN, |item| frame.middle(item)), *edge)
                })
                .collect();
            lines.sort_by(|left, right| left.0.total_cmp(&right.0));
            let has_labels =
                frame.sheet.is_horizontal && lines.iter().any(|(_, edge)| has_label(frame, *edge));
            let gaps = number(lines.len().saturating_sub(1)).max(1.0);
            let step =
                if has_labels { LABEL_STEP } else { STEP }.min(frame.size(node).breadth * SHARE / gaps);
            let middle = number(lines.len().saturating_sub(1)) / 2.0;
            for (place, (_, edge)) in lines.iter().enumerate() {
                set(&mut breadths, *edge, frame.middle(node) + (number(place) - middle) * step);
            }
        }
        Self { breadths }
    }

    pub(super) fn of(&self, edge: u32) -> Option<f64> {
        self.breadths.get(edge as usize).copied()
    }
}

fn has_label(frame: &Frame<'_>, edge: u32) -> bool {
    let arrow =
        frame.component.edges.get(edge as usize).and_then(|edge| frame.sheet.arrows.get(edge.arrow as usize));
    arrow.is_some_and(|arrow| !arrow.label.is_empty())
}

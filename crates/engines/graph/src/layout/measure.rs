//! How large each box and label is, and which texts fit.

use crate::drawing::{Drawing, Node};
use crate::layout::number;
use crate::query::Direction;
use crate::text;

/// Font sizes in pixels; the style sheet of the page must have the same.
const LABEL_FONT: u32 = 13;
const DETAIL_FONT: u32 = 11;
const EDGE_FONT: u32 = 11;
/// Widest texts in pixels.
const MOST_LABEL: u32 = 220;
const MOST_EDGE_LABEL: u32 = 200;
/// What stands beside the texts of a node: the mark of its kind and the margins.
const BESIDE: u32 = 52;
const LEAST_WIDTH: u32 = 112;
const HEIGHT: u32 = 44;
const HEIGHT_WITHOUT_DETAIL: u32 = 34;
const EDGE_LABEL_HEIGHT: u32 = 14;
/// The mark that says how many neighbours are not drawn.
const BADGE: u32 = 38;

/// Depth is across layers, breadth along a layer.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Size {
    pub(super) depth: f64,
    pub(super) breadth: f64,
}

#[derive(Debug, Clone)]
pub(super) struct Box {
    pub(super) size: Size,
    pub(super) label: String,
    pub(super) detail: String,
    pub(super) is_focus: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Arrow {
    pub(super) from: u32,
    pub(super) to: u32,
    /// Empty if the line has no label.
    pub(super) label: String,
    pub(super) label_size: Size,
}

/// The drawing with sizes in place of everything that a layout does not look at.
#[derive(Debug, Clone)]
pub(super) struct Sheet {
    pub(super) boxes: Vec<Box>,
    pub(super) arrows: Vec<Arrow>,
    pub(super) is_horizontal: bool,
}

impl Sheet {
    pub(super) fn size(&self, node: u32) -> Size {
        self.boxes.get(node as usize).map(|node| node.size).unwrap_or_default()
    }
}

pub(super) fn measure(drawing: &Drawing, direction: Direction, with_labels: bool) -> Sheet {
    let is_horizontal = direction.is_horizontal();
    let boxes = drawing.nodes.iter().map(|node| measure_node(node, is_horizontal)).collect();
    let arrows = drawing
        .edges
        .iter()
        .map(|edge| {
            let label = if with_labels { edge.label.as_str() } else { "" };
            let label = text::fit(label, EDGE_FONT, MOST_EDGE_LABEL);
            let width = if label.is_empty() { 0 } else { text::width(&label, EDGE_FONT) + 8 };
            let label_size = turned(width, EDGE_LABEL_HEIGHT, is_horizontal);
            Arrow { from: edge.from, to: edge.to, label, label_size }
        })
        .collect();
    Sheet { boxes, arrows, is_horizontal }
}

fn measure_node(node: &Node, is_horizontal: bool) -> Box {
    let label = text::fit(&node.label, LABEL_FONT, MOST_LABEL);
    let detail = text::fit(&node.detail, DETAIL_FONT, MOST_LABEL);
    let texts = text::width(&label, LABEL_FONT).max(text::width(&detail, DETAIL_FONT));
    if let Some((width, height)) = node.size {
        let size = turned(width.into(), height.into(), is_horizontal);
        return Box { size, label, detail, is_focus: node.is_focus };
    }
    let badge = if node.more > 0 { BADGE } else { 0 };
    let width = (texts + BESIDE + badge).max(LEAST_WIDTH);
    let height = if detail.is_empty() { HEIGHT_WITHOUT_DETAIL } else { HEIGHT };
    Box { size: turned(width, height, is_horizontal), label, detail, is_focus: node.is_focus }
}

fn turned(width: u32, height: u32, is_horizontal: bool) -> Size {
    let (width, height) = (number(width as usize), number(height as usize));
    if is_horizontal {
        Size { depth: width, breadth: height }
    } else {
        Size { depth: height, breadth: width }
    }
}

//! A place for every box, line and label of a drawing.
//!
//! A layered layout after Sugiyama: lines of circles are turned round ([`cycle`]), nodes get layers ([`rank`]), long lines
//! are cut into pieces from layer to layer ([`layers`]), the order within layers is chosen for few crossings ([`order`]),
//! overlong layers are folded into columns ([`fold`]), positions are chosen for short and straight lines ([`align`]),
//! lines get their points ([`route`]) and labels ([`label`]). Each connected part is laid out for itself, then all are
//! packed ([`pack`]).
//!
//! Until the last step there is no x and y but depth (across layers) and breadth (along a layer), so that one
//! calculation serves all four directions. Everything takes a bounded number of steps, none more than linear times
//! logarithm in nodes and lines. The same drawing always gives the same layout.

mod align;
mod component;
mod cycle;
mod fold;
mod label;
mod layers;
mod measure;
mod order;
mod pack;
mod rank;
mod route;

use crate::drawing::Drawing;
use crate::query::Direction;

/// What the layout may depend on besides the drawing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    pub direction: Direction,
    pub most_nodes: usize,
    pub most_edges: usize,
    /// With more lines than this none gets a label, since nobody could read them; 2,000 at most.
    pub most_labelled_edges: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            direction: Direction::default(),
            most_nodes: 10_000,
            most_edges: 40_000,
            most_labelled_edges: 600,
        }
    }
}

/// Why a drawing has no layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LayoutError {
    #[error("{nodes} nodes are more than the {most} that are drawn")]
    TooManyNodes { nodes: usize, most: usize },
    #[error("{edges} lines are more than the {most} that are drawn")]
    TooManyEdges { edges: usize, most: usize },
    #[error("line {edge} ends at a node that is not there")]
    EndsNowhere { edge: usize },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Point {
    pub x: i32,
    pub y: i32,
}

/// Where a node is, in pixels from the top left corner, and its texts as they fit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub label: String,
    pub detail: String,
    /// The layer within its connected part.
    pub rank: u32,
}

/// Where a line runs, from its start to its end.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// Neighbouring points either lie in one line in the direction of the layout, or are joined by a curve that leaves
    /// and arrives in that direction. A loop has four: start, two that draw the curve outward, end.
    pub points: Vec<Point>,
    /// It runs against the layers, because it closes a circle.
    pub is_back: bool,
    /// It leads from a node to itself.
    pub is_loop: bool,
    pub label: Option<Label>,
}

/// Where the text of a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    pub x: i32,
    pub y: i32,
    pub width: i32,
    pub height: i32,
    pub text: String,
}

/// Places in the order of the drawing's nodes, lines in the order of its edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    pub direction: Direction,
    pub width: i32,
    pub height: i32,
    pub places: Vec<Place>,
    pub lines: Vec<Line>,
    /// How often lines cross between layers.
    pub crossings: u64,
}

/// Labels are compared each with each, so that there is a limit to what may be asked for.
const MOST_LABELS: usize = 2_000;

/// Lays a drawing out.
pub fn lay_out(drawing: &Drawing, settings: &Settings) -> Result<Layout, LayoutError> {
    check(drawing, settings)?;
    let with_labels = drawing.edges.len() <= settings.most_labelled_edges.min(MOST_LABELS);
    let sheet = measure::measure(drawing, settings.direction, with_labels);
    let mut budget = layers::MOST_BENDS;
    let mut parts = Vec::new();
    for component in component::split(&sheet) {
        parts.push(lay_out_part(&sheet, component, &mut budget));
    }
    Ok(pack::pack(sheet, parts, settings.direction))
}

/// One connected part, from its top left corner.
fn lay_out_part(sheet: &measure::Sheet, component: component::Component, budget: &mut usize) -> pack::Part {
    let is_back = cycle::back_edges(&component, sheet);
    let ranks = rank::ranks(&component, &is_back);
    let mut layers = layers::Layers::new(&component, &is_back, &ranks, budget);
    let crossings = order::arrange(&mut layers);
    let folds = fold::fold(&mut layers, &component, sheet);
    let breadths = align::align(&layers, &folds, &component, sheet);
    let frame = route::Frame::new(&layers, &folds, breadths, &component, sheet);
    let routes = route::route(&frame, &is_back);
    pack::Part { component, ranks, routes, crossings }
}

fn check(drawing: &Drawing, settings: &Settings) -> Result<(), LayoutError> {
    let (nodes, edges) = (drawing.nodes.len(), drawing.edges.len());
    // Positions are numbers of 32 bits.
    let most = settings.most_nodes.min(1_000_000);
    if nodes > most {
        return Err(LayoutError::TooManyNodes { nodes, most });
    }
    let most = settings.most_edges.min(4_000_000);
    if edges > most {
        return Err(LayoutError::TooManyEdges { edges, most });
    }
    match drawing.edges.iter().position(|edge| edge.from.max(edge.to) as usize >= nodes) {
        Some(edge) => Err(LayoutError::EndsNowhere { edge }),
        None => Ok(()),
    }
}

/// A count as a number to calculate with.
#[expect(clippy::cast_precision_loss, reason = "counts here are far below 2^52")]
fn number(count: usize) -> f64 {
    count as f64
}

/// A position in a list as a short number.
#[expect(clippy::cast_possible_truncation, reason = "nodes and lines are counted before")]
fn id(position: usize) -> u32 {
    position as u32
}

/// The nearest pixel.
#[expect(clippy::cast_possible_truncation, reason = "casting from float saturates")]
fn pixel(position: f64) -> i32 {
    position.round() as i32
}

/// Puts a value at a place; a place that is not there stays so.
fn set<T>(list: &mut [T], place: u32, value: T) {
    if let Some(entry) = list.get_mut(place as usize) {
        *entry = value;
    }
}

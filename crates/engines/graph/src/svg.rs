//! A layout as SVG, in pieces.
//!
//! Looks come from classes (the content policy forbids inline styles); only a picture that is to stand alone carries a
//! style sheet. Nodes are links in reading order, lines are hidden from people who listen: each node says in words how
//! many relations it has. Scripts find nodes by `data-id` and walk by `data-out` and `data-in`, which list positions
//! (`data-node`) of neighbours. All texts are escaped; addresses other than of this origin or the web are not written.

mod escape;
mod line;
mod node;
mod style;

use std::fmt::Write as _;

use crate::drawing::Drawing;
use crate::layout::Layout;
use crate::query::Curve;
pub(crate) use escape::is_safe_address;
use escape::text;
pub use line::write_path;

/// A piece is sent once it is about this long, in bytes.
const PIECE: usize = 16 * 1024;

/// How the picture is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    pub curve: Curve,
    /// Stands before ids, so that two pictures fit on a page. Letters, digits and `-`; others are left out.
    pub id: String,
    /// For a file of its own: with a style sheet in which each of these classes has its hue, in degrees.
    pub standalone: Option<Vec<(String, u16)>>,
}

/// The picture, piece by piece.
#[derive(Debug)]
pub struct Pieces {
    drawing: Drawing,
    layout: Layout,
    options: Options,
    neighbours: node::Neighbours,
    next: Step,
}

/// What is written next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Head,
    Line(usize),
    Label(usize),
    Node(usize),
    Done,
}

/// The layout must be that of the drawing; what one lacks is not drawn.
pub fn pieces(drawing: Drawing, layout: Layout, mut options: Options) -> Pieces {
    options.id.retain(|character| character.is_ascii_alphanumeric() || character == '-');
    let neighbours = node::Neighbours::new(&drawing);
    Pieces { drawing, layout, options, neighbours, next: Step::Head }
}

/// The whole picture.
pub fn svg(drawing: Drawing, layout: Layout, options: Options) -> String {
    pieces(drawing, layout, options).collect()
}

impl Iterator for Pieces {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let mut piece = String::new();
        while piece.len() < PIECE && self.next != Step::Done {
            self.next = self.write(&mut piece);
        }
        (!piece.is_empty()).then_some(piece)
    }
}

impl Pieces {
    /// Writes one step; answers the one after it.
    fn write(&self, out: &mut String) -> Step {
        match self.next {
            Step::Head => {
                self.write_head(out);
                out.push_str("<g class=\"graph-lines\" aria-hidden=\"true\">");
                Step::Line(0)
            }
            Step::Line(index) => self.write_line(out, index),
            Step::Label(index) => self.write_label(out, index),
            Step::Node(index) => self.write_node(out, index),
            Step::Done => Step::Done,
        }
    }

    fn write_line(&self, out: &mut String, index: usize) -> Step {
        let Some((edge, line)) = self.drawing.edges.get(index).zip(self.layout.lines.get(index)) else {
            out.push_str("</g><g class=\"graph-labels\" aria-hidden=\"true\">");
            return Step::Label(0);
        };
        line::write(out, edge, line, self.layout.direction, &self.options);
        Step::Line(index + 1)
    }

    fn write_label(&self, out: &mut String, index: usize) -> Step {
        let Some((edge, line)) = self.drawing.edges.get(index).zip(self.layout.lines.get(index)) else {
            out.push_str("</g><g class=\"graph-nodes\">");
            return Step::Node(0);
        };
        line::write_label(out, edge, line);
        Step::Label(index + 1)
    }

    fn write_node(&self, out: &mut String, index: usize) -> Step {
        let Some((node, place)) = self.drawing.nodes.get(index).zip(self.layout.places.get(index)) else {
            out.push_str("</g></svg>");
            return Step::Done;
        };
        let ends = self.neighbours.of(index);
        node::write(out, (index, node), place, &ends, self.options.standalone.is_some());
        Step::Node(index + 1)
    }

    fn write_head(&self, out: &mut String) {
        let (width, height) = (self.layout.width.max(1), self.layout.height.max(1));
        let namespace =
            if self.options.standalone.is_some() { " xmlns=\"http://www.w3.org/2000/svg\"" } else { "" };
        put(
            out,
            format_args!(
                "<svg{namespace} class=\"graph\" data-direction=\"{}\" width=\"{width}\" height=\"{height}\" \
                 viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"",
                self.layout.direction.name()
            ),
        );
        text(out, &self.drawing.title);
        out.push_str("\">");
        if let Some(hues) = &self.options.standalone {
            style::write(out, hues);
        }
        put(
            out,
            format_args!(
                "<defs><marker id=\"{}arrow\" class=\"graph-arrow\" viewBox=\"0 0 8 8\" refX=\"7.5\" refY=\"4\" \
                 markerWidth=\"8\" markerHeight=\"8\" markerUnits=\"userSpaceOnUse\" orient=\"auto-start-reverse\">\
                 <path d=\"M0 .5 8 4 0 7.500z\"/></marker></defs>",
                self.options.id
            ),
        );
    }
}

/// Writing to a text cannot fail.
fn put(out: &mut String, what: std::fmt::Arguments<'_>) {
    let _ = out.write_fmt(what);
}

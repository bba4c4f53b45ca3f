//! The shape of what is still on its way, of the size that it will have, so that nothing jumps when it arrives. For parts
//! that a script fills; a page's own content is in its first answer.

use maud::{Markup, html};

/// What is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Lines of text.
    Lines(usize),
    /// Rows with a mark and a name.
    Rows(usize),
    /// A picture, a chart, a graph.
    Block,
}

/// Renders the shape. `label` is what people who listen are told, for example `Loading the log`.
pub fn skeleton(label: &str, shape: Shape) -> Markup {
    html! {
        div.skeleton role="status" {
            span.unseen { (label) }
            @match shape {
                Shape::Lines(number) => @for _ in 0..number { span.bone {} },
                Shape::Rows(number) => @for _ in 0..number { span.bone-row { span.bone.round {} span.bone {} } },
                Shape::Block => span.bone.block {},
            }
        }
    }
}

//! Diagrams written in Mermaid as SVG.
//!
//! A pure library: text in, picture out. It knows no files, clock, network or markdown, and runs no script. The language
//! is that of <https://mermaid.js.org/intro/syntax-reference.html>; the pictures are of its own making. Looks come from
//! classes (`diagram-box`, `diagram-line` ...), because content policies forbid inline styles and pages are light and
//! dark; a picture has no ids, so that any number of them fits on a page.
//!
//! - [`source`] takes the text apart into statements
//! - [`flowchart`], [`state`], [`class`] and [`relation`] read their statements as boxes and lines, a [`chart`], which
//!   [`place`] lays out and [`picture`] writes
//! - [`sequence`] and [`pie`] have pictures of their own

mod chart;
mod class;
mod flowchart;
mod label;
mod picture;
mod pie;
mod place;
mod relation;
mod sequence;
mod source;
mod state;
mod write;

use source::Source;

/// A picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// One `svg` element with an accessible name. It links nowhere and has no script, style or id.
    pub svg: String,
    /// In pixels.
    pub width: i32,
}

/// Why there is no picture.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// The line within the text, from 1.
    pub line: usize,
    /// What was found and what was expected.
    pub message: String,
}

impl Problem {
    pub(crate) fn new(line: usize, message: impl Into<String>) -> Self {
        Self { line, message: message.into() }
    }
}

/// Longest text in bytes, and most boxes and lines, that are drawn.
const MOST_BYTES: usize = 100_000;
const MOST_BOXES: usize = 500;
const MOST_LINES: usize = 1_000;

/// Draws a diagram. An error names the line; whoever calls shows the text instead.
pub fn draw(text: &str) -> Result<Drawn, Problem> {
    if text.len() > MOST_BYTES {
        return Err(Problem::new(1, format!("the diagram is longer than {MOST_BYTES} bytes")));
    }
    let source = Source::read(text)?;
    let (svg, width) = match source.kind {
        "graph" | "flowchart" | "flowchart-elk" => picture::write(&source, &flowchart::read(&source)?)?,
        "stateDiagram" | "stateDiagram-v2" => picture::write(&source, &state::read(&source)?)?,
        "classDiagram" | "classDiagram-v2" => picture::write(&source, &class::read(&source)?)?,
        "erDiagram" => picture::write(&source, &relation::read(&source)?)?,
        "sequenceDiagram" => sequence::draw(&source)?,
        "pie" => pie::draw(&source)?,
        other => {
            let other: String = other.chars().take(40).collect();
            let message = format!(
                "diagrams of the type `{other}` are not drawn; flowchart, sequenceDiagram, stateDiagram-v2, \
                 classDiagram, erDiagram and pie are"
            );
            return Err(Problem::new(source.line, message));
        }
    };
    Ok(Drawn { svg, width })
}

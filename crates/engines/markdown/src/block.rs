//! The block stage: text into a tree of paragraphs, lists, tables and so on.
//!
//! Follows the model of Python-Markdown: text is split on blank lines, and for each piece the kinds of block are
//! asked in a fixed order. A kind may take part of a piece and put the rest back, and it reads what it contains
//! by starting over with itself as the parent.

mod abbreviation;
mod code;
mod contained;
mod container;
mod definition;
mod footnote;
mod heading;
mod html;
mod list;
mod list_indent;
mod math;
mod paragraph;
mod piece;
mod quote;
mod reference;
mod rule;
mod table;
mod table_row;
mod tabs;

use std::collections::VecDeque;

use crate::element::Element;
use crate::extensions::Feature;
use crate::work::Work;

pub(crate) use piece::Piece;

/// What the parser is in the middle of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    List,
    LooseList,
    Detabbed,
    Quote,
}

/// Pieces that wait, the next one first.
type Pieces<'t> = VecDeque<Piece<'t>>;

/// Reads blocks.
pub(crate) struct BlockParser<'w, 's> {
    work: &'w mut Work<'s>,
    state: Vec<State>,
    depth: usize,
}

/// Reads a whole text into the children of a new `div`.
pub(crate) fn parse(text: &str, work: &mut Work<'_>) -> Element {
    let mut root = Element::new("div");
    parse_into(text, &mut root, work);
    root
}

/// Reads a text into more children of an element.
pub(crate) fn parse_into(text: &str, parent: &mut Element, work: &mut Work<'_>) {
    let mut parser = BlockParser { work, state: Vec::new(), depth: 0 };
    parser.parse_chunk(parent, text);
}

impl BlockParser<'_, '_> {
    fn is_in(&self, state: State) -> bool {
        self.state.last() == Some(&state)
    }

    fn has(&self, feature: Feature) -> bool {
        self.work.extensions.has(feature)
    }

    /// Reads text that may hold several pieces.
    fn parse_chunk(&mut self, parent: &mut Element, text: &str) {
        self.parse_pieces(parent, text.split("\n\n").map(Piece::from).collect());
    }

    /// Reads text as one piece.
    fn parse_piece(&mut self, parent: &mut Element, text: &str) {
        self.parse_pieces(parent, Pieces::from([Piece::from(text)]));
    }

    fn parse_pieces(&mut self, parent: &mut Element, mut pieces: Pieces<'_>) {
        if self.depth >= self.work.limits.depth {
            self.work.cut("the page is nested too deeply: what is deeper is shown as text");
            while let Some(piece) = pieces.pop_front() {
                paragraph::run(self, parent, &piece);
            }
            return;
        }
        self.depth += 1;
        while !pieces.is_empty() {
            if self.work.add_node() {
                self.step(parent, &mut pieces);
            } else if let Some(piece) = pieces.pop_front() {
                paragraph::run(self, parent, &piece);
            }
        }
        self.depth -= 1;
    }

    /// Lets the first kind of block that fits take something. Each `run` says whether it did.
    fn step(&mut self, parent: &mut Element, pieces: &mut Pieces<'_>) {
        let taken = (self.has(Feature::Admonitions) && container::run_admonition(self, parent, pieces))
            || (self.has(Feature::Details) && container::run_details(self, parent, pieces))
            || (self.has(Feature::Tabs) && tabs::run(self, parent, pieces))
            || html::run(self, parent, pieces)
            || paragraph::run_empty(parent, pieces)
            || list_indent::run(self, parent, pieces, &list_indent::LISTS)
            || (self.has(Feature::Definitions)
                && list_indent::run(self, parent, pieces, &list_indent::DEFINITIONS))
            || code::run(self, parent, pieces)
            || (self.has(Feature::Math) && math::run(self, parent, pieces))
            || (self.has(Feature::Tables) && table::run(self, parent, pieces))
            || heading::run_hash(self, parent, pieces)
            || heading::run_underlined(parent, pieces)
            || rule::run(self, parent, pieces)
            || list::run(self, parent, pieces)
            || (self.has(Feature::Definitions) && definition::run(self, parent, pieces))
            || quote::run(self, parent, pieces)
            || (self.has(Feature::Footnotes) && footnote::run(self, pieces))
            || (self.has(Feature::Abbreviations) && abbreviation::run(self, pieces))
            || reference::run(self, pieces);
        if !taken && let Some(piece) = pieces.pop_front() {
            paragraph::run(self, parent, &piece);
        }
    }
}

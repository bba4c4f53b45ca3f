//! What is known of a page while it is rendered, shared by all stages.

use std::collections::HashMap;

use crate::extensions::Extensions;
use crate::limits::Limits;
use crate::page::Warning;
use crate::stash::Stash;

/// Where a reference (`[name]: url "title"`) leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub url: String,
    pub title: Option<String>,
}

/// A footnote's text, and how often it was referred to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Footnote {
    pub id: String,
    pub text: String,
    pub references: usize,
}

/// The state of one rendering.
#[derive(Debug)]
pub(crate) struct Work<'s> {
    pub extensions: &'s Extensions,
    pub limits: &'s Limits,
    pub stash: Stash,
    pub references: HashMap<String, Reference>,
    /// In the order of their definitions.
    pub footnotes: Vec<Footnote>,
    pub footnote_index: HashMap<String, usize>,
    /// Footnotes by the order of the first reference to each.
    pub footnote_order: indexmap::IndexSet<usize>,
    /// From an abbreviation to what it stands for.
    pub abbreviations: HashMap<String, String>,
    /// The source of fenced blocks by their stash index, in case they stand in an indented code block.
    pub fences: HashMap<usize, FenceSource>,
    pub tab_sets: usize,
    pub code_blocks: usize,
    pub warnings: Vec<Warning>,
    pub faults: Vec<Fault>,
    /// Bytes that pictures of diagrams may still take.
    pub pictures: usize,
    /// Steps left for searches whose cost grows faster than the text. When they are spent, markup stays text.
    pub steps: usize,
    /// Nodes left.
    pub nodes: usize,
    was_cut: bool,
}

/// A fenced block as it was written.
#[derive(Debug, Clone)]
pub(crate) struct FenceSource {
    pub text: String,
    /// Columns of white space and quote signs before it.
    pub indent: usize,
}

/// What is wrong with a diagram.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// The line before the diagram, and its lines up to the wrong one, without white space around them.
    pub opening: String,
    pub lines: Vec<String>,
    pub message: String,
}

/// Bytes that the pictures of diagrams of a page may take.
const PICTURES: usize = 4 << 20;

/// Steps for each byte of a page, and at least.
const STEPS_PER_BYTE: usize = 12;
const STEPS: usize = 1 << 20;

impl<'s> Work<'s> {
    pub(crate) fn new(extensions: &'s Extensions, limits: &'s Limits, bytes: usize) -> Self {
        Work {
            extensions,
            limits,
            stash: Stash::default(),
            references: HashMap::new(),
            footnotes: Vec::new(),
            footnote_index: HashMap::new(),
            footnote_order: indexmap::IndexSet::new(),
            abbreviations: HashMap::new(),
            fences: HashMap::new(),
            tab_sets: 0,
            code_blocks: 0,
            warnings: Vec::new(),
            faults: Vec::new(),
            pictures: PICTURES,
            steps: bytes.saturating_mul(STEPS_PER_BYTE).saturating_add(STEPS),
            nodes: limits.nodes,
            was_cut: false,
        }
    }

    /// Takes `count` steps from the budget. False when it is spent: the caller gives up its search.
    pub(crate) fn spend(&mut self, count: usize) -> bool {
        if self.steps >= count {
            self.steps -= count;
            return true;
        }
        self.steps = 0;
        self.cut("the page is too complex: some markup is shown as text");
        false
    }

    /// Takes one node from the budget.
    pub(crate) fn add_node(&mut self) -> bool {
        if self.nodes == 0 {
            self.cut("the page has too many elements: some markup is shown as text");
            return false;
        }
        self.nodes -= 1;
        true
    }

    /// Says once that something was left out.
    pub(crate) fn cut(&mut self, message: &str) {
        if !self.was_cut {
            self.was_cut = true;
            self.warn(None, message.to_owned());
        }
    }

    pub(crate) fn warn(&mut self, line: Option<usize>, message: String) {
        self.warnings.push(Warning { line, message });
    }
}

//! Boxes, frames around them and lines between them: what flowcharts, states, classes and entities have in common.
//! Knows no language and no place.

use std::collections::HashMap;

use graph::query::Direction;

use crate::label::Label;
use crate::source::Statement;
use crate::{MOST_BOXES, MOST_LINES, Problem};

/// What a box looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Shape {
    #[default]
    Rectangle,
    Round,
    Stadium,
    Subroutine,
    Cylinder,
    Circle,
    DoubleCircle,
    Diamond,
    Hexagon,
    LeanRight,
    LeanLeft,
    Trapezoid,
    TrapezoidTurned,
    Flag,
    /// Compartments below one another: a class or an entity.
    Compartments,
    /// A note, which is no node.
    Note,
    /// The begin and the end of states, and where they part and join.
    Start,
    End,
    Bar,
}

/// Colours that an author chose, as `#rrggbb`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Paint {
    pub(crate) fill: Option<[u8; 3]>,
    pub(crate) stroke: Option<[u8; 3]>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Node {
    pub(crate) label: Label,
    pub(crate) shape: Shape,
    /// What stands below the label, in compartments.
    pub(crate) parts: Vec<Vec<String>>,
    /// The frame that it is in.
    pub(crate) group: Option<usize>,
    pub(crate) paint: Paint,
}

/// A frame around nodes and other frames.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Group {
    pub(crate) label: Label,
    pub(crate) parent: Option<usize>,
    pub(crate) direction: Option<Direction>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Node(usize),
    Group(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stroke {
    #[default]
    Plain,
    Thick,
    Dotted,
    /// It takes part in the layout only.
    Hidden,
}

/// What is at an end of a line. Those behind the cross are longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) enum Tip {
    #[default]
    None,
    Arrow,
    Circle,
    Cross,
    /// Inheritance.
    Triangle,
    /// Composition and aggregation.
    Diamond,
    HollowDiamond,
    /// How many there may be of an entity.
    One,
    ZeroOrOne,
    OneOrMore,
    ZeroOrMore,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Edge {
    pub(crate) from: End,
    pub(crate) to: End,
    pub(crate) label: Label,
    pub(crate) stroke: Stroke,
    /// At its beginning and its end.
    pub(crate) tips: [Tip; 2],
    /// Texts beside its beginning and its end.
    pub(crate) counts: [Label; 2],
    /// The line of the text.
    pub(crate) line: usize,
}

impl Edge {
    pub(crate) fn new(from: End, to: End, line: usize) -> Self {
        Self {
            from,
            to,
            label: Label::default(),
            stroke: Stroke::Plain,
            tips: [Tip::None, Tip::Arrow],
            counts: [Label::default(), Label::default()],
            line,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Chart {
    /// For people who listen, such as `Flowchart`.
    pub(crate) kind: &'static str,
    pub(crate) direction: Option<Direction>,
    pub(crate) nodes: Vec<Node>,
    pub(crate) groups: Vec<Group>,
    pub(crate) edges: Vec<Edge>,
    ends: HashMap<String, End>,
}

impl Chart {
    pub(crate) fn new(kind: &'static str) -> Self {
        Self { kind, ..Self::default() }
    }

    /// The end with that name, when there is one.
    pub(crate) fn find(&self, id: &str) -> Option<End> {
        self.ends.get(id).copied()
    }

    /// The end with that name; a node in `group` is made when there is none.
    pub(crate) fn end(&mut self, id: &str, group: Option<usize>, at: &Statement<'_>) -> Result<End, Problem> {
        if let Some(end) = self.find(id) {
            return Ok(end);
        }
        let end = self.add(Node { label: Label::new(id), group, ..Node::default() }, at)?;
        self.ends.insert(id.to_owned(), end);
        Ok(end)
    }

    /// The node with that name, made when there is none. A frame is none.
    pub(crate) fn node(
        &mut self,
        id: &str,
        group: Option<usize>,
        at: &Statement<'_>,
    ) -> Result<Option<&mut Node>, Problem> {
        match self.end(id, group, at)? {
            End::Node(node) => Ok(self.nodes.get_mut(node)),
            End::Group(_) => Ok(None),
        }
    }

    /// Adds a node without a name.
    pub(crate) fn add(&mut self, node: Node, at: &Statement<'_>) -> Result<End, Problem> {
        if self.nodes.len() + self.groups.len() >= MOST_BOXES {
            return Err(at.problem(format!("more than {MOST_BOXES} boxes are not drawn")));
        }
        self.nodes.push(node);
        Ok(End::Node(self.nodes.len() - 1))
    }

    /// Adds a frame. A node that had its name before is it from now on.
    pub(crate) fn open(&mut self, id: &str, group: Group, at: &Statement<'_>) -> Result<usize, Problem> {
        let mut depth = 0;
        let mut parent = group.parent;
        while let Some(above) = parent {
            depth += 1;
            parent = self.groups.get(above).and_then(|above| above.parent);
        }
        if depth >= MOST_DEPTH {
            return Err(at.problem(format!("frames that are nested deeper than {MOST_DEPTH} are not drawn")));
        }
        if self.nodes.len() + self.groups.len() >= MOST_BOXES {
            return Err(at.problem(format!("more than {MOST_BOXES} boxes are not drawn")));
        }
        self.groups.push(group);
        let new = self.groups.len() - 1;
        if let Some(End::Node(old)) = self.ends.insert(id.to_owned(), End::Group(new)) {
            self.replace(old, new);
        }
        Ok(new)
    }

    /// Lines of a node lead to a frame instead; the node is gone.
    fn replace(&mut self, node: usize, group: usize) {
        let renamed = |end: End| match end {
            End::Node(other) if other == node => End::Group(group),
            End::Node(other) if other > node => End::Node(other - 1),
            other => other,
        };
        self.nodes.remove(node);
        for edge in &mut self.edges {
            (edge.from, edge.to) = (renamed(edge.from), renamed(edge.to));
        }
        for end in self.ends.values_mut() {
            *end = renamed(*end);
        }
    }

    pub(crate) fn connect(&mut self, edge: Edge) -> Result<(), Problem> {
        if self.edges.len() >= MOST_LINES {
            return Err(Problem::new(edge.line, format!("more than {MOST_LINES} lines are not drawn")));
        }
        self.edges.push(edge);
        Ok(())
    }
}

/// Deepest nesting of frames.
const MOST_DEPTH: usize = 12;

/// `TB`, `TD`, `BT`, `LR` or `RL`.
pub(crate) fn direction(word: &str) -> Option<Direction> {
    Some(match word {
        "TB" | "TD" | "v" => Direction::TopBottom,
        "BT" | "^" => Direction::BottomTop,
        "LR" | ">" => Direction::LeftRight,
        "RL" | "<" => Direction::RightLeft,
        _ => return None,
    })
}

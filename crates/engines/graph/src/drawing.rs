//! What is to be drawn: boxes with texts and lines between them, as the caller lists them.
//!
//! Knows nothing of entities. All texts may be hostile: whoever writes them escapes them.

/// A box.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Node {
    /// What scripts know the node by, such as an entity ref.
    pub id: String,
    /// The first line.
    pub label: String,
    /// The second line, smaller: kind, type, namespace. No second line if empty.
    pub detail: String,
    /// Where it leads. Addresses other than of this origin or of the web are not written.
    pub href: Option<String>,
    /// A class that gives the colour, such as `hue-component`.
    pub hue: String,
    /// The id of an SVG `symbol` on the page; without one a dot is drawn.
    pub symbol: Option<String>,
    /// A root of what is shown.
    pub is_focus: bool,
    /// It is named by others, but is not there.
    pub is_missing: bool,
    /// How many neighbours are not drawn, and where one sees them.
    pub more: u32,
    pub more_href: Option<String>,
    /// Width and height in pixels, if the caller draws the box. Otherwise its texts need so much as they need.
    pub size: Option<(u16, u16)>,
}

/// A line from one node to another, by their positions among the nodes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Edge {
    pub from: u32,
    pub to: u32,
    /// Names of the relations, joined by the caller; no label if empty.
    pub label: String,
    /// A further class, such as `path` for a line that is to stand out.
    pub class: String,
}

/// Boxes and lines in the order in which they are preferred when there is a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawing {
    /// What the whole shows, for people who listen.
    pub title: String,
    pub nodes: Vec<Node>,
    pub edges: Vec<Edge>,
}

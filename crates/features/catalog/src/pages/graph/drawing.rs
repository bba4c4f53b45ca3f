//! What is related to what, as the engine draws it.

use graph::drawing::{Drawing, Edge, Node};
use ui::kind::{self, EntityLink};

use crate::entities::graph::{Line, Picture, PictureNode};
use crate::pages::titles::Titles;
use crate::pages::view::relations::title;
use crate::pages::words::kind_name;

/// The colours of kinds in a picture that stands alone, in degrees, near to those of the pages.
const HUES: [(&str, u16); 11] = [
    ("hue-component", 225),
    ("hue-api", 185),
    ("hue-system", 265),
    ("hue-domain", 330),
    ("hue-resource", 40),
    ("hue-group", 145),
    ("hue-user", 205),
    ("hue-template", 15),
    ("hue-location", 75),
    ("hue-airesource", 300),
    ("hue-other", 220),
];

pub(super) fn hues() -> Vec<(String, u16)> {
    HUES.iter().map(|(name, hue)| ((*name).to_owned(), *hue)).collect()
}

/// Nodes under the names that `titles` knows; `href` says where each leads.
pub(super) fn drawing(
    picture: &Picture,
    titles: &Titles,
    name: &str,
    href: impl Fn(&PictureNode, &EntityLink) -> Option<String>,
) -> Drawing {
    let mut nodes = Vec::with_capacity(picture.nodes.len());
    for node in &picture.nodes {
        let link = titles.link(&node.reference);
        nodes.push(Node {
            href: href(node, &link),
            hue: kind::hue(&link.kind).to_owned(),
            symbol: Some(format!("icon-{}", kind::symbol(&link.kind).name())),
            detail: kind_name(&link.kind),
            id: link.reference,
            label: link.label,
            is_focus: node.distance == 0,
            more: node.more,
            ..Node::default()
        });
    }
    let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
    let edge = |line: &Line| Edge {
        from: place(line.from),
        to: place(line.to),
        label: words(line),
        ..Edge::default()
    };
    Drawing { title: name.to_owned(), edges: picture.lines.iter().map(edge).collect(), nodes }
}

/// The relations of a line for people.
pub(super) fn words(line: &Line) -> String {
    let words: Vec<String> = line.relations.iter().map(|relation| title(relation)).collect();
    words.join(" / ")
}

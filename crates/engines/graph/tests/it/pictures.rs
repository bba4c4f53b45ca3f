//! Pictures are well-formed, inert and complete, whatever the texts.

use graph::drawing::{Drawing, Edge, Node};
use graph::layout::{Settings, lay_out};
use graph::mermaid::mermaid;
use graph::query::{Curve, Direction};
use graph::svg::{Options, pieces, svg};
use proptest::prelude::*;

use crate::layouts::any_drawing;

fn picture(drawing: &Drawing, options: Options) -> String {
    let layout = lay_out(drawing, &Settings::default()).unwrap();
    svg(drawing.clone(), layout, options)
}

/// Names of elements and attributes in order of appearance; fails on what is not well-formed.
fn elements(svg: &str) -> Vec<(String, Vec<(String, String)>)> {
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    let mut rest = svg;
    while let Some(at) = rest.find('<') {
        assert!(!rest[..at].contains('>'), "a stray bracket in {:?}", &rest[..at]);
        let end = at + rest[at..].find('>').expect("an open tag");
        let tag = &rest[at + 1..end];
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let closed = tag.strip_suffix('/');
        let tag = closed.unwrap_or(tag);
        let (name, mut attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let mut list = Vec::new();
        while let Some((attribute, value)) = attributes.trim_start().split_once("=\"") {
            let (value, more) = value.split_once('"').expect("a closed attribute");
            list.push((attribute.to_owned(), value.to_owned()));
            attributes = more;
        }
        assert!(attributes.trim().is_empty(), "{attributes:?} in {tag:?}");
        if closed.is_none() {
            open.push(name);
        }
        found.push((name.to_owned(), list));
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    found
}

fn count(svg: &str, class: &str) -> usize {
    let is = |value: &str| value.split(' ').next() == Some(class);
    elements(svg)
        .iter()
        .filter(|(_, list)| list.iter().any(|(name, value)| name == "class" && is(value)))
        .count()
}

const ATTRIBUTES: [&str; 34] = [
    "class",
    "id",
    "href",
    "d",
    "x",
    "y",
    "rx",
    "ry",
    "r",
    "cx",
    "cy",
    "width",
    "height",
    "viewBox",
    "role",
    "tabindex",
    "transform",
    "aria-label",
    "aria-hidden",
    "data-id",
    "data-node",
    "data-out",
    "data-in",
    "data-from",
    "data-to",
    "data-direction",
    "marker-end",
    "markerWidth",
    "markerHeight",
    "markerUnits",
    "orient",
    "refX",
    "refY",
    "unicode-bidi",
];

proptest! {
    #[test]
    fn pictures_are_well_formed_and_inert(mut drawing in any_drawing(), hostile in "\\PC{0,20}", step: bool) {
        for node in &mut drawing.nodes {
            node.id.clone_from(&hostile);
            node.hue.clone_from(&hostile);
            node.symbol = Some(hostile.clone());
            node.href = Some(hostile.clone());
            node.more_href = Some(format!("/{hostile}"));
        }
        let curve = if step { Curve::Step } else { Curve::Smooth };
        let written = picture(&drawing, Options { curve, id: hostile, standalone: None });
        for (element, attributes) in elements(&written) {
            prop_assert!(["svg", "defs", "marker", "path", "g", "a", "title", "rect", "use", "circle", "text"].contains(&element.as_str()), "{}", element);
            for (name, value) in attributes {
                prop_assert!(ATTRIBUTES.contains(&name.as_str()), "{}", name);
                prop_assert!(!(name == "href" && value.starts_with("javascript")));
            }
        }
        prop_assert_eq!(count(&written, "graph-node"), drawing.nodes.len());
        prop_assert_eq!(count(&written, "graph-line"), drawing.edges.len());
        let text = mermaid(&drawing, Direction::LeftRight);
        prop_assert!(text.lines().count() >= 3 + drawing.nodes.len() + drawing.edges.len());
        prop_assert!(!text.contains('<') || text.matches('<').count() == text.matches("<br/>").count());
    }
}

/// Two nodes and a line, with everything that a node can have.
fn sample() -> Drawing {
    let basket = Node {
        id: "component:default/basket".to_owned(),
        label: "Basket & <co>".to_owned(),
        detail: "component".to_owned(),
        href: Some("/catalog/default/component/basket".to_owned()),
        hue: "hue-component".to_owned(),
        symbol: Some("icon-component".to_owned()),
        is_focus: true,
        more: 12,
        more_href: Some("/catalog-graph?rootEntityRefs[]=a&maxDepth=2".to_owned()),
        ..Node::default()
    };
    let gone = Node {
        id: "api:default/gone".to_owned(),
        label: "gone".to_owned(),
        href: Some("javascript:alert(1)".to_owned()),
        is_missing: true,
        ..Node::default()
    };
    let edge = Edge { from: 0, to: 1, label: "consumesApi".to_owned(), class: "path".to_owned() };
    Drawing { title: "Relations of \"Basket\"".to_owned(), nodes: vec![basket, gone], edges: vec![edge] }
}

#[test]
fn a_picture_says_all_that_a_page_needs() {
    let written = picture(&sample(), Options { id: "g1-".to_owned(), ..Options::default() });
    for part in [
        "role=\"group\" aria-label=\"Relations of &quot;Basket&quot;\"",
        "<marker id=\"g1-arrow\"",
        "marker-end=\"url(#g1-arrow)\"",
        "<path class=\"graph-line path\" data-from=\"0\" data-to=\"1\"",
        "<title>consumesApi</title>",
        " class=\"graph-node hue-component focus\" data-node=\"0\" data-id=\"component:default/basket\" data-out=\"1\"",
        "href=\"/catalog/default/component/basket\"",
        "<title>Basket &amp; &lt;co&gt;\ncomponent\ncomponent:default/basket\n1 outgoing, 0 incoming</title>",
        "<use class=\"graph-mark\" href=\"#icon-component\"",
        "aria-label=\"12 more of Basket &amp; &lt;co&gt;\" href=\"/catalog-graph?rootEntityRefs[]=a&amp;maxDepth=2\"",
        ">+12</text>",
        " class=\"graph-node missing\" data-node=\"1\" data-id=\"api:default/gone\" data-in=\"0\" role=\"img\" tabindex=\"0\"",
        "<title>gone\napi:default/gone\nnot in the catalog\n0 outgoing, 1 incoming</title>",
    ] {
        assert!(written.contains(part), "{part} is not in {written}");
    }
    assert!(!written.contains("javascript") && !written.contains("style"));
}

#[test]
fn a_file_of_its_own_carries_its_looks() {
    let hues = vec![("hue-component".to_owned(), 262), ("bad} *{".to_owned(), 1)];
    let written = picture(&sample(), Options { standalone: Some(hues), ..Options::default() });
    assert!(written.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "));
    assert!(written.contains(".hue-component .graph-dot{fill:hsl(262,60%,52%)}"));
    assert!(!written.contains("bad}") && !written.contains("<use"));
}

#[test]
fn pieces_make_the_whole() {
    let labels: Vec<String> = (0..2_000).map(|number| format!("n{number}")).collect();
    let ends: Vec<(u32, u32)> = (1..2_000).map(|node| (node / 2, node)).collect();
    let drawing = crate::layouts::drawing(&labels, &ends, "partOf");
    let layout = lay_out(&drawing, &Settings::default()).unwrap();
    let all: Vec<String> = pieces(drawing.clone(), layout.clone(), Options::default()).collect();
    assert!(all.len() > 10);
    assert!(all.iter().all(|piece| piece.len() < 32 * 1024));
    assert_eq!(all.concat(), svg(drawing, layout, Options::default()));
    elements(&all.concat());
}

//! A drawing as Mermaid flowchart text, for READMEs and wikis.
//!
//! Knows the drawing, not its layout: Mermaid makes its own. Names cannot break out: whatever could mean something to
//! Mermaid or HTML is written as a character code.

use std::fmt::Write as _;

use crate::drawing::{Drawing, Node};
use crate::query::Direction;
use crate::svg::is_safe_address;

/// The whole text. Nodes are called by their positions, because ids may hold anything.
pub fn mermaid(drawing: &Drawing, direction: Direction) -> String {
    let mut out = String::new();
    out.push_str("flowchart ");
    out.push_str(direction.name());
    out.push('\n');
    for (position, node) in drawing.nodes.iter().enumerate() {
        write_node(&mut out, position, node);
    }
    let nodes = drawing.nodes.len();
    for edge in &drawing.edges {
        if edge.from as usize >= nodes || edge.to as usize >= nodes {
            continue;
        }
        put(&mut out, "  n", edge.from as usize);
        if edge.label.is_empty() {
            out.push_str(" -->");
        } else {
            out.push_str(" -->|\"");
            escape(&mut out, &edge.label);
            out.push_str("\"|");
        }
        put(&mut out, " n", edge.to as usize);
        out.push('\n');
    }
    for (position, node) in drawing.nodes.iter().enumerate() {
        if let Some(href) = node.href.as_deref().filter(|href| is_safe_address(href)) {
            put(&mut out, "  click n", position);
            out.push_str(" href \"");
            out.push_str(&encode_address(href));
            out.push_str("\"\n");
        }
    }
    out.push_str("  classDef focus stroke-width:3px\n  classDef missing stroke-dasharray:4 3\n");
    out
}

fn write_node(out: &mut String, position: usize, node: &Node) {
    put(out, "  n", position);
    out.push_str("[\"");
    escape(out, &node.label);
    if !node.detail.is_empty() {
        out.push_str("<br/>");
        escape(out, &node.detail);
    }
    out.push_str("\"]");
    if node.is_missing {
        out.push_str(":::missing");
    } else if node.is_focus {
        out.push_str(":::focus");
    }
    out.push('\n');
}

fn put(out: &mut String, before: &str, number: usize) {
    // Writing to a text cannot fail.
    let _ = write!(out, "{before}{number}");
}

fn escape(out: &mut String, text: &str) {
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        // "1. x" and "- x" would be lists.
        let is_bullet =
            "-.)".contains(character) && characters.peek().is_none_or(|next| next.is_whitespace());
        if (character.is_alphanumeric() || " -_.,/()".contains(character)) && !is_bullet {
            out.push(character);
        } else if character.is_control() {
            out.push(' ');
        } else {
            put(out, "#", character as usize);
            out.push(';');
        }
    }
}

/// Quotes, spaces and what is not ASCII as percent codes, so that an address stays one.
fn encode_address(href: &str) -> String {
    let mut out = String::new();
    for byte in href.bytes() {
        if byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::drawing::Edge;

    #[test]
    fn names_cannot_break_out() {
        let node = |label: &str, href: &str| Node {
            label: label.to_owned(),
            href: Some(href.to_owned()),
            ..Node::default()
        };
        let mut drawing = Drawing {
            nodes: vec![
                node("basket", "/catalog/default/component/basket"),
                node("\"]; click n0 call evil()\n<script>`#quot;", "javascript:alert(1)"),
            ],
            edges: vec![
                Edge { from: 0, to: 1, label: "owner|of \"x\"".to_owned(), ..Edge::default() },
                Edge { from: 1, to: 0, ..Edge::default() },
                Edge { from: 1, to: 9, ..Edge::default() },
            ],
            ..Drawing::default()
        };
        drawing.nodes[0].is_focus = true;
        drawing.nodes[0].detail = "1. API: grpc-web".to_owned();
        let expected = "flowchart TB\n  \
            n0[\"basket<br/>1#46; API#58; grpc-web\"]:::focus\n  \
            n1[\"#34;#93;#59; click n0 call evil(#41; #60;script#62;#96;#35;quot#59;\"]\n  \
            n0 -->|\"owner#124;of #34;x#34;\"| n1\n  \
            n1 --> n0\n  \
            click n0 href \"/catalog/default/component/basket\"\n  \
            classDef focus stroke-width:3px\n  classDef missing stroke-dasharray:4 3\n";
        assert_eq!(mermaid(&drawing, Direction::TopBottom), expected);
        assert_eq!(encode_address("/a b\"<\u{e9}"), "/a%20b%22%3C%C3%A9");
    }
}

//! Boxes: a link with the mark of its kind, one or two lines of text, and how many neighbours are not drawn.

use super::escape::{class, is_safe_address, text};
use super::line::put_class;
use super::put;
use crate::drawing::{Drawing, Node};
use crate::layout::Place;

/// The mark of the kind: its middle from the left edge, and half its size.
const MARK: i32 = 20;
const HALF_SYMBOL: i32 = 9;
/// Where texts begin.
const TEXT: i32 = 36;
/// From the right edge to the middle of the mark of what is not drawn.
const MORE: i32 = 22;

/// Whom each node is joined with, by position.
#[derive(Debug)]
pub(super) struct Neighbours {
    starts: [Vec<u32>; 2],
    lists: [Vec<u32>; 2],
}

/// Where lines from a node lead, and where lines to it come from.
pub(super) struct Ends<'a> {
    pub(super) after: &'a [u32],
    pub(super) before: &'a [u32],
}

impl Neighbours {
    pub(super) fn new(drawing: &Drawing) -> Self {
        let mut pairs: Vec<(u32, u32)> = drawing.edges.iter().map(|edge| (edge.from, edge.to)).collect();
        let (after_starts, after) = lists(&mut pairs, drawing.nodes.len());
        let mut pairs: Vec<(u32, u32)> = drawing.edges.iter().map(|edge| (edge.to, edge.from)).collect();
        let (before_starts, before) = lists(&mut pairs, drawing.nodes.len());
        Self { starts: [after_starts, before_starts], lists: [after, before] }
    }

    pub(super) fn of(&self, node: usize) -> Ends<'_> {
        let [after_starts, before_starts] = &self.starts;
        let [after, before] = &self.lists;
        Ends { after: list(after_starts, after, node), before: list(before_starts, before, node) }
    }
}

fn lists(pairs: &mut Vec<(u32, u32)>, nodes: usize) -> (Vec<u32>, Vec<u32>) {
    pairs.sort_unstable();
    pairs.dedup();
    let mut starts = vec![0; nodes + 1];
    for (node, _) in pairs.iter() {
        if let Some(count) = starts.get_mut(*node as usize + 1) {
            *count += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    (starts, pairs.iter().map(|(_, other)| *other).collect())
}

fn list<'a>(starts: &[u32], all: &'a [u32], node: usize) -> &'a [u32] {
    let at = |index: usize| starts.get(index).map_or(0, |start| *start as usize);
    all.get(at(node)..at(node + 1)).unwrap_or_default()
}

pub(super) fn write(
    out: &mut String,
    (index, node): (usize, &Node),
    place: &Place,
    ends: &Ends<'_>,
    is_standalone: bool,
) {
    let href = node.href.as_deref().filter(|href| is_safe_address(href));
    let element = if href.is_some() { "a" } else { "g" };
    put(out, format_args!("<{element} transform=\"translate({} {})\" class=\"graph-node", place.x, place.y));
    put_class(out, &node.hue);
    for (is_so, name) in [(node.is_focus, " focus"), (node.is_missing, " missing")] {
        out.push_str(if is_so { name } else { "" });
    }
    put(out, format_args!("\" data-node=\"{index}\" data-id=\""));
    text(out, &node.id);
    write_list(out, "\" data-out=\"", ends.after);
    write_list(out, "\" data-in=\"", ends.before);
    match href {
        Some(href) => {
            out.push_str("\" href=\"");
            text(out, href);
        }
        None => out.push_str("\" role=\"img\" tabindex=\"0"),
    }
    out.push_str("\"><title>");
    write_title(out, node, ends);
    let (width, height) = (place.width, place.height);
    put(
        out,
        format_args!("</title><rect class=\"graph-box\" width=\"{width}\" height=\"{height}\" rx=\"8\"/>"),
    );
    write_mark(out, node, height / 2, is_standalone);
    write_texts(out, place);
    put(out, format_args!("</{element}>"));
    write_more(out, node, place);
}

fn write_list(out: &mut String, name: &str, nodes: &[u32]) {
    if nodes.is_empty() {
        return;
    }
    out.push_str(name);
    for (place, node) in nodes.iter().enumerate() {
        put(out, format_args!("{}{node}", if place == 0 { "" } else { " " }));
    }
}

/// What is heard and what the pointer shows: the whole name, what it is, its state, and how many relations there are.
fn write_title(out: &mut String, node: &Node, ends: &Ends<'_>) {
    text(out, &node.label);
    for line in [&node.detail, &node.id] {
        if !line.is_empty() {
            out.push('\n');
            text(out, line);
        }
    }
    out.push_str(if node.is_missing { "\nnot in the catalog" } else { "" });
    put(out, format_args!("\n{} outgoing, {} incoming", ends.after.len(), ends.before.len()));
}

fn write_mark(out: &mut String, node: &Node, middle: i32, is_standalone: bool) {
    let symbol = node.symbol.as_deref().map(class).filter(|symbol| !symbol.is_empty() && !is_standalone);
    match symbol {
        Some(symbol) => {
            let (x, y, size) = (MARK - HALF_SYMBOL, middle - HALF_SYMBOL, 2 * HALF_SYMBOL);
            put(
                out,
                format_args!(
                    "<use class=\"graph-mark\" href=\"#{symbol}\" x=\"{x}\" y=\"{y}\" width=\"{size}\" height=\"{size}\"/>"
                ),
            );
        }
        None => put(out, format_args!("<circle class=\"graph-dot\" cx=\"{MARK}\" cy=\"{middle}\" r=\"5\"/>")),
    }
}

/// Each in a direction of its own, so that Hebrew beside Latin does not change what stands around it.
fn write_texts(out: &mut String, place: &Place) {
    let middle = place.height / 2;
    let has_detail = !place.detail.is_empty();
    let baseline = if has_detail { middle - 3 } else { middle + 5 };
    put(
        out,
        format_args!("<text class=\"graph-name\" x=\"{TEXT}\" y=\"{baseline}\" unicode-bidi=\"plaintext\">"),
    );
    text(out, &place.label);
    out.push_str("</text>");
    if has_detail {
        let baseline = middle + 13;
        put(
            out,
            format_args!(
                "<text class=\"graph-detail\" x=\"{TEXT}\" y=\"{baseline}\" unicode-bidi=\"plaintext\">"
            ),
        );
        text(out, &place.detail);
        out.push_str("</text>");
    }
}

/// A link of its own beside the node, because links do not nest.
fn write_more(out: &mut String, node: &Node, place: &Place) {
    if node.more == 0 {
        return;
    }
    let href = node.more_href.as_deref().filter(|href| is_safe_address(href));
    let element = if href.is_some() { "a" } else { "g" };
    put(out, format_args!("<{element} transform=\"translate({} {})\" ", place.x, place.y));
    put(out, format_args!("class=\"graph-more\" aria-label=\"{} more of ", node.more));
    text(out, &node.label);
    if let Some(href) = href {
        out.push_str("\" href=\"");
        text(out, href);
    } else {
        out.push_str("\" role=\"img");
    }
    let (x, y) = (place.width - MORE, place.height / 2);
    let shown = shorten(node.more);
    put(
        out,
        format_args!(
            "\"><rect x=\"{}\" y=\"{}\" width=\"32\" height=\"24\" rx=\"12\"/><text x=\"{x}\" y=\"{}\">{shown}</text></{element}>",
            x - 16,
            y - 12,
            y + 4
        ),
    );
}

/// Four characters at most.
fn shorten(count: u32) -> String {
    match count {
        0..=999 => format!("+{count}"),
        1_000..=99_999 => format!("+{}k", count / 1_000),
        _ => "many".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_stay_short() {
        let table = [(1, "+1"), (999, "+999"), (1_000, "+1k"), (99_999, "+99k"), (u32::MAX, "many")];
        for (count, expected) in table {
            assert_eq!(shorten(count), expected);
        }
    }
}

//! A node as it is written: its id, its shape with a text, and its class.

use crate::chart::Shape;

/// What was read of a node.
pub(super) struct Found<'t> {
    pub(super) id: &'t str,
    pub(super) label: Option<&'t str>,
    pub(super) shape: Option<Shape>,
    pub(super) class: Option<&'t str>,
    pub(super) rest: &'t str,
}

/// What opens a shape, what closes it, and which it is. Longer ones come first.
const SHAPES: [(&str, &str, Shape); 16] = [
    ("(((", ")))", Shape::DoubleCircle),
    ("((", "))", Shape::Circle),
    ("([", "])", Shape::Stadium),
    ("(-", "-)", Shape::Round),
    ("(", ")", Shape::Round),
    ("[[", "]]", Shape::Subroutine),
    ("[(", ")]", Shape::Cylinder),
    ("[|", "|]", Shape::Rectangle),
    ("[/", "/]", Shape::LeanRight),
    ("[/", "\\]", Shape::Trapezoid),
    ("[\\", "\\]", Shape::LeanLeft),
    ("[\\", "/]", Shape::TrapezoidTurned),
    ("[", "]", Shape::Rectangle),
    ("{{", "}}", Shape::Hexagon),
    ("{", "}", Shape::Diamond),
    (">", "]", Shape::Flag),
];

/// Reads the node that a text begins with.
pub(super) fn read(text: &str) -> Option<Found<'_>> {
    let end = id_end(text);
    if end == 0 {
        return None;
    }
    let (id, rest) = text.split_at(end);
    let mut found = Found { id, label: None, shape: None, class: None, rest };
    if let Some(body) = rest.strip_prefix("@{") {
        let end = body.find('}')?;
        found.label = value(&body[..end], "label:");
        found.shape = value(&body[..end], "shape:").and_then(named);
        found.rest = &body[end + 1..];
    } else if let Some((label, shape, behind)) = shaped(rest) {
        (found.label, found.shape, found.rest) = (Some(label), Some(shape), behind);
    }
    if let Some(class) = found.rest.strip_prefix(":::") {
        let end = class.find(|part: char| !part.is_alphanumeric() && part != '_').unwrap_or(class.len());
        found.class = Some(&class[..end]);
        found.rest = &class[end..];
    }
    Some(found)
}

/// Where an id ends: before a shape, a line, a class or white space.
fn id_end(text: &str) -> usize {
    for (at, character) in text.char_indices() {
        let rest = &text[at..];
        let is_over = character.is_whitespace()
            || matches!(
                character,
                '[' | '(' | '{' | '>' | '<' | '|' | '"' | ';' | '&' | '@' | '~' | ']' | ')' | '}'
            )
            || ["--", "==", "-.", ":::"].iter().any(|end| rest.starts_with(end));
        if is_over {
            return at;
        }
    }
    text.len()
}

/// The text within a shape, the shape, and what stands behind it.
fn shaped(text: &str) -> Option<(&str, Shape, &str)> {
    let (opening, _, _) = SHAPES.iter().find(|(opening, ..)| text.starts_with(opening))?;
    let body = &text[opening.len()..];
    let closings = SHAPES.iter().filter(|(other, ..)| other == opening);
    if let Some(quoted) = body.trim_start().strip_prefix('"') {
        let end = quoted.find('"')?;
        let behind = quoted[end + 1..].trim_start();
        let (closing, shape) = closings
            .map(|(_, closing, shape)| (closing, shape))
            .find(|(closing, _)| behind.starts_with(**closing))?;
        return Some((&quoted[..end], *shape, &behind[closing.len()..]));
    }
    let (end, closing, shape) = closings
        .filter_map(|(_, closing, shape)| Some((body.find(closing)?, closing, shape)))
        .min_by_key(|(end, ..)| *end)?;
    Some((&body[..end], *shape, &body[end + closing.len()..]))
}

/// The value of a key between braces.
fn value<'t>(body: &'t str, key: &str) -> Option<&'t str> {
    let rest = body[body.find(key)? + key.len()..].trim_start();
    if let Some(quoted) = rest.strip_prefix('"') {
        return quoted.split('"').next();
    }
    rest.split([',', '\n']).next().map(str::trim)
}

fn named(name: &str) -> Option<Shape> {
    Some(match name {
        "rounded" | "event" => Shape::Round,
        "stadium" | "terminal" | "pill" => Shape::Stadium,
        "fr-rect" | "subproc" | "subprocess" | "subroutine" | "framed-rectangle" => Shape::Subroutine,
        "cyl" | "cylinder" | "database" | "db" => Shape::Cylinder,
        "circle" | "circ" => Shape::Circle,
        "dbl-circ" | "double-circle" => Shape::DoubleCircle,
        "diam" | "diamond" | "decision" | "question" => Shape::Diamond,
        "hex" | "hexagon" | "prepare" => Shape::Hexagon,
        "lean-r" | "lean-right" | "in-out" => Shape::LeanRight,
        "lean-l" | "lean-left" | "out-in" => Shape::LeanLeft,
        "trap-b" | "trapezoid" | "priority" => Shape::Trapezoid,
        "trap-t" | "inv-trapezoid" | "manual" => Shape::TrapezoidTurned,
        "odd" => Shape::Flag,
        "rect" | "rectangle" | "process" | "proc" => Shape::Rectangle,
        _ => return None,
    })
}

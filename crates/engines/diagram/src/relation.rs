//! Entities and their relations, as <https://mermaid.js.org/syntax/entityRelationshipDiagram.html> describes them.

use graph::query::Direction;

use crate::Problem;
use crate::chart::{self, Chart, Edge, Shape, Stroke, Tip};
use crate::label::Label;
use crate::source::{Source, Statement};

/// Most attributes of an entity that are shown.
const MOST_ATTRIBUTES: usize = 100;

pub(crate) fn read(source: &Source<'_>) -> Result<Chart, Problem> {
    let mut chart = Chart::new("Entity relationship diagram");
    chart.direction = Some(Direction::TopBottom);
    let mut open: Option<String> = None;
    for at in &source.statements {
        let text = at.text.trim_end_matches(';').trim();
        if let Some(name) = &open {
            if text == "}" {
                open = None;
            } else {
                attribute(&mut chart, name, text, at)?;
            }
            continue;
        }
        let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        match word {
            "direction" => chart.direction = chart::direction(rest.trim()).or(chart.direction),
            "classDef" | "class" | "style" => {}
            _ => open = statement(&mut chart, text, at)?,
        }
    }
    Ok(chart)
}

/// Reads an entity or a relation. Returns the entity whose attributes follow.
fn statement(chart: &mut Chart, text: &str, at: &Statement<'_>) -> Result<Option<String>, Problem> {
    if let Some((head, body)) =
        text.split_once('{').filter(|(head, _)| !head.contains(['-', '.', '|']) || !is_relation(text))
    {
        let name = entity(chart, head.trim(), at)?;
        let body = body.trim();
        if body.is_empty() {
            return Ok(Some(name));
        }
        attribute(chart, &name, body.trim_end_matches('}').trim(), at)?;
        return Ok((!body.ends_with('}')).then_some(name));
    }
    let (relation, label) = text.split_once(':').unwrap_or((text, ""));
    let words = words(relation);
    match words[..] {
        [only] => {
            entity(chart, only, at)?;
        }
        [from, arrow, to] => {
            let Some((stroke, tips)) = arrow_of(arrow) else {
                return Err(at.unknown("a relation such as `A ||--o{ B : has`"));
            };
            let ends = [entity(chart, from, at)?, entity(chart, to, at)?];
            if let [Some(from), Some(to)] = ends.map(|name| chart.find(&name)) {
                let mut edge = Edge::new(from, to, at.line);
                (edge.stroke, edge.tips, edge.label) = (stroke, tips, Label::one_line(label));
                chart.connect(edge)?;
            }
        }
        _ => return Err(at.unknown("an entity, or a relation such as `A ||--o{ B : has`")),
    }
    Ok(None)
}

fn is_relation(text: &str) -> bool {
    words(text.split(':').next().unwrap_or(text)).get(1).is_some_and(|arrow| arrow_of(arrow).is_some())
}

/// Words apart by white space; a text in quotes is one.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && words.len() < 4 {
        let end = match rest.strip_prefix('"').and_then(|quoted| quoted.find('"')) {
            Some(end) => end + 2,
            None => rest.find([' ', '\t']).unwrap_or(rest.len()),
        };
        let (word, behind) = rest.split_at(end.max(1).min(rest.len()));
        words.push(word);
        rest = behind.trim_start();
    }
    words
}

/// `||--o{` and its like.
fn arrow_of(text: &str) -> Option<(Stroke, [Tip; 2])> {
    let (first, last, stroke) = match (text.split_once("--"), text.split_once("..")) {
        (Some((first, last)), _) => (first, last, Stroke::Plain),
        (None, Some((first, last))) => (first, last, Stroke::Dotted),
        (None, None) => return None,
    };
    let tip = |sign: &str| {
        Some(match sign {
            "||" => Tip::One,
            "|o" | "o|" => Tip::ZeroOrOne,
            "}|" | "|{" => Tip::OneOrMore,
            "}o" | "o{" => Tip::ZeroOrMore,
            _ => return None,
        })
    };
    Some((stroke, [tip(first)?, tip(last)?]))
}

/// The name of an entity, which is there from now on: `NAME`, `"a name"` or `id[Label]`.
fn entity(chart: &mut Chart, written: &str, at: &Statement<'_>) -> Result<String, Problem> {
    let written = written.split(":::").next().unwrap_or(written).trim();
    let (id, label) = match written.split_once('[') {
        Some((id, label)) => (id.trim(), label.trim_end_matches(']')),
        None => (written.trim_matches('"'), written),
    };
    if id.is_empty() || id.contains(['{', '}']) {
        return Err(at.unknown("the name of an entity"));
    }
    let is_new = chart.find(id).is_none();
    if let Some(node) = chart.node(id, None, at)?
        && (is_new || written.contains('['))
    {
        (node.shape, node.label) = (Shape::Compartments, Label::one_line(label));
    }
    Ok(id.to_owned())
}

/// `type name PK "comment"`.
fn attribute(chart: &mut Chart, entity: &str, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
    let lines = Label::one_line(text).lines;
    if let Some(node) = chart.node(entity, None, at)? {
        if node.parts.is_empty() {
            node.parts.push(Vec::new());
        }
        if let Some(part) = node.parts.first_mut()
            && part.len() < MOST_ATTRIBUTES
        {
            part.extend(lines);
        }
    }
    Ok(())
}

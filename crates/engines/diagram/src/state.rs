//! State diagrams, as <https://mermaid.js.org/syntax/stateDiagram.html> describes them.

use graph::query::Direction;

use crate::Problem;
use crate::chart::{self, Chart, Edge, End, Group, Node, Shape, Stroke, Tip};
use crate::label::Label;
use crate::source::{Source, Statement};

struct Reader {
    chart: Chart,
    open: Vec<usize>,
}

pub(crate) fn read(source: &Source<'_>) -> Result<Chart, Problem> {
    let mut chart = Chart::new("State diagram");
    chart.direction = Some(Direction::TopBottom);
    let mut reader = Reader { chart, open: Vec::new() };
    let mut statements = source.statements.iter();
    while let Some(at) = statements.next() {
        let text = at.text.trim_end_matches(';').trim();
        if let Some(place) = text.strip_prefix("note ") {
            let (place, note) = if let Some((place, note)) = place.split_once(':') {
                (place, note.to_owned())
            } else {
                let lines = statements.by_ref().map(|at| at.text).take_while(|text| *text != "end note");
                (place, lines.collect::<Vec<_>>().join("\n"))
            };
            reader.note(place, &note, at)?;
        } else {
            reader.statement(text, at)?;
        }
    }
    Ok(reader.chart)
}

impl Reader {
    fn scope(&self) -> Option<usize> {
        self.open.last().copied()
    }

    fn statement(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        match word {
            "}" => {
                if self.open.pop().is_none() {
                    return Err(at.problem("`}` without a `state .. {` before it"));
                }
            }
            // Parts that run side by side are drawn together.
            "--" | "classDef" | "class" | "style" | "hide" | "scale" | "click" => {}
            "direction" => {
                let direction = chart::direction(rest.trim());
                match self.scope().and_then(|open| self.chart.groups.get_mut(open)) {
                    Some(group) => group.direction = direction,
                    None => self.chart.direction = direction.or(self.chart.direction),
                }
            }
            "state" => self.declared(rest.trim(), at)?,
            _ if text.contains("-->") => self.transition(text, at)?,
            _ => {
                if let Some((id, label)) = text.split_once(':') {
                    self.name(id.trim(), label, at)?;
                } else if is_id(text) {
                    self.state(text, at)?;
                } else {
                    return Err(at.unknown("a state or a line such as `A --> B`"));
                }
            }
        }
        Ok(())
    }

    /// `state "Text" as id`, `state id <<fork>>`, `state id {`.
    fn declared(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let (text, opens) = match text.strip_suffix('{') {
            Some(text) => (text.trim(), true),
            None => (text, false),
        };
        let (id, label) = match text.strip_prefix('"').and_then(|text| text.split_once('"')) {
            Some((label, rest)) => (rest.trim().strip_prefix("as ").map_or(label, str::trim), label),
            None => (text, text),
        };
        if opens {
            let group = Group { label: Label::one_line(label), parent: self.scope(), direction: None };
            let new = self.chart.open(without_class(id), group, at)?;
            self.open.push(new);
            return Ok(());
        }
        if let Some((id, kind)) = id.split_once("<<") {
            let shape = match kind.trim_end_matches('>') {
                "choice" => Shape::Diamond,
                "fork" | "join" => Shape::Bar,
                _ => return Err(at.unknown("`<<choice>>`, `<<fork>>` or `<<join>>`")),
            };
            let scope = self.scope();
            if let Some(node) = self.chart.node(id.trim(), scope, at)? {
                (node.shape, node.label) = (shape, Label::default());
            }
            return Ok(());
        }
        if let Some((id, label)) = id.split_once(':') {
            return self.name(id.trim(), label, at);
        }
        self.name(id, label, at)
    }

    fn name(&mut self, id: &str, label: &str, at: &Statement<'_>) -> Result<(), Problem> {
        if let End::Node(node) = self.state(id, at)?
            && let Some(node) = self.chart.nodes.get_mut(node)
        {
            let more = Label::new(label);
            if node.label == Label::new(id) {
                node.label = more;
            } else {
                // A second text of a state stands below the first.
                node.label.lines.extend(more.lines);
                node.label.lines.truncate(12);
            }
        }
        Ok(())
    }

    fn state(&mut self, id: &str, at: &Statement<'_>) -> Result<End, Problem> {
        let (id, scope) = (without_class(id), self.scope());
        if !is_id(id) {
            return Err(
                at.problem(format!("`{}` is no name of a state", id.chars().take(40).collect::<String>()))
            );
        }
        let is_new = self.chart.find(id).is_none();
        let end = self.chart.end(id, scope, at)?;
        if let End::Node(node) = end
            && is_new
            && let Some(node) = self.chart.nodes.get_mut(node)
        {
            node.shape = Shape::Round;
        }
        Ok(end)
    }

    /// Where a scope begins or ends: one node for each.
    fn point(&mut self, shape: Shape, at: &Statement<'_>) -> Result<End, Problem> {
        let scope = self.scope();
        let id = format!("[*] {shape:?} {scope:?}");
        if let Some(node) = self.chart.node(&id, scope, at)? {
            (node.shape, node.label) = (shape, Label::default());
        }
        self.chart.end(&id, scope, at)
    }

    fn transition(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let Some((from, rest)) = text.split_once("-->") else { return Ok(()) };
        let (to, label) = split_label(rest);
        let from = match from.trim() {
            "[*]" => self.point(Shape::Start, at)?,
            id => self.state(id, at)?,
        };
        let to = match to.trim() {
            "[*]" => self.point(Shape::End, at)?,
            id => self.state(id, at)?,
        };
        let mut edge = Edge::new(from, to, at.line);
        edge.label = Label::one_line(label);
        self.chart.connect(edge)
    }

    /// A note is a box beside its state.
    fn note(&mut self, place: &str, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let id = place.trim().strip_prefix("right of ").or_else(|| place.trim().strip_prefix("left of "));
        let Some(id) = id else { return Err(at.unknown("`note right of` or `note left of` a state")) };
        let (state, group) = (self.state(id.trim(), at)?, self.scope());
        let note = Node { label: Label::new(text), shape: Shape::Note, group, ..Node::default() };
        let note = self.chart.add(note, at)?;
        let mut edge = Edge::new(state, note, at.line);
        (edge.stroke, edge.tips) = (Stroke::Dotted, [Tip::None, Tip::None]);
        self.chart.connect(edge)
    }
}

/// A text behind a single colon. Classes (`:::`) are none.
fn split_label(text: &str) -> (&str, &str) {
    let mut at = 0;
    while let Some(found) = text[at..].find(':') {
        let start = at + found;
        let count = text[start..].bytes().take_while(|byte| *byte == b':').count();
        if count < 3 {
            return (&text[..start], &text[start + 1..]);
        }
        at = start + count;
    }
    (text, "")
}

fn without_class(id: &str) -> &str {
    id.split(":::").next().unwrap_or(id).trim()
}

fn is_id(text: &str) -> bool {
    !text.is_empty() && !text.contains(['{', '}', '"', '<', '>', '[', ']'])
}

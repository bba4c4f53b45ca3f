//! Flowcharts: `graph` and `flowchart`, as <https://mermaid.js.org/syntax/flowchart.html> describes them.

mod link;
mod looks;
mod shape;

use std::borrow::Cow;

use graph::query::Direction;

use crate::Problem;
use crate::chart::{self, Chart, Edge, End, Group};
use crate::label::Label;
use crate::source::{Source, Statement};
use looks::Looks;

/// How long a text in quotes on several lines may be, in bytes.
const MOST_QUOTED: usize = 2_000;

struct Reader<'c> {
    chart: Chart,
    looks: Looks,
    /// Frames that are open, innermost last.
    open: Vec<usize>,
    at: Statement<'c>,
}

pub(crate) fn read(source: &Source<'_>) -> Result<Chart, Problem> {
    let (word, rest) = source.head.split_at(source.head.find([';', ' ', '\t']).unwrap_or(source.head.len()));
    let direction = chart::direction(word);
    let first = if direction.is_some() || word.is_empty() { rest } else { source.head };
    let mut chart = Chart::new("Flowchart");
    chart.direction = Some(direction.unwrap_or(Direction::TopBottom));
    let at = Statement { line: source.line, text: first };
    let mut reader = Reader { chart, looks: Looks::default(), open: Vec::new(), at };
    reader.line(first)?;
    let mut statements = source.statements.iter();
    while let Some(statement) = statements.next() {
        reader.at = *statement;
        // A text in quotes may go on on the next lines.
        let mut text = Cow::Borrowed(statement.text);
        while text.matches('"').count() % 2 == 1 && text.len() < MOST_QUOTED {
            let Some(next) = statements.next() else { break };
            text = Cow::Owned(format!("{text}\n{}", next.text));
        }
        reader.line(&text)?;
    }
    reader.looks.paint(&mut reader.chart);
    Ok(reader.chart)
}

impl Reader<'_> {
    /// Reads a line, which may hold several statements.
    fn line(&mut self, text: &str) -> Result<(), Problem> {
        let mut rest = text.trim_start_matches([';', ' ', '\t']);
        while !rest.is_empty() {
            rest = self.statement(rest)?.trim_start_matches([';', ' ', '\t', '\n']);
        }
        Ok(())
    }

    /// Reads one statement and returns what stands behind it.
    fn statement<'t>(&mut self, text: &'t str) -> Result<&'t str, Problem> {
        let end = text.find([' ', '\t', ';']).unwrap_or(text.len());
        let (word, rest) = text.split_at(end);
        let (inside, behind) = rest.split_at(rest.find(';').unwrap_or(rest.len()));
        match word {
            "subgraph" => {
                self.open_frame(inside.trim())?;
                Ok(behind)
            }
            "end" => {
                if self.open.pop().is_none() {
                    return Err(self.at.problem("`end` without a `subgraph` before it"));
                }
                Ok(rest)
            }
            "direction" if chart::direction(inside.trim()).is_some() => {
                let direction = chart::direction(inside.trim());
                match self.open.last().and_then(|open| self.chart.groups.get_mut(*open)) {
                    Some(group) => group.direction = direction,
                    None => self.chart.direction = direction,
                }
                Ok(behind)
            }
            "classDef" | "class" | "style" => {
                self.looks.read(word, inside.trim());
                Ok(behind)
            }
            // Pictures lead nowhere, and lines have one look.
            "linkStyle" | "click" => Ok(""),
            _ => self.chain(text),
        }
    }

    fn open_frame(&mut self, text: &str) -> Result<(), Problem> {
        let (id, label) = match text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            Some((id, label)) => (id.trim(), label),
            None => (text.trim_matches('"'), text),
        };
        let parent = self.open.last().copied();
        let group = Group { label: Label::one_line(label), parent, direction: None };
        let id = if id.is_empty() { format!(" {}", self.chart.groups.len()) } else { id.to_owned() };
        let new = self.chart.open(&id, group, &self.at)?;
        self.open.push(new);
        Ok(())
    }

    /// Nodes and the lines between them: `a & b --> c -- text --- d`.
    fn chain<'t>(&mut self, text: &'t str) -> Result<&'t str, Problem> {
        let (mut from, mut rest) = self.nodes(text)?;
        loop {
            rest = rest.trim_start_matches([' ', '\t']);
            if rest.is_empty() || rest.starts_with([';', '\n']) {
                return Ok(rest);
            }
            let Some(link) = link::read(rest) else {
                let shown: String = rest.chars().take(40).collect();
                return Err(self
                    .at
                    .problem(format!("`{shown}` is not understood; expected a line such as `-->`")));
            };
            let (to, behind) = self.nodes(link.rest)?;
            for from in &from {
                for to in &to {
                    let mut edge = Edge::new(*from, *to, self.at.line);
                    edge.label = Label::one_line(link.label);
                    (edge.stroke, edge.tips) = (link.stroke, link.tips);
                    self.chart.connect(edge)?;
                }
            }
            (from, rest) = (to, behind);
        }
    }

    /// `a & b`, each with its shape.
    fn nodes<'t>(&mut self, text: &'t str) -> Result<(Vec<End>, &'t str), Problem> {
        let mut ends = Vec::new();
        let mut rest = text;
        loop {
            let Some(found) = shape::read(rest.trim_start()) else {
                let shown: String = rest.trim_start().chars().take(40).collect();
                let message = if shown.is_empty() {
                    "the line ends where a node such as `a[Text]` is expected".to_owned()
                } else {
                    format!("`{shown}` is not understood; expected a node such as `a[Text]`")
                };
                return Err(self.at.problem(message));
            };
            let group = self.open.last().copied();
            let end = self.chart.end(found.id, group, &self.at)?;
            if let End::Node(index) = end
                && let Some(node) = self.chart.nodes.get_mut(index)
            {
                if let Some(label) = found.label {
                    node.label = Label::new(label);
                }
                node.shape = found.shape.unwrap_or(node.shape);
                // A node lies in the frame in which it is named first.
                node.group = node.group.or(group);
            }
            if let Some(class) = found.class {
                self.looks.add(class, found.id);
            }
            ends.push(end);
            rest = found.rest;
            match rest.trim_start().strip_prefix('&') {
                Some(next) => rest = next,
                None => return Ok((ends, rest)),
            }
        }
    }
}

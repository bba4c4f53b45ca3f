//! Class diagrams, as <https://mermaid.js.org/syntax/classDiagram.html> describes them.

use graph::query::Direction;

use crate::Problem;
use crate::chart::{self, Chart, Edge, Group, Node, Shape, Stroke, Tip};
use crate::label::Label;
use crate::source::{Source, Statement};

/// Most members of a class that are shown.
const MOST_MEMBERS: usize = 100;

struct Reader {
    chart: Chart,
    /// The namespace that is open.
    space: Option<usize>,
    /// The class whose members follow.
    class: Option<String>,
}

pub(crate) fn read(source: &Source<'_>) -> Result<Chart, Problem> {
    let mut chart = Chart::new("Class diagram");
    chart.direction = Some(Direction::TopBottom);
    let mut reader = Reader { chart, space: None, class: None };
    for at in &source.statements {
        reader.statement(at.text.trim_end_matches(';').trim(), at)?;
    }
    Ok(reader.chart)
}

impl Reader {
    fn statement(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        if let Some(class) = self.class.clone() {
            if text == "}" {
                self.class = None;
                return Ok(());
            }
            return self.member(&class, text, at);
        }
        let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        match word {
            "}" => self.space = None,
            "direction" => self.chart.direction = chart::direction(rest.trim()).or(self.chart.direction),
            "class" => self.declared(rest.trim(), at)?,
            "namespace" => {
                let name = rest.trim().trim_end_matches('{').trim();
                let group = Group { label: Label::one_line(name), parent: None, direction: None };
                self.space = Some(self.chart.open(&format!("namespace {name}"), group, at)?);
            }
            "note" => self.note(rest.trim(), at)?,
            "click" | "link" | "callback" | "classDef" | "cssClass" | "style" => {}
            _ => {
                if let Some((annotation, class)) =
                    text.strip_prefix("<<").and_then(|text| text.split_once(">>"))
                {
                    return self.annotate(class.trim(), annotation, at);
                }
                if self.relation(text, at)? {
                    return Ok(());
                }
                match text.split_once(':') {
                    Some((class, member)) if !class.trim().is_empty() => {
                        self.member(class.trim(), member, at)?;
                    }
                    _ => return Err(at.unknown("a class, a member or a relation such as `A <|-- B`")),
                }
            }
        }
        Ok(())
    }

    /// `class Name`, `class Name["Label"]`, `class Name {` with members until `}`.
    fn declared(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let (head, body) = match text.split_once('{') {
            Some((head, body)) => (head.trim(), Some(body.trim())),
            None => (text, None),
        };
        let (name, annotation) = match head.split_once("<<") {
            Some((name, annotation)) => (name.trim(), Some(annotation.trim_end_matches('>'))),
            None => (head, None),
        };
        let (name, label) = match name.split_once('[') {
            Some((name, label)) => (name.trim(), Some(label.trim_end_matches(']'))),
            None => (name, None),
        };
        let node = self.class(name, at)?;
        if let (Some(label), Some(node)) = (label, node) {
            node.label = Label::new(label);
        }
        if let Some(annotation) = annotation {
            self.annotate(name, annotation, at)?;
        }
        match body {
            None => {}
            Some("") => self.class = Some(name.to_owned()),
            Some(body) => {
                for member in body.trim_end_matches('}').split(';').filter(|member| !member.trim().is_empty())
                {
                    self.member(name, member, at)?;
                }
                if !body.ends_with('}') {
                    self.class = Some(name.to_owned());
                }
            }
        }
        Ok(())
    }

    /// The box of a class, made when there is none.
    fn class(&mut self, name: &str, at: &Statement<'_>) -> Result<Option<&mut Node>, Problem> {
        let name = name.split(":::").next().unwrap_or(name).trim().trim_matches('`');
        if name.is_empty() || name.contains(['{', '}', '"']) {
            return Err(at.unknown("the name of a class"));
        }
        let id = name.split('~').next().unwrap_or(name);
        let (is_new, space) = (self.chart.find(id).is_none(), self.space);
        let node = self.chart.node(id, space, at)?;
        let Some(node) = node else { return Ok(None) };
        if is_new {
            (node.shape, node.parts) = (Shape::Compartments, vec![Vec::new(), Vec::new()]);
        }
        if is_new || (name.contains('~') && node.label == Label::new(id)) {
            node.label = Label::new(&generic(name));
        }
        Ok(Some(node))
    }

    fn annotate(&mut self, class: &str, annotation: &str, at: &Statement<'_>) -> Result<(), Problem> {
        if let Some(node) = self.class(class, at)? {
            node.label.lines.insert(0, format!("\u{ab}{}\u{bb}", annotation.trim()));
            node.label.lines.truncate(8);
        }
        Ok(())
    }

    fn member(&mut self, class: &str, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let text = text.trim();
        if let Some(annotation) = text.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")) {
            return self.annotate(class, annotation, at);
        }
        let shown = generic(text.trim_end_matches(['*', '$']));
        let lines = Label::one_line(&shown).lines;
        if let Some(node) = self.class(class, at)?
            && let Some(part) = node.parts.get_mut(usize::from(text.contains('(')))
            && part.len() < MOST_MEMBERS
        {
            part.extend(lines);
        }
        Ok(())
    }

    fn note(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let (class, text) =
            match text.strip_prefix("for ").map(str::trim).and_then(|rest| rest.split_once(' ')) {
                Some((class, text)) => (Some(class), text),
                None => (None, text),
            };
        let note = Node { label: Label::new(text), shape: Shape::Note, group: self.space, ..Node::default() };
        let note = self.chart.add(note, at)?;
        let Some(class) = class else { return Ok(()) };
        self.class(class, at)?;
        let Some(end) = self.chart.find(class) else { return Ok(()) };
        let mut edge = Edge::new(note, end, at.line);
        (edge.stroke, edge.tips) = (Stroke::Dotted, [Tip::None, Tip::None]);
        self.chart.connect(edge)
    }

    /// Reads `A "1" <|-- "n" B : text`. False if the text is no relation.
    fn relation(&mut self, text: &str, at: &Statement<'_>) -> Result<bool, Problem> {
        let (relation, label) = match text.split_once(" : ").or_else(|| text.rsplit_once(':')) {
            Some((relation, label)) if arrow(relation).is_some() => (relation, label),
            _ => (text, ""),
        };
        let Some(arrow) = arrow(relation) else { return Ok(false) };
        let (from, first) = quoted(arrow.before, true);
        let (to, last) = quoted(arrow.behind, false);
        let mut ends = Vec::new();
        for name in [from, to] {
            self.class(name, at)?;
            let id = name.split([':', '~']).next().unwrap_or(name).trim().trim_matches('`');
            ends.extend(self.chart.find(id));
        }
        if let [from, to] = ends[..] {
            let mut edge = Edge::new(from, to, at.line);
            (edge.stroke, edge.tips) = (arrow.stroke, arrow.tips);
            edge.label = Label::one_line(label);
            edge.counts = [Label::one_line(first), Label::one_line(last)];
            self.chart.connect(edge)?;
        }
        Ok(true)
    }
}

struct Arrow<'t> {
    before: &'t str,
    behind: &'t str,
    stroke: Stroke,
    tips: [Tip; 2],
}

/// Finds the arrow of a relation.
fn arrow(text: &str) -> Option<Arrow<'_>> {
    let (at, stroke) = match (text.find("--"), text.find("..")) {
        (Some(plain), Some(dotted)) if dotted < plain => (dotted, Stroke::Dotted),
        (Some(plain), _) => (plain, Stroke::Plain),
        (None, Some(dotted)) => (dotted, Stroke::Dotted),
        (None, None) => return None,
    };
    let (before, behind) = (&text[..at], &text[at + 2..]);
    let firsts = [
        ("<|", Tip::Triangle),
        ("*", Tip::Diamond),
        ("o", Tip::HollowDiamond),
        ("<", Tip::Arrow),
        ("()", Tip::Circle),
    ];
    let first = firsts.iter().find(|(sign, _)| before.ends_with(sign) && is_sign(before, sign));
    let lasts = [
        ("|>", Tip::Triangle),
        ("*", Tip::Diamond),
        ("o", Tip::HollowDiamond),
        (">", Tip::Arrow),
        ("()", Tip::Circle),
    ];
    let last = lasts.iter().find(|(sign, _)| {
        behind.strip_prefix(sign).is_some_and(|rest| *sign != "o" || rest.starts_with([' ', '"']))
    });
    Some(Arrow {
        before: first.map_or(before, |(sign, _)| &before[..before.len() - sign.len()]),
        behind: last.map_or(behind, |(sign, _)| &behind[sign.len()..]),
        stroke,
        tips: [first.map_or(Tip::None, |(_, tip)| *tip), last.map_or(Tip::None, |(_, tip)| *tip)],
    })
}

/// A letter is a sign only when it stands alone.
fn is_sign(before: &str, sign: &str) -> bool {
    sign != "o" || before[..before.len() - 1].ends_with([' ', '"'])
}

/// A name and the text in quotes beside it.
fn quoted(text: &str, is_before: bool) -> (&str, &str) {
    let text = text.trim();
    let found = if is_before {
        text.strip_suffix('"').and_then(|text| text.rsplit_once('"'))
    } else {
        text.strip_prefix('"').and_then(|text| text.split_once('"')).map(|(count, name)| (name, count))
    };
    found.map_or((text, ""), |(name, count)| (name.trim(), count))
}

/// `List~int~` is written for `List<int>`.
fn generic(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut is_open = false;
    for character in text.chars() {
        match character {
            '~' => {
                out.push(if is_open { '>' } else { '<' });
                is_open = !is_open;
            }
            character => out.push(character),
        }
    }
    out
}

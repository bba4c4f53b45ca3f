//! Sequence diagrams, as <https://mermaid.js.org/syntax/sequenceDiagram.html> describes them.

mod message;
mod picture;
mod place;

use std::collections::HashMap;

use crate::chart::{Stroke, Tip};
use crate::label::Label;
use crate::source::{Source, Statement};
use crate::{MOST_BOXES, MOST_LINES, Problem};

#[derive(Debug, Clone, Default)]
pub(super) struct Actor {
    pub(super) label: Label,
    pub(super) is_person: bool,
}

/// What happens, from top to bottom. Actors are named by their position.
#[derive(Debug, Clone)]
pub(super) enum Event {
    Message {
        ends: [usize; 2],
        label: Label,
        stroke: Stroke,
        tips: [Tip; 2],
    },
    Note {
        over: [usize; 2],
        side: Side,
        label: Label,
    },
    /// A frame opens; its kind is a word such as `loop`.
    Open {
        kind: &'static str,
        label: Label,
    },
    Else {
        label: Label,
    },
    Close,
    Activate(usize),
    Deactivate(usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Over,
}

/// A frame around actors.
#[derive(Debug, Clone)]
pub(super) struct Group {
    pub(super) label: Label,
    /// From the first to behind the last.
    pub(super) actors: [usize; 2],
}

#[derive(Debug, Default)]
pub(super) struct Sequence {
    pub(super) title: Label,
    pub(super) actors: Vec<Actor>,
    pub(super) groups: Vec<Group>,
    pub(super) events: Vec<Event>,
}

struct Reader {
    sequence: Sequence,
    positions: HashMap<String, usize>,
    /// Frames that are open.
    depth: usize,
    /// The next number of a message and the step, while they are numbered.
    number: Option<(usize, usize)>,
    group: bool,
}

/// Deepest nesting of frames.
const MOST_DEPTH: usize = 12;

const FRAMES: [&str; 7] = ["loop", "alt", "opt", "par", "critical", "break", "rect"];

pub(crate) fn draw(source: &Source<'_>) -> Result<(String, i32), Problem> {
    let sequence = Sequence { title: Label::one_line(source.title), ..Sequence::default() };
    let mut reader = Reader { sequence, positions: HashMap::new(), depth: 0, number: None, group: false };
    for at in &source.statements {
        let text = at.text.trim_end_matches(';').trim();
        if !text.is_empty() {
            reader.statement(text, at)?;
        }
    }
    for _ in 0..reader.depth {
        reader.sequence.events.push(Event::Close);
    }
    if reader.sequence.actors.is_empty() {
        return Err(Problem::new(source.line, "the diagram has nothing in it"));
    }
    Ok(picture::write(source, &reader.sequence))
}

impl Reader {
    fn statement(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let (word, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let rest = rest.trim();
        match word.trim_end_matches(':') {
            "participant" | "actor" => self.declared(rest, word == "actor", at),
            "create" => {
                let (word, rest) = rest.split_once([' ', '\t']).unwrap_or((rest, ""));
                self.declared(rest.trim(), word == "actor", at)
            }
            "title" => {
                self.sequence.title = Label::one_line(rest);
                Ok(())
            }
            "autonumber" => {
                let mut numbers = rest.split_whitespace().map_while(|number| number.parse().ok());
                let (first, step) = (numbers.next().unwrap_or(1), numbers.next().unwrap_or(1));
                self.number = (rest != "off").then_some((first, step));
                Ok(())
            }
            "destroy" | "link" | "links" | "properties" | "details" => Ok(()),
            "box" => {
                self.group = true;
                let from = self.sequence.actors.len();
                self.sequence
                    .groups
                    .push(Group { label: Label::one_line(without_colour(rest)), actors: [from, from] });
                Ok(())
            }
            "end" => self.close(at),
            "else" | "and" | "option" if self.depth > 0 => {
                let label = Label::one_line(rest);
                self.event(Event::Else { label }, at)
            }
            "activate" => {
                let actor = self.actor(rest, at)?;
                self.event(Event::Activate(actor), at)
            }
            "deactivate" => {
                let actor = self.actor(rest, at)?;
                self.event(Event::Deactivate(actor), at)
            }
            "note" | "Note" => self.note(rest, at),
            frame => {
                let arrow = message::read(text);
                match FRAMES.into_iter().find(|kind| *kind == frame).filter(|_| arrow.is_none()) {
                    Some(kind) => self.open(kind, rest, at),
                    None => self.message(arrow, at),
                }
            }
        }
    }

    fn event(&mut self, event: Event, at: &Statement<'_>) -> Result<(), Problem> {
        if self.sequence.events.len() >= MOST_LINES {
            return Err(at.problem(format!("more than {MOST_LINES} events are not drawn")));
        }
        self.sequence.events.push(event);
        Ok(())
    }

    fn open(&mut self, kind: &'static str, label: &str, at: &Statement<'_>) -> Result<(), Problem> {
        self.depth += 1;
        if self.depth > MOST_DEPTH {
            return Err(at.problem(format!("frames that are nested deeper than {MOST_DEPTH} are not drawn")));
        }
        // A `rect` has a colour, which is not taken, in place of a text.
        let label = if kind == "rect" { Label::default() } else { Label::one_line(label) };
        self.event(Event::Open { kind, label }, at)
    }

    fn close(&mut self, at: &Statement<'_>) -> Result<(), Problem> {
        if std::mem::take(&mut self.group) {
            let behind = self.sequence.actors.len();
            if let Some(group) = self.sequence.groups.last_mut() {
                group.actors[1] = behind;
            }
            return Ok(());
        }
        if self.depth == 0 {
            return Err(at.problem("`end` without a frame such as `loop` before it"));
        }
        self.depth -= 1;
        self.event(Event::Close, at)
    }

    /// The position of an actor, who is there from now on.
    fn actor(&mut self, name: &str, at: &Statement<'_>) -> Result<usize, Problem> {
        let name = name.trim();
        if let Some(position) = self.positions.get(name) {
            return Ok(*position);
        }
        let position = self.sequence.actors.len();
        if name.is_empty() || position >= MOST_BOXES / 10 {
            return Err(
                at.problem(format!("expected the name of an actor, of at most {} actors", MOST_BOXES / 10))
            );
        }
        self.positions.insert(name.to_owned(), position);
        self.sequence.actors.push(Actor { label: Label::new(name), is_person: false });
        Ok(position)
    }

    /// `id as Label`, `id@{ "type": "database" }`.
    fn declared(&mut self, text: &str, is_person: bool, at: &Statement<'_>) -> Result<(), Problem> {
        let (id, label) = text.split_once(" as ").map_or((text, None), |(id, label)| (id, Some(label)));
        let id = id.split_once("@{").map_or(id, |(id, _)| id);
        let position = self.actor(id, at)?;
        if let Some(actor) = self.sequence.actors.get_mut(position) {
            actor.is_person = is_person;
            if let Some(label) = label {
                actor.label = Label::new(label);
            }
        }
        Ok(())
    }

    /// `right of a: text`, `over a,b: text`.
    fn note(&mut self, text: &str, at: &Statement<'_>) -> Result<(), Problem> {
        let expected = "`Note right of A: text`, `left of` or `over`";
        let (place, label) = text.split_once(':').ok_or_else(|| at.unknown(expected))?;
        let sides = [("right of ", Side::Right), ("left of ", Side::Left), ("over ", Side::Over)];
        let found = sides.iter().find_map(|(word, side)| Some((place.strip_prefix(word)?, *side)));
        let (names, side) = found.ok_or_else(|| at.unknown(expected))?;
        let (first, last) = names.split_once(',').unwrap_or((names, names));
        let (first, last) = (self.actor(first, at)?, self.actor(last, at)?);
        let over = [first.min(last), first.max(last)];
        self.event(Event::Note { over, side, label: Label::new(label) }, at)
    }

    fn message(&mut self, message: Option<message::Message<'_>>, at: &Statement<'_>) -> Result<(), Problem> {
        let Some(message) = message else { return Err(at.unknown("a message such as `A->>B: text`")) };
        let ends = [self.actor(message.from, at)?, self.actor(message.to, at)?];
        let mut label = Label::new(message.label);
        if let Some((number, step)) = &mut self.number {
            let counted = format!("{number}. ");
            match label.lines.first_mut() {
                Some(line) => line.insert_str(0, &counted),
                None => label.lines.push(counted),
            }
            *number = number.saturating_add(*step);
        }
        self.event(Event::Message { ends, label, stroke: message.stroke, tips: message.tips }, at)?;
        match message.activity {
            Some('+') => self.event(Event::Activate(ends[1]), at),
            Some(_) => self.event(Event::Deactivate(ends[0]), at),
            None => Ok(()),
        }
    }
}

/// The text of a `box` behind its colour: `rgb(..)` or a word, when another word follows.
fn without_colour(text: &str) -> &str {
    if text.starts_with("rgb") {
        return text.split_once(')').map_or("", |(_, rest)| rest.trim());
    }
    match text.split_once(' ') {
        Some((first, rest)) if COLOURS.contains(&first.to_ascii_lowercase().as_str()) => rest,
        _ => text,
    }
}

const COLOURS: [&str; 17] = [
    "aqua",
    "black",
    "blue",
    "fuchsia",
    "gray",
    "green",
    "grey",
    "lightblue",
    "lightgreen",
    "lightyellow",
    "orange",
    "pink",
    "purple",
    "red",
    "transparent",
    "white",
    "yellow",
];

//! A sequence as SVG: frames, lifelines, messages and notes from top to bottom, then the actors.

use graph::layout::Point;

use super::place::{Columns, LOOP, MARGIN, actor_size, columns};
use super::{Event, Sequence, Side};
use crate::chart::{Stroke, Tip};
use crate::label::{LINE, Label};
use crate::picture::tip;
use crate::source::Source;
use crate::write::{open, put, rectangle, text};

/// Pictures that are longer show the actors below, too.
const LONG: i32 = 420;
/// Half the width of an activity.
const ACTIVE: i32 = 5;

struct Frame {
    kind: &'static str,
    label: Label,
    top: i32,
    /// From where to where what is within reaches.
    within: Option<(i32, i32)>,
    parts: Vec<(i32, Label)>,
    depth: i32,
}

struct Painter<'s> {
    sequence: &'s Sequence,
    columns: Columns,
    y: i32,
    frames: Vec<Frame>,
    /// By actor: where its activities began.
    active: Vec<Vec<i32>>,
    /// Layers of the picture, lowest first.
    behind: String,
    bars: String,
    front: String,
    spoken: String,
}

pub(super) fn write(source: &Source<'_>, sequence: &Sequence) -> (String, i32) {
    let columns = columns(sequence);
    let title = if sequence.title.is_empty() { 0 } else { 30 };
    let groups = if sequence.groups.iter().any(|group| !group.label.is_empty()) { 26 } else { 0 };
    let tallest = sequence.actors.iter().map(|actor| actor_size(actor).1).max().unwrap_or(0);
    let top = MARGIN + title + groups;
    let mut painter = Painter {
        sequence,
        columns,
        y: top + tallest + 10,
        frames: Vec::new(),
        active: vec![Vec::new(); sequence.actors.len()],
        behind: String::new(),
        bars: String::new(),
        front: String::new(),
        spoken: String::new(),
    };
    for event in &sequence.events {
        painter.event(event);
    }
    painter.y += 22;
    for actor in 0..sequence.actors.len() {
        while !painter.active[actor].is_empty() {
            painter.deactivate(actor);
        }
    }
    let is_long = painter.y > LONG;
    let height = painter.y + if is_long { tallest + MARGIN } else { 0 };
    let width = painter.columns.width.max(sequence.title.width() + 16);
    let name = [source.name, &sequence.title.spoken(), "Sequence diagram"]
        .into_iter()
        .find(|name| !name.is_empty())
        .map(str::to_owned);
    let description = if source.description.is_empty() { &painter.spoken } else { &source.description };
    let mut out = String::new();
    open(&mut out, (width, height), &name.unwrap_or_default(), description.trim_end());
    text(&mut out, &sequence.title, (width / 2, MARGIN + 8), "diagram-title");
    for group in &sequence.groups {
        let [first, behind] = group.actors;
        if behind > first {
            let edge = |actor: usize| {
                (painter.columns.middles[actor], actor_size(&sequence.actors[actor]).0 / 2 + 8)
            };
            let ((left, before), (right, after)) = (edge(first), edge(behind - 1));
            let place =
                (left - before, top - groups, right + after - left + before, height - top + groups - 2);
            rectangle(&mut out, place, 6, "diagram-frame");
            text(
                &mut out,
                &group.label,
                (i32::midpoint(left, right), top - groups + 13),
                "diagram-text diagram-heading",
            );
        }
    }
    out.push_str(&painter.behind);
    for x in &painter.columns.middles {
        put(
            &mut out,
            format_args!("<path class=\"diagram-lifeline\" d=\"M{x} {}V{}\"/>", top + tallest, painter.y),
        );
    }
    out.push_str(&painter.bars);
    out.push_str(&painter.front);
    for (actor, x) in sequence.actors.iter().zip(&painter.columns.middles) {
        let (width, _) = actor_size(actor);
        let class = if actor.is_person { "diagram-box person" } else { "diagram-box" };
        let radius = if actor.is_person { tallest / 2 } else { 4 };
        for y in [Some(top), is_long.then_some(painter.y)].into_iter().flatten() {
            rectangle(&mut out, (x - width / 2, y, width, tallest), radius, class);
            text(&mut out, &actor.label, (*x, y + tallest / 2), "diagram-text");
        }
    }
    out.push_str("</svg>");
    (out, width)
}

impl Painter<'_> {
    fn event(&mut self, event: &Event) {
        match event {
            Event::Message { ends, label, stroke, tips } => self.message(*ends, label, *stroke, *tips),
            Event::Note { over, side, label } => self.note(*over, *side, label),
            Event::Open { kind, label } => {
                self.y += 12;
                let depth = i32::try_from(self.frames.len()).unwrap_or(0);
                let parts = Vec::new();
                self.frames.push(Frame {
                    kind,
                    label: label.clone(),
                    top: self.y,
                    within: None,
                    parts,
                    depth,
                });
                self.y += if *kind == "rect" { 4 } else { LINE + 6 };
            }
            Event::Else { label } => {
                self.y += 12;
                if let Some(frame) = self.frames.last_mut() {
                    frame.parts.push((self.y, label.clone()));
                }
                self.y += LINE + 2;
            }
            Event::Close => self.close(),
            Event::Activate(actor) => {
                let y = self.y;
                if let Some(active) = self.active.get_mut(*actor)
                    && active.len() < 8
                {
                    active.push(y);
                }
            }
            Event::Deactivate(actor) => self.deactivate(*actor),
        }
    }

    /// How far messages end from the middle of an actor.
    fn beside(&self, actor: usize) -> i32 {
        let count = i32::try_from(self.active[actor].len()).unwrap_or(0);
        if count > 0 { ACTIVE + (count - 1) * 4 } else { 0 }
    }

    fn deactivate(&mut self, actor: usize) {
        let level = i32::try_from(self.active[actor].len()).unwrap_or(1) - 1;
        let Some(from) = self.active[actor].pop() else { return };
        let x = self.columns.middles[actor] - ACTIVE + level * 4;
        rectangle(&mut self.bars, (x, from, 2 * ACTIVE, (self.y - from).max(6)), 2, "diagram-active");
    }

    /// Frames that are open reach around this.
    fn reach(&mut self, left: i32, right: i32) {
        for frame in &mut self.frames {
            let beside = 14 + 4 * (12 - frame.depth.min(12));
            let (low, high) = frame.within.unwrap_or((left - beside, right + beside));
            frame.within = Some((low.min(left - beside), high.max(right + beside)));
        }
    }

    fn message(&mut self, ends: [usize; 2], label: &Label, stroke: Stroke, tips: [Tip; 2]) {
        let [from, to] = ends;
        let (low, high) = (self.columns.middles[from.min(to)], self.columns.middles[from.max(to)]);
        self.reach(low, if from == to { high + (label.width() - 20).max(0) } else { high });
        let names = ends.map(|end| self.sequence.actors[end].label.spoken());
        if self.spoken.len() < 1_500 {
            put(&mut self.spoken, format_args!("{} to {}: {}. ", names[0], names[1], label.spoken()));
        }
        self.y += label.height().max(LINE / 2) + 14;
        let class = if stroke == Stroke::Dotted { "diagram-line dotted" } else { "diagram-line" };
        let y = self.y;
        let start = self.columns.middles[from];
        if from == to {
            let x = start + self.beside(from);
            text(
                &mut self.front,
                label,
                (x + label.width() / 2 + 8, y - label.height() / 2 - 4),
                "diagram-text diagram-message",
            );
            put(
                &mut self.front,
                format_args!(
                    "<path class=\"{class}\" d=\"M{x} {y}h{}a6 6 0 0 1 6 6v8a6 6 0 0 1 -6 6H{x}\"/>",
                    LOOP - 6
                ),
            );
            tip::write(&mut self.front, tips[1], Point { x, y: y + 20 }, 180);
            self.y += 22;
            return;
        }
        let sign = if to > from { 1 } else { -1 };
        let (one, other) =
            (start + sign * self.beside(from), self.columns.middles[to] - sign * self.beside(to));
        text(
            &mut self.front,
            label,
            (i32::midpoint(one, other), y - label.height() / 2 - 4),
            "diagram-text diagram-message",
        );
        put(&mut self.front, format_args!("<path class=\"{class}\" d=\"M{one} {y}H{other}\"/>"));
        let angle = if sign > 0 { 0 } else { 180 };
        tip::write(&mut self.front, tips[1], Point { x: other, y }, angle);
        tip::write(&mut self.front, tips[0], Point { x: one, y }, 180 - angle);
    }

    fn note(&mut self, over: [usize; 2], side: Side, label: &Label) {
        let [first, last] = over;
        let (left, right) = (self.columns.middles[first], self.columns.middles[last]);
        let wide = label.width() + 24;
        let (x, width) = match side {
            Side::Right => (right + 14, wide),
            Side::Left => (left - 14 - wide, wide),
            Side::Over => {
                let width = wide.max(right - left + 40);
                (i32::midpoint(left, right) - width / 2, width)
            }
        };
        let height = label.height() + 12;
        self.reach(x + 34, x + width - 34);
        self.y += 12;
        rectangle(&mut self.front, (x, self.y, width, height), 2, "diagram-note");
        text(&mut self.front, label, (x + width / 2, self.y + height / 2), "diagram-text");
        self.y += height;
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.y += 12;
        let (left, right) = frame.within.unwrap_or((2, self.columns.width - 2));
        let right = right.max(left + frame.label.width() + 100).min(self.columns.width - 2);
        let left = left.max(2);
        if frame.kind == "rect" {
            // What it holds is drawn above it, and frames around it were begun before but end later.
            self.behind.insert_str(0, &region((left, frame.top, right - left, self.y - frame.top)));
            return;
        }
        rectangle(&mut self.front, (left, frame.top, right - left, self.y - frame.top), 4, "diagram-block");
        let kind = Label { lines: vec![frame.kind.to_owned()] };
        let tab = kind.width() + 16;
        rectangle(&mut self.front, (left, frame.top, tab, LINE + 2), 4, "diagram-tab");
        text(
            &mut self.front,
            &kind,
            (left + tab / 2, frame.top + LINE / 2 + 1),
            "diagram-text diagram-heading",
        );
        let label = bracketed(&frame.label);
        text(
            &mut self.front,
            &label,
            (left + tab + 8 + label.width() / 2, frame.top + LINE / 2 + 1),
            "diagram-text diagram-label",
        );
        for (y, label) in &frame.parts {
            put(
                &mut self.front,
                format_args!("<path class=\"diagram-rule dotted\" d=\"M{left} {y}H{right}\"/>"),
            );
            let label = bracketed(label);
            text(
                &mut self.front,
                &label,
                (left + 12 + label.width() / 2, y + LINE / 2 + 3),
                "diagram-text diagram-label",
            );
        }
    }
}

fn region(place: (i32, i32, i32, i32)) -> String {
    let mut out = String::new();
    rectangle(&mut out, place, 4, "diagram-region");
    out
}

fn bracketed(label: &Label) -> Label {
    if label.is_empty() { Label::default() } else { Label { lines: vec![format!("[{}]", label.spoken())] } }
}

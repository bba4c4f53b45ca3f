//! A message as it is written: `from->>+to: text`.

use crate::chart::{Stroke, Tip};

pub(super) struct Message<'t> {
    pub(super) from: &'t str,
    pub(super) to: &'t str,
    pub(super) label: &'t str,
    pub(super) stroke: Stroke,
    pub(super) tips: [Tip; 2],
    /// `+` begins an activity of the receiver, `-` ends one of the sender.
    pub(super) activity: Option<char>,
}

/// Longer ones come first.
const ARROWS: [(&str, Stroke, [Tip; 2]); 10] = [
    ("<<-->>", Stroke::Dotted, [Tip::Arrow, Tip::Arrow]),
    ("<<->>", Stroke::Plain, [Tip::Arrow, Tip::Arrow]),
    ("-->>", Stroke::Dotted, [Tip::None, Tip::Arrow]),
    ("->>", Stroke::Plain, [Tip::None, Tip::Arrow]),
    ("-->", Stroke::Dotted, [Tip::None, Tip::None]),
    ("->", Stroke::Plain, [Tip::None, Tip::None]),
    ("--x", Stroke::Dotted, [Tip::None, Tip::Cross]),
    ("-x", Stroke::Plain, [Tip::None, Tip::Cross]),
    ("--)", Stroke::Dotted, [Tip::None, Tip::Arrow]),
    ("-)", Stroke::Plain, [Tip::None, Tip::Arrow]),
];

pub(super) fn read(text: &str) -> Option<Message<'_>> {
    let places =
        text.char_indices().filter(|(_, character)| matches!(character, '<' | '-')).map(|(at, _)| at);
    let (at, (sign, stroke, tips)) = places
        .into_iter()
        .find_map(|at| Some((at, ARROWS.iter().find(|(sign, ..)| text[at..].starts_with(sign))?)))?;
    let behind = text[at + sign.len()..].trim_start();
    let activity = behind.chars().next().filter(|first| matches!(first, '+' | '-'));
    let behind = activity.map_or(behind, |_| &behind[1..]);
    let (to, label) = behind.split_once(':').unwrap_or((behind, ""));
    let from = text[..at].trim();
    // A colon before the arrow belongs to something else.
    (!from.contains(':')).then_some(Message {
        from,
        to: to.trim(),
        label: label.trim(),
        stroke: *stroke,
        tips: *tips,
        activity,
    })
}

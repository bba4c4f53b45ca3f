//! Where actors stand, and how far apart.

use super::{Actor, Event, Sequence, Side};

/// Least distance between the boxes of two actors, and room at the borders.
const GAP: i32 = 28;
pub(super) const MARGIN: i32 = 12;
/// How far a message to oneself goes out.
pub(super) const LOOP: i32 = 34;

/// Middles of the actors, and the width of the whole.
pub(super) struct Columns {
    pub(super) middles: Vec<i32>,
    pub(super) width: i32,
}

pub(super) fn actor_size(actor: &Actor) -> (i32, i32) {
    ((actor.label.width() + 28).max(76), actor.label.height().max(18) + 18)
}

pub(super) fn columns(sequence: &Sequence) -> Columns {
    let count = sequence.actors.len();
    // For each actor: an actor before it and the least distance from there.
    let mut needs: Vec<Vec<(usize, i32)>> = vec![Vec::new(); count + 1];
    let half = |actor: usize| sequence.actors.get(actor).map_or(0, |actor| actor_size(actor).0 / 2);
    for (right, need) in needs.iter_mut().enumerate().take(count).skip(1) {
        need.push((right - 1, half(right - 1) + half(right) + GAP));
    }
    let mut first = half(0) + MARGIN;
    for event in &sequence.events {
        let (from, to, room) = match event {
            Event::Message { ends: [one, other], label, .. } if one == other => {
                (*one, one + 1, label.width() + LOOP + 24)
            }
            Event::Message { ends: [one, other], label, .. } => {
                (*one.min(other), *one.max(other), label.width() + 36)
            }
            Event::Note { over: [one, _], side: Side::Right, label } => (*one, one + 1, label.width() + 50),
            Event::Note { over: [0, _], side: Side::Left, label } => {
                first = first.max(label.width() + 50);
                continue;
            }
            Event::Note { over: [one, _], side: Side::Left, label } => (one - 1, *one, label.width() + 50),
            Event::Note { over: [one, other], label, .. } if one == other => {
                let room = label.width() / 2 + 30;
                if *one == 0 {
                    first = first.max(room);
                } else {
                    needs[*one].push((one - 1, room + GAP / 2));
                }
                (*one, one + 1, room)
            }
            Event::Note { over: [one, other], label, .. } => (*one, *other, label.width() + 10),
            Event::Open { .. } => {
                first = first.max(half(0) + MARGIN + 24);
                continue;
            }
            _ => continue,
        };
        if let Some(need) = needs.get_mut(to) {
            need.push((from, room));
        }
    }
    let mut middles: Vec<i32> = Vec::with_capacity(count);
    for need in needs.iter().take(count) {
        let from = need.iter().filter_map(|(from, room)| Some(middles.get(*from)? + room)).max();
        middles.push(from.unwrap_or(first));
    }
    let last = middles.last().copied().unwrap_or(0);
    // What needs room behind the last actor.
    let behind =
        needs[count].iter().filter_map(|(from, room)| Some(middles.get(*from)? + room)).max().unwrap_or(0);
    let width = (last + half(count.saturating_sub(1)) + MARGIN + 24).max(behind + MARGIN);
    Columns { middles, width }
}

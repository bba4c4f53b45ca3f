//! Gates of frames: a line that leads to something deep within a frame runs around what stands before it.

use super::{Item, Joint, Part, Scope};
use crate::chart::Chart;

/// A line that crosses the border of a frame.
pub(super) struct Crossing {
    /// The scope of the frame.
    pub(super) scope: usize,
    pub(super) edge: usize,
    /// 0 when it comes out, at its beginning; 1 when it goes in, at its end.
    pub(super) side: usize,
    /// The position of what it leads to within the scope.
    pub(super) item: usize,
    /// How many borders it has crossed, this one counted.
    pub(super) depth: i32,
}

/// Gives gates to the scopes that need some, and a part to each line through one.
pub(super) fn open(chart: &Chart, scopes: &mut [Scope], crossings: &[Crossing]) {
    let mut by_gate: Vec<[Vec<&Crossing>; 2]> = (0..scopes.len()).map(|_| [Vec::new(), Vec::new()]).collect();
    for crossing in crossings {
        by_gate[crossing.scope][crossing.side].push(crossing);
    }
    for (index, sides) in by_gate.into_iter().enumerate().skip(1) {
        let around = chart.groups[index - 1].parent.map_or(0, |parent| parent + 1);
        // Where directions differ, a gate would not be where the line arrives.
        if scopes[index].direction == scopes[around].direction {
            for (side, crossings) in sides.iter().enumerate() {
                open_one(&mut scopes[index], side, crossings);
            }
        }
    }
}

fn open_one(scope: &mut Scope, side: usize, crossings: &[&Crossing]) {
    // Whether other things stand between an item and the border.
    let mut is_behind = vec![false; scope.items.len()];
    for joint in &scope.joints {
        let [item, other] = if side == 1 { [joint.items[1], joint.items[0]] } else { joint.items };
        is_behind[item] |= item != other;
    }
    if !crossings.iter().any(|crossing| is_behind[crossing.item]) {
        return;
    }
    let gate = scope.items.len();
    scope.items.push(Item::Gate(i32::try_from(crossings.len()).unwrap_or(i32::MAX).min(40)));
    let toward = |item| if side == 1 { [gate, item] } else { [item, gate] };
    for crossing in crossings {
        let order = if side == 1 { crossing.depth } else { -crossing.depth };
        scope.joints.push(Joint { edge: Some(crossing.edge), items: toward(crossing.item), order });
    }
    let first: Vec<usize> = (0..gate).filter(|item| !is_behind[*item]).collect();
    scope.joints.extend(first.into_iter().map(|item| Joint { edge: None, items: toward(item), order: 0 }));
}

/// A gate is at most so far from the border of its frame, in pixels.
const NEAR: i32 = 84;

/// Leaves out the parts of a line whose gates are at the far side of their frames: a line that closes a circle arrives
/// where others leave.
pub(super) fn close(parts: &mut Vec<Part>) {
    let main = parts.iter().position(|part| part.order == 0).unwrap_or(0);
    let is_far = |parts: &[Part], behind: usize| {
        let [before, behind] = [&parts[behind - 1], &parts[behind]];
        let ends = before.line.points.last().zip(behind.line.points.first());
        ends.is_none_or(|(from, to)| {
            let way = if behind.direction.is_horizontal() { to.x - from.x } else { to.y - from.y };
            way.abs() > NEAR
        })
    };
    if let Some(far) = (main + 1..parts.len()).find(|behind| is_far(parts, *behind)) {
        parts.truncate(far);
    }
    if let Some(far) = (1..=main).rev().find(|behind| is_far(parts, *behind)) {
        parts.drain(..far);
    }
}

#[cfg(test)]
mod tests {
    use crate::source::Source;
    use crate::{flowchart, place};

    /// How many parts each line of a flowchart has.
    fn parts(text: &str) -> Vec<usize> {
        let chart = flowchart::read(&Source::read(text).unwrap()).unwrap();
        place::place(&chart).unwrap().routes.iter().map(|route| route.parts.len()).collect()
    }

    #[test]
    fn lines_to_what_stands_behind_others_run_through_gates() {
        let frame = "graph TD\nsubgraph s\na --> b\nend\n";
        let table = [
            (format!("{frame}c --> a"), vec![1, 1]),
            (format!("{frame}c --> b"), vec![1, 2]),
            (format!("{frame}c --> s"), vec![1, 1]),
            (format!("{frame}a --> c"), vec![1, 2]),
            (format!("{frame}b --> c"), vec![1, 1]),
            (format!("{frame}c --> b\nb --> d\na --> d"), vec![1, 2, 2, 2]),
            ("graph TD\nsubgraph s\ndirection LR\na --> b\nend\nc --> b".to_owned(), vec![1, 1]),
            (
                "graph TD\nsubgraph r\nx --> s\nsubgraph s\na --> b\nend\nend\nc --> b".to_owned(),
                vec![1, 1, 3],
            ),
        ];
        for (text, expected) in table {
            assert_eq!(parts(&text), expected, "{text}");
        }
    }
}

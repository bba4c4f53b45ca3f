//! Finds the lines that differ between two texts. Pure.

use similar::{ChangeTag, TextDiff};

use super::{Change, Line};
use crate::plural;

/// Lines around a change that are shown though they are the same.
const CONTEXT: usize = 3;
/// Longer texts are not compared line by line, because the time for that may grow with the product of both lengths: what
/// stands between their common start and their common end counts as replaced.
const COMPARED: usize = 20_000;

/// The changes from `old` to `new` with some lines around each, and a gap where more lines are the same.
pub fn between(old: &str, new: &str) -> Vec<Line> {
    let all = if old.lines().count().max(new.lines().count()) > COMPARED {
        replaced(old, new)
    } else {
        compared(old, new)
    };
    folded(all)
}

fn compared(old: &str, new: &str) -> Vec<Line> {
    let mut lines = Vec::new();
    let diff = TextDiff::from_lines(old, new);
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Change::Same,
            ChangeTag::Insert => Change::Added,
            ChangeTag::Delete => Change::Removed,
        };
        lines.push(Line {
            change: kind,
            old: change.old_index().map(|index| index + 1),
            new: change.new_index().map(|index| index + 1),
            text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
        });
    }
    lines
}

fn replaced(old: &str, new: &str) -> Vec<Line> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let start = old.iter().zip(&new).take_while(|(left, right)| left == right).count();
    let rest = old.len().min(new.len()) - start;
    let end =
        old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(left, right)| left == right).count();
    let mut lines = Vec::new();
    let line = |change, old: Option<usize>, new: Option<usize>, text: &str| Line {
        change,
        old: old.map(|index| index + 1),
        new: new.map(|index| index + 1),
        text: text.to_owned(),
    };
    for (index, text) in old.iter().enumerate().take(start) {
        lines.push(line(Change::Same, Some(index), Some(index), text));
    }
    for (index, text) in old.iter().enumerate().take(old.len() - end).skip(start) {
        lines.push(line(Change::Removed, Some(index), None, text));
    }
    for (index, text) in new.iter().enumerate().take(new.len() - end).skip(start) {
        lines.push(line(Change::Added, None, Some(index), text));
    }
    for (index, text) in new.iter().enumerate().skip(new.len() - end) {
        lines.push(line(Change::Same, Some(old.len() + index - new.len()), Some(index), text));
    }
    lines
}

/// Leaves out what is far from every change.
fn folded(lines: Vec<Line>) -> Vec<Line> {
    let near = near_a_change(&lines);
    let mut kept = Vec::new();
    let mut left_out = 0_u64;
    for (line, near) in lines.into_iter().zip(near) {
        if near {
            push_gap(&mut kept, left_out);
            left_out = 0;
            kept.push(line);
        } else {
            left_out += 1;
        }
    }
    push_gap(&mut kept, left_out);
    kept
}

fn near_a_change(lines: &[Line]) -> Vec<bool> {
    let mut near = vec![false; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        if line.change == Change::Same {
            continue;
        }
        let from = index.saturating_sub(CONTEXT);
        let to = (index + CONTEXT + 1).min(lines.len());
        if let Some(around) = near.get_mut(from..to) {
            around.fill(true);
        }
    }
    near
}

fn push_gap(lines: &mut Vec<Line>, left_out: u64) {
    if left_out > 0 {
        let text = format!("{} the same", plural(left_out, "line", "lines"));
        lines.push(Line { change: Change::Gap, old: None, new: None, text });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signs(lines: &[Line]) -> String {
        let mut text = String::new();
        for line in lines {
            text.push(match line.change {
                Change::Same => '=',
                Change::Added => '+',
                Change::Removed => '-',
                Change::Gap => '.',
            });
        }
        text
    }

    #[test]
    fn changes_stand_among_a_few_same_lines() {
        let many = "same\n".repeat(10);
        let table = [
            ("", "", ""),
            ("a\n", "a\n", "."),
            ("a", "b", "-+"),
            ("a\nb\nc\n", "a\nx\nc\n", "=-+="),
            (&format!("{many}a\n{many}"), &format!("{many}b\n{many}"), ".===-+===."),
        ];
        for (old, new, expected) in table {
            assert_eq!(signs(&between(old, new)), expected, "{old:?} {new:?}");
        }
    }

    fn joined(lines: impl Iterator<Item = impl ToString>) -> String {
        let mut text = String::new();
        for line in lines {
            text.push_str(&line.to_string());
            text.push('\n');
        }
        text
    }

    #[test]
    fn very_long_texts_are_told_in_short_time() {
        let old: String = joined(0..COMPARED * 2);
        let new: String = joined((0..COMPARED * 2).map(|number| number * 2));
        let lines = between(&old, &new);
        assert_eq!(lines.iter().filter(|line| line.change == Change::Added).count(), COMPARED * 2 - 1);
    }

    proptest! {
        #[test]
        fn both_ways_tell_how_to_get_from_one_text_to_the_other(
            old in proptest::collection::vec("[abc]", 0..12),
            new in proptest::collection::vec("[abc]", 0..12),
        ) {
            let text = |lines: &[String]| joined(lines.iter());
            for lines in [compared(&text(&old), &text(&new)), replaced(&text(&old), &text(&new))] {
                let without = |change: Change| {
                    lines.iter().filter(|line| line.change != change).map(|line| line.text.clone()).collect::<Vec<_>>()
                };
                prop_assert_eq!(without(Change::Added), old.clone());
                prop_assert_eq!(without(Change::Removed), new.clone());
            }
        }
    }
}

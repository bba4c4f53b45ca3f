//! Rows of tables: where a line is split into cells.

use crate::work::Work;

/// Splits a row on the pipes that are neither escaped nor part of code.
pub(super) fn split<'r>(row: &'r str, has_border: bool, work: &mut Work<'_>) -> Vec<&'r str> {
    let mut row = row;
    if has_border {
        row = row.strip_prefix('|').unwrap_or(row);
        if ends_in_pipe(row) {
            row = &row[..row.len() - 1];
        }
    }
    let (pipes, ticks) = scan(row);
    let regions = code(&ticks, work);
    let (mut cells, mut start, mut region) = (Vec::new(), 0, 0);
    for pipe in pipes {
        while region < regions.len() && regions[region].1 < pipe {
            region += 1;
        }
        if region < regions.len() && regions[region].0 <= pipe {
            continue;
        }
        cells.push(&row[start..pipe]);
        start = pipe + 1;
    }
    cells.push(&row[start..]);
    cells
}

/// Whether a pipe ends the row, and no backslash escapes it.
pub(super) fn ends_in_pipe(row: &str) -> bool {
    row.strip_suffix('|').is_some_and(|rest| (rest.len() - rest.trim_end_matches('\\').len()) % 2 == 0)
}

/// A run of backticks: its length, first and last place, and whether a backslash precedes it.
struct Ticks {
    length: usize,
    start: usize,
    end: usize,
    escaped: usize,
}

/// Finds pipes and runs of backticks, those behind a backslash apart.
fn scan(row: &str) -> (Vec<usize>, Vec<Ticks>) {
    let bytes = row.as_bytes();
    let (mut pipes, mut ticks, mut at) = (Vec::new(), Vec::new(), 0);
    while at < bytes.len() {
        let (run, escaped) = match (bytes[at], bytes.get(at + 1)) {
            (b'\\', Some(b'\\' | b'|')) => {
                at += 2;
                continue;
            }
            (b'\\', Some(b'`')) => (at + 1, 1),
            (b'`', _) => (at, 0),
            (b'|', _) => {
                pipes.push(at);
                at += 1;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        let length = bytes[run..].iter().take_while(|byte| **byte == b'`').count();
        ticks.push(Ticks { length, start: at, end: run + length - 1, escaped });
        at = run + length;
    }
    (pipes, ticks)
}

/// Pairs runs of equal length. An escaped run opens with what its backslash leaves.
fn code(ticks: &[Ticks], work: &mut Work<'_>) -> Vec<(usize, usize)> {
    let (mut regions, mut at) = (Vec::new(), 0);
    while at < ticks.len() {
        let size = ticks[at].length - ticks[at].escaped.min(ticks[at].length);
        let close = if size == 0 || !work.spend(ticks.len() - at) {
            None
        } else {
            ticks[at + 1..].iter().position(|other| other.length == size)
        };
        match close {
            Some(distance) => {
                regions.push((ticks[at].start, ticks[at + 1 + distance].end));
                at += distance + 2;
            }
            None => at += 1,
        }
    }
    regions
}

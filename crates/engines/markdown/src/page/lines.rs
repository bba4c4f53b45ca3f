//! The lines on which links and wrong diagrams were written.

use std::collections::HashMap;

use super::{Link, LinkState, Warning};
use crate::work::Fault;

/// Most links that are looked for.
const MOST: usize = 2000;
/// Most bytes that are searched for them.
const SEARCHED: usize = 64 << 20;

/// Finds the line of each broken link: the next place in the text where its target stands.
pub(super) fn locate(text: &str, links: &mut [Link]) {
    let mut from: HashMap<String, usize> = HashMap::new();
    let mut starts: Option<Vec<usize>> = None;
    let mut searched = 0;
    for link in links.iter_mut().filter(|link| link.state == LinkState::Broken).take(MOST) {
        let start = from.get(&link.target).copied().unwrap_or(0);
        searched += text.len() - start.min(text.len());
        if searched > SEARCHED {
            return;
        }
        let Some(found) = text.get(start..).and_then(|rest| rest.find(&link.target)) else { continue };
        let place = start + found;
        from.insert(link.target.clone(), place + link.target.len().max(1));
        let starts = starts.get_or_insert_with(|| memchr::memchr_iter(b'\n', text.as_bytes()).collect());
        link.line = Some(starts.partition_point(|end| *end < place) + 1);
    }
}

/// Warns of each broken link.
pub(super) fn warn(links: &[Link], warnings: &mut Vec<Warning>) {
    for link in links.iter().filter(|link| link.state == LinkState::Broken).take(MOST) {
        let message = format!("link to `{}`: the site has no such file", link.target);
        warnings.push(Warning { line: link.line, message });
    }
}

/// Most diagrams that are looked for.
const MOST_DIAGRAMS: usize = 100;

/// A line without white space and signs of quotes around it.
pub(crate) fn bare(line: &str) -> &str {
    line.trim_start_matches(['>', ' ', '\t']).trim_end()
}

/// Warns of each diagram that cannot be drawn. One that came with a snippet has no line here.
pub(super) fn warn_of_diagrams(text: &str, faults: Vec<Fault>, warnings: &mut Vec<Warning>) {
    let lines: Vec<&str> = if faults.is_empty() { Vec::new() } else { text.lines().map(bare).collect() };
    let mut from = 0;
    for (count, fault) in faults.into_iter().enumerate() {
        let is_here = |start: &usize| {
            let behind = lines.get(start + 1..start + 1 + fault.lines.len());
            lines[*start] == fault.opening && behind.is_some_and(|behind| behind == fault.lines)
        };
        let start = if count < MOST_DIAGRAMS { (from..lines.len()).find(is_here) } else { None };
        from = start.map_or(from, |start| start + 1);
        let line = start.map(|start| start + 1 + fault.lines.len());
        warnings.push(Warning { line, message: fault.message });
    }
}

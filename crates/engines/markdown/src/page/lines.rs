//! The lines on which links were written.

use std::collections::HashMap;

use super::{Link, LinkState, Warning};

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

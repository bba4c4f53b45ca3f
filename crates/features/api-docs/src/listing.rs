//! Which rows of an outline a page shows: those that the filter leaves, one page of them, with what is open among them.

use crate::outline::{Outline, Row, Section};
use crate::place::Place;

/// Rows of one page.
pub(crate) const ROWS: usize = 100;

/// One page of rows, in their sections.
pub(crate) struct Listing<'o> {
    pub(crate) sections: Vec<(&'o Section, Vec<&'o Row>)>,
    /// All sections with something in them: rows, and the page on which they begin.
    pub(crate) contents: Vec<(&'o Section, usize, usize)>,
    /// Rows on all pages.
    pub(crate) total: usize,
    /// Operations and types on all pages, each once.
    pub(crate) called: usize,
    pub(crate) types: usize,
    /// Position of the first row shown, from 1.
    pub(crate) first: usize,
    pub(crate) shown: usize,
    /// From 1.
    pub(crate) page: usize,
    pub(crate) pages: usize,
    /// The anchor of what is open.
    pub(crate) open: Option<&'o str>,
    /// What was looked for; empty when the filter would hide what is open.
    pub(crate) filter: String,
}

/// The page that an address asks for; the nearest one when there is no such page.
pub(crate) fn list<'o>(outline: &'o Outline, place: &Place) -> Listing<'o> {
    let open = outline.find(&place.open);
    let mut filter = place.filter.clone();
    let mut found = matching(outline, &filter);
    let position = |found: &[(&Section, &Row)]| {
        let wanted = open?;
        found.iter().position(|(_, row)| row.anchor == wanted.anchor && !row.is_repeated)
    };
    let mut at = position(&found);
    if open.is_some() && at.is_none() {
        filter.clear();
        found = matching(outline, "");
        at = position(&found);
    }
    let pages = found.len().div_ceil(ROWS).max(1);
    let page = match (place.page, at) {
        (0, Some(at)) => at / ROWS + 1,
        (page, _) => page.clamp(1, pages),
    };
    let start = (page - 1) * ROWS;
    let rows = found.get(start..found.len().min(start + ROWS)).unwrap_or_default();
    let mut sections: Vec<(&Section, Vec<&Row>)> = Vec::new();
    for (section, row) in rows {
        match sections.last_mut() {
            Some((last, rows)) if std::ptr::eq(*last, *section) => rows.push(row),
            _ => sections.push((section, vec![row])),
        }
    }
    let mut contents: Vec<(&Section, usize, usize)> = Vec::new();
    for (position, (section, _)) in found.iter().enumerate() {
        match contents.last_mut() {
            Some((last, rows, _)) if std::ptr::eq(*last, *section) => *rows += 1,
            _ => contents.push((section, 1, position / ROWS + 1)),
        }
    }
    // A single thing is what people came for.
    let only = if let [(_, row)] = found.as_slice() { Some(row.anchor.as_str()) } else { None };
    Listing {
        sections,
        contents,
        total: found.len(),
        called: found.iter().filter(|(section, row)| section.is_called && !row.is_repeated).count(),
        types: found.iter().filter(|(section, _)| !section.is_called).count(),
        first: start + 1,
        shown: rows.len(),
        page,
        pages,
        open: open.map(|row| row.anchor.as_str()).or(only),
        filter,
    }
}

fn matching<'o>(outline: &'o Outline, filter: &str) -> Vec<(&'o Section, &'o Row)> {
    let terms: Vec<String> = filter.split_whitespace().map(str::to_lowercase).collect();
    let mut found = Vec::new();
    for section in &outline.sections {
        found.extend(section.rows.iter().filter(|row| row.has_all(&terms)).map(|row| (section, row)));
    }
    found
}

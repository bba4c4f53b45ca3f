//! A definition as it was written, with numbered lines, a part at a time.

use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::table::{self, Pager};
use ui::{Icon, code, shorten, span};

use crate::place::{Links, Place};

/// Lines of one page, and bytes of all its lines.
const LINES: usize = 1_000;
const BYTES: usize = 192 * 1024;
/// Characters of one line.
const LONGEST_LINE: usize = 2_000;

/// The part of a text that an address asks for: the page, or the one that holds the line.
pub(crate) fn text(text: &str, place: &Place) -> Markup {
    let total = text.lines().count();
    let pages = total.div_ceil(LINES).max(1);
    let wanted = if place.line > 0 { (place.line - 1) / LINES + 1 } else { place.page };
    let page = wanted.clamp(1, pages);
    let first = (page - 1) * LINES + 1;
    let mut lines = Vec::new();
    let mut left = BYTES;
    for line in text.lines().skip(first - 1).take(LINES) {
        let line = shorten(line, LONGEST_LINE);
        left = left.saturating_sub(line.len());
        // A page of many long lines shows only the start of most.
        lines.push(if left > 0 { line } else { shorten(&line, 80) });
    }
    let plain = Links { path: &place.path }.text();
    let actions = button::link("Plain", Some(Icon::Code), &plain, Weight::Bare);
    let step = |page: usize| Place { is_text: true, page, ..Place::whole(&place.path) }.href();
    html! {
        (code::numbered("The definition as written", first, &lines, &actions))
        @if pages > 1 {
            (table::pager(&Pager {
                summary: format!("Lines {}", span(first, first + lines.len() - 1, total)),
                names: table::PAGES,
                previous: (page > 1).then(|| step(page - 1)),
                next: (page < pages).then(|| step(page + 1)),
            }))
        }
    }
}

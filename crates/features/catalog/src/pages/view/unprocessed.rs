//! What the catalog could not take, each with its problems, their places and cures.

use maud::{Markup, html};
use ui::notice::{self, State};
use ui::table::{self, Pager};
use ui::tabs::{self, Tab};
use ui::{Href, Icon, Moment, Tone, plural};

use super::problems::{self, Problem};

/// The page below `/settings`.
pub struct UnprocessedPage {
    pub failed: u64,
    pub pending: u64,
    /// Whether those are shown that have not been looked at yet.
    pub is_pending: bool,
    pub failed_list: Href,
    pub pending_list: Href,
    pub rows: Vec<Row>,
    /// Receives the id of one to be forgotten; `None` for readers who may not.
    pub forget: Option<Href>,
    pub pager: Pager,
}

/// One entity.
pub struct Row {
    pub id: String,
    pub entity_ref: String,
    /// Where its source is, as people know it.
    pub place: String,
    pub problems: Vec<Problem>,
    /// Problems beside those.
    pub further: usize,
    pub seen: Moment,
}

/// Renders the page's body.
pub fn unprocessed(page: &UnprocessedPage) -> Markup {
    let tone = if page.failed > 0 { Tone::Bad } else { Tone::Plain };
    html! {
        p.quiet { "What sources name and the catalog does not list. An entity that was sound before stays listed with its problems, and is not here." }
        div.card {
            div.tools {
                (tabs::segments("Which entities", &[
                    Tab::new("Failed", page.failed_list.get().unwrap_or_default(), !page.is_pending).with_count(page.failed, tone),
                    Tab::new("Pending", page.pending_list.get().unwrap_or_default(), page.is_pending).with_count(page.pending, Tone::Plain),
                ]))
            }
            @if page.rows.is_empty() { (nothing(page.is_pending)) } @else {
                div.card-body { ul.unprocessed data-list { @for row in &page.rows { (one(page, row)) } } }
                (table::pager(&page.pager))
            }
        }
    }
}

fn one(page: &UnprocessedPage, row: &Row) -> Markup {
    html! {
        li {
            div.unprocessed-head {
                div {
                    b { bdi { (row.entity_ref) } }
                    span.cell-more { @if !row.place.is_empty() { (row.place) " · " } "seen " (row.seen.render()) }
                }
                @if let Some(action) = &page.forget { (forget(page, row, action)) }
            }
            (problems::articles(&row.problems))
            @if row.further > 0 { p.quiet { "and " (plural(row.further, "further problem", "further problems")) } }
        }
    }
}

fn forget(page: &UnprocessedPage, row: &Row, action: &Href) -> Markup {
    html! {
        form method="post" action=[action.get()] {
            input type="hidden" name="id" value=(row.id);
            @if page.is_pending { input type="hidden" name="pending" value="true"; }
            button.button.small type="submit" title="Takes it off this list; the next reading of its source may bring it back" {
                "Forget" span.unseen { ": " (row.entity_ref) }
            }
        }
    }
}

fn nothing(is_pending: bool) -> Markup {
    let (title, text) = if is_pending {
        ("Nothing waits", "Every entity that a source names has been looked at.")
    } else {
        ("Nothing has failed", "Every entity that a source names became part of the catalog.")
    };
    notice::state(&State {
        icon: Icon::Check,
        tone: Tone::Good,
        title: title.to_owned(),
        text: text.to_owned(),
        detail: html! {},
        actions: html! {},
    })
}

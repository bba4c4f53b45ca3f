//! The refs of chosen entities as text, to be copied.

use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::header::{self, PageHeader};
use ui::notice::{self, State};
use ui::{Frame, Href, Icon, Link, Tone, code, plural};

/// What the page shows.
pub struct RefsPage {
    /// The list that they were chosen from.
    pub back: Href,
    pub refs: Vec<String>,
}

/// The whole document.
pub fn render(frame: &Frame, page: &RefsPage) -> Markup {
    let title = match page.refs.len() {
        0 => "Nothing is chosen".to_owned(),
        number => plural(u64::try_from(number).unwrap_or(u64::MAX), "entity ref", "entity refs"),
    };
    let crumbs = [Link { label: "Catalog".to_owned(), href: page.back.clone() }];
    let content = html! {
        (header::breadcrumb(&crumbs, "Refs"))
        (header::page_header(&PageHeader { mark: html! {}, title: title.clone(), below: html! {}, actions: html! {} }))
        @if page.refs.is_empty() {
            div.card {
                (notice::state(&State {
                    icon: Icon::Copy,
                    tone: Tone::Plain,
                    title: "Choose rows first".to_owned(),
                    text: "Tick the boxes of the entities that you mean, then copy their refs.".to_owned(),
                    detail: html! {},
                    actions: button::link("Back to the list", None, &page.back, Weight::Plain),
                }))
            }
        } @else {
            (code::block("One ref a line", &page.refs.join("\n")))
            div.actions { (button::link("Back to the list", None, &page.back, Weight::Plain)) }
        }
    };
    ui::layout::page(frame, &title, &content)
}

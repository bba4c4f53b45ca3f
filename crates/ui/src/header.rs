//! The head of a page: where it stands, what it is, what can be done.

use maud::{Markup, html};

use crate::{Icon, Link, icon};

/// The way from the top to this page. The last step is the page itself and no link.
pub fn breadcrumb(steps: &[Link], here: &str) -> Markup {
    html! {
        nav.crumbs aria-label="Breadcrumb" {
            ol {
                @for step in steps { li { a href=[step.href.get()] { bdi { (step.label) } } } }
                li { span aria-current="page" { bdi { (here) } } }
            }
        }
    }
}

/// The page's only `h1`, with what stands beside it.
pub struct PageHeader {
    /// A mark before the title, or nothing.
    pub mark: Markup,
    pub title: String,
    /// What stands under the title, or nothing.
    pub below: Markup,
    /// Buttons, or nothing.
    pub actions: Markup,
}

/// Renders the head of a page.
pub fn page_header(header: &PageHeader) -> Markup {
    html! {
        div.head {
            (header.mark)
            div.head-text {
                h1 dir="auto" { (header.title) }
                (header.below)
            }
            @if !header.actions.0.is_empty() { div.actions { (header.actions) } }
        }
    }
}

/// A heading of a part of the page, with a link to itself for those who want to point at it.
pub fn section_heading(id: &str, title: &str) -> Markup {
    html! {
        h2.anchored id=(id) {
            (title)
            a.anchor href={ "#" (id) } aria-label={ "Link to " (title) } { (icon::draw(Icon::Link)) }
        }
    }
}

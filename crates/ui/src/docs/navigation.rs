//! The pages of a site beside the one that is read.

use maud::{Markup, html};

use crate::{Href, Icon, Link, icon};

/// An entry: a page, a link, or a section with entries of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub label: String,
    /// A section leads nowhere itself, unless its entries are left out.
    pub href: Href,
    pub state: State,
    pub entries: Vec<Entry>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    #[default]
    Closed,
    /// A section that holds the page that is read, or that stands open anyway.
    Open,
    /// A section whose name is a heading: it cannot be closed.
    Heading,
    /// The page that is read.
    Current,
    /// Stands for entries that are left out.
    More,
}

/// The pages, below the name of what they document. On a phone they are behind a button.
pub fn navigation(title: &Link, entries: &[Entry]) -> Markup {
    html! {
        nav class="docs-side docs-pages md-sidebar md-sidebar--primary" aria-label="Pages" data-md-component="navigation" {
            details {
                summary { (icon::draw(Icon::Catalog)) (title.label) }
                (list(entries, true))
            }
        }
    }
}

fn list(entries: &[Entry], is_top: bool) -> Markup {
    html! {
        ul.docs-top[is_top] {
            @for entry in entries { li { (item(entry)) } }
        }
    }
}

fn item(entry: &Entry) -> Markup {
    html! {
        @if entry.entries.is_empty() {
            a.md-nav__link.docs-more[entry.state == State::More] href=[entry.href.get()]
                aria-current=[(entry.state == State::Current).then_some("page")] { (entry.label) }
        } @else if entry.state == State::Heading {
            span.docs-section { (entry.label) }
            (list(&entry.entries, true))
        } @else {
            details open[entry.state != State::Closed] {
                summary { (entry.label) }
                (list(&entry.entries, false))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_the_sections_above_it_are_marked() {
        let page =
            |label: &str, state| Entry { label: label.into(), href: Href::new("a/"), state, entries: vec![] };
        let section = Entry {
            label: "Guide".into(),
            href: Href::default(),
            state: State::Open,
            entries: vec![page("Here", State::Current), page("There", State::Closed)],
        };
        let shown = navigation(&Link::new("Site", "./"), &[section]).into_string();
        assert_eq!(shown.matches("aria-current=\"page\"").count(), 1);
        assert!(shown.contains("<details open><summary>Guide"), "{shown}");
    }
}

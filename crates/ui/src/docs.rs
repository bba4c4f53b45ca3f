//! The parts of a page of documentation: pages of a site, contents of a page, crumbs, the way on. The portal's reader and the
//! static sites of `callboard docs build` are made of the same ones.
//!
//! The classes that begin with `md-` are those of mkdocs-material, which addons of TechDocs look for.

pub mod files;
mod navigation;

use maud::{Markup, html};

pub use navigation::{Entry, State, navigation};

use crate::{Icon, Link, icon};

/// A heading of a page and those below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    pub title: String,
    /// The id that a link names, without `#`.
    pub id: String,
    pub below: Vec<Heading>,
}

/// How many levels of headings the contents show.
const CONTENTS_DEPTH: usize = 3;

/// The contents of a page, above `aside`, which says where the page comes from. Nothing for a page without both.
pub fn contents(headings: &[Heading], aside: &[(Icon, Link)]) -> Markup {
    // One heading above all others is the page's title, which stands in the page.
    let shown = match headings {
        [title] => title.below.as_slice(),
        headings => headings,
    };
    if shown.is_empty() && aside.is_empty() {
        return html! {};
    }
    html! {
        nav class="docs-side docs-contents md-sidebar md-sidebar--secondary" aria-label="On this page" data-md-component="toc" {
            details {
                summary { (icon::draw(Icon::Docs)) "On this page" }
                div {
                    @if !shown.is_empty() {
                        h2 aria-hidden="true" { "On this page" }
                        (level(shown, 1))
                    }
                    @if !aside.is_empty() {
                        ul.docs-aside {
                            @for (icon, link) in aside {
                                li { a href=[link.href.get()] { (icon::draw(*icon)) (link.label) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn level(headings: &[Heading], depth: usize) -> Markup {
    html! {
        ul {
            @for heading in headings {
                li {
                    a.md-nav__link href={ "#" (heading.id) } { (heading.title) }
                    @if depth < CONTENTS_DEPTH && !heading.below.is_empty() { (level(&heading.below, depth + 1)) }
                }
            }
        }
    }
}

/// Where the page stands: what is above it, without the page itself.
pub fn crumbs(above: &[Link]) -> Markup {
    html! {
        @if !above.is_empty() {
            nav.docs-crumbs aria-label="Breadcrumb" {
                ol { @for link in above { li { a href=[link.href.get()] { (link.label) } } } }
            }
        }
    }
}

/// The pages before and after this one.
pub fn pager(previous: Option<&Link>, next: Option<&Link>) -> Markup {
    html! {
        @if previous.is_some() || next.is_some() {
            nav class="docs-pager md-footer" aria-label="Previous and next page" {
                @if let Some(link) = previous {
                    a rel="prev" href=[link.href.get()] { small { "Previous" } b { (link.label) } }
                }
                @if let Some(link) = next {
                    a.docs-next rel="next" href=[link.href.get()] { small { "Next" } b { (link.label) } }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn heading(title: &str, below: Vec<Heading>) -> Heading {
        Heading { title: title.to_owned(), id: title.to_lowercase(), below }
    }

    #[test]
    fn the_one_title_is_not_repeated() {
        let page = [heading("Title", vec![heading("A & B", vec![]), heading("C", vec![])])];
        let shown = contents(&page, &[]).into_string();
        assert!(shown.contains("A &amp; B") && !shown.contains(">Title<"), "{shown}");
        let two = [heading("One", vec![]), heading("Two", vec![])];
        assert!(contents(&two, &[]).into_string().contains(">One<"));
        assert_eq!(contents(&[heading("Title", vec![])], &[]).into_string(), "");
    }

    #[test]
    fn unsafe_addresses_are_no_links() {
        let links = [(Icon::Edit, Link::new("Edit", "javascript:alert(1)"))];
        assert!(!contents(&[], &links).into_string().contains("javascript"));
    }
}

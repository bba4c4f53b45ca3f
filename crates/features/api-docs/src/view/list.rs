//! The tab: what the definition is, what is wrong with it, the filter, and the list of operations and types with what is
//! open of them.

use definition::{Content, Definition};
use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::filter::{self, TextFilter};
use ui::notice::{self, State};
use ui::table::{self, Pager};
use ui::tabs::{self, Tab};
use ui::{Href, Icon, Tone, badge, count, icon, plural, span};

use super::body::body;
use super::parts::{deprecated, mark, prose};
use super::{intro, problems, text};
use crate::api::{Api, CONSUMED_BY, PROVIDED_BY};
use crate::definitions::ReadApi;
use crate::listing::{self, Listing};
use crate::outline::{Row, Section};
use crate::place::{Links, Place};

/// Bytes of everything that can be opened, up to which it is all on the page: then opening needs no other page.
const ALL_ON_PAGE: usize = 48 * 1024;
/// Rows from which on the sections are listed above them.
const CONTENTS_FROM: usize = 13;
const SHOWN_CONTENTS: usize = 60;

/// Everything below the tabs of the entity.
pub(crate) fn tab(api: &Api, read: &ReadApi, place: &Place) -> Markup {
    let definition = &read.definition;
    let links = Links { path: &api.path };
    let is_plain = matches!(definition.content, Content::Plain) || read.outline.sections.is_empty();
    html! {
        (bar(api, definition, place, is_plain))
        (problems::problems(&definition.problems, links))
        @if is_plain || place.is_text {
            @if is_plain && !place.is_text { (intro::intro(definition)) }
            (text::text(&api.text, place))
        } @else {
            @if *place == Place::whole(&place.path) { (intro::intro(definition)) }
            (list(definition, &listing::list(&read.outline, place), place))
        }
    }
}

/// What there is instead of a definition.
pub(crate) fn nothing(raw: &Href) -> Markup {
    html! {
        div.card {
            (notice::state(&State {
                icon: Icon::Api,
                tone: Tone::Plain,
                title: "This API has no definition".to_owned(),
                text: "Its catalog file gives one as a text in spec.definition, or names a file with $text, $json or $yaml."
                    .to_owned(),
                detail: html! {},
                actions: button::link("Show the entity", Some(Icon::Code), raw, Weight::Plain),
            }))
        }
    }
}

fn bar(api: &Api, definition: &Definition, place: &Place, is_plain: bool) -> Markup {
    let links = Links { path: &api.path };
    let whole = Place::whole(&api.path);
    let as_text = Place { is_text: true, ..whole.clone() };
    let address = |place: &Place| place.href().get().unwrap_or_default().to_owned();
    let language = match (definition.format.as_deref(), &definition.content) {
        (_, Content::Plain) => api.type_name.clone(),
        (Some(format), _) => format!("{} {format}", definition.kind.name()),
        (None, _) => definition.kind.name().to_owned(),
    };
    html! {
        div.api-bar {
            div.api-bar-title {
                @if let Some(title) = &definition.title { h2 dir="auto" { (title) } }
                @if let Some(version) = &definition.version { span.muted { "version " bdi { (version) } } }
                @if !language.is_empty() { (badge::badge(&language, Tone::Plain, None)) }
                (related(api.providers, ("provider", "providers"), &links.related(PROVIDED_BY)))
                (related(api.consumers, ("consumer", "consumers"), &links.related(CONSUMED_BY)))
            }
            div.actions {
                @if !is_plain {
                    (tabs::segments("Ways to read it", &[
                        Tab::new("Reference", address(&whole), !place.is_text),
                        Tab::new("Text", address(&as_text), place.is_text),
                    ]))
                }
                (button::link("Download", Some(Icon::Download), &links.download(), Weight::Plain))
            }
        }
    }
}

fn related(number: usize, (one, many): (&str, &str), href: &Href) -> Markup {
    html! { @if number > 0 { a.link href=[href.get()] { (plural(number, one, many)) } } }
}

fn list(definition: &Definition, listing: &Listing<'_>, place: &Place) -> Markup {
    let place = Place { filter: listing.filter.clone(), ..place.clone() };
    html! {
        div.api-find {
            (filter::text_filter(&TextFilter {
                action: Href::new(place.path.as_str()),
                name: "q".to_owned(),
                value: place.filter.clone(),
                label: "Filter operations and types".to_owned(),
                kept: vec![("tab".to_owned(), crate::place::TAB.to_owned())],
            }))
            p.muted role="status" { (found_words(listing)) }
            @if place != Place::whole(&place.path) {
                a.link href=[Place::whole(&place.path).href().get()] { "Show all" }
            }
        }
        @if listing.total == 0 {
            div.card {
                (notice::state(&State {
                    icon: Icon::Filter,
                    tone: Tone::Plain,
                    title: "Nothing matches".to_owned(),
                    text: format!("No operation and no type says anything about “{}”.", place.filter),
                    detail: html! {},
                    actions: button::link("Show all", None, &Place::whole(&place.path).href(), Weight::Plain),
                }))
            }
        } @else {
            @if listing.total >= CONTENTS_FROM && listing.contents.len() > 1 { (contents(listing, &place)) }
            (sections(&definition.content, listing, &place))
            (pages(listing, &place))
        }
    }
}

fn found_words(listing: &Listing<'_>) -> String {
    match (listing.called, listing.types) {
        (called, 0) => plural(called, "operation", "operations"),
        (0, types) => plural(types, "type", "types"),
        (called, types) => {
            format!("{}, {}", plural(called, "operation", "operations"), plural(types, "type", "types"))
        }
    }
}

fn contents(listing: &Listing<'_>, place: &Place) -> Markup {
    html! {
        nav.api-contents aria-label="Groups" {
            ul {
                @for (index, (section, rows, page)) in listing.contents.iter().enumerate().take(SHOWN_CONTENTS) {
                    @let target = Place { open: String::new(), page: *page, ..place.clone() }.href();
                    li {
                        a.tag href=[target.get().map(|target| format!("{target}#{}", group_id(index)))] {
                            bdi { (section.title) } " " small.muted { (count(*rows)) }
                        }
                    }
                }
            }
        }
    }
}

fn group_id(index: usize) -> String {
    format!("group-{index}")
}

fn sections(content: &Content, listing: &Listing<'_>, place: &Place) -> Markup {
    let links = Links { path: &place.path };
    let bodies = all_bodies(content, listing, links);
    html! {
        @for (section, rows) in &listing.sections {
            // The same section may go on over pages, so its number is its place among all.
            @let index = listing.contents.iter().position(|(other, _, _)| std::ptr::eq(*other, *section)).unwrap_or_default();
            section.card.api-section aria-labelledby=(group_id(index)) {
                header { h2 id=(group_id(index)) dir="auto" { (section.title) } }
                (about(section))
                ul.api-rows data-list {
                    @for row in rows {
                        @let is_open = listing.open == Some(row.anchor.as_str()) && !row.is_repeated;
                        @if row.is_repeated { li { (closed(row, place)) } }
                        @else if let Some((_, body)) = bodies.iter().find(|(anchor, _)| *anchor == row.anchor) {
                            li id=(row.anchor) { (folded(row, body, is_open)) }
                        } @else if is_open {
                            li.open id=(row.anchor) { (unfolded(row, &body(content, row.target, links), place)) }
                        } @else { li id=(row.anchor) { (closed(row, place)) } }
                    }
                }
            }
        }
    }
}

/// The bodies of all rows where all of them together are small; else none.
fn all_bodies<'o>(content: &Content, listing: &Listing<'o>, links: Links<'_>) -> Vec<(&'o str, Markup)> {
    let mut bodies = Vec::new();
    let mut left = ALL_ON_PAGE;
    for row in listing.sections.iter().flat_map(|(_, rows)| rows).filter(|row| !row.is_repeated) {
        let drawn = body(content, row.target, links);
        match left.checked_sub(drawn.0.len()) {
            Some(rest) => left = rest,
            None => return Vec::new(),
        }
        bodies.push((row.anchor.as_str(), drawn));
    }
    bodies
}

fn about(section: &Section) -> Markup {
    html! { @if section.description.is_some() { div.api-about { (prose(section.description.as_deref())) } } }
}

/// A row that opens on the page itself.
fn folded(row: &Row, body: &Markup, is_open: bool) -> Markup {
    html! {
        details open[is_open] {
            summary.api-row { (named(row)) }
            div.api-body { (body) }
        }
    }
}

/// A row that is open because the address says so.
fn unfolded(row: &Row, body: &Markup, place: &Place) -> Markup {
    let closed = Place { open: String::new(), ..place.clone() }.href();
    html! {
        div.api-row.open {
            (named(row))
            a.button.bare.small href=[closed.get()] aria-label={ "Close " (row.label) } { (icon::draw(Icon::Close)) }
        }
        div.api-body { (body) }
    }
}

/// A row that leads to the page on which it is open.
fn closed(row: &Row, place: &Place) -> Markup {
    html! { a.api-row href=[place.opened(&row.anchor).get()] data-item { (named(row)) } }
}

fn named(row: &Row) -> Markup {
    html! {
        (mark(&row.mark))
        h3 { code { bdi { (row.label) } } }
        @if row.is_deprecated { (deprecated()) }
        @if let Some(summary) = &row.summary { span.cut.quiet dir="auto" { (summary) } }
    }
}

fn pages(listing: &Listing<'_>, place: &Place) -> Markup {
    let step = |page: usize| Place { open: String::new(), page, ..place.clone() }.href();
    let last = listing.first + listing.shown.saturating_sub(1);
    html! {
        @if listing.pages > 1 {
            (table::pager(&Pager {
                summary: span(listing.first, last, listing.total),
                names: table::PAGES,
                previous: (listing.page > 1).then(|| step(listing.page - 1)),
                next: (listing.page < listing.pages).then(|| step(listing.page + 1)),
            }))
        }
    }
}

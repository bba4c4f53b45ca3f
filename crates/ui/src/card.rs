//! A card, and what is mostly in one: facts and rows.

use maud::{Markup, html};

use crate::{Link, Tone};

/// A titled part of a page. `more` leads to all of it.
pub fn card(title: &str, more: Option<&Link>, body: &Markup) -> Markup {
    html! {
        section.card {
            header {
                h2 { (title) }
                @if let Some(more) = more { a.more href=[more.href.get()] { (more.label) } }
            }
            div.card-body { (body) }
        }
    }
}

/// One of the numbers above a page, for a list of the class `figures`; `told` says in few words what it counts.
pub fn figure(name: &str, value: &str, told: &str, tone: Tone) -> Markup {
    html! { div class=(tone.class()) { dt { (name) } dd { (value) small { (told) } } } }
}

/// Names and values, one per line.
pub fn facts(facts: &[(String, Markup)]) -> Markup {
    html! { dl.facts { @for (name, value) in facts { dt { (name) } dd { (value) } } } }
}

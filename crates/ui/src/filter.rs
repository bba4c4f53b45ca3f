//! The panel of filters beside a list, the chips of those that are on, and the text filter. Every choice is a link to the
//! same list with that choice made or taken back, so the address is the whole state.

use maud::{Markup, html};

use crate::{Href, Icon, Link, count, icon};

/// The filters of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterGroup {
    pub title: String,
    /// The name of the field in the address, for example `type` of `filters[type]`.
    pub field: String,
    pub options: Vec<FilterOption>,
    /// Leads to the same page with all values, when there are more than these.
    pub more: Option<Link>,
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterOption {
    pub label: String,
    pub value: String,
    /// How many rows there would be.
    pub count: Option<u64>,
    /// The same list with this value chosen, or no longer chosen when it is `active`.
    pub href: Href,
    pub active: bool,
}

/// A filter that is on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveFilter {
    /// The name of the field for people.
    pub field: String,
    pub label: String,
    /// The same list without it.
    pub remove: Href,
}

/// The `id` of the panel, to which the link of [`opener`] leads on a phone.
const PANEL: &str = "filters";

/// The panel. `results` is how many rows the list has now; on a phone the panel closes with that number.
pub fn panel(groups: &[FilterGroup], results: u64) -> Markup {
    html! {
        nav.filters id=(PANEL) aria-label="Filters" {
            @for group in groups { (filter_group(group)) }
            a.button.main.close href="#main" { "Show " (count(results)) }
        }
    }
}

fn filter_group(group: &FilterGroup) -> Markup {
    html! {
        section data-field=(group.field) {
            h2 { (group.title) }
            ul {
                @for option in &group.options {
                    li {
                        a href=[option.href.get()] aria-current=[option.active.then_some("true")] title=(option.value) {
                            @if option.active { (icon::draw(Icon::Check)) }
                            bdi.cut { (option.label) }
                            @if let Some(number) = option.count { " " small { (count(number)) } }
                        }
                    }
                }
                @if let Some(more) = &group.more { li { a.muted href=[more.href.get()] { (more.label) } } }
            }
        }
    }
}

/// The button that opens the panel on a phone.
pub fn opener(active: usize) -> Markup {
    html! {
        a.button.open-filters href={ "#" (PANEL) } {
            (icon::draw(Icon::Filter)) "Filters"
            @if active > 0 { span.badge { (active) } }
        }
    }
}

/// What is filtered by now, each with its removal; nothing when no filter is on.
pub fn chips(active: &[ActiveFilter], clear: &Href) -> Markup {
    html! {
        @if !active.is_empty() {
            ul.chips aria-label="Active filters" {
                @for filter in active {
                    li {
                        a.chip href=[filter.remove.get()] {
                            span {
                                span.unseen { "Remove " }
                                span.muted { (filter.field) ": " }
                                bdi { (filter.label) }
                            }
                            (icon::draw(Icon::Close))
                        }
                    }
                }
                li { a.button.bare.small href=[clear.get()] { "Clear all" } }
            }
        }
    }
}

/// A search within the list, as a form that the browser turns into the next address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextFilter {
    pub action: Href,
    /// The name of the field in the address.
    pub name: String,
    pub value: String,
    /// What the field is for; also shown while it is empty.
    pub label: String,
    /// The rest of the address, as pairs of name and value.
    pub kept: Vec<(String, String)>,
}

/// Renders the text filter.
pub fn text_filter(filter: &TextFilter) -> Markup {
    html! {
        form method="get" action=[filter.action.get()] role="search" aria-label=(filter.label) {
            @for (name, value) in &filter.kept { input type="hidden" name=(name) value=(value); }
            div.field {
                button.go aria-label="Apply the text" { (icon::draw(Icon::Search)) }
                input type="search" name=(filter.name) value=(filter.value) placeholder=(filter.label)
                    aria-label=(filter.label) dir="auto" autocomplete="off" enterkeyhint="search" data-key="f";
                kbd aria-hidden="true" { "f" }
            }
        }
    }
}

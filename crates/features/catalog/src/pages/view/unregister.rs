//! The question before an entity leaves the catalog, with what else goes and what comes back.

use maud::{Markup, html};
use ui::kind::{self, EntityLink};
use ui::{Frame, Href, Icon, Link, button, card, count, header, icon, plural};

/// What can be taken out, and what that means.
pub struct UnregisterPage {
    pub breadcrumb: Vec<Link>,
    pub title: String,
    /// The page of the entity, which is the way back.
    pub entity: Href,
    /// Receives the answer as the field `what`: `location` or `entity`.
    pub action: Href,
    /// The registered location behind the entity, for readers who may unregister it.
    pub location: Option<LocationChoice>,
    /// Whether the reader may delete just this entity.
    pub may_delete: bool,
    /// No location provides it any more, so it does not come back.
    pub is_orphan: bool,
    /// The portal stores it itself.
    pub is_stored: bool,
    /// Where the entity comes from, when that is no registered location: `file:…`, `url:…` of the configuration.
    pub origin: Option<String>,
}

/// A registered location and what came in by it.
pub struct LocationChoice {
    pub target: String,
    /// The first of them.
    pub entities: Vec<EntityLink>,
    pub total: u64,
}

/// The whole document.
pub fn render(frame: &Frame, page: &UnregisterPage) -> Markup {
    let title = format!("Unregister {}", page.title);
    let mut steps = page.breadcrumb.clone();
    steps.push(Link { label: page.title.clone(), href: page.entity.clone() });
    let content = html! {
        (header::breadcrumb(&steps, "Unregister"))
        (header::page_header(&header::PageHeader {
            mark: html! {},
            title: title.clone(),
            below: html! {},
            actions: button::link("Keep it", None, &page.entity, button::Weight::Plain),
        }))
        div.stack {
            @if let Some(location) = &page.location { (location_card(page, location)) }
            @if page.may_delete { (entity_card(page)) }
            @if page.location.is_none() && !page.may_delete { (nothing_card()) }
        }
    };
    ui::layout::page(frame, &title, &content)
}

fn location_card(page: &UnregisterPage, location: &LocationChoice) -> Markup {
    let shown = u64::try_from(location.entities.len()).unwrap_or(u64::MAX);
    card::card(
        "Unregister the location",
        None,
        &html! { div.stack {
            p { "The portal stops reading " code { (location.target) } " and forgets "
                @match location.total {
                    0 => "it.",
                    total => { "the " (plural(total, "entity", "entities")) " that came in by it:" },
                }
            }
            ul.entity-names { @for entity in &location.entities { li { (kind::entity_link(entity)) } } }
            @if location.total > shown { p.muted { "and " (count(location.total - shown)) " more" } }
            p.muted { "It can be registered again at any time." }
            (answer(page, "location", "Unregister location"))
        } },
    )
}

fn entity_card(page: &UnregisterPage) -> Markup {
    card::card(
        "Delete just this entity",
        None,
        &html! { div.stack {
            @if page.is_stored {
                p { "The portal keeps it, and keeps what it was: who visits its address can bring it back." }
            } @else if page.is_orphan {
                p { "No location provides it any more, so it does not come back." }
            } @else {
                p { "It comes back when its source is read the next time, unless it is gone from there." }
                @if let (None, Some(origin)) = (&page.location, &page.origin) {
                    p { "It comes from " code { (origin) } ", which is not registered here but configured by those who run the portal." }
                }
            }
            (answer(page, "entity", "Delete entity"))
        } },
    )
}

fn nothing_card() -> Markup {
    card::card(
        "Nothing to unregister",
        None,
        &html! { p { "You may neither unregister its location nor delete it." } },
    )
}

fn answer(page: &UnregisterPage, what: &str, label: &str) -> Markup {
    html! {
        form method="post" action=[page.action.get()] aria-label=(label) {
            input type="hidden" name="what" value=(what);
            button.button.danger { (icon::draw(Icon::Remove)) (label) }
        }
    }
}

//! The pages that stand where there is no entity, or none that the reader may see.

use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::kind::EntityLink;
use ui::notice::{self, State};
use ui::{Frame, Href, Icon, Moment, Tone, icon};

use super::facts::entity_list;

/// There is nothing at this address.
pub struct NotFound {
    pub reference: String,
    /// Entities with a similar name.
    pub suggestions: Vec<EntityLink>,
    /// Where to look for it.
    pub search: Href,
    pub register: Option<Href>,
    /// The portal stored it until it was deleted, for readers who may bring it back.
    pub deleted: Option<Deleted>,
}

/// An entity that the portal stored.
pub struct Deleted {
    pub by: String,
    pub when: Moment,
    /// Receives `revision`, and brings it back.
    pub undo: Href,
    pub revision: i64,
}

/// The reader may not see what is at this address. (Where even its existence is a secret, show [`NotFound`].)
pub struct Denied {
    pub reference: String,
    /// Who can help.
    pub help: String,
    pub catalog: Href,
}

/// The page for an address at which there is nothing.
pub fn render_not_found(frame: &Frame, page: &NotFound) -> Markup {
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: Icon::Search,
                tone: Tone::Plain,
                title: "This entity is not in the catalog".to_owned(),
                text: "It may have another name, it may have been removed, or nobody has registered it yet.".to_owned(),
                detail: html! {
                    p { code { (page.reference) } }
                    @if let Some(deleted) = &page.deleted { (bring_back(deleted)) }
                    @if !page.suggestions.is_empty() {
                        p.quiet { "Did you mean" }
                        (entity_list(&page.suggestions))
                    }
                },
                actions: html! {
                    (button::link("Search for it", Some(Icon::Search), &page.search, Weight::Main))
                    @if let Some(register) = &page.register {
                        (button::link("Register it", Some(Icon::Link), register, Weight::Plain))
                    }
                },
            }))
        }
    };
    ui::layout::page(frame, "Not found", &content)
}

fn bring_back(deleted: &Deleted) -> Markup {
    html! {
        form.actions method="post" action=[deleted.undo.get()] aria-label="Bring it back" {
            p { (deleted.by) " deleted it " (deleted.when.render()) "." }
            input type="hidden" name="revision" value=(deleted.revision);
            button.button { (icon::draw(Icon::Undo)) "Bring it back" }
        }
    }
}

/// The page for an address that this reader may not see.
pub fn render_denied(frame: &Frame, page: &Denied) -> Markup {
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: Icon::Lock,
                tone: Tone::Warn,
                title: "You may not see this entity".to_owned(),
                text: page.help.clone(),
                detail: html! { p { code { (page.reference) } } },
                actions: button::link("Back to the catalog", None, &page.catalog, Weight::Plain),
            }))
        }
    };
    ui::layout::page(frame, "Not allowed", &content)
}

//! The entity as text, and where it comes from.

use maud::{Markup, html};
use ui::button::{self, Weight};
use ui::kind::{self, EntityLink};
use ui::tabs::{self, Tab};
use ui::{Href, Icon, Moment, Tone, card, code, notice, plural};

/// The tab "Raw".
pub struct Raw {
    /// Between YAML and JSON.
    pub switch: Vec<Tab>,
    /// The entity as the catalog has it.
    pub text: String,
    pub is_json: bool,
    /// Relations that are not in the text.
    pub left_out: u64,
    /// The same without a page around it.
    pub plain: Href,
    pub origins: Vec<Origin>,
    /// What led to the entity, the nearest first.
    pub ancestors: Vec<Ancestor>,
}

/// One thing that is known of where an entity comes from.
pub enum Origin {
    /// A file, folder or address.
    Place { name: String, label: String, whole: String, href: Href },
    /// A Location that names it.
    Entity(EntityLink),
    /// A provider that names it.
    Provider(String),
    /// Who may replace it.
    Key(String),
    /// When the catalog last stored a change of it.
    Written(Moment),
    /// When the file was last read and found to be new.
    Processed(Moment),
}

/// A Location on the way to the entity.
pub struct Ancestor {
    pub link: EntityLink,
    pub target: Option<String>,
}

/// Renders the tab.
pub fn raw(raw: &Raw) -> Markup {
    let actions = button::link("Plain", Some(Icon::Code), &raw.plain, Weight::Bare);
    html! {
        div.two {
            div.stack {
                (tabs::segments("Formats", &raw.switch))
                @if raw.left_out > 0 {
                    (notice::notice(Tone::Plain, &html! {
                        (plural(raw.left_out, "relation is", "relations are")) " left out here. The "
                        a href=[raw.plain.get()] { "plain form" } " has all."
                    }))
                }
                @if raw.is_json {
                    (code::block("Entity as the catalog has it", &raw.text))
                } @else {
                    (code::yaml_block("Entity as the catalog has it", &raw.text, &actions))
                }
            }
            div.stack {
                (card::card("Where it comes from", None, &origins(&raw.origins)))
                @if !raw.ancestors.is_empty() { (card::card("Ancestry", None, &ancestors(&raw.ancestors))) }
            }
        }
    }
}

fn origins(origins: &[Origin]) -> Markup {
    let mut facts: Vec<(String, Markup)> = Vec::new();
    for origin in origins {
        facts.push(match origin {
            Origin::Place { name, label, whole, href } => {
                (name.clone(), html! { a.link href=[href.get()] title=(whole) { bdi { (label) } } })
            }
            Origin::Entity(link) => ("Named by".to_owned(), kind::entity_link(link)),
            Origin::Provider(name) => ("Provider".to_owned(), html! { code { (name) } }),
            Origin::Key(key) => ("Location key".to_owned(), html! { code { (key) } }),
            Origin::Written(moment) => ("Last change".to_owned(), moment.render()),
            Origin::Processed(moment) => ("File processed".to_owned(), moment.render()),
        });
    }
    if facts.is_empty() {
        return html! { p.muted { "Nothing is recorded." } };
    }
    card::facts(&facts)
}

fn ancestors(ancestors: &[Ancestor]) -> Markup {
    html! {
        ol.ancestry {
            @for ancestor in ancestors {
                li {
                    (kind::entity_link(&ancestor.link))
                    @if let Some(target) = &ancestor.target { div.cut.quiet title=(target) { bdi { (target) } } }
                }
            }
        }
    }
}

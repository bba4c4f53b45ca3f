//! The mark of an entity's kind (an icon in the kind's colour) and the link to an entity. Any kind is drawn; those that
//! the portal does not know share one mark.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// A named thing of the catalog, with where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntityLink {
    /// The kind in any case.
    pub kind: String,
    /// The title, or the name when there is none.
    pub label: String,
    /// The full reference, shown when the pointer rests on it.
    pub reference: String,
    pub href: Href,
    /// The reference names nothing that is in the catalog.
    pub missing: bool,
}

/// The mark alone. Its text is for people who listen, and for the pointer.
pub fn mark(kind: &str) -> Markup {
    marked(kind, "kind-mark")
}

/// The mark in the header of a page.
pub fn big_mark(kind: &str) -> Markup {
    marked(kind, "kind-mark big")
}

/// The mark and the name. A dangling reference stays a link when it has an address, and says what it is.
pub fn entity_link(link: &EntityLink) -> Markup {
    let class = if link.missing { "entity missing" } else { "entity" };
    html! {
        a class=(class) href=[link.href.get()] title=(link.reference) {
            (mark(&link.kind))
            bdi { (link.label) }
            @if link.missing { span.unseen { " (not in the catalog)" } }
        }
    }
}

/// The class that gives a kind its colour.
pub fn hue(kind: &str) -> &'static str {
    look(kind).0
}

/// The icon of a kind.
pub fn symbol(kind: &str) -> Icon {
    look(kind).1
}

fn marked(kind: &str, class: &str) -> Markup {
    let (hue, symbol) = look(kind);
    html! { span class={ (class) " " (hue) } title=(kind) { (icon::draw(symbol)) span.unseen { (kind) " " } } }
}

fn look(kind: &str) -> (&'static str, Icon) {
    match kind.to_ascii_lowercase().as_str() {
        "component" => ("hue-component", Icon::Component),
        "api" => ("hue-api", Icon::Api),
        "system" => ("hue-system", Icon::System),
        "domain" => ("hue-domain", Icon::Domain),
        "resource" => ("hue-resource", Icon::Resource),
        "group" => ("hue-group", Icon::Group),
        "user" => ("hue-user", Icon::User),
        "template" => ("hue-template", Icon::Template),
        "location" => ("hue-location", Icon::Place),
        "airesource" => ("hue-airesource", Icon::Spark),
        _ => ("hue-other", Icon::Dot),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_known_in_any_case_and_others_are_drawn_too() {
        assert_eq!(look("API"), look("api"));
        assert_eq!(look("Spaceship"), ("hue-other", Icon::Dot));
    }

    #[test]
    fn missing_entities_say_so_in_words() {
        let link = EntityLink {
            kind: "API".into(),
            label: "fraud <api>".into(),
            reference: "api:default/fraud".into(),
            href: Href::new("javascript:x"),
            missing: true,
        };
        let markup = entity_link(&link).into_string();
        assert!(markup.contains("(not in the catalog)"));
        assert!(markup.contains("fraud &lt;api&gt;"));
        assert!(!markup.contains("javascript"));
    }
}

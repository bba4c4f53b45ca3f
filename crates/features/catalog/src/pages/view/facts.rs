//! The cards beside the content of an entity: what it is and whose, its links and its labels.

use maud::{Markup, html};
use ui::kind::{self, EntityLink};
use ui::{Href, Icon, Link, badge, card};

/// The card "About".
#[derive(Default)]
pub struct About {
    pub owners: Vec<EntityLink>,
    /// What this is a part of: mostly a domain, system or component.
    pub part_of: Vec<EntityLink>,
    pub entity_type: Option<String>,
    pub lifecycle: Option<String>,
    pub tags: Vec<Link>,
    pub docs: Option<Href>,
    /// Where the source lives.
    pub source: Option<Link>,
    pub namespace: String,
}

/// One of `metadata.links`.
pub struct ExternalLink {
    pub label: String,
    pub href: Href,
    /// The name of an icon of the kit; others are drawn as a link.
    pub icon: Option<String>,
    /// `type` of the link.
    pub note: Option<String>,
}

/// What something is a part of, by kind, in the words of the catalog file.
const WHOLES: [(&str, &str); 3] = [("component", "Part of"), ("system", "System"), ("domain", "Domain")];

/// The card "About".
pub fn about(about: &About) -> Markup {
    let mut facts: Vec<(String, Markup)> = Vec::new();
    let mut fact = |name: &str, value: Markup| facts.push((name.to_owned(), value));
    if about.owners.is_empty() {
        fact("Owner", html! { span.muted { "nobody" } });
    } else {
        fact("Owner", entity_list(&about.owners));
    }
    for (kind, name) in WHOLES {
        let wholes: Vec<EntityLink> =
            about.part_of.iter().filter(|whole| whole.kind.eq_ignore_ascii_case(kind)).cloned().collect();
        if !wholes.is_empty() {
            fact(name, entity_list(&wholes));
        }
    }
    let is_other =
        |whole: &&EntityLink| !WHOLES.iter().any(|(kind, _)| whole.kind.eq_ignore_ascii_case(kind));
    let others: Vec<EntityLink> = about.part_of.iter().filter(is_other).cloned().collect();
    if !others.is_empty() {
        fact("Part of", entity_list(&others));
    }
    if let Some(entity_type) = &about.entity_type {
        fact("Type", html! { bdi { (entity_type) } });
    }
    if let Some(lifecycle) = &about.lifecycle {
        fact("Lifecycle", badge::lifecycle(lifecycle));
    }
    if about.namespace != "default" {
        fact("Namespace", html! { bdi { (about.namespace) } });
    }
    if !about.tags.is_empty() {
        fact("Tags", badge::tags(&about.tags));
    }
    if let Some(docs) = &about.docs {
        fact("Docs", html! { a.link href=[docs.get()] { "Read the docs" } });
    }
    if let Some(source) = &about.source {
        fact("Source", html! { a.link href=[source.href.get()] { bdi { (source.label) } } });
    }
    card::facts(&facts)
}

/// Entities, one below the other.
pub fn entity_list(entities: &[EntityLink]) -> Markup {
    html! { ul { @for entity in entities { li { (kind::entity_link(entity)) } } } }
}

/// The card "Links".
pub fn links(links: &[ExternalLink]) -> Markup {
    html! {
        ul.rows {
            @for link in links {
                li {
                    (ui::icon::draw(link_icon(link)))
                    a.link.cut href=[link.href.get()] title=[link.href.get()] { bdi { (link.label) } }
                    @if let Some(note) = &link.note { span.end { bdi { (note) } } }
                }
            }
        }
    }
}

/// The icon that the link names, or one that says whether it leaves the portal.
fn link_icon(link: &ExternalLink) -> Icon {
    let fallback = if link.href.is_external() { Icon::Outside } else { Icon::Link };
    link.icon.as_deref().and_then(Icon::named).unwrap_or(fallback)
}

/// The card "Labels".
pub fn labels(labels: &[(String, String)]) -> Markup {
    let mut facts = Vec::new();
    for (name, value) in labels {
        facts.push((name.clone(), html! { code { (value) } }));
    }
    card::facts(&facts)
}

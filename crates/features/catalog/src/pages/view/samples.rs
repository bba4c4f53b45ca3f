//! One page of every state, with the data of the demo organisation and with the hard cases: very long names, text that
//! runs from right to left, counts of nothing and of a hundred thousand, markup in every field.

use ui::kind::EntityLink;
use ui::{Brand, Frame, Href, Icon, Link, NavigationLink, Theme, User};

pub(super) mod catalog;
pub(super) mod entity;
pub(super) mod import;
mod org;
pub(super) mod views;

pub(super) const HOSTILE: &str = "<script>alert(1)</script>\"' onmouseover=\"x";
const LONG: &str = "a-component-whose-name-is-exactly-as-long-as-the-rules-allow-it-to-be";
const ARABIC: &str = "خدمة الدفع الإلكتروني للمتجر";

pub(super) fn frame(path: &str, theme: Theme) -> Frame {
    let place = |label: &str, href: &str, icon, at_end, count| NavigationLink {
        label: label.to_owned(),
        href: Href::new(href),
        icon,
        count,
        at_end,
    };
    Frame {
        brand: Brand { title: "Orchard".to_owned(), ..Brand::default() },
        navigation: vec![
            place("Home", "/", Icon::Home, false, None),
            place("Catalog", "/catalog", Icon::Catalog, false, None),
            place("APIs", "/api-docs", Icon::Api, false, None),
            place("Docs", "/docs", Icon::Docs, false, None),
            place("Create", "/create", Icon::Create, false, None),
            place("Search", "/search", Icon::Search, false, None),
            place("Graph", "/catalog-graph", Icon::Graph, false, None),
            place("Notifications", "/notifications", Icon::Bell, true, Some(3)),
            place("Settings", "/settings", Icon::Settings, true, None),
        ],
        active_path: path.to_owned(),
        user: Some(User {
            name: "Ada Lind".to_owned(),
            detail: Some("team-pear, platform".to_owned()),
            href: Href::new("/settings"),
        }),
        sign_in: None,
        search: Some(Href::new("/search")),
        theme,
        theme_action: Href::new("/settings/theme"),
        ..Frame::default()
    }
}

fn entity(kind: &str, name: &str) -> EntityLink {
    EntityLink {
        kind: kind.to_owned(),
        label: name.to_owned(),
        reference: format!("{kind}:default/{name}"),
        href: Href::new(format!("/catalog/default/{kind}/{name}")),
        missing: false,
    }
}

fn tag(name: &str) -> Link {
    Link::new(name, format!("/catalog?filters[tags]={name}"))
}

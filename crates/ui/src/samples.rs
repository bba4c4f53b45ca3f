//! Every component in every state, once: what `/dev/components` shows and what the tests of this crate inspect. With
//! ordinary data, and with the hard cases: nothing, very much, very long names, text from right to left, markup in a name.

mod buttons;
mod controls;
mod lists;
mod overlays;
mod pictures;
mod signs;
mod states;
mod texts;

use maud::{Markup, html};

use crate::header::{self, PageHeader};
use crate::kind::EntityLink;
use crate::{Brand, Frame, Href, Icon, Link, NavigationLink, Theme, User};

/// A name that would break out of the page, if anything let it.
pub const HOSTILE: &str = "<script>alert(1)</script>\"' onmouseover=\"x";
/// As long as names may be.
const LONG: &str = "a-component-whose-name-is-exactly-as-long-as-the-rules-allow-it-to-be";
/// From right to left.
const ARABIC: &str = "خدمة الدفع الإلكتروني للمتجر";

/// Components that belong together.
pub struct Section {
    pub id: &'static str,
    pub title: &'static str,
    pub samples: Vec<Sample>,
}

/// One component in one state.
pub struct Sample {
    pub state: &'static str,
    pub markup: Markup,
}

fn sample(state: &'static str, markup: Markup) -> Sample {
    Sample { state, markup }
}

/// All of them.
pub fn sections() -> Vec<Section> {
    let section = |id, title, samples| Section { id, title, samples };
    vec![
        section("buttons", "Buttons and menus", buttons::samples()),
        section("signs", "Signs and people", signs::samples()),
        section("fields", "Fields and forms", controls::samples()),
        section("lists", "Lists and tables", lists::samples()),
        section("states", "States", states::samples()),
        section("overlays", "Above the page", overlays::samples()),
        section("texts", "Code, differences, trees, time", texts::samples()),
        section("pictures", "Charts and graphs", pictures::samples()),
    ]
}

/// The content of `/dev/components`.
pub fn page_content() -> Markup {
    let sections = sections();
    html! {
        (header::page_header(&PageHeader {
            mark: html! {},
            title: "Components".to_owned(),
            below: html! { p { "Every part of the pages in every state, in the colours that you choose at the end of the rail." } },
            actions: html! {},
        }))
        div.samples {
            nav.sample-list aria-label="Components" {
                ul { @for section in &sections { li { a href={ "#" (section.id) } { (section.title) } } } }
            }
            div.stack { @for section in &sections { (rendered(section)) } }
        }
    }
}

fn rendered(section: &Section) -> Markup {
    html! {
        section.sample-section {
            (header::section_heading(section.id, section.title))
            @for sample in &section.samples {
                div.sample {
                    h3 { (sample.state) }
                    div.sample-body { (sample.markup) }
                }
            }
        }
    }
}

/// A frame with a bit of everything.
pub fn frame(theme: Theme) -> Frame {
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
        starred: vec![entity("component", "basket"), entity("system", "checkout"), entity("group", LONG)],
        active_path: "/dev/components".to_owned(),
        user: Some(User {
            name: "Ada Lind".to_owned(),
            detail: Some("team-pear, platform".to_owned()),
            href: Href::new("/settings"),
        }),
        search: Some(Href::new("/search")),
        palette: Some(Href::new("/dev/components/palette")),
        support: vec![Link::new("Help", "https://help.orchard.example")],
        theme,
        theme_action: Href::new("/settings/theme"),
        rail_action: Href::new("/settings/rail"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::inspect;

    #[test]
    fn every_component_is_sound_in_every_state() {
        let document =
            crate::layout::page(&frame(Theme::System), "Components", &page_content()).into_string();
        assert_eq!(inspect::problems(&document), Vec::<String>::new());
        for forbidden in ["<script>alert", "javascript:", HOSTILE, " style=\""] {
            assert!(!document.contains(forbidden), "{forbidden}");
        }
    }

    #[test]
    fn even_all_components_together_fit_in_sixty_kilobytes() {
        let document =
            crate::layout::page(&frame(Theme::System), "Components", &page_content()).into_string();
        let bytes = inspect::first_load(&document);
        println!("all components: {bytes} bytes");
        assert!(bytes < 60_000, "{bytes} bytes");
    }

    /// Every module of the kit that renders something is among the samples: its distinct class or element is on the page.
    #[test]
    fn no_component_is_left_out() {
        let page = page_content().into_string();
        let signs = [
            "class=\"face",
            "class=\"badge",
            "class=\"mark",
            "class=\"button main",
            "details class=\"menu",
            "class=\"card",
            "class=\"code",
            "class=\"code diff",
            "class=\"chart bars",
            "class=\"chart lines",
            "class=\"chart donut",
            "class=\"sparkline",
            "name=\"columns\"",
            "<dialog class=\"dialog\"",
            "<dialog class=\"dialog drawer\"",
            "class=\"filters\"",
            "class=\"combobox",
            "type=\"date\"",
            "type=\"file\"",
            "class=\"secret",
            "class=\"switch",
            "data-multiple",
            "type=\"radio\"",
            "class=\"group",
            "class=\"graph-figure",
            "class=\"notice",
            "class=\"progress",
            "class=\"steps",
            "data-selection",
            "class=\"skeleton",
            "class=\"star",
            "class=\"table",
            "class=\"pager",
            "class=\"tabs",
            "class=\"segments",
            "class=\"timeline",
            "class=\"toast",
            "class=\"tooltip",
            "class=\"tree",
            "class=\"crumbs",
            "class=\"state",
            "class=\"facts",
            "class=\"chip",
            "class=\"faces",
            "class=\"anchored",
            "class=\"sided",
            " data-exact",
        ];
        for sign in signs {
            assert!(page.contains(sign), "{sign} has no sample");
        }
    }
}

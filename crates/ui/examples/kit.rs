//! Every component of the kit in every state, as one page per theme, written with the assets into a folder: the first
//! argument, or `ui` in the temporary folder. Serve that folder to look at it.

use std::fs;
use std::path::{Path, PathBuf};

use maud::{Markup, html};
use ui::button::{self, MenuItem, Weight};
use ui::code::{self, Excerpt};
use ui::filter::{self, ActiveFilter, FilterGroup, FilterOption, TextFilter};
use ui::form::{self, Control, InputKind};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::table::{self, Column, Order, Pager, Width};
use ui::tabs::{self, Tab};
use ui::{
    Brand, Frame, Href, Icon, Link, Moment, NavigationLink, Theme, Tone, badge, card, icon, inspect, words,
};

const YAML: &str = "# a component\nkind: Component\nmetadata:\n  name: basket\n  tags: [java]\nspec:\n  replicas: 3\n  note: |\n    text: not a key\n";

const KINDS: [&str; 11] = [
    "component",
    "api",
    "system",
    "domain",
    "resource",
    "group",
    "user",
    "template",
    "location",
    "airesource",
    "spaceship",
];

fn main() -> std::io::Result<()> {
    let folder = std::env::args().nth(1).map_or_else(|| std::env::temp_dir().join("ui"), PathBuf::from);
    write_assets(&folder)?;
    for theme in Theme::ALL {
        let document = ui::layout::page(&frame(theme), "Components", &content()).into_string();
        let problems = inspect::problems(&document);
        if !problems.is_empty() {
            return Err(std::io::Error::other(problems.join("\n")));
        }
        fs::write(folder.join(format!("kit.{}.html", theme.name())), document)?;
    }
    Ok(())
}

fn write_assets(folder: &Path) -> std::io::Result<()> {
    fs::create_dir_all(folder.join("assets"))?;
    for asset in ui::assets::all() {
        fs::write(folder.join(asset.url.trim_start_matches('/')), &asset.bytes)?;
    }
    Ok(())
}

fn frame(theme: Theme) -> Frame {
    let place = |label: &str, href: &str, icon, at_end: bool| NavigationLink {
        label: label.to_owned(),
        href: Href::new(href),
        icon,
        count: at_end.then_some(12),
        at_end,
    };
    Frame {
        brand: Brand { title: "Orchard".to_owned(), logo: None, stylesheet: None },
        navigation: vec![
            place("Home", "/", Icon::Home, false),
            place("Components", "/dev/components", Icon::Catalog, false),
            place("Notifications", "/notifications", Icon::Bell, true),
        ],
        active_path: "/dev/components".to_owned(),
        user: None,
        sign_in: Some(Href::new("/sign-in")),
        search: Some(Href::new("/search")),
        theme,
        theme_action: Href::new("/settings/theme"),
    }
}

fn content() -> Markup {
    html! {
        (header::breadcrumb(&[Link::new("Development", "/dev")], "Components"))
        (header::page_header(&PageHeader {
            mark: kind::big_mark("template"),
            title: "Components".to_owned(),
            below: html! { p { "Every part in every state." } },
            actions: buttons(),
        }))
        (tabs::tabs("Views", &[
            Tab::new("Overview", "#main", true),
            Tab::new("Problems", "#main", false).with_count(3, Tone::Bad),
        ]))
        div.two {
            div.stack {
                (card::card("Signs", None, &signs()))
                (card::card("Icons", None, &icons()))
                (card::card("Form", None, &controls()))
                (card::card("Code", None, &blocks()))
                (list())
            }
            div.stack {
                (card::card("Facts", Some(&Link::new("All", "/dev")), &facts()))
                (notices())
                div.card { (states()) }
            }
        }
    }
}

fn buttons() -> Markup {
    html! {
        (button::link("Main", Some(Icon::Create), &Href::new("/x"), Weight::Main))
        (button::link("Plain", None, &Href::new("/x"), Weight::Plain))
        (button::link("Bare", None, &Href::new("/x"), Weight::Bare))
        (button::link("Disabled", None, &Href::default(), Weight::Plain))
        (button::post("Remove", Some(Icon::Remove), &Href::new("/x"), Weight::Danger))
        (button::menu("More", Icon::Dots, false, &[
            MenuItem::Link { label: "Open".to_owned(), icon: Icon::Outside, href: Href::new("/x") },
            MenuItem::Copy { label: "Copy".to_owned(), text: "x".to_owned() },
            MenuItem::Line,
            MenuItem::Post { label: "Remove".to_owned(), icon: Icon::Remove, action: Href::new("/x"), danger: true },
        ]))
    }
}

fn entity(kind: &str, missing: bool) -> EntityLink {
    EntityLink {
        kind: kind.to_owned(),
        label: format!("a-{kind}"),
        reference: format!("{kind}:default/a-{kind}"),
        href: Href::new(format!("/catalog/default/{kind}/a-{kind}")),
        missing,
    }
}

fn signs() -> Markup {
    html! {
        div.stack {
            div.tags { @for name in KINDS { (kind::entity_link(&entity(name, name == "resource"))) } }
            div.tags {
                @for (word, tone) in [("plain", Tone::Plain), ("accent", Tone::Accent), ("good", Tone::Good), ("warn", Tone::Warn), ("bad", Tone::Bad)] {
                    (badge::badge(word, tone, Some(Icon::Info)))
                    (badge::mark(word, tone))
                }
            }
            div.tags { @for name in ["Ada Lind", "Bruno Birne", "Carla Melo", "Đài Nguyễn", "ليلى حداد", "?"] { (badge::face(name)) } }
            (badge::tags(&[Link::new("java", "/x"), Link::new("tier-1", "/x")]))
            p { (words::ago(7200)) " · " (words::plural(100_000, "entity", "entities")) " · " (Moment { exact: "2026-11-23T09:00:00Z".to_owned(), relative: words::ago(60) }.render()) }
        }
    }
}

fn icons() -> Markup {
    html! { div.tags { @for each in Icon::all() { span.tag title=(each.name()) { (icon::draw(each)) } } } }
}

fn controls() -> Markup {
    let control = |name: &str, label: &str, required| Control {
        name: name.to_owned(),
        label: label.to_owned(),
        required,
        ..Control::default()
    };
    let helped =
        Control { help: Some("Lower case words with dashes.".to_owned()), ..control("name", "Name", true) };
    let wrong =
        Control { wrong: Some("This is not an address.".to_owned()), ..control("url", "Address", true) };
    html! {
        form method="post" action="/x" {
            (form::text(&helped, InputKind::Text, "basket"))
            (form::text(&wrong, InputKind::Url, "not an address"))
            (form::select(&control("owner", "Owner", false), &[("a".to_owned(), "team-pear".to_owned()), ("b".to_owned(), "platform".to_owned())], "b"))
            (form::text_area(&control("description", "Description", false), "Several\nlines"))
            (form::checkbox(&control("agree", "Make the repository private", false), true))
            button.button.main { "Create" }
        }
    }
}

fn blocks() -> Markup {
    let lines = vec!["spec:".to_owned(), "  owner: nobody".to_owned()];
    html! {
        (code::yaml_block("catalog-info.yaml", YAML, &html! {}))
        (code::block("Shell", "callboard serve --config app-config.yaml"))
        (code::excerpt(&Excerpt { first_line: 9, lines, lit: 10 }))
        label for="done" { "Progress" }
        progress id="done" max="100" value="62" { "62 %" }
    }
}

fn facts() -> Markup {
    card::facts(&[
        ("Owner".to_owned(), kind::entity_link(&entity("group", false))),
        ("Lifecycle".to_owned(), badge::lifecycle("production")),
        ("Old".to_owned(), badge::lifecycle("deprecated")),
    ])
}

fn notices() -> Markup {
    html! {
        div {
            @for tone in [Tone::Plain, Tone::Good, Tone::Warn, Tone::Bad] {
                (notice::notice(tone, &html! { p { b { "Something happened." } " Here is " a href="/x" { "what to do" } "." } }))
            }
        }
    }
}

fn states() -> Markup {
    html! {
        @for (icon, tone, title) in [(Icon::Search, Tone::Plain, "Nothing matches"), (Icon::Stop, Tone::Bad, "It could not be read"), (Icon::Lock, Tone::Warn, "You may not see this")] {
            (notice::state(&State {
                icon, tone,
                title: title.to_owned(),
                text: "What is the case, and what to do next.".to_owned(),
                detail: html! {},
                actions: button::link("Try again", Some(Icon::Refresh), &Href::new("/x"), Weight::Plain),
            }))
        }
    }
}

fn list() -> Markup {
    let option = |label: &str, active| FilterOption {
        label: label.to_owned(),
        value: label.to_owned(),
        count: Some(1284),
        href: Href::new("/x"),
        active,
    };
    let group = FilterGroup {
        title: "Type".to_owned(),
        field: "type".to_owned(),
        options: vec![option("service", true), option("website", false)],
        more: Some(Link::new("12 more…", "/x")),
    };
    let active =
        ActiveFilter { field: "Type".to_owned(), label: "service".to_owned(), remove: Href::new("/x") };
    html! {
        (tabs::segments("Kinds", &[Tab::new("Components", "/x", true).with_count(1284, Tone::Plain), Tab::new("APIs", "/x", false)]))
        div.browse {
            (filter::panel(&[group], 1284))
            div {
                div.tools {
                    (filter::text_filter(&TextFilter {
                        action: Href::new("/x"),
                        name: "text".to_owned(),
                        value: String::new(),
                        label: "Filter components".to_owned(),
                        kept: Vec::new(),
                    }))
                    (filter::opener(1))
                }
                (filter::chips(&[active], &Href::new("/x")))
                div.card { (rows()) }
            }
        }
    }
}

fn rows() -> Markup {
    let columns = [
        Column {
            label: "Name".to_owned(),
            sort: Some(Href::new("/x")),
            order: Some(Order::Descending),
            ..Column::default()
        },
        Column { label: "Owner".to_owned(), width: Width::Large, ..Column::default() },
    ];
    let body = html! {
        @for name in ["component", "api"] {
            tr role="row" {
                (table::lead(&kind::entity_link(&entity(name, false))))
                (table::cell(&columns[1], (name == "api").then(|| kind::entity_link(&entity("group", false)))))
            }
        }
    };
    html! {
        (table::table("Things", &columns, &body))
        (table::pager(&Pager { summary: "1–2 of 1 284".to_owned(), names: table::PAGES, previous: None, next: Some(Href::new("/x")) }))
    }
}

//! Samples of what the pages of groups and users are made of.

use maud::{Markup, html};
use ui::tabs::Tab;
use ui::tree::{self, Branch};
use ui::{Href, Tone};

use super::{ARABIC, HOSTILE, LONG, entity, tag};
use crate::pages::view::members::{self, Member, Members};
use crate::pages::view::overview::{self, Card, Cards};
use crate::pages::view::ownership::{self, Ownership, Tile};
use crate::pages::view::profile::{self, Profile};

/// The smallest picture there is.
const PICTURE: &str = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=";

fn card(id: &str, title: &str, body: Markup) -> Card {
    Card { id: id.to_owned(), title: title.to_owned(), more: None, is_half: false, body }
}

fn people() -> Vec<Member> {
    let person = |name: &str, email: Option<&str>, picture: Option<&str>| Member {
        link: entity("user", name),
        email: email.map(str::to_owned),
        picture: picture.map(Href::picture),
    };
    let mut gone = person("gone", None, None);
    gone.link.missing = true;
    vec![
        person("Ada Lind", Some("ada@orchard.example"), Some(PICTURE)),
        person(LONG, Some(&format!("{LONG}@orchard.example")), Some("https://elsewhere.example/a.png")),
        person(ARABIC, Some(HOSTILE), None),
        gone,
    ]
}

/// A group with much of everything.
pub(super) fn group() -> Markup {
    let tile = |kind: &str, label: &str, count: u64| Tile {
        kind: kind.to_owned(),
        label: label.to_owned(),
        count,
        href: Href::new("/catalog?filters[kind]=component&filters[owners]=group:default/pear"),
    };
    let owned = Ownership {
        switch: vec![Tab::new("With groups", "?", true), Tab::new("Direct", "?owned=direct", false)],
        tiles: vec![tile("Component", "service", 128), tile("API", LONG, 100_000), tile("Odd", ARABIC, 1)],
        hint: String::new(),
    };
    let leaf =
        |name: &str| Branch { label: html! { bdi { (name) } }, href: Href::new("/x"), ..Branch::default() };
    let here = Branch {
        active: true,
        href: Href::default(),
        open: true,
        below: vec![leaf(LONG), leaf(ARABIC)],
        ..leaf("Pear")
    };
    let top = Branch {
        open: true,
        note: Some("2 of 30".to_owned()),
        below: vec![here, leaf(HOSTILE)],
        ..leaf("Orchard")
    };
    let who = Profile {
        name: "Team Pear".to_owned(),
        picture: Some(Href::picture(PICTURE)),
        email: Some("pear@orchard.example".to_owned()),
        group_type: Some("team".to_owned()),
        parents: vec![entity("group", "orchard")],
        children: vec![entity("group", LONG)],
        member_of: Vec::new(),
        tags: vec![tag("buying")],
        namespace: "night".to_owned(),
    };
    overview::overview(&Cards {
        content: vec![
            card("entity-card:org/ownership", "Ownership", ownership::ownership(&owned)),
            card("entity-card:org/members-list", "Members", members::grid(&people())),
        ],
        info: vec![
            card("entity-card:org/group-profile", "Profile", profile::profile(&who)),
            card("entity-card:org/hierarchy", "Hierarchy", tree::tree("Hierarchy", &[top])),
        ],
        ..Cards::default()
    })
}

/// A group of which nothing is known but the name.
pub(super) fn empty() -> Markup {
    let owned =
        Ownership { switch: Vec::new(), tiles: Vec::new(), hint: "Nothing names it as owner.".to_owned() };
    let who = Profile { name: HOSTILE.to_owned(), namespace: "default".to_owned(), ..Profile::default() };
    overview::overview(&Cards {
        content: vec![
            card("entity-card:org/ownership", "Ownership", ownership::ownership(&owned)),
            card("entity-card:org/members-list", "Members", members::grid(&[])),
        ],
        info: vec![card("entity-card:org/group-profile", "Profile", profile::profile(&who))],
        ..Cards::default()
    })
}

/// The tab "Members".
pub(super) fn members() -> Markup {
    let switch =
        |label: &str, active: bool| Tab::new(label, "?tab=members", active).with_count(128, Tone::Plain);
    members::members(&Members {
        switch: vec![switch("Direct", true), switch("With child groups", false)],
        members: people(),
        summary: "1–50 of 128".to_owned(),
        previous: None,
        next: Some(Href::new("?tab=members&after=user:default/x")),
    })
}

//! Small signs: entities, badges, marks, tags, faces, icons, numbers and times.

use maud::{Markup, html};

use super::{ARABIC, HOSTILE, LONG, Sample, entity, sample};
use crate::avatar::{self, Avatar, Size};
use crate::kind::{self, EntityLink};
use crate::{Icon, Link, Moment, Tone, badge, card, icon, plural, tooltip};

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

const TONES: [(&str, Tone); 5] = [
    ("plain", Tone::Plain),
    ("new", Tone::Accent),
    ("healthy", Tone::Good),
    ("2 problems", Tone::Warn),
    ("failing", Tone::Bad),
];

pub(super) fn samples() -> Vec<Sample> {
    vec![
        sample("Entities of every kind, one missing, long, right to left, hostile", entities()),
        sample(
            "Badges",
            html! { div.tags { @for (word, tone) in TONES { (badge::badge(word, tone, None)) (badge::badge(word, tone, Some(Icon::Info))) } } },
        ),
        sample(
            "Marks",
            html! { div.actions { @for (word, tone) in TONES { (badge::mark(word, tone)) } (badge::lifecycle("production")) (badge::lifecycle("deprecated")) } },
        ),
        sample(
            "Tags",
            badge::tags(&[
                Link::new("java", "#signs"),
                Link::new("tier-1", "#signs"),
                Link::new(LONG, "#signs"),
                Link::new(ARABIC, "#signs"),
            ]),
        ),
        sample("Faces, large and small, and a team of seven", faces()),
        sample(
            "Facts in a card",
            html! { (card::card("About", Some(&Link::new("All", "#signs")), &facts())) },
        ),
        sample(
            "Times and numbers",
            html! { p { (plural(100_000, "entity", "entities")) ", read " (Moment { exact: "2026-11-23T09:00:00Z".to_owned(), relative: "2 h ago".to_owned() }.render()) } },
        ),
        sample(
            "Explanations",
            html! { p { "Ownership " (tooltip::hint("tip-owner", "ownership", "The team that is called when it breaks.")) " and " (tooltip::explained("tip-orphan", "orphans", "Nothing provides them any more.")) } },
        ),
        sample(
            "Icons",
            html! { ul.tags { @for each in Icon::all() { li { span.tag { (icon::draw(each)) " " (each.name()) } } } } },
        ),
    ]
}

fn entities() -> Markup {
    let missing = EntityLink { missing: true, ..entity("resource", "gone") };
    html! {
        ul.actions {
            @for kind in KINDS { li { (kind::entity_link(&entity(kind, kind))) } }
            li { (kind::entity_link(&missing)) }
            @for name in [LONG, ARABIC, HOSTILE] { li { (kind::entity_link(&entity("component", name))) } }
        }
        div.tags { @for kind in KINDS { (kind::big_mark(kind)) } }
    }
}

fn faces() -> Markup {
    let person = |name: &str| Avatar { name: name.to_owned(), ..Avatar::default() };
    let team = ["Ada Lind", "Bruno Birne", "Carla Melo", "Đài Nguyễn", ARABIC, "Ella", "?"].map(person);
    html! {
        div.tags {
            (avatar::avatar(&Avatar { size: Size::Large, ..person("Ada Lind") }))
            @for each in &team { (avatar::avatar(each)) }
        }
        div.tags { (avatar::stack(&team)) }
    }
}

fn facts() -> Markup {
    card::facts(&[
        ("Owner".to_owned(), kind::entity_link(&entity("group", "team-pear"))),
        ("System".to_owned(), kind::entity_link(&entity("system", LONG))),
        ("Lifecycle".to_owned(), badge::lifecycle("production")),
        ("Description".to_owned(), html! { bdi { (ARABIC) } }),
    ])
}

//! Code, differences, trees and what happened.

use maud::{Markup, html};

use super::{ARABIC, HOSTILE, LONG, Sample, sample};
use crate::avatar::Avatar;
use crate::code::{self, Excerpt};
use crate::timeline::{self, Event, Sign};
use crate::tree::{self, Branch};
use crate::{Href, Icon, Moment, Tone, dates, diff};

const OLD: &str = "kind: Component\nmetadata:\n  name: basket\n  tags: [java]\nspec:\n  lifecycle: experimental\n  owner: platform\n  type: service\n  system: checkout\n  providesApis:\n    - basket-api\n";
const NEW: &str = "kind: Component\nmetadata:\n  name: basket\n  tags: [java, tier-1]\nspec:\n  lifecycle: production\n  owner: team-pear\n  type: service\n  system: checkout\n  providesApis:\n    - basket-api\n";

pub(super) fn samples() -> Vec<Sample> {
    let lines = vec!["spec:".to_owned(), "  owner: nobody".to_owned(), format!("  # {HOSTILE}")];
    vec![
        sample("Code with numbered lines", code::yaml_block("catalog-info.yaml", NEW, &html! {})),
        sample("A part of a long text", code::numbered("orders.proto", 1_001, &lines, &html! {})),
        sample(
            "Plain code, and some lines of a file",
            html! {
                (code::block("Shell", "callboard serve --config app-config.yaml"))
                (code::excerpt(&Excerpt { first_line: 9, lines, lit: 10 }))
            },
        ),
        sample(
            "A difference, and none",
            html! {
                (diff::diff("catalog-info.yaml", &diff::between(OLD, NEW)))
                (diff::diff("mkdocs.yml", &diff::between(OLD, OLD)))
            },
        ),
        sample("A tree", tree::tree("Sample tree", &branches())),
        sample("What happened", timeline::timeline("Sample history", &events())),
        sample(
            "A moment in full",
            html! {
                p { (dates::date("2026-11-23T09:00:00Z")) }
            },
        ),
    ]
}

fn branches() -> Vec<Branch> {
    let leaf = |label: &str, active| Branch {
        label: html! { bdi { (label) } },
        href: Href::new("#texts"),
        active,
        ..Branch::default()
    };
    vec![
        Branch {
            open: true,
            note: Some("2".to_owned()),
            below: vec![
                leaf("team-pear", true),
                Branch {
                    open: true,
                    below: vec![leaf(LONG, false), leaf(ARABIC, false)],
                    ..leaf("team-plum", false)
                },
            ],
            ..leaf("orchard", false)
        },
        Branch {
            label: html! { "A closed branch" },
            below: vec![leaf("hidden", false)],
            ..Branch::default()
        },
        leaf(HOSTILE, false),
    ]
}

fn events() -> Vec<Event> {
    let event = |sign, title: Markup, relative: &str| Event {
        sign,
        moment: Moment { exact: "2026-11-23T09:00:00Z".to_owned(), relative: relative.to_owned() },
        title,
        detail: html! {},
    };
    let ada = Sign::Person(Avatar { name: "Ada Lind".to_owned(), ..Avatar::default() });
    vec![
        Event {
            detail: html! { p.muted { "catalog-info.yaml in orchard/checkout" } },
            ..event(
                ada,
                html! { "Ada Lind changed " b { "lifecycle" } " " del { "experimental" } " → " ins { "production" } },
                "2 h ago",
            )
        },
        event(Sign::Thing(Icon::Refresh, Tone::Plain), html! { "Read again, nothing new" }, "yesterday"),
        event(Sign::Thing(Icon::Warning, Tone::Bad), html! { (HOSTILE) " could not be read" }, "3 days ago"),
    ]
}

//! Samples of the page of one entity.

use maud::{Markup, PreEscaped, html};
use ui::code::Excerpt;
use ui::kind::EntityLink;
use ui::tabs::Tab;
use ui::{Href, Link, Moment, Tone, diff};

use super::{ARABIC, HOSTILE, LONG, entity, org, tag};
use crate::pages::view::absent::{Deleted, Denied, NotFound};
use crate::pages::view::changes::{self, Change, FieldChange, History, Past, What};
use crate::pages::view::entities::{self, EntityRow, EntityTable};
use crate::pages::view::entity::{Actions, EntityPage, Header};
use crate::pages::view::facts::{self, About, ExternalLink};
use crate::pages::view::overview::{self, Card, Cards};
use crate::pages::view::problems::{self as problem_view, Level, Place, Problem};
use crate::pages::view::raw::{self, Ancestor, Origin, Raw};
use crate::pages::view::relations::{self as relation_view, RelationGroup, RelationPage};

fn moment(relative: &str) -> Moment {
    Moment { exact: "2026-11-23T09:12:44Z".to_owned(), relative: relative.to_owned() }
}

fn changes() -> Vec<Change> {
    let field = |field: &str, before: Option<&str>, after: Option<&str>| FieldChange {
        field: field.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        lines: Vec::new(),
    };
    let long = FieldChange {
        lines: diff::between("- java\n- <script>\n", "- java\n- payments\n"),
        ..field("metadata.tags", None, None)
    };
    let then = || Href::new("?tab=history&at=2026-11-23T09:12:44Z");
    vec![
        Change {
            what: What::Changed(vec![field("spec.lifecycle", Some("experimental"), Some("production"))]),
            who: "Ada Lind".to_owned(),
            when: moment("2 h ago"),
            source: Some(Link::new(
                "catalog-info.yaml in orchard/checkout",
                "https://git.orchard.example/checkout",
            )),
            then: then(),
        },
        Change {
            what: What::Changed(vec![long, field("metadata.description", Some(HOSTILE), None)]),
            who: "github-discovery".to_owned(),
            when: moment("yesterday"),
            source: None,
            then: then(),
        },
        Change {
            what: What::Added,
            who: "Bruno Birne".to_owned(),
            when: moment("12 days ago"),
            source: None,
            then: then(),
        },
    ]
}

fn problems() -> Vec<Problem> {
    let lines = ["spec:", "  consumesApis:", "    - payments-api", "    - fraud-api", "  dependsOn:"];
    vec![
        Problem {
            level: Level::Warning,
            title: "spec.consumesApis names api:default/fraud-api, which is not in the catalog.".to_owned(),
            message: None,
            cure: "Register the API, or correct the name in the file.".to_owned(),
            place: Some(Place {
                file: "catalog-info.yaml".to_owned(),
                line: 24,
                column: Some(7),
                href: Href::new("https://git.orchard.example/checkout/catalog-info.yaml#L24"),
                excerpt: Some(Excerpt {
                    first_line: 21,
                    lines: lines.map(str::to_owned).to_vec(),
                    lit: 24,
                }),
            }),
        },
        Problem {
            level: Level::Error,
            title: "The definition could not be read.".to_owned(),
            message: Some("InputError: Placeholder $text could not read location ./openapi.yaml, 404 Not Found".to_owned()),
            cure: "Put the file where the placeholder points, or correct the path. Until then the last good state is shown.".to_owned(),
            place: None,
        },
    ]
}

fn relations() -> Vec<RelationGroup> {
    let group = |relation_type: &str, targets: Vec<EntityLink>| RelationGroup {
        relation_type: relation_type.to_owned(),
        total: u64::try_from(targets.len()).unwrap(),
        targets,
        more: None,
    };
    let mut missing = entity("api", "fraud-api");
    missing.missing = true;
    let mut crowd = group("apiConsumedBy", vec![entity("component", "basket-ui"), entity("component", LONG)]);
    crowd.total = 100_000;
    crowd.more =
        Some(Link::new("99\u{202f}998 more", "/catalog-graph?rootEntityRefs=component:default/checkout"));
    vec![
        group("ownedBy", vec![entity("group", "team-pear")]),
        group("partOf", vec![entity("system", "checkout")]),
        group("providesApi", vec![entity("api", "orders-api"), entity("api", "order-events")]),
        group("consumesApi", vec![entity("api", "payments-api"), missing]),
        group("dependsOn", vec![entity("resource", "orders-db"), entity("component", "ledger")]),
        crowd,
        group("isGuardedBy", vec![entity("spaceship", ARABIC)]),
    ]
}

fn external_links() -> Vec<ExternalLink> {
    vec![
        ExternalLink {
            label: "Dashboard".into(),
            href: Href::new("https://grafana.orchard.example"),
            icon: Some("chart".into()),
            note: Some("Grafana".into()),
        },
        ExternalLink {
            label: "Runbook".into(),
            href: Href::new("/docs/default/component/checkout/runbook"),
            icon: None,
            note: None,
        },
        ExternalLink {
            label: "Not a safe link".into(),
            href: Href::new("javascript:alert(1)"),
            icon: Some("web".into()),
            note: Some(HOSTILE.into()),
        },
    ]
}

fn rows() -> Vec<EntityRow> {
    let row = |name: &str, description: Option<&str>| EntityRow {
        link: entity("component", name),
        owner: Some(entity("group", "team-pear")),
        entity_type: Some("service".to_owned()),
        lifecycle: Some("production".to_owned()),
        description: description.map(str::to_owned),
    };
    let mut missing = EntityRow { owner: None, entity_type: None, lifecycle: None, ..row("gone", None) };
    missing.link.missing = true;
    vec![
        row("basket", Some("Holds what people mean to buy")),
        row(LONG, Some(LONG)),
        row(ARABIC, Some(HOSTILE)),
        missing,
    ]
}

fn card(id: &str, title: &str, body: Markup) -> Card {
    Card { id: id.to_owned(), title: title.to_owned(), more: None, is_half: false, body }
}

fn overview() -> Markup {
    let about = About {
        owners: vec![entity("group", "team-pear")],
        part_of: vec![entity("system", "checkout"), entity("domain", "buying")],
        entity_type: Some("service".to_owned()),
        lifecycle: Some("production".to_owned()),
        tags: ["java", "payments", "tier-1", LONG].map(tag).to_vec(),
        docs: Some(Href::new("/docs/default/component/checkout")),
        source: Some(Link::new("orchard/checkout", "https://git.orchard.example/checkout")),
        namespace: "default".to_owned(),
    };
    let labels = [("orchard.example/tier".to_owned(), "1".to_owned())];
    let all = Some(Link::new("Show all 1\u{202f}284", "?tab=relations&type=hasPart"));
    let parts = EntityTable { caption: "Has components".to_owned(), rows: rows(), all };
    let half =
        |title: &str| Card { is_half: true, ..card("entity-card:x/half", title, html! { p { "Half." } }) };
    let relations = Card {
        more: Some(Link::new("All relations", "?tab=relations")),
        ..card("entity-card:catalog/relations", "Relations", relation_view::groups(&relations()))
    };
    overview::overview(&Cards {
        summary: vec![card(
            "entity-card:catalog/problems",
            "",
            problem_view::summary(&problems(), &Href::new("?tab=problems")),
        )],
        content: vec![
            relations,
            card("entity-card:catalog/has-components", "Has components", entities::table(&parts)),
            half("One half"),
            half("The other"),
            card("entity-card:catalog/changes", "What changed", changes::list(&changes())),
        ],
        info: vec![
            card("entity-card:catalog/about", "About", facts::about(&about)),
            card("entity-card:catalog/links", "Links", facts::links(&external_links())),
            card("entity-card:catalog/labels", "Labels", facts::labels(&labels)),
        ],
    })
}

fn relation_page() -> Markup {
    let tab =
        |label: &str, active: bool| Tab::new(label, "?tab=relations", active).with_count(1284, Tone::Plain);
    relation_view::page(&RelationPage {
        switch: vec![tab("Has parts", true), tab("Owned by", false)],
        only: Some(("component".to_owned(), Href::new("?tab=relations&type=hasPart"))),
        table: Some(EntityTable { caption: "Has parts".to_owned(), rows: rows(), all: None }),
        summary: "51–100 of 1\u{202f}284".to_owned(),
        previous: Some(Href::new("?tab=relations&type=hasPart")),
        next: Some(Href::new("?tab=relations&type=hasPart&after=component:default/x")),
    })
}

fn raw_page() -> Markup {
    raw::raw(&Raw {
        switch: vec![Tab::new("YAML", "?tab=yaml", true), Tab::new("JSON", "?tab=yaml&as=json", false)],
        text: YAML.to_owned(),
        is_json: false,
        left_out: 9_800,
        plain: Href::new("?format=json"),
        origins: vec![
            Origin::Place {
                name: "Read from".to_owned(),
                label: LONG.to_owned(),
                whole: format!("url:https://git.orchard.example/{LONG}"),
                href: Href::new("https://git.orchard.example/checkout"),
            },
            Origin::Entity(entity("location", "generated-1")),
            Origin::Provider("ConfigLocationProvider".to_owned()),
            Origin::Key(HOSTILE.to_owned()),
            Origin::Written(moment("2 h ago")),
            Origin::Processed(moment("1 min ago")),
        ],
        ancestors: vec![Ancestor { link: entity("location", "generated-1"), target: Some(LONG.to_owned()) }],
    })
}

fn history(past: Option<Past>) -> Markup {
    changes::history(&History {
        changes: changes(),
        newer: None,
        older: Some(Href::new("?tab=history&before=12")),
        action: Href::new("/catalog/default/component/checkout"),
        past,
        stored: Some(changes::Stored {
            revision: 12,
            by: format!("{HOSTILE}{LONG}"),
            when: moment("2 h ago"),
            undo: Some(Href::new("/catalog/default/component/checkout/undo")),
        }),
    })
}

const YAML: &str = r#"apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: checkout # the name is the address
  annotations:
    backstage.io/techdocs-ref: "dir:."
  description: |
    Turns a basket into an order,
    exactly once <script>alert(1)</script>
  tags:
    - java
spec:
  type: service
  replicas: 3
  public: true
"#;

fn entity_page(active: &str, body: Markup) -> EntityPage {
    let tab = |label: &str, name: &str| {
        Tab::new(label, format!("/catalog/default/component/checkout?tab={name}"), name == active)
    };
    EntityPage {
        header: Header {
            breadcrumb: vec![
                Link::new("Catalog", "/catalog"),
                Link::new("Components", "/catalog?filters[kind]=component"),
            ],
            kind: "Component".to_owned(),
            title: "checkout".to_owned(),
            sort: "Component · service".to_owned(),
            lifecycle: Some("production".to_owned()),
            owners: vec![entity("group", "team-pear")],
            description: Some("Turns a basket into an order, exactly once".to_owned()),
            orphan: false,
            actions: Actions {
                view_source: Some(Href::new("https://git.orchard.example/checkout")),
                edit_source: Some(Href::new("https://git.orchard.example/checkout/edit")),
                edit: Href::new("/catalog/default/component/checkout/edit"),
                duplicate: Some(Href::new("/catalog/create?from=component:default/checkout")),
                refresh: Some(Href::new("/catalog/default/component/checkout/refresh")),
                unregister: Some(Href::new("/catalog/default/component/checkout/unregister")),
                reference: "component:default/checkout".to_owned(),
                impact: Href::new("/catalog-graph?rootEntityRefs[]=component:default/checkout&show=impact"),
                inspect: Href::new("?tab=yaml"),
                added: vec![PreEscaped("<a class=\"button\" href=\"/star\">Star</a>".to_owned())],
            },
        },
        tabs: vec![
            tab("Overview", "overview"),
            tab("Problems", "problems").with_count(2, Tone::Bad),
            tab("History", "history"),
            tab("Raw", "yaml"),
        ],
        body,
    }
}

/// Every tab of an entity, and an entity that strains the layout, each with a name for its file.
pub(in crate::pages::view) fn states() -> Vec<(&'static str, EntityPage)> {
    let none = History {
        changes: Vec::new(),
        newer: None,
        older: None,
        action: Href::new("/catalog/default/component/checkout"),
        past: None,
        stored: None,
    };
    let past = |outcome| Some(Past { at: "2026-11-23T09:12:44Z".to_owned(), outcome, left_out: 3 });
    let bare_about = About { namespace: "an-other-namespace".to_owned(), ..About::default() };
    let bare_card = card("entity-card:catalog/about", "About", facts::about(&bare_about));
    let mut bare =
        entity_page("overview", overview::overview(&Cards { info: vec![bare_card], ..Cards::default() }));
    bare.header.title = format!("{ARABIC} {HOSTILE} {LONG}");
    bare.header.kind = "Spaceship".to_owned();
    bare.header.description = Some(ARABIC.to_owned());
    bare.header.orphan = true;
    vec![
        ("entity", entity_page("overview", overview())),
        ("entity-bare", bare),
        ("entity-nothing", entity_page("overview", overview::overview(&Cards::default()))),
        ("entity-problems", entity_page("problems", problem_view::list(&problems()))),
        ("entity-no-problems", entity_page("problems", problem_view::list(&[]))),
        ("entity-relations", entity_page("relations", relation_page())),
        ("entity-no-relations", entity_page("relations", relation_view::page(&RelationPage::default()))),
        ("entity-history", entity_page("history", history(None))),
        (
            "entity-past",
            entity_page("history", history(past(Ok((YAML.replace("job", "x"), format!("{YAML}  a: 1\n")))))),
        ),
        (
            "entity-no-past",
            entity_page("history", history(past(Err("The catalog did not have it.".to_owned())))),
        ),
        ("entity-no-history", entity_page("history", changes::history(&none))),
        ("entity-yaml", entity_page("yaml", raw_page())),
        ("group", entity_page("overview", org::group())),
        ("group-empty", entity_page("overview", org::empty())),
        ("group-members", entity_page("members", org::members())),
    ]
}

pub(in crate::pages::view) fn not_found() -> NotFound {
    NotFound {
        reference: "component:default/chekout".to_owned(),
        suggestions: vec![entity("component", "checkout"), entity("system", "checkout")],
        search: Href::new("/search?query=chekout"),
        register: Some(Href::new("/catalog-import")),
        deleted: Some(Deleted {
            by: HOSTILE.to_owned(),
            when: moment("2 h ago"),
            undo: Href::new("/catalog/default/component/chekout/undo"),
            revision: 3,
        }),
    }
}

pub(in crate::pages::view) fn denied() -> Denied {
    Denied {
        reference: "component:default/payroll".to_owned(),
        help:
            "Its owner, team-quince, decides who may see it. Ask them, or the platform team in #portal-help."
                .to_owned(),
        catalog: Href::new("/catalog"),
    }
}

//! Samples of the page of one entity.

use ui::code::Excerpt;
use ui::kind::EntityLink;
use ui::tabs::Tab;
use ui::{Href, Link, Moment, Tone};

use super::{ARABIC, HOSTILE, LONG, entity, tag};
use crate::pages::view::changes::{Change, FieldChange, History, What};
use crate::pages::view::entity::{
    About, Actions, Body, Denied, EntityPage, ExternalLink, Header, NotFound, Overview, Yaml,
};
use crate::pages::view::problems::{Level, Place, Problem};
use crate::pages::view::relations::RelationGroup;

fn moment(relative: &str) -> Moment {
    Moment { exact: "2026-11-23T09:12:44Z".to_owned(), relative: relative.to_owned() }
}

fn changes() -> Vec<Change> {
    let field = |field: &str, before: Option<&str>, after: Option<&str>| FieldChange {
        field: field.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
    };
    vec![
        Change {
            what: What::Changed(vec![field("spec.lifecycle", Some("experimental"), Some("production"))]),
            who: "Ada Lind".to_owned(),
            when: moment("2 h ago"),
            source: Some(Link::new(
                "catalog-info.yaml in orchard/checkout",
                "https://git.orchard.example/checkout",
            )),
        },
        Change {
            what: What::Changed(vec![
                field("metadata.tags", None, Some("payments")),
                field("metadata.description", Some(HOSTILE), None),
            ]),
            who: "github-discovery".to_owned(),
            when: moment("yesterday"),
            source: None,
        },
        Change {
            what: What::Added,
            who: "Bruno Birne".to_owned(),
            when: moment("12 days ago"),
            source: None,
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

fn overview() -> Overview {
    Overview {
        about: About {
            owners: vec![entity("group", "team-pear")],
            part_of: vec![entity("system", "checkout"), entity("domain", "buying")],
            entity_type: Some("service".to_owned()),
            lifecycle: Some("production".to_owned()),
            tags: ["java", "payments", "tier-1", LONG].map(tag).to_vec(),
            docs: Some(Href::new("/docs/default/component/checkout")),
            source: Some(Link::new("orchard/checkout", "https://git.orchard.example/checkout")),
            namespace: "default".to_owned(),
            read: Some("1 min ago, unchanged".to_owned()),
        },
        links: vec![
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
        ],
        labels: vec![("orchard.example/tier".to_owned(), "1".to_owned())],
        relations: relations(),
        graph: Some(Href::new("/catalog-graph?rootEntityRefs[]=component:default/checkout")),
        problems: problems(),
        problems_href: Href::new("?tab=problems"),
        changes: changes(),
        history_href: Href::new("?tab=history"),
    }
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

fn entity_page(active: &str, body: Body) -> EntityPage {
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
            description: Some("Turns a basket into an order, exactly once".to_owned()),
            orphan: false,
            actions: Actions {
                view_source: Some(Href::new("https://git.orchard.example/checkout")),
                edit_source: Some(Href::new("https://git.orchard.example/checkout/edit")),
                refresh: Some(Href::new("/catalog/default/component/checkout/refresh")),
                unregister: Some(Href::new("/catalog/default/component/checkout/unregister")),
                reference: "component:default/checkout".to_owned(),
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
    let history =
        History { changes: changes(), newer: None, older: Some(Href::new("?tab=history&before=12")) };
    let yaml = Yaml {
        text: YAML.to_owned(),
        json: Href::new("/api/catalog/entities/by-name/component/default/checkout"),
    };
    let mut bare = entity_page(
        "overview",
        Body::Overview(Box::new(Overview {
            about: About { namespace: "an-other-namespace".to_owned(), ..About::default() },
            links: Vec::new(),
            labels: Vec::new(),
            relations: Vec::new(),
            graph: None,
            problems: Vec::new(),
            problems_href: Href::new("?tab=problems"),
            changes: Vec::new(),
            history_href: Href::new("?tab=history"),
        })),
    );
    bare.header.title = format!("{ARABIC} {HOSTILE} {LONG}");
    bare.header.kind = "Spaceship".to_owned();
    bare.header.description = Some(ARABIC.to_owned());
    bare.header.orphan = true;
    vec![
        ("entity", entity_page("overview", Body::Overview(Box::new(overview())))),
        ("entity-bare", bare),
        ("entity-problems", entity_page("problems", Body::Problems(problems()))),
        ("entity-no-problems", entity_page("problems", Body::Problems(Vec::new()))),
        ("entity-history", entity_page("history", Body::History(history))),
        (
            "entity-no-history",
            entity_page("history", Body::History(History { changes: Vec::new(), newer: None, older: None })),
        ),
        ("entity-yaml", entity_page("yaml", Body::Yaml(yaml))),
    ]
}

pub(in crate::pages::view) fn not_found() -> NotFound {
    NotFound {
        reference: "component:default/chekout".to_owned(),
        suggestions: vec![entity("component", "checkout"), entity("system", "checkout")],
        search: Href::new("/search?query=chekout"),
        register: Some(Href::new("/catalog-import")),
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

//! `/catalog/:namespace/:kind/:name`: one entity in its tabs, and the pages that stand there when there is none or the
//! reader may not see it.

use maud::{Markup, html};
use ui::button::{self, MenuItem, Weight};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::tabs::{self, Tab};
use ui::{Frame, Href, Icon, Link, Tone, badge, card, code};

use super::changes::{self, Change, History};
use super::problems::{self, Problem};
use super::relations::{self, RelationGroup};

/// Everything that the page shows inside of the frame.
pub struct EntityPage {
    pub header: Header,
    pub tabs: Vec<Tab>,
    pub body: Body,
}

/// What stays above all tabs.
pub struct Header {
    /// The way from the catalog to the entity's kind.
    pub breadcrumb: Vec<Link>,
    pub kind: String,
    /// Title, display name or name.
    pub title: String,
    pub description: Option<String>,
    pub orphan: bool,
    pub actions: Actions,
}

/// What can be done; `None` for what this reader may not do or what this entity does not have.
#[derive(Default)]
pub struct Actions {
    pub view_source: Option<Href>,
    pub edit_source: Option<Href>,
    /// Posts.
    pub refresh: Option<Href>,
    /// Leads to a page that asks again.
    pub unregister: Option<Href>,
    /// Full reference, to copy.
    pub reference: String,
}

/// The tab that is open.
pub enum Body {
    Overview(Box<Overview>),
    Yaml(Yaml),
    Problems(Vec<Problem>),
    History(History),
}

/// The tab "Overview".
pub struct Overview {
    pub about: About,
    pub links: Vec<ExternalLink>,
    /// `metadata.labels`.
    pub labels: Vec<(String, String)>,
    pub relations: Vec<RelationGroup>,
    /// Leads to the graph around this entity.
    pub graph: Option<Href>,
    pub problems: Vec<Problem>,
    pub problems_href: Href,
    pub changes: Vec<Change>,
    pub history_href: Href,
}

/// The card "About".
#[derive(Default)]
pub struct About {
    pub owners: Vec<EntityLink>,
    /// Domain, system or component that this is a part of.
    pub part_of: Vec<EntityLink>,
    pub entity_type: Option<String>,
    pub lifecycle: Option<String>,
    pub tags: Vec<Link>,
    pub docs: Option<Href>,
    /// Where the source lives.
    pub source: Option<Link>,
    pub namespace: String,
    /// When it was read last and how that went.
    pub read: Option<String>,
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

/// The tab "Raw".
pub struct Yaml {
    /// The entity as the catalog has it.
    pub text: String,
    /// The same from the wire API.
    pub json: Href,
}

/// There is nothing at this address.
pub struct NotFound {
    pub reference: String,
    /// Entities with a similar name.
    pub suggestions: Vec<EntityLink>,
    /// Where to look for it.
    pub search: Href,
    pub register: Option<Href>,
}

/// The reader may not see what is at this address. (Where even its existence is a secret, show [`NotFound`].)
pub struct Denied {
    pub reference: String,
    /// Who can help.
    pub help: String,
    pub catalog: Href,
}

/// The whole document.
pub fn render(frame: &Frame, page: &EntityPage) -> Markup {
    let content = html! {
        (header::breadcrumb(&page.header.breadcrumb, &page.header.title))
        (head(&page.header))
        (tabs::tabs("Views of this entity", &page.tabs))
        @match &page.body {
            Body::Overview(overview) => (overview_tab(overview)),
            Body::Yaml(yaml) => (yaml_tab(yaml)),
            Body::Problems(problems) => (problems::list(problems)),
            Body::History(history) => (changes::history(history)),
        }
    };
    ui::layout::page(frame, &page.header.title, &content)
}

fn head(header: &Header) -> Markup {
    header::page_header(&PageHeader {
        mark: kind::big_mark(&header.kind),
        title: header.title.clone(),
        below: html! {
            @if let Some(description) = &header.description { p dir="auto" { (description) } }
            div.head-line {
                span.reference { (header.actions.reference) }
                @if header.orphan {
                    (badge::badge("orphan: no location provides it any more", Tone::Warn, Some(Icon::Warning)))
                }
            }
        },
        actions: actions(&header.actions),
    })
}

fn actions(actions: &Actions) -> Markup {
    let mut items =
        vec![MenuItem::Copy { label: "Copy reference".to_owned(), text: actions.reference.clone() }];
    if let Some(refresh) = &actions.refresh {
        items.push(MenuItem::Post {
            label: "Refresh from source".to_owned(),
            icon: Icon::Refresh,
            action: refresh.clone(),
            danger: false,
        });
    }
    if let Some(unregister) = &actions.unregister {
        items.push(MenuItem::Line);
        items.push(MenuItem::Link {
            label: "Unregister…".to_owned(),
            icon: Icon::Remove,
            href: unregister.clone(),
        });
    }
    html! {
        @if let Some(source) = &actions.view_source { (button::link("Source", Some(Icon::Code), source, Weight::Plain)) }
        @if let Some(edit) = &actions.edit_source { (button::link("Edit", Some(Icon::Edit), edit, Weight::Plain)) }
        (button::menu("More actions", Icon::Dots, false, &items))
    }
}

fn overview_tab(overview: &Overview) -> Markup {
    let graph = overview.graph.clone().map(|href| Link { label: "Open graph".to_owned(), href });
    let history = Link { label: "All history".to_owned(), href: overview.history_href.clone() };
    html! {
        (problems::summary(&overview.problems, &overview.problems_href))
        div.two {
            div.stack {
                (card::card("Relations", graph.as_ref(), &relations::groups(&overview.relations)))
                @if !overview.changes.is_empty() {
                    (card::card("What changed", Some(&history), &changes::list(&overview.changes)))
                }
            }
            div.stack {
                (card::card("About", None, &about(&overview.about)))
                @if !overview.links.is_empty() { (card::card("Links", None, &links(&overview.links))) }
                @if !overview.labels.is_empty() { (card::card("Labels", None, &labels(&overview.labels))) }
            }
        }
    }
}

fn about(about: &About) -> Markup {
    let mut facts: Vec<(String, Markup)> = Vec::new();
    let mut fact = |name: &str, value: Markup| facts.push((name.to_owned(), value));
    if about.owners.is_empty() {
        fact("Owner", html! { span.muted { "nobody" } });
    } else {
        fact("Owner", entity_list(&about.owners));
    }
    if !about.part_of.is_empty() {
        fact("Part of", entity_list(&about.part_of));
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
    if let Some(read) = &about.read {
        fact("Read", html! { span.quiet { (read) } });
    }
    card::facts(&facts)
}

fn entity_list(entities: &[EntityLink]) -> Markup {
    html! { ul { @for entity in entities { li { (kind::entity_link(entity)) } } } }
}

fn links(links: &[ExternalLink]) -> Markup {
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

fn labels(labels: &[(String, String)]) -> Markup {
    let mut facts = Vec::new();
    for (name, value) in labels {
        facts.push((name.clone(), html! { code { (value) } }));
    }
    card::facts(&facts)
}

fn yaml_tab(yaml: &Yaml) -> Markup {
    let actions = button::link("JSON", Some(Icon::Code), &yaml.json, Weight::Bare);
    code::yaml_block("Entity as the catalog has it", &yaml.text, &actions)
}

/// The page for an address at which there is nothing.
pub fn render_not_found(frame: &Frame, page: &NotFound) -> Markup {
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: Icon::Search,
                tone: Tone::Plain,
                title: "This entity is not in the catalog".to_owned(),
                text: "It may have another name, it may have been removed, or nobody has registered it yet.".to_owned(),
                detail: html! {
                    p { code { (page.reference) } }
                    @if !page.suggestions.is_empty() {
                        p.quiet { "Did you mean" }
                        (entity_list(&page.suggestions))
                    }
                },
                actions: html! {
                    (button::link("Search for it", Some(Icon::Search), &page.search, Weight::Main))
                    @if let Some(register) = &page.register {
                        (button::link("Register it", Some(Icon::Link), register, Weight::Plain))
                    }
                },
            }))
        }
    };
    ui::layout::page(frame, "Not found", &content)
}

/// The page for an address that this reader may not see.
pub fn render_denied(frame: &Frame, page: &Denied) -> Markup {
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: Icon::Lock,
                tone: Tone::Warn,
                title: "You may not see this entity".to_owned(),
                text: page.help.clone(),
                detail: html! { p { code { (page.reference) } } },
                actions: button::link("Back to the catalog", None, &page.catalog, Weight::Plain),
            }))
        }
    };
    ui::layout::page(frame, "Not allowed", &content)
}

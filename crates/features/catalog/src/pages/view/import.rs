//! `/catalog-import`: ask for an address, show what it would bring, say that it is registered.

use maud::{Markup, html};
use ui::form::{self, Control, InputKind};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::{Frame, Href, Icon, Link, Tone, badge, button, card, count, header, icon, plural};

use super::absent::Denied;

/// The page in one of its steps.
pub struct ImportPage {
    /// Receives `url` and `step`: `preview` or `register`.
    pub action: Href,
    pub catalog: Href,
    pub step: Step,
}

/// How far the reader has come.
pub enum Step {
    Ask {
        url: String,
        /// What is wrong with what was sent.
        wrong: Option<String>,
    },
    Preview(Preview),
    Registered(Registered),
}

/// What an address would bring.
pub struct Preview {
    pub url: String,
    /// The location is registered already.
    pub exists: bool,
    /// The first entities, each with whether it is new to the catalog.
    pub entities: Vec<(EntityLink, bool)>,
    pub total: u64,
}

/// What an address has brought so far.
pub struct Registered {
    pub target: String,
    pub entities: Vec<EntityLink>,
    pub total: u64,
    /// This page, for another look.
    pub again: Href,
}

const TITLE: &str = "Register an existing component";

/// The whole document.
pub fn render(frame: &Frame, page: &ImportPage) -> Markup {
    let crumbs = [Link { label: "Catalog".to_owned(), href: page.catalog.clone() }];
    let content = html! {
        (header::breadcrumb(&crumbs, "Register"))
        (header::page_header(&header::PageHeader {
            mark: html! {},
            title: TITLE.to_owned(),
            below: html! { p { "Name a catalog file that exists already. What is in it appears in the catalog, and the portal reads it again from time to time." } },
            actions: html! {},
        }))
        div.stack {
            @match &page.step {
                Step::Ask { url, wrong } => (ask(page, url, wrong.as_deref())),
                Step::Preview(preview) => (preview_cards(page, preview)),
                Step::Registered(registered) => (registered_card(page, registered)),
            }
        }
    };
    ui::layout::page(frame, TITLE, &content)
}

/// The page for a reader who may not register anything.
pub fn render_denied(frame: &Frame, denied: &Denied) -> Markup {
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: Icon::Lock,
                tone: Tone::Warn,
                title: "You may not register locations".to_owned(),
                text: denied.help.clone(),
                detail: html! {},
                actions: button::link("Back to the catalog", None, &denied.catalog, button::Weight::Plain),
            }))
        }
    };
    ui::layout::page(frame, "Not allowed", &content)
}

fn ask(page: &ImportPage, url: &str, wrong: Option<&str>) -> Markup {
    let control = Control {
        name: "url".to_owned(),
        label: "Address of the catalog file".to_owned(),
        help: Some(
            "For example https://github.com/your-org/your-repo/blob/main/catalog-info.yaml".to_owned(),
        ),
        wrong: wrong.map(str::to_owned),
        required: true,
        ..Control::default()
    };
    card::card(
        "Where is it?",
        None,
        &html! {
            form.form method="post" action=[page.action.get()] aria-label="Address" {
                (form::text(&control, InputKind::Url, url))
                div.actions {
                    button.button.main name="step" value="preview" { (icon::draw(Icon::Search)) "Show what is there" }
                }
            }
        },
    )
}

fn preview_cards(page: &ImportPage, preview: &Preview) -> Markup {
    let shown = u64::try_from(preview.entities.len()).unwrap_or(u64::MAX);
    let title = format!("{} found", plural(preview.total, "entity", "entities"));
    html! {
        @if preview.exists {
            (notice::notice(Tone::Accent, &html! { p { "This location is registered already. Registering it once more reads it again." } }))
        }
        (card::card(&title, None, &html! { div.stack {
            p.muted { code { (preview.url) } }
            ul.entity-names {
                @for (entity, is_new) in &preview.entities {
                    li {
                        (kind::entity_link(entity)) " "
                        @if *is_new { (badge::badge("new", Tone::Good, None)) } @else { (badge::badge("in the catalog", Tone::Plain, None)) }
                    }
                }
            }
            @if preview.total > shown { p.muted { "and " (count(preview.total - shown)) " more" } }
            form method="post" action=[page.action.get()] aria-label="Register" {
                input type="hidden" name="url" value=(preview.url);
                div.actions {
                    button.button.main name="step" value="register" { (icon::draw(Icon::Check)) "Register" }
                    a.button href=[page.action.get()] { "Another address" }
                }
            }
        } }))
    }
}

fn registered_card(page: &ImportPage, registered: &Registered) -> Markup {
    let shown = u64::try_from(registered.entities.len()).unwrap_or(u64::MAX);
    card::card(
        "Registered",
        None,
        &html! { div.stack {
            p { (icon::draw(Icon::Check)) " " code { (registered.target) } " is part of the catalog now." }
            @if registered.entities.is_empty() {
                p { "Its entities appear when it has been read, which takes a moment. " a.link href=[registered.again.get()] { "Look again" } }
            } @else {
                ul.entity-names { @for entity in &registered.entities { li { (kind::entity_link(entity)) } } }
                @if registered.total > shown { p.muted { "and " (count(registered.total - shown)) " more" } }
            }
            div.actions {
                (button::link("To the catalog", Some(Icon::Catalog), &page.catalog, button::Weight::Main))
                (button::link("Register another", Some(Icon::Link), &page.action, button::Weight::Plain))
            }
        } },
    )
}

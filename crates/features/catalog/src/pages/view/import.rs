//! `/catalog-import`: ask for an address, show what it would bring, say what has come of it.

use maud::{Markup, html};
use ui::form::{self, Control, InputKind};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::{Frame, Href, Icon, Link, Tone, badge, button, card, code, count, header, icon, plural};

use super::absent::Denied;
use super::problems::{self, Problem};

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
        /// The configuration is what refuses it.
        refusal: Option<Refusal>,
    },
    /// A repository without a catalog file.
    Propose(Proposal),
    Preview(Preview),
    Registered(Registered),
}

impl Step {
    /// Whether what was sent leads nowhere.
    pub fn is_refused(&self) -> bool {
        matches!(self, Self::Ask { wrong: Some(_), .. })
    }
}

/// A host that the portal may not read from.
pub struct Refusal {
    /// With its port, where it is not the usual one.
    pub host: String,
}

/// A file for a repository that has none.
pub struct Proposal {
    pub url: String,
    /// What the file is called.
    pub file: &'static str,
    /// YAML.
    pub text: String,
}

/// What an address would bring.
pub struct Preview {
    /// What would be registered.
    pub url: String,
    /// The location is registered already.
    pub exists: bool,
    /// How many of each kind, in words: `2 components`.
    pub kinds: Vec<String>,
    /// The first entities.
    pub entities: Vec<Coming>,
    pub total: u64,
    /// Files that were read.
    pub files: u64,
    pub problems: Vec<Problem>,
    /// There is more than was looked at.
    pub cut: bool,
    /// The file that was found in the repository that was asked about.
    pub is_found: Option<String>,
}

/// An entity that would come in.
pub struct Coming {
    pub entity: EntityLink,
    pub standing: Standing,
}

/// How it stands to what is in the catalog.
pub enum Standing {
    New,
    /// It is there, from this file.
    Known,
    /// Another file has it and keeps it.
    Taken {
        by: String,
    },
}

/// What has come of a registration so far.
pub struct Registered {
    pub target: String,
    pub progress: Progress,
    pub entities: Vec<EntityLink>,
    pub total: u64,
    /// The list of the first entity's kind.
    pub list: Href,
    /// This page, for another look.
    pub again: Href,
}

/// How far its reading is.
pub enum Progress {
    /// It is not registered, or not any more.
    Absent,
    Waiting,
    /// Nothing has come in.
    Failed {
        problems: Vec<Problem>,
    },
    /// It was read, if not without problems.
    Read {
        problems: Vec<Problem>,
    },
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
                Step::Ask { url, wrong, refusal } => (ask(page, url, wrong.as_deref(), refusal.as_ref())),
                Step::Propose(proposal) => (propose(page, proposal)),
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

fn ask(page: &ImportPage, url: &str, wrong: Option<&str>, refusal: Option<&Refusal>) -> Markup {
    let control = Control {
        name: "url".to_owned(),
        label: "Address of the catalog file, or of the repository".to_owned(),
        help: Some(
            "For example https://github.com/your-org/your-repo/blob/main/catalog-info.yaml".to_owned(),
        ),
        wrong: wrong.map(str::to_owned),
        required: true,
        ..Control::default()
    };
    html! {
        (card::card(
            "Where is it?",
            None,
            &html! {
                form.form method="post" action=[page.action.get()] aria-label="Address" {
                    (form::text(&control, InputKind::Url, url))
                    div.actions {
                        button.button.main type="submit" name="step" value="preview" { (icon::draw(Icon::Search)) "Show what is there" }
                    }
                }
            },
        ))
        @if let Some(refusal) = refusal { (refused_host(refusal)) }
    }
}

/// What whoever runs the portal adds to its configuration.
fn refused_host(refusal: &Refusal) -> Markup {
    let snippet = format!("backend:\n  reading:\n    allow:\n      - host: {}", refusal.host);
    card::card(
        "How to allow it",
        None,
        &html! { div.stack {
            p {
                "The portal reads only from hosts that its configuration names. Whoever runs it adds this one to "
                code { "backend.reading.allow" } ", or, where it is a code host, to " code { "integrations" }
                " with a token, and starts the portal again."
            }
            (code::yaml_block("app-config.yaml", &snippet, &html! {}))
        } },
    )
}

fn propose(page: &ImportPage, proposal: &Proposal) -> Markup {
    html! {
        (notice::notice(Tone::Accent, &html! { p { "There is no " code { (proposal.file) } " in this repository, or the portal may not see it." } }))
        (card::card("A file to begin with", None, &html! { div.stack {
            p {
                "Put this into the repository as " code { (proposal.file) } ", correct the owner and the rest, and look again: "
                span.muted { (proposal.url) }
            }
            (code::yaml_block(proposal.file, &proposal.text, &html! {}))
            form method="post" action=[page.action.get()] aria-label="Look again" {
                input type="hidden" name="url" value=(proposal.url);
                div.actions {
                    button.button.main type="submit" name="step" value="preview" { (icon::draw(Icon::Refresh)) "Look again" }
                    a.button href=[page.action.get()] { "Another address" }
                }
            }
        } }))
    }
}

fn preview_cards(page: &ImportPage, preview: &Preview) -> Markup {
    let shown = u64::try_from(preview.entities.len()).unwrap_or(u64::MAX);
    let title = format!("{} found", plural(preview.total, "entity", "entities"));
    html! {
        @if let Some(file) = &preview.is_found {
            (notice::notice(Tone::Good, &html! { p { "The repository has a catalog file: " code { (file) } } }))
        }
        @if preview.exists {
            (notice::notice(Tone::Accent, &html! { p { "This location is registered already. Registering it once more reads it again." } }))
        }
        @if preview.cut {
            (notice::notice(Tone::Warn, &html! { p { "There is more than a preview looks at. The rest is found when the location is read." } }))
        }
        (card::card(&title, None, &html! { div.stack {
            p.muted { code { (preview.url) } }
            p { (summary(preview)) }
            @if !preview.entities.is_empty() { ul.coming { @for coming in &preview.entities { li { (one(coming)) } } } }
            @if preview.total > shown { p.muted { "and " (count(preview.total - shown)) " more" } }
            form method="post" action=[page.action.get()] aria-label="Register" {
                input type="hidden" name="url" value=(preview.url);
                div.actions {
                    @if preview.total > 0 {
                        button.button.main type="submit" name="step" value="register" { (icon::draw(Icon::Check)) (register_label(preview)) }
                    }
                    button.button type="submit" name="step" value="preview" { (icon::draw(Icon::Refresh)) "Look again" }
                    a.button href=[page.action.get()] { "Another address" }
                }
            }
        } }))
        @if !preview.problems.is_empty() {
            (card::card(&problem_title(&preview.problems), None, &problems::articles(&preview.problems)))
        }
    }
}

fn register_label(preview: &Preview) -> &'static str {
    if preview.problems.is_empty() { "Register" } else { "Register what is sound" }
}

fn problem_title(problems: &[Problem]) -> String {
    plural(u64::try_from(problems.len()).unwrap_or(u64::MAX), "problem", "problems")
}

/// `2 components and 1 API, in 3 files`.
fn summary(preview: &Preview) -> String {
    let kinds = match preview.kinds.split_last() {
        None => "Nothing that would come in".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    };
    format!("{kinds}, in {}", plural(preview.files, "file", "files"))
}

fn one(coming: &Coming) -> Markup {
    html! {
        (kind::entity_link(&coming.entity)) " "
        @match &coming.standing {
            Standing::New => (badge::badge("new", Tone::Good, None)),
            Standing::Known => (badge::badge("in the catalog", Tone::Plain, None)),
            Standing::Taken { by } => {
                (badge::badge("stays as it is", Tone::Warn, None)) " "
                span.muted { "it comes from " (by) }
            },
        }
    }
}

fn registered_card(page: &ImportPage, registered: &Registered) -> Markup {
    let shown = u64::try_from(registered.entities.len()).unwrap_or(u64::MAX);
    let problems = match &registered.progress {
        Progress::Failed { problems } | Progress::Read { problems } => problems.as_slice(),
        Progress::Absent | Progress::Waiting => &[],
    };
    html! {
        (card::card(title_of(&registered.progress), None, &html! { div.stack {
            (said(registered))
            @if !registered.entities.is_empty() {
                ul.entity-names { @for entity in &registered.entities { li { (kind::entity_link(entity)) } } }
                @if registered.total > shown { p.muted { "and " (count(registered.total - shown)) " more" } }
            }
            div.actions {
                (button::link("To the catalog", Some(Icon::Catalog), &registered.list, button::Weight::Main))
                (button::link("Look again", Some(Icon::Refresh), &registered.again, button::Weight::Plain))
                (button::link("Register another", Some(Icon::Link), &page.action, button::Weight::Plain))
            }
        } }))
        @if !problems.is_empty() { (card::card(&problem_title(problems), None, &problems::articles(problems))) }
    }
}

fn title_of(progress: &Progress) -> &'static str {
    match progress {
        Progress::Absent => "Not registered",
        Progress::Waiting => "Registered, not read yet",
        Progress::Failed { .. } => "Registered, but nothing came in",
        Progress::Read { .. } => "Registered",
    }
}

fn said(registered: &Registered) -> Markup {
    let target = &registered.target;
    match &registered.progress {
        Progress::Absent => html! { p { code { (target) } " is not registered, or not any more." } },
        Progress::Waiting => html! {
            p { code { (target) } " waits to be read. Its entities appear when it has been, which takes a moment." }
        },
        Progress::Failed { .. } => html! {
            p { code { (target) } " is registered, but nothing of it could be used. The portal reads it again by itself once what is wrong below is mended." }
        },
        Progress::Read { .. } if registered.entities.is_empty() => html! {
            p { code { (target) } " has been read, and named no entity that you may see." }
        },
        Progress::Read { .. } => html! {
            p { (icon::draw(Icon::Check)) " " code { (target) } " is part of the catalog: "
                (plural(registered.total, "entity", "entities")) "." }
        },
    }
}

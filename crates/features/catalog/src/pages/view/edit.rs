//! The pages on which entities are made and changed: a form or a text to fill in, then what would change and what can be
//! done with it. Knows no entity and no rule.

pub mod bulk;
pub mod check;
pub mod create;
pub mod fields;

use maud::{Markup, html};
use ui::form::Mistake;
use ui::header::{self, PageHeader};
use ui::notice::{self, State};
use ui::tabs::Tab;
use ui::{Frame, Href, Icon, Link, Tone, button, card, form, icon, tabs};

use super::absent::Denied;
use check::Check;
use fields::Group;

/// The page in one of its steps.
pub struct EditPage {
    pub breadcrumb: Vec<Link>,
    pub title: String,
    /// What is being done, for people who read only that.
    pub lead: String,
    /// Receives everything by POST.
    pub action: Href,
    /// Leads back without a change.
    pub back: Href,
    /// The file that the entity comes from, where it can be edited.
    pub source: Option<Href>,
    pub step: Step,
}

/// How far the reader has come.
pub enum Step {
    Fill(Fill),
    Check(Box<Check>),
}

/// The form, or the text.
pub struct Fill {
    /// The form and the text, as two ways.
    pub ways: Vec<Tab>,
    pub content: Content,
    pub mistakes: Vec<Mistake>,
    /// Further fields that go with it, as names and values.
    pub hidden: Vec<(String, String)>,
}

/// What is filled in.
pub enum Content {
    Form(Vec<Group>),
    Text { text: String, wrong: Option<String> },
}

/// The name of the text's control.
pub const TEXT: &str = "yaml";

/// The whole document.
pub fn render(frame: &Frame, page: &EditPage) -> Markup {
    let content = html! {
        (header::breadcrumb(&page.breadcrumb, &page.title))
        (header::page_header(&PageHeader {
            mark: html! {},
            title: page.title.clone(),
            below: html! { p { (page.lead) } },
            actions: html! {
                @if let Some(source) = &page.source { (button::link("Open the file", Some(Icon::Outside), source, button::Weight::Plain)) }
                (button::link("Cancel", None, &page.back, button::Weight::Plain))
            },
        }))
        @match &page.step {
            Step::Fill(step) => (fill(page, step)),
            Step::Check(step) => (check::draw(page, step)),
        }
    };
    ui::layout::page(frame, &page.title, &content)
}

/// The page for a reader who may not do this.
pub fn render_denied(frame: &Frame, title: &str, denied: &Denied) -> Markup {
    let content = html! {
        div.card {
            (notice::page_state(&State {
                icon: Icon::Lock,
                tone: Tone::Warn,
                title: title.to_owned(),
                text: denied.help.clone(),
                detail: html! {},
                actions: button::link("Back to the catalog", None, &denied.catalog, button::Weight::Plain),
            }))
        }
    };
    ui::layout::page(frame, "Not allowed", &content)
}

fn fill(page: &EditPage, step: &Fill) -> Markup {
    html! {
        @if !step.ways.is_empty() { (tabs::segments("How to edit", &step.ways)) }
        (form::summary(&step.mistakes))
        (card::card("The entity", None, &html! {
            form.form.wide method="post" action=[page.action.get()] aria-label=(page.title) data-guard {
                (hidden(&step.hidden))
                @match &step.content {
                    Content::Form(groups) => { @for group in groups { (fields::group(group)) } },
                    Content::Text { text, wrong } => (text_control(text, wrong.as_deref())),
                }
                (form::foot(&html! {
                    button.button.main name="step" value="check" { (icon::draw(Icon::Eye)) "Review the change" }
                    (button::link("Cancel", None, &page.back, button::Weight::Plain))
                }))
            }
        }))
    }
}

fn text_control(text: &str, wrong: Option<&str>) -> Markup {
    let control = form::Control {
        wrong: wrong.map(str::to_owned),
        ..form::Control::required(TEXT, "The entity as YAML")
            .with_help("One document. The portal writes it anew, so that comments are not kept.")
    };
    html! { div.long-text { (form::text_area(&control, text)) } }
}

fn hidden(fields: &[(String, String)]) -> Markup {
    html! { @for (name, value) in fields { input type="hidden" name=(name) value=(value); } }
}

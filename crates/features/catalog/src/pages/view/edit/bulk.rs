//! The same change to many entities: what to change, what that means for each, and what was done.

use maud::{Markup, html};
use ui::header::{self, PageHeader};
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::table::{self, Column, Width};
use ui::{Frame, Href, Icon, Link, Tone, badge, button, card, count, form, icon, plural};

use super::fields::{self, Group};
use super::hidden;

/// The page in one of its steps.
pub struct BulkPage {
    pub breadcrumb: Vec<Link>,
    /// Receives everything by POST.
    pub action: Href,
    pub back: Href,
    pub step: Step,
}

/// How far the reader has come.
pub enum Step {
    Ask(Ask),
    Check(Check),
    Done(Done),
}

/// What is to be changed.
pub struct Ask {
    /// The first of the entities.
    pub entities: Vec<EntityLink>,
    pub total: usize,
    pub groups: Vec<Group>,
    pub hidden: Vec<(String, String)>,
}

/// What the change means.
pub struct Check {
    pub rows: Vec<Row>,
    /// Entities that would be saved here.
    pub saves: usize,
    /// Entities that come from files.
    pub files: usize,
    pub hidden: Vec<(String, String)>,
}

/// One entity and what becomes of it.
pub struct Row {
    pub entity: EntityLink,
    pub changes: Vec<FieldChange>,
    pub fate: Fate,
}

/// A field before and after; an empty text is nothing.
pub struct FieldChange {
    pub field: String,
    pub before: String,
    pub after: String,
}

/// What becomes of an entity.
pub enum Fate {
    Same,
    Missing,
    Saved,
    /// It has to be changed in this file.
    File(String),
    Refused(String),
    Denied,
}

/// What was done.
pub struct Done {
    pub text: String,
    pub entities: Vec<EntityLink>,
    /// What takes it back, as names and values.
    pub undo: Option<Vec<(String, String)>>,
}

const TITLE: &str = "Edit many entities";

/// The whole document.
pub fn render(frame: &Frame, page: &BulkPage) -> Markup {
    let content = html! {
        (header::breadcrumb(&page.breadcrumb, TITLE))
        (header::page_header(&PageHeader {
            mark: html! {},
            title: TITLE.to_owned(),
            below: html! {},
            actions: button::link("Back to the catalog", None, &page.back, button::Weight::Plain),
        }))
        @match &page.step {
            Step::Ask(step) if step.total == 0 => (nobody(page)),
            Step::Ask(step) => (ask(page, step)),
            Step::Check(step) => (check(page, step)),
            Step::Done(step) => (done(page, step)),
        }
    };
    ui::layout::page(frame, TITLE, &content)
}

fn nobody(page: &BulkPage) -> Markup {
    html! {
        div.card {
            (notice::state(&State {
                icon: Icon::Edit,
                tone: Tone::Plain,
                title: "No entity is chosen".to_owned(),
                text: "Choose some in the catalog, or narrow it with its filters, and edit what is left.".to_owned(),
                detail: html! {},
                actions: button::link("To the catalog", Some(Icon::Catalog), &page.back, button::Weight::Main),
            }))
        }
    }
}

fn ask(page: &BulkPage, step: &Ask) -> Markup {
    html! {
        div.stack {
            (card::card(&plural(step.total, "entity", "entities"), None, &html! {
                (names(&step.entities, step.total))
            }))
            (card::card("What should be the same in all of them", None, &html! {
                form.form.wide method="post" action=[page.action.get()] aria-label="Change" data-guard {
                    (hidden(&step.hidden))
                    p.muted { "What is left empty stays as it is in each of them." }
                    @for group in &step.groups { (fields::group(group)) }
                    (form::foot(&html! {
                        button.button.main name="step" value="check" { (icon::draw(Icon::Eye)) "Review the change" }
                    }))
                }
            }))
        }
    }
}

fn names(entities: &[EntityLink], total: usize) -> Markup {
    html! {
        ul.entity-names.inline { @for entity in entities { li { (kind::entity_link(entity)) } } }
        @if total > entities.len() { p.muted { "and " (count(total - entities.len())) " more" } }
    }
}

fn check(page: &BulkPage, step: &Check) -> Markup {
    let columns = [
        Column::new("Entity", Width::Medium, 0),
        Column::new("Change", Width::Rest, 0),
        Column::new("What becomes of it", Width::Large, 0),
    ];
    let [_, change, becomes] = &columns;
    let rows = html! {
        @for row in &step.rows {
            tr role="row" {
                (table::lead(&kind::entity_link(&row.entity)))
                (table::cell(change, (!row.changes.is_empty()).then(|| changes(&row.changes))))
                (table::cell(becomes, Some(fate(&row.fate))))
            }
        }
    };
    html! {
        div.stack {
            @if step.files > 0 {
                (notice::notice(Tone::Accent, &html! {
                    p { (plural(step.files, "entity comes from a file", "entities come from files")) ", which the portal does not write to. Download the changed documents, and bring them into their files." }
                }))
            }
            (table::table("What the change means", &columns, &rows))
            form method="post" action=[page.action.get()] aria-label="What to do" {
                (hidden(&step.hidden))
                (form::foot(&html! {
                    @if step.saves > 0 {
                        button.button.main name="step" value="save" { (icon::draw(Icon::Check)) "Save " (plural(step.saves, "entity", "entities")) " here" }
                    }
                    button.button name="step" value="fill" { (icon::draw(Icon::Edit)) "Go on editing" }
                    @if step.saves + step.files > 0 {
                        button.button name="step" value="download" { (icon::draw(Icon::Download)) "Download what changes" }
                    }
                }))
            }
        }
    }
}

fn changes(changes: &[FieldChange]) -> Markup {
    html! {
        ul.field-changes {
            @for change in changes {
                li {
                    span.muted { (change.field) } " "
                    @if !change.before.is_empty() { del { (change.before) } " " }
                    @if !change.after.is_empty() { ins { (change.after) } }
                }
            }
        }
    }
}

fn fate(fate: &Fate) -> Markup {
    match fate {
        Fate::Same => badge::badge("nothing changes", Tone::Plain, None),
        Fate::Missing => badge::badge("not in the catalog", Tone::Warn, Some(Icon::Warning)),
        Fate::Saved => badge::badge("saved here", Tone::Good, Some(Icon::Check)),
        Fate::File(place) => {
            html! { (badge::badge("in its file", Tone::Accent, Some(Icon::File))) " " small.muted { (place) } }
        }
        Fate::Refused(why) => html! { (badge::badge("refused", Tone::Bad, Some(Icon::Stop))) " " (why) },
        Fate::Denied => badge::badge("you may not save it", Tone::Warn, Some(Icon::Lock)),
    }
}

fn done(page: &BulkPage, step: &Done) -> Markup {
    card::card(
        &step.text,
        None,
        &html! { div.stack {
            (names(&step.entities, step.entities.len()))
            form method="post" action=[page.action.get()] aria-label="What to do" {
                (form::foot(&html! {
                    (button::link("To the catalog", Some(Icon::Catalog), &page.back, button::Weight::Main))
                    @if let Some(undo) = &step.undo {
                        (hidden(undo))
                        button.button name="step" value="undo" { (icon::draw(Icon::Undo)) "Undo all of it" }
                    }
                }))
            }
        } },
    )
}

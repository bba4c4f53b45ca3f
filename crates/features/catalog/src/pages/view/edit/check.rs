//! The second step: what would change, what speaks against it, and what can be done.

use maud::{Markup, html};
use ui::diff::{self, Line};
use ui::{Href, Icon, Tone, card, code, form, icon, notice, plural};

use super::{EditPage, hidden};

/// A change that was filled in.
pub struct Check {
    /// Name of the file as it would be downloaded.
    pub file: String,
    pub lines: Vec<Line>,
    /// The whole new text.
    pub text: String,
    /// Nothing differs.
    pub is_same: bool,
    /// Refs that are in no catalog, which is allowed and seldom meant.
    pub unknown_refs: Vec<String>,
    pub ways: Ways,
    /// What goes with each button, as names and values: the change itself.
    pub hidden: Vec<(String, String)>,
}

/// What can be done with a change.
#[derive(Clone)]
pub enum Ways {
    /// The portal stores the entity, or would.
    Save { label: &'static str },
    /// The portal stores it, and the reader may not save: who can help.
    Denied { help: String },
    /// It comes from a file: where that is read, and where it can be edited.
    Source { place: String, edit: Option<Href> },
}

/// Draws the step.
pub fn draw(page: &EditPage, check: &Check) -> Markup {
    html! {
        div.stack {
            @if !check.unknown_refs.is_empty() { (unknown(&check.unknown_refs)) }
            (card::card("What changes", None, &html! { (diff::diff(&check.file, &check.lines)) }))
            @if check.is_same {
                (buttons(page, check, &html! {}))
            } @else {
                (ways(page, check))
            }
        }
    }
}

fn unknown(refs: &[String]) -> Markup {
    notice::notice(
        Tone::Warn,
        &html! {
            p { (plural(refs.len(), "reference leads", "references lead")) " to nothing in the catalog:" }
            ul { @for entity_ref in refs { li { code { (entity_ref) } } } }
        },
    )
}

fn ways(page: &EditPage, check: &Check) -> Markup {
    match &check.ways {
        Ways::Save { label } => buttons(
            page,
            check,
            &html! { button.button.main name="step" value="save" { (icon::draw(Icon::Check)) (label) } },
        ),
        Ways::Denied { help } => html! {
            (notice::notice(Tone::Warn, &html! {
                p { b { "You may not save this here." } }
                p { "Download the file and hand it to somebody who may. " (help) }
            }))
            (buttons(page, check, &html! {}))
        },
        Ways::Source { place, edit } => html! {
            (card::card("Bring it into the file", None, &html! { div.stack {
                p { "This entity comes from " code { (place) } ". The portal reads that file and does not write to it: change it there, and the catalog follows." }
                p.muted { "What the file takes from other files is written out here, and its comments are not." }
                (code::yaml_block(&check.file, &check.text, &html! {}))
            } }))
            (buttons(page, check, &html! {
                @if let Some(edit) = edit {
                    a.button.main href=[edit.get()] target="_blank" rel="noopener" { (icon::draw(Icon::Outside)) "Edit the file at its source" }
                }
            }))
        },
    }
}

fn buttons(page: &EditPage, check: &Check, main: &Markup) -> Markup {
    html! {
        form method="post" action=[page.action.get()] aria-label="What to do" {
            (hidden(&check.hidden))
            (form::foot(&html! {
                (main)
                button.button name="step" value="fill" { (icon::draw(Icon::Edit)) "Go on editing" }
                @if !check.is_same { button.button name="step" value="download" { (icon::draw(Icon::Download)) "Download" } }
            }))
        }
    }
}

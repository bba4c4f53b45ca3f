//! What changed in an entity, when, and who or what caused it.

use maud::{Markup, html};
use ui::notice::{self, State};
use ui::table::{self, Pager};
use ui::{Href, Icon, Moment, Tone, badge};

/// One entry of the change log.
pub struct Change {
    pub what: What,
    /// A person, or the source that was read.
    pub who: String,
    pub when: Moment,
    /// For example the commit or the file, with where it leads.
    pub source: Option<ui::Link>,
}

/// What a change did.
pub enum What {
    Added,
    Removed,
    /// Only what processing thinks of it differs.
    Judged,
    /// The fields that differ.
    Changed(Vec<FieldChange>),
}

/// One field before and after.
pub struct FieldChange {
    /// The path, such as `spec.lifecycle`.
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A part of the history, newest first.
pub struct History {
    pub changes: Vec<Change>,
    pub newer: Option<Href>,
    pub older: Option<Href>,
}

/// The tab "History".
pub fn history(history: &History) -> Markup {
    html! {
        div.card {
            @if history.changes.is_empty() {
                (notice::state(&State {
                    icon: Icon::Clock,
                    tone: Tone::Plain,
                    title: "No changes are recorded".to_owned(),
                    text: "Changes appear here from the next time that the entity differs from what was read before.".to_owned(),
                    detail: html! {},
                    actions: html! {},
                }))
            } @else {
                div.card-body { (list(&history.changes)) }
                @if history.newer.is_some() || history.older.is_some() {
                    (table::pager(&Pager {
                        summary: "Newest first".to_owned(),
                        names: table::TIMES,
                        previous: history.newer.clone(),
                        next: history.older.clone(),
                    }))
                }
            }
        }
    }
}

/// The changes alone, for a card.
pub fn list(changes: &[Change]) -> Markup {
    html! { ol.changes { @for change in changes { li { (one(change)) } } } }
}

fn one(change: &Change) -> Markup {
    html! {
        (badge::face(&change.who))
        div {
            bdi { (change.who) } " "
            @match &change.what {
                What::Added => "added this entity",
                What::Removed => "removed this entity",
                What::Judged => "found other problems than before",
                What::Changed(fields) => {
                    "changed"
                    ul { @for field in fields { li { (field_change(field)) } } }
                },
            }
            @if let Some(source) = &change.source {
                div { a.muted href=[source.href.get()] { bdi { (source.label) } } }
            }
        }
        (change.when.render())
    }
}

fn field_change(change: &FieldChange) -> Markup {
    html! {
        code { (change.field) } " "
        @if let Some(before) = &change.before { del { (before) } }
        @if change.before.is_some() && change.after.is_some() { span aria-hidden="true" { " → " } }
        @if let Some(after) = &change.after { ins { (after) } }
    }
}

//! What changed in an entity, when, and who or what caused it.

use maud::{Markup, html};
use ui::diff::{self, Line};
use ui::notice::{self, State};
use ui::table::{self, Pager};
use ui::{Href, Icon, Moment, Tone, badge, code, plural};

/// One entry of the change log.
pub struct Change {
    pub what: What,
    /// A person, or the source that was read.
    pub who: String,
    pub when: Moment,
    /// For example the commit or the file, with where it leads.
    pub source: Option<ui::Link>,
    /// Leads to the entity as it was just after.
    pub then: Href,
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
    /// The lines that differ, where the values are more than a word; otherwise empty.
    pub lines: Vec<Line>,
}

/// A part of the history, newest first.
pub struct History {
    pub changes: Vec<Change>,
    pub newer: Option<Href>,
    pub older: Option<Href>,
    /// The page itself, to which a moment is sent.
    pub action: Href,
    /// The entity as it was, when a moment is asked for.
    pub past: Option<Past>,
    /// What the portal itself has kept, where it stores the entity.
    pub stored: Option<Stored>,
}

/// The last revision of an entity that the portal stores.
pub struct Stored {
    pub revision: i64,
    pub by: String,
    pub when: Moment,
    /// Receives `revision`, and takes it back; `None` for readers who may not.
    pub undo: Option<Href>,
}

/// An entity as it was.
pub struct Past {
    /// The moment as text.
    pub at: String,
    /// Then and now as YAML, or why there is nothing to show.
    pub outcome: Result<(String, String), String>,
    /// Relations that are not in the texts.
    pub left_out: u64,
}

/// The tab "History".
pub fn history(history: &History) -> Markup {
    html! {
        @if let Some(stored) = &history.stored { (last_revision(stored)) }
        (moment_form(history))
        @if let Some(past) = &history.past { (past_state(past)) }
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

fn last_revision(stored: &Stored) -> Markup {
    html! {
        div.card.revision {
            p { "The portal keeps this entity. Its last revision is number " b { (stored.revision) } ", by " bdi { (stored.by) } " " (stored.when.render()) "." }
            @if let Some(undo) = &stored.undo {
                form method="post" action=[undo.get()] aria-label="Undo" {
                    input type="hidden" name="revision" value=(stored.revision);
                    button.button { (ui::icon::draw(Icon::Undo)) "Undo the last change" }
                }
            }
        }
    }
}

/// Asks for a moment. The script of browsers knows the control; without one, the words are typed.
fn moment_form(history: &History) -> Markup {
    let at = history.past.as_ref().map(|past| past.at.as_str()).unwrap_or_default();
    // The control takes no zone.
    let value = at.get(..MINUTES).unwrap_or(at);
    html! {
        form.as-of method="get" action=[history.action.get()] {
            input type="hidden" name="tab" value="history";
            label for="at" { "As it was at (UTC)" }
            input.input id="at" name="at" type="datetime-local" required value=(value);
            button.button.small { (ui::icon::draw(Icon::Clock)) "Show" }
        }
    }
}

/// The length of `2026-11-23T09:12`.
const MINUTES: usize = 16;

fn past_state(past: &Past) -> Markup {
    match &past.outcome {
        Err(reason) => notice::notice(Tone::Warn, &html! { (reason) }),
        Ok((then, now)) => {
            let title = format!("From {} to now", past.at);
            html! {
                div.stack.past {
                    (diff::diff(&title, &diff::between(then, now)))
                    @if past.left_out > 0 {
                        p.quiet { (plural(past.left_out, "relation is", "relations are")) " left out." }
                    }
                    details {
                        summary { "All of it, as it was" }
                        (code::yaml_block(&format!("As it was at {}", past.at), then, &html! {}))
                    }
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
        a.when href=[change.then.get()] aria-label={ "As it was then, " (change.when.relative) } { (change.when.render()) }
    }
}

fn field_change(change: &FieldChange) -> Markup {
    html! {
        code { (change.field) } " "
        @if !change.lines.is_empty() {
            details.field-diff { summary { "Show the difference" } (diff::diff(&change.field, &change.lines)) }
        } @else {
            (inline(change))
        }
    }
}

fn inline(change: &FieldChange) -> Markup {
    html! {
        @if let Some(before) = &change.before { del { (before) } }
        @if change.before.is_some() && change.after.is_some() { span aria-hidden="true" { " → " } }
        @if let Some(after) = &change.after { ins { (after) } }
    }
}

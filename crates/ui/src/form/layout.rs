//! How controls stand together: groups, the foot with the buttons, and the list of what is wrong above a form.

use maud::{Markup, html};

use crate::{Tone, notice, plural};

/// A titled part of a form.
pub fn group(title: &str, help: Option<&str>, body: &Markup) -> Markup {
    html! {
        fieldset.group {
            legend { (title) }
            @if let Some(help) = help { p.help { (help) } }
            (body)
        }
    }
}

/// The buttons of a form, the main one first.
pub fn foot(buttons: &Markup) -> Markup {
    html! { div.foot { (buttons) } }
}

/// What is wrong with one control.
pub struct Mistake {
    /// The control's name, to which the line leads; empty for what is wrong with no single one.
    pub name: String,
    pub label: String,
    pub wrong: String,
}

/// Everything that is wrong, above the form, for people who cannot see it all at once. Nothing without mistakes.
pub fn summary(mistakes: &[Mistake]) -> Markup {
    html! {
        @if !mistakes.is_empty() {
            div role="alert" {
                (notice::notice(Tone::Bad, &html! {
                    p { b { (plural(mistakes.len(), "thing", "things")) " to correct" } }
                    ul {
                        @for mistake in mistakes {
                            li {
                                @if mistake.name.is_empty() { b { (mistake.label) } }
                                @else { a href={ "#" (mistake.name) } { (mistake.label) } }
                                ": " (mistake.wrong)
                            }
                        }
                    }
                }))
            }
        }
    }
}

//! A word more about something, where the pointer rests or the focus is. Whatever must be read stands on the page instead.

use maud::{Markup, html};

use crate::{Icon, icon};

/// A question mark behind a label that explains it. `about` is what it explains; `id` is unique on the page.
pub fn hint(id: &str, about: &str, text: &str) -> Markup {
    html! {
        span.tooltip {
            button.hint type="button" aria-label={ "About " (about) } aria-describedby=(id) { (icon::draw(Icon::Help)) }
            span.tip id=(id) role="tooltip" { (text) }
        }
    }
}

/// A text that is explained, underlined with dots.
pub fn explained(id: &str, text: &str, explanation: &str) -> Markup {
    html! {
        span.tooltip {
            span.explained tabindex="0" aria-describedby=(id) { (text) }
            span.tip id=(id) role="tooltip" { (explanation) }
        }
    }
}

//! Words instead of, or above, a content: notices, and the states of a list that has nothing to show.

use maud::{Markup, html};

use crate::{Icon, Tone, icon};

/// A line above the content.
pub fn notice(tone: Tone, body: &Markup) -> Markup {
    html! { div class={ "notice " (tone.class()) } { (icon::draw(symbol(tone))) div { (body) } } }
}

/// The icon of a sort of news.
pub(crate) fn symbol(tone: Tone) -> Icon {
    match tone {
        Tone::Bad => Icon::Stop,
        Tone::Warn => Icon::Warning,
        Tone::Good => Icon::Check,
        Tone::Plain | Tone::Accent => Icon::Info,
    }
}

/// Why there is nothing here, and the way on.
pub struct State {
    pub icon: Icon,
    pub tone: Tone,
    pub title: String,
    /// One or two sentences: what is the case, and what to do.
    pub text: String,
    /// Code, a list: what helps beyond words, or nothing.
    pub detail: Markup,
    /// Buttons, or nothing.
    pub actions: Markup,
}

/// A state inside of a page that has its own `h1`.
pub fn state(state: &State) -> Markup {
    drawn(state, &html! { h2 { (state.title) } })
}

/// A state that is the whole page.
pub fn page_state(state: &State) -> Markup {
    drawn(state, &html! { h1 dir="auto" { (state.title) } })
}

fn drawn(state: &State, heading: &Markup) -> Markup {
    html! {
        div class={ "state " (state.tone.class()) } {
            (icon::draw(state.icon))
            (heading)
            p { (state.text) }
            (state.detail)
            @if !state.actions.0.is_empty() { div.actions { (state.actions) } }
        }
    }
}

//! The star with which a person keeps something at hand. A form of one button; with script it does not leave the page.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// A star.
pub struct Star<'a> {
    /// What is starred, for people who listen.
    pub label: &'a str,
    pub starred: bool,
    /// Receives POST with `entity` and `starred` (`true` to star, `false` to take it back) and `return`.
    pub action: &'a Href,
    /// The full reference of the thing.
    pub reference: &'a str,
    /// Where to come back to without script.
    pub back: &'a str,
}

/// Renders the star.
pub fn star(star: &Star<'_>) -> Markup {
    html! {
        form.star method="post" action=[star.action.get()] data-star {
            input type="hidden" name="entity" value=(star.reference);
            input type="hidden" name="return" value=(star.back);
            button.button.bare.small name="starred" value=(!star.starred) aria-pressed=(star.starred)
                aria-label={ "Star " (star.label) } data-tip="Star" { (icon::draw(Icon::Star)) }
        }
    }
}

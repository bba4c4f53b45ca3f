//! Something above the page: a dialog in the middle, or a drawer at the side. Its opener is a link to its id: with script it
//! opens as a modal dialog, without script the address (`:target`) shows it.

use maud::{Markup, html};

use crate::button::Weight;
use crate::{Icon, icon};

/// Where a dialog stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Place {
    #[default]
    Middle,
    /// At the end of the line, as high as the window: for what belongs beside the page.
    Side,
}

/// A dialog of a page. What it changes is changed by a form in its body.
pub struct Dialog<'a> {
    /// Unique on the page.
    pub id: &'a str,
    pub title: &'a str,
    pub place: Place,
    pub body: Markup,
    /// Buttons, or nothing. A button that closes is always there.
    pub actions: Markup,
}

/// Renders the dialog, closed. It belongs to the end of the content.
pub fn dialog(dialog: &Dialog<'_>) -> Markup {
    let class = match dialog.place {
        Place::Middle => "dialog",
        Place::Side => "dialog drawer",
    };
    html! {
        dialog class=(class) id=(dialog.id) aria-labelledby={ (dialog.id) "-title" } {
            // No `header`: in a dialog, that would be a landmark of the whole page.
            div.dialog-head {
                h2 id={ (dialog.id) "-title" } { (dialog.title) }
                a.button.bare.small href="#main" data-close aria-label="Close" { (icon::draw(Icon::Close)) }
            }
            div.dialog-body { (dialog.body) }
            @if !dialog.actions.0.is_empty() { div.foot { (dialog.actions) } }
        }
    }
}

/// The link that opens the dialog with this id.
pub fn opener(label: &str, symbol: Option<Icon>, id: &str, weight: Weight) -> Markup {
    html! {
        a class=(weight.class()) href={ "#" (id) } data-opens=(id) aria-haspopup="dialog" {
            @if let Some(symbol) = symbol { (icon::draw(symbol)) }
            (label)
        }
    }
}

/// A button of a dialog that changes nothing.
pub fn cancel(label: &str) -> Markup {
    html! { a.button href="#main" data-close { (label) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_opener_leads_to_the_dialog_without_script() {
        let opened = Dialog {
            id: "sure",
            title: "Remove <basket>?",
            place: Place::Side,
            body: html! {},
            actions: html! {},
        };
        let markup = dialog(&opened).into_string();
        assert!(markup.contains("id=\"sure\"") && markup.contains("Remove &lt;basket&gt;?"));
        assert!(opener("Remove", None, "sure", Weight::Danger).into_string().contains("href=\"#sure\""));
    }
}

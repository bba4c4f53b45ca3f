//! A value that is never shown again once it is kept.

use maud::{Markup, html};

use super::{Control, around};
use crate::{Icon, icon};

/// A secret. The value that is kept is never part of a page; `kept` only says that there is one, and leaving the field
/// empty then means to keep it, which the page that receives the form has to honour.
pub fn secret(control: &Control, kept: bool) -> Markup {
    let placeholder = kept.then_some("Kept. Type to replace it.");
    around(
        control,
        &html! {
            div.secret {
                input.input id=(control.name) name=(control.name) type="password" autocomplete="new-password"
                    spellcheck="false" placeholder=[placeholder] required[control.required && !kept]
                    disabled[control.disabled] aria-invalid=[control.invalid()]
                    aria-describedby=[control.described_by()];
                button.button.bare.small.needs-script type="button" data-reveal=(control.name) aria-pressed="false"
                    aria-label={ "Show " (control.label) } disabled[control.disabled] { (icon::draw(Icon::Eye)) }
            }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kept_secret_may_be_left_empty() {
        let control = Control::required("token", "Token");
        assert!(secret(&control, false).into_string().contains(" required"));
        assert!(!secret(&control, true).into_string().contains(" required"));
    }
}

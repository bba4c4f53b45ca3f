//! What stands above the page.

use maud::html;

use super::{HOSTILE, Sample, sample};
use crate::button::Weight;
use crate::dialog::{self, Dialog, Place};
use crate::form::{self, Control, InputKind};
use crate::toast::{self, Toast};
use crate::{Icon, Link, Tone};

pub(super) fn samples() -> Vec<Sample> {
    let toasts = [
        Toast { tone: Tone::Good, text: "Saved.".to_owned(), action: Some(Link::new("Undo", "#overlays")) },
        Toast { tone: Tone::Bad, text: format!("{HOSTILE} could not be refreshed."), action: None },
    ];
    vec![
        sample(
            "Dialog and drawer",
            html! {
                div.actions {
                    (dialog::opener("Unregister…", Some(Icon::Remove), "sample-dialog", Weight::Danger))
                    (dialog::opener("Edit metadata", Some(Icon::Edit), "sample-drawer", Weight::Plain))
                }
                (dialog::dialog(&Dialog {
                    id: "sample-dialog",
                    title: "Unregister basket?",
                    place: Place::Middle,
                    body: html! { p { "It leaves the catalog. The file stays where it is, and registering it again brings it back." } },
                    actions: html! { button.button.danger data-close type="button" { "Unregister" } (dialog::cancel("Keep it")) },
                }))
                (dialog::dialog(&Dialog {
                    id: "sample-drawer",
                    title: "Edit metadata",
                    place: Place::Side,
                    body: html! {
                        (form::text(&Control::required("sample-title", "Title"), InputKind::Text, "Basket"))
                        (form::text_area(&Control::optional("sample-words", "Description"), "Holds what the customer means to buy."))
                    },
                    actions: html! { button.button.main data-close type="button" { "Show the difference" } (dialog::cancel("Leave it")) },
                }))
            },
        ),
        sample(
            "Toasts, which the page has at its foot",
            html! { div.stack { @for each in &toasts { (toast::toast(each)) } } },
        ),
    ]
}

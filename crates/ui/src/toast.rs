//! A short word about what was just done, above everything and soon gone. The frame has one place for them.

use maud::{Markup, html};

use crate::{Icon, Link, Tone, icon, notice};

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    pub tone: Tone,
    pub text: String,
    /// Takes it back, or shows what came of it.
    pub action: Option<Link>,
}

/// One toast, for [`crate::Frame::toasts`] or for a live region.
pub fn toast(toast: &Toast) -> Markup {
    html! {
        div class={ "toast " (toast.tone.class()) } data-toast {
            (icon::draw(notice::symbol(toast.tone)))
            span { (toast.text) }
            @if let Some(action) = &toast.action { a.link href=[action.href.get()] { (action.label) } }
            button.button.bare.small.needs-script type="button" data-dismiss aria-label="Dismiss" { (icon::draw(Icon::Close)) }
        }
    }
}

/// The id of the place for toasts, which is the last element of a document.
pub(crate) const PLACE: &str = "toasts";

/// The place at the foot of the window. People who listen hear what is put there.
pub(crate) fn place(toasts: &[Toast]) -> Markup {
    html! { div.toasts id=(PLACE) role="status" aria-live="polite" { @for each in toasts { (toast(each)) } } }
}

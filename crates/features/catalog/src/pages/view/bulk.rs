//! The bar below the table: what can be done with chosen rows. Each button sends the refs of those rows, and the address
//! of the list, to a place of its own.

use maud::{Markup, html};
use ui::selection::Selection;
use ui::{Href, Icon, icon};

use super::catalog::Listing;

/// The fields that every button sends: one ref for each chosen row, and the list that they were chosen from.
pub const REF: &str = "ref";
pub const LIST: &str = "list";
/// The id of the form.
const FORM: &str = "chosen";

/// What can be done with chosen rows.
pub struct Bulk {
    /// What the rows are, within a sentence: `components`.
    pub noun: String,
    /// The address of the list, as text.
    pub list: String,
    /// Receives the form where no button says otherwise.
    pub action: Href,
    pub actions: Vec<BulkAction>,
}

/// One button.
pub struct BulkAction {
    pub label: &'static str,
    pub icon: Icon,
    /// Receives POST with [`REF`] and [`LIST`].
    pub action: Href,
    /// Where there is a script, the refs go to the clipboard instead.
    pub copies: bool,
}

/// The form, which the boxes of the rows belong to.
pub(super) fn selection(listing: &Listing) -> Selection<'_> {
    let bulk = &listing.bulk;
    Selection {
        id: FORM,
        action: &bulk.action,
        row: REF,
        noun: &bulk.noun,
        total: None,
        buttons: html! {
            input type="hidden" name=(LIST) value=(bulk.list);
            @for action in &bulk.actions { (button(action)) }
        },
    }
}

fn button(action: &BulkAction) -> Markup {
    html! {
        button.button.small formaction=[action.action.get()] data-copy-chosen[action.copies] {
            (icon::draw(action.icon)) (action.label)
        }
    }
}

//! Choosing rows of a table and doing something with all of them. The boxes belong to one form; its bar of actions is
//! always there without script, and with script as soon as a row is chosen.

use maud::{Markup, html};

use crate::{Href, count};

/// The name of the box for everything that matches, on all pages.
pub const ALL: &str = "all";

/// A form over the rows of a table.
pub struct Selection<'a> {
    /// The id of the form; also that of every box's `form`.
    pub id: &'a str,
    /// Receives POST with `row` once for each chosen row, or [`ALL`].
    pub action: &'a Href,
    /// The name of the boxes of rows; the value is the row's own.
    pub row: &'a str,
    /// What the rows are, in the plural: `components`.
    pub noun: &'a str,
    /// How many rows match in all, when more than are on the page: then all of them can be chosen.
    pub total: Option<u64>,
    /// Buttons; `formaction` leads elsewhere than to `action`.
    pub buttons: Markup,
}

/// The bar with the actions; stands below the table, outside of other forms.
pub fn bar(selection: &Selection<'_>) -> Markup {
    html! {
        form.selection id=(selection.id) method="post" action=[selection.action.get()] data-selection {
            span data-count aria-live="polite" { "With the chosen " (selection.noun) }
            @if let Some(total) = selection.total {
                label.choice {
                    input type="checkbox" name=(ALL) value="true";
                    span { "All " (count(total)) " " (selection.noun) }
                }
            }
            div.actions { (selection.buttons) button.button.bare.small.needs-script type="reset" { "Choose none" } }
        }
    }
}

/// The box at the head of the column of boxes: chooses the whole page. It needs a script, and keeps its place without.
pub fn head(selection: &Selection<'_>) -> Markup {
    html! {
        th.pick role="columnheader" scope="col" {
            span.unseen { "Choose" }
            input.needs-script type="checkbox" form=(selection.id) data-pick-all
                aria-label={ "Choose all " (selection.noun) " of this page" };
        }
    }
}

/// The box of one row. `label` names the row.
pub fn cell(selection: &Selection<'_>, value: &str, label: &str) -> Markup {
    html! {
        td.pick role="cell" {
            input type="checkbox" form=(selection.id) name=(selection.row) value=(value) aria-label={ "Choose " (label) } data-pick;
        }
    }
}

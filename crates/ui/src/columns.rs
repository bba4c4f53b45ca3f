//! Which columns of a table are shown: a menu with a box for each. The choice is posted, because it is remembered.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// A choice of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Receives the choice by POST, or [`USUAL`].
    pub action: Href,
    /// The name of the parameter that is there once for each column shown.
    pub name: String,
    pub columns: Vec<OfferedColumn>,
    /// What else is sent, as pairs of name and value.
    pub kept: Vec<(String, String)>,
}

/// The name of the button that asks for the usual columns.
pub const USUAL: &str = "usual";

/// A column that can be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferedColumn {
    pub value: String,
    pub label: String,
    pub shown: bool,
}

/// Renders the menu.
pub fn column_choice(choice: &ColumnChoice) -> Markup {
    html! {
        details.menu {
            summary.button { (icon::draw(Icon::Columns)) span.wide-only { "Columns" } }
            div {
                form method="post" action=[choice.action.get()] {
                    @for (name, value) in &choice.kept { input type="hidden" name=(name) value=(value); }
                    fieldset {
                        legend.unseen { "Columns" }
                        @for column in &choice.columns {
                            label.menu-item {
                                input type="checkbox" name=(choice.name) value=(column.value) checked[column.shown];
                                (column.label)
                            }
                        }
                    }
                    div.menu-foot {
                        button.button.main.small { "Show these" }
                        button.button.bare.small name=(USUAL) value="true" { "Usual" }
                    }
                }
            }
        }
    }
}

//! Which columns of a table are shown: a menu with a box for each, which the browser turns into the next address.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// A choice of columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ColumnChoice {
    /// Receives the choice by GET.
    pub action: Href,
    /// The name of the parameter that is there once for each column shown.
    pub name: String,
    pub columns: Vec<OfferedColumn>,
    /// The rest of the address, as pairs of name and value.
    pub kept: Vec<(String, String)>,
    /// The same list with the usual columns.
    pub usual: Href,
}

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
            summary.button { (icon::draw(Icon::Columns)) "Columns" }
            div {
                form method="get" action=[choice.action.get()] {
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
                        a.button.bare.small href=[choice.usual.get()] { "Usual" }
                    }
                }
            }
        }
    }
}

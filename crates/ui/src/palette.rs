//! The palette: one field that jumps to anything. The frame carries it closed and empty; the script opens it (`/`, `Ctrl K`)
//! and fills it from the endpoint. Without script the field of the rail searches instead.
//!
//! The endpoint receives `q` (empty when the palette opens) and answers JSON, best first:
//! `{"groups": [{"title": "Catalog", "items": [{"label": "basket", "href": "/catalog/…", "kind": "component",
//! "icon": "docs", "detail": "service · team-pear", "marks": [[0, 3]]}]}], "note": "6 hits in 1.2 ms"}`.
//! `kind` draws the mark of an entity, `icon` names an icon of the kit; `marks` are ranges of UTF-16 units of the label that
//! matched. Only `title`, `label` and `href` are needed.

use maud::{Markup, html};

use crate::{Href, Icon, icon};

/// The id of the dialog.
pub(crate) const ID: &str = "palette";

/// Renders the closed palette.
pub(crate) fn palette(endpoint: &Href) -> Markup {
    html! {
        dialog.palette id=(ID) data-endpoint=[endpoint.get()] aria-label="Find anything" {
            div.palette-field {
                (icon::draw(Icon::Search))
                input type="text" role="combobox" aria-label="Find anything" aria-autocomplete="list"
                    aria-controls="palette-list" aria-expanded="true" placeholder="Jump to anything" dir="auto"
                    autocomplete="off" autocapitalize="off" spellcheck="false" enterkeyhint="go";
                kbd { "esc" }
            }
            div.palette-list id="palette-list" role="listbox" aria-label="Results" {}
            div.palette-keys {
                span { kbd { "↑" } " " kbd { "↓" } " move" }
                span { kbd { "↵" } " open" }
                span { kbd { "Ctrl" } " " kbd { "↵" } " new tab" }
                span.end role="status" {}
            }
        }
    }
}

//! What somebody owns, as tiles.

use maud::{Markup, html};
use ui::tabs::{self, Tab};
use ui::{Href, count, kind};

/// The card "Ownership".
pub struct Ownership {
    /// Between what a user owns and what their groups own, too; empty where there is nothing to switch.
    pub switch: Vec<Tab>,
    pub tiles: Vec<Tile>,
    /// What stands there when there are no tiles.
    pub hint: String,
}

/// Entities of one kind and type.
pub struct Tile {
    pub kind: String,
    pub label: String,
    pub count: u64,
    /// Leads to the list of them.
    pub href: Href,
}

/// Renders the card's content.
pub fn ownership(ownership: &Ownership) -> Markup {
    html! {
        @if !ownership.switch.is_empty() { (tabs::segments("Whose things", &ownership.switch)) }
        @if ownership.tiles.is_empty() { p.muted { (ownership.hint) } }
        ul.tiles {
            @for tile in &ownership.tiles {
                li {
                    a.tile href=[tile.href.get()] {
                        (kind::mark(&tile.kind))
                        strong { (count(tile.count)) }
                        bdi.cut title=(tile.label) { (tile.label) }
                    }
                }
            }
        }
    }
}

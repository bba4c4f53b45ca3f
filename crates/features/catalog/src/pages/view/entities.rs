//! Tables of entities inside of cards.

use maud::{Markup, html};
use ui::kind::{self, EntityLink};
use ui::table::{self, Column, Width};
use ui::{Link, badge, card};

/// One entity.
pub struct EntityRow {
    pub link: EntityLink,
    pub owner: Option<EntityLink>,
    pub entity_type: Option<String>,
    pub lifecycle: Option<String>,
    pub description: Option<String>,
}

/// Some entities, with the way to all of them when there are more.
pub struct EntityTable {
    /// For people who listen.
    pub caption: String,
    pub rows: Vec<EntityRow>,
    pub all: Option<Link>,
}

/// Renders the table. A column of which no row says anything is left out.
pub fn table(entities: &EntityTable) -> Markup {
    let name = Column::new("Name", Width::Rest, 0);
    let owner = Column::new("Owner", Width::Medium, 0);
    let entity_type = Column::new("Type", Width::Small, 2);
    let lifecycle = Column::new("Lifecycle", Width::Medium, 2);
    let has = |test: fn(&EntityRow) -> bool| entities.rows.iter().any(test);
    let shown = [
        (&name, true),
        (&owner, has(|row| row.owner.is_some())),
        (&entity_type, has(|row| row.entity_type.is_some())),
        (&lifecycle, has(|row| row.lifecycle.is_some())),
    ];
    let columns: Vec<Column> =
        shown.iter().filter(|(_, is_shown)| *is_shown).map(|(column, _)| (*column).clone()).collect();
    let [_, (_, has_owner), (_, has_type), (_, has_lifecycle)] = shown;
    let rows = html! {
        @for row in &entities.rows {
            tr role="row" {
                (table::lead(&lead(row)))
                @if has_owner { (table::cell(&owner, row.owner.as_ref().map(kind::entity_link))) }
                @if has_type { (table::cell(&entity_type, row.entity_type.as_ref().map(|text| html! { bdi { (text) } }))) }
                @if has_lifecycle { (table::cell(&lifecycle, row.lifecycle.as_ref().map(|text| badge::lifecycle(text)))) }
            }
        }
    };
    html! {
        div.card-table { (table::table(&entities.caption, &columns, &rows)) }
        @if let Some(all) = &entities.all { p.card-foot { a.link href=[all.href.get()] { (all.label) } } }
    }
}

fn lead(row: &EntityRow) -> Markup {
    html! {
        div.row-text {
            (kind::entity_link(&row.link))
            @if let Some(description) = &row.description { div.cut dir="auto" title=(description) { (description) } }
        }
    }
}

/// What stands where there is nothing, and how something comes there.
pub fn nothing(text: &str) -> Markup {
    html! { p.muted { (text) } }
}

/// Several cards, one below the other.
pub fn cards(cards: &[(&str, Markup)]) -> Markup {
    html! { div.stack { @for (title, body) in cards { (card::card(title, None, body)) } } }
}

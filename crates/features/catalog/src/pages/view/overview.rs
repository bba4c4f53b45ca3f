//! The tab "Overview" of an entity: cards in a wide and a narrow column, and above both what everybody should see first.

use maud::{Markup, html};
use ui::notice::{self, State};
use ui::{Icon, Link, Tone, card};

/// The cards by area.
#[derive(Default)]
pub struct Cards {
    /// Drawn as they are, without a frame.
    pub summary: Vec<Card>,
    pub content: Vec<Card>,
    pub info: Vec<Card>,
}

/// One card.
pub struct Card {
    /// The id of the extension, by which scripts and tests find it.
    pub id: String,
    pub title: String,
    /// Leads to all of it.
    pub more: Option<Link>,
    /// Two such stand side by side where there is room.
    pub is_half: bool,
    pub body: Markup,
}

/// Renders the cards.
pub fn overview(cards: &Cards) -> Markup {
    let is_empty = cards.summary.is_empty() && cards.content.is_empty() && cards.info.is_empty();
    html! {
        @for card in &cards.summary { div data-card=(card.id) { (card.body) } }
        @if cards.content.is_empty() || cards.info.is_empty() {
            div.cards { @for card in cards.content.iter().chain(&cards.info) { (one(card)) } }
        } @else {
            div.two {
                div.cards { @for card in &cards.content { (one(card)) } }
                div.stack { @for card in &cards.info { (one(card)) } }
            }
        }
        @if is_empty { (nothing()) }
    }
}

fn one(card: &Card) -> Markup {
    html! {
        div.half[card.is_half] data-card=(card.id) { (card::card(&card.title, card.more.as_ref(), &card.body)) }
    }
}

/// What stands there when the configuration hides everything.
pub fn nothing() -> Markup {
    let state = notice::state(&State {
        icon: Icon::Info,
        tone: Tone::Plain,
        title: "No cards are set up for this entity".to_owned(),
        text: "The configuration hides them all. Its app.extensions says which are shown; the other tabs are as they were.".to_owned(),
        detail: html! {},
        actions: html! {},
    });
    html! { div.card { (state) } }
}

//! The tab "Overview": the cards that the layout gives an entity, in three areas.

use std::sync::Arc;

use futures_util::future::join_all;
use kernel::Error;
use kernel::extension::{Area, View, Width};
use ui::Link;

use super::arrange::{self, Chosen};
use super::{Pages, part};
use crate::pages::view::overview::{self as view, Card, Cards};

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let arranged = pages.arrangements.now();
    let chosen = arranged.cards(subject, &asked.flags);
    let tabs = arranged.tabs(subject, &asked.flags);
    let drawn = join_all(chosen.iter().map(|one| part::draw(*one, &asked))).await;
    let mut cards = Cards::default();
    for (one, body) in chosen.iter().zip(drawn) {
        let Some(body) = body else { continue };
        let area = match one.look.area {
            Area::Summary => &mut cards.summary,
            Area::Content => &mut cards.content,
            Area::Info => &mut cards.info,
        };
        area.push(Card {
            id: one.placed.extension.id.to_owned(),
            title: one.look.title.clone(),
            more: more(*one, &asked, &tabs),
            is_half: one.look.width == Width::Half,
            body,
        });
    }
    Ok(Some(view::overview(&cards).into_string()))
}

/// The way from a card to more; left out where it leads to a tab that this entity or this reader does not have.
fn more(chosen: Chosen<'_>, asked: &View, tabs: &[Chosen<'_>]) -> Option<Link> {
    let more = chosen.placed.extension.more.as_ref()?;
    let view = View { config: Arc::clone(&chosen.placed.config), ..asked.clone() };
    let href = (more.href)(&view)?;
    let tab = href.split_once("?tab=").map(|(_, rest)| rest.split('&').next().unwrap_or_default());
    if tab.is_some_and(|tab| arrange::named(tabs, tab).is_none()) {
        return None;
    }
    Some(Link::new(more.label, href))
}

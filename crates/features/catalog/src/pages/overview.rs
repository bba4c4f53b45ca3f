//! The tab "Overview": the cards that the layout gives an entity, in three areas.

use std::sync::Arc;

use futures_util::future::join_all;
use kernel::Error;
use kernel::extension::{Area, View, Width};
use ui::Link;

use super::arrange::Chosen;
use super::{Pages, part};
use crate::pages::view::overview::{self as view, Card, Cards};

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let arranged = pages.arrangements.now();
    let chosen = arranged.cards(subject, &asked.flags);
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
            more: more(*one, &asked),
            is_half: one.look.width == Width::Half,
            body,
        });
    }
    Ok(Some(view::overview(&cards).into_string()))
}

fn more(chosen: Chosen<'_>, asked: &View) -> Option<Link> {
    let more = chosen.placed.extension.more.as_ref()?;
    let view = View { config: Arc::clone(&chosen.placed.config), ..asked.clone() };
    Some(Link::new(more.label, (more.href)(&view)?))
}

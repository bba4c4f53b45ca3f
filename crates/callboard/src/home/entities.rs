//! Lists of entities on cards: what the reader starred, visited, owns; and how a summary becomes a link.

use catalog::entities::summary::{self, Summary};
use kernel::Error;
use kernel::extension::View;
use maud::{Markup, html};
use page::address::entity_path;
use ui::Href;
use ui::kind::{self, EntityLink};

use super::Home;

/// Entities on a card.
const SHOWN: usize = 8;
/// Stars and visits that are looked up for a card: some may be gone, or not for this reader.
const LOOKED_UP: usize = 50;

/// The catalog's list of what is owned by the reader and their groups.
const OWNED: &str = "/catalog?filters[user]=owned";

/// The link to an entity's page.
pub(crate) fn link(entity: &Summary) -> EntityLink {
    EntityLink {
        kind: entity.kind.clone(),
        label: entity.label().to_owned(),
        reference: entity.reference.clone(),
        href: Href::new(path(entity)),
        missing: false,
    }
}

/// The path of an entity's page.
pub(super) fn path(entity: &Summary) -> String {
    entity_path(&entity.namespace.to_lowercase(), &entity.kind.to_lowercase(), &entity.name)
}

/// What stands beside the name: the type, or the kind where there is none; and what tells it from others of that name: its
/// namespace unless it is the usual one, and its name where a title is shown for it.
pub(crate) fn detail(entity: &Summary) -> String {
    let mut detail = entity.entity_type.as_ref().unwrap_or(&entity.kind).clone();
    let is_usual = entity.namespace.eq_ignore_ascii_case("default");
    if !is_usual || entity.label() != entity.name {
        detail.push_str(" · ");
        if !is_usual {
            detail.push_str(&entity.namespace);
            detail.push('/');
        }
        detail.push_str(&entity.name);
    }
    detail
}

/// A list of entities in rows.
pub(super) fn rows(entities: &[Summary]) -> Markup {
    html! {
        ul.rows {
            @for entity in entities {
                li {
                    (kind::entity_link(&link(entity)))
                    span.end { bdi { (detail(entity)) } }
                }
            }
        }
    }
}

/// The first entities of a list of refs that the reader may see.
pub(super) async fn visible(home: &Home, view: &View, refs: &[String]) -> Result<Vec<Summary>, Error> {
    let refs = refs.get(..LOOKED_UP.min(refs.len())).unwrap_or_default();
    let found = summary::by_refs(home.catalog()?, &view.ctx, refs).await?;
    Ok(found.into_iter().flatten().take(SHOWN).collect())
}

pub(super) async fn starred(home: Home, view: View) -> Result<Option<String>, Error> {
    let entities = visible(&home, &view, &home.starred(&view.ctx).await?).await?;
    if entities.is_empty() {
        let hint = html! {
            p.muted { "Nothing yet. Give a star to what you come back to, with the star beside its name." }
        };
        return Ok(Some(hint.into_string()));
    }
    Ok(Some(rows(&entities).into_string()))
}

pub(super) async fn visited(home: Home, view: View) -> Result<Option<String>, Error> {
    let entities = visible(&home, &view, &home.visited(&view.ctx).await?).await?;
    // A card that only says that there is nothing helps nobody here.
    Ok((!entities.is_empty()).then(|| rows(&entities).into_string()))
}

pub(super) async fn owned(home: Home, view: View) -> Result<Option<String>, Error> {
    let owners = home.owners(&view.ctx).await?;
    let (entities, total) = summary::owned(home.catalog()?, &view.ctx, &owners, SHOWN).await?;
    let content = html! {
        @if entities.is_empty() {
            p.muted { "Nothing is owned by you or your groups. What you own is what names you or one of them in " code { "spec.owner" } "." }
        } @else {
            (rows(&entities))
            @if total > entities.len() as u64 {
                p.card-foot {
                    "And " (ui::count(total - entities.len() as u64)) " more; "
                    a.link href=(OWNED) { "the catalog has them by kind" }
                }
            }
        }
    };
    Ok(Some(content.into_string()))
}

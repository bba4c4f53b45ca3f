//! "Starred": everything that the reader has starred, also what is gone, so that it can be let go.

use catalog::entities::summary::{self, Summary};
use entity::EntityRef;
use kernel::Error;
use kernel::extension::View;
use maud::{Markup, html};
use page::address::entity_path;
use page::frames::SETTINGS;
use ui::kind::{self, EntityLink};
use ui::notice::{self, State};
use ui::star::{self as kit, Star};
use ui::{Href, Icon, Tone, button, plural};
use user_settings::star;

use super::super::Shell;
use crate::home::entities;

pub(super) async fn draw(shell: Shell, view: View) -> Result<Option<String>, Error> {
    let mut refs = star::list(&shell.services.db, &view.ctx).await?;
    refs.reverse();
    if refs.is_empty() {
        return Ok(Some(nothing().into_string()));
    }
    let found = match shell.catalog.get() {
        Some(catalog) => summary::by_refs(catalog, &view.ctx, &refs).await?,
        None => vec![None; refs.len()],
    };
    let content = html! {
        p.quiet { (plural(refs.len(), "star", "stars")) ", the last first. They are the same on the start page, in lists and in the palette." }
        div.card {
            div.card-body {
                ul.rows data-list {
                    @for (entity_ref, entity) in refs.iter().zip(&found) { (row(entity_ref, entity.as_ref())) }
                }
            }
        }
    };
    Ok(Some(content.into_string()))
}

fn row(entity_ref: &str, entity: Option<&Summary>) -> Markup {
    let parsed = EntityRef::parse(entity_ref, None, entity::refs::DEFAULT_NAMESPACE).ok();
    let action = parsed
        .map(|parsed| {
            let path = entity_path(&parsed.namespace, &parsed.kind, &parsed.name);
            Href::new(format!("{path}/star"))
        })
        .unwrap_or_default();
    let label = entity.map_or(entity_ref, Summary::label);
    let back = format!("{SETTINGS}/starred");
    let star = Star { label, starred: true, action: &action, reference: entity_ref, back: &back };
    html! {
        li {
            (kit::star(&star))
            @match entity {
                Some(entity) => {
                    (kind::entity_link(&entities::link(entity)))
                    span.end { bdi { (entities::detail(entity)) } }
                },
                None => {
                    (kind::entity_link(&gone(entity_ref)))
                    span.end { "gone, or not for you to see" }
                },
            }
        }
    }
}

fn gone(entity_ref: &str) -> EntityLink {
    EntityLink {
        kind: entity_ref.split(':').next().unwrap_or_default().to_owned(),
        label: entity_ref.to_owned(),
        reference: entity_ref.to_owned(),
        href: Href::default(),
        missing: true,
    }
}

fn nothing() -> Markup {
    let state = notice::state(&State {
        icon: Icon::Star,
        tone: Tone::Plain,
        title: "Nothing is starred yet".to_owned(),
        text: "Give a star to what you come back to, with the star beside its name. It then leads your start page."
            .to_owned(),
        detail: html! {},
        actions: button::link("Browse the catalog", Some(Icon::Catalog), &Href::new("/catalog"), button::Weight::Plain),
    });
    html! { div.card { (state) } }
}

//! What pages say of entities that the portal stores itself: the last revision, that something was just saved, and that
//! something can be brought back.

use entity::EntityRef;
use kernel::extension::Subject;
use kernel::http::Query;
use kernel::{Ctx, Error};
use ui::toast::Toast;
use ui::{Href, Link, Tone};

use super::entity::Found;
use super::titles::path_of;
use super::words::moment;
use super::{Pages, edit};
use crate::pages::view::absent::Deleted;
use crate::pages::view::changes::Stored;
use crate::permissions::{ENTITY_UPDATE, Visible, readable};
use crate::portal::revisions;

/// The last revision of an entity; nothing where the portal does not store it.
pub(super) async fn last(pages: &Pages, ctx: &Ctx, subject: &Subject) -> Result<Option<Stored>, Error> {
    let found = revisions::last(&pages.catalog, &subject.reference).await?;
    let Some(revision) = found.filter(|revision| revision.document.is_some()) else { return Ok(None) };
    let is_readonly = pages.catalog.ingest.settings().readonly;
    let may_undo = !is_readonly && pages.may_with(ctx, &ENTITY_UPDATE, &subject.reference).await?;
    Ok(Some(Stored {
        revision: revision.revision,
        by: name_of(&revision.author).to_owned(),
        when: moment(revision.saved_at, ctx.now),
        undo: may_undo.then(|| Href::new(format!("{}/undo", subject.path))),
    }))
}

/// Says to whoever has just saved that this is so, and leads to where it is taken back.
pub(super) async fn toast(pages: &Pages, found: &Found, query: &Query) -> Result<Option<Toast>, Error> {
    let Some(saved) = query.integer("saved") else { return Ok(None) };
    let last = revisions::last(&pages.catalog, &found.reference).await?;
    let is_last = last.is_some_and(|last| last.revision == saved);
    Ok(is_last.then(|| Toast {
        tone: Tone::Good,
        text: format!("Saved as revision {saved}."),
        action: Some(Link::new("History", format!("{}?tab=history", found.path))),
    }))
}

/// What is known of an entity that is not there, to readers who may see all entities and make some.
pub(super) async fn deleted(pages: &Pages, ctx: &Ctx, asked: &EntityRef) -> Result<Option<Deleted>, Error> {
    let reference = asked.to_string().to_lowercase();
    let sees_all = readable(pages.catalog.gate(), ctx).await? == Visible::All;
    if !sees_all || pages.catalog.exists(&reference) || !edit::may_store(pages, ctx).await? {
        return Ok(None);
    }
    let last = revisions::last(&pages.catalog, &reference).await?;
    Ok(last.filter(|last| last.document.is_none()).map(|last| Deleted {
        by: name_of(&last.author).to_owned(),
        when: moment(last.saved_at, ctx.now),
        undo: Href::new(format!("{}/undo", path_of(asked))),
        revision: last.revision,
    }))
}

/// The name of a person or a service.
fn name_of(subject: &str) -> &str {
    subject.rsplit_once('/').map_or(subject, |(_, name)| name)
}

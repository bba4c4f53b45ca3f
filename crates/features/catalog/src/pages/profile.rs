//! The card "Profile" of a user or group: who it is, how to reach them, where they belong.

use kernel::Error;
use kernel::extension::View;
use ui::Href;

use super::titles::Titles;
use super::{Pages, row};
use crate::pages::view::profile::{self as view, Profile};

/// Groups of each sort that the card names.
const TOLD_GROUPS: usize = 20;
const TOLD_TAGS: usize = 50;

pub(super) async fn draw(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let some = |relation| subject.targets(relation).take(TOLD_GROUPS);
    let named = some("childOf").chain(some("parentOf")).chain(some("memberOf"));
    let titles = Titles::of(&pages.catalog, &asked.ctx, named).await?;
    let links = |relation| some(relation).map(|target| titles.link(target)).collect();
    let profile = Profile {
        name: subject.title().unwrap_or_else(|| subject.name()).to_owned(),
        picture: subject.profile("picture").map(Href::picture).filter(|picture| picture.get().is_some()),
        email: subject.profile("email").map(str::to_owned),
        group_type: subject.spec("type").map(str::to_owned),
        parents: links("childOf"),
        children: links("parentOf"),
        member_of: links("memberOf"),
        tags: row::tags(subject, TOLD_TAGS),
        namespace: subject.namespace().to_owned(),
    };
    Ok(Some(view::profile(&profile).into_string()))
}

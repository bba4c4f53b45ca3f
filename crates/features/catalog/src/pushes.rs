//! What pushes to repositories mean for the catalog: changed files are read again, registrations of removed files go, and
//! registrations follow a repository that got another name. Source: `catalog.scmEvents`.
//!
//! Events come in on topics such as `github.push`, with the host's webhook as payload. Whether that webhook is genuine is
//! for whoever publishes it to decide; all that one can cause here is that sources are asked again.

mod webhook;

use kernel::events::{Event, Received};
use kernel::{Ctx, Error};
use url::Url;

use crate::Catalog;
use crate::ingest::read::FileState;
use crate::locations::register::{self, NewLocation};
use crate::locations::unregister;
use crate::settings::PushEffects;
use crate::store::source::{self, KnownFile};
use crate::store::{entity, location};

use webhook::{Push, Rename, Webhook};

/// Files that one push may make the catalog look at.
const MAXIMUM_FILES: i64 = 20_000;

/// Follows the events until the portal drains.
pub async fn run(catalog: Catalog) {
    let services = &catalog.ingest.services;
    let mut events = services.events.subscribe(&webhook::TOPICS);
    loop {
        let received = tokio::select! {
            () = services.tasks.draining() => return,
            received = events.next() => received,
        };
        match received {
            Received::Event(event) => {
                if let Err(error) = take(&catalog, &event).await {
                    tracing::warn!(topic = &*event.topic, %error, "a push could not be followed");
                }
            }
            Received::Lagged(count) => {
                tracing::warn!(count, "pushes came too fast; sources are read on schedule");
            }
        }
    }
}

/// Does what one event asks for.
pub async fn take(catalog: &Catalog, event: &Event) -> Result<(), Error> {
    let Some(effects) = catalog.ingest.settings().pushes else { return Ok(()) };
    match webhook::read(&event.topic, &event.payload) {
        Some(Webhook::Push(push)) => follow_push(catalog, &push, effects).await,
        Some(Webhook::Rename(rename)) if effects.moves => follow_rename(catalog, &rename).await,
        Some(Webhook::Rename(_)) | None => Ok(()),
    }
}

async fn follow_push(catalog: &Catalog, push: &Push, effects: PushEffects) -> Result<(), Error> {
    let ingest = &catalog.ingest;
    let known = source::within(&ingest.services.db, &push.repository, MAXIMUM_FILES).await?;
    let mut due: Vec<String> = Vec::new();
    for file in known {
        if is_touched(catalog, push, &file) && !due.contains(&file.location_ref) {
            due.push(file.location_ref);
        }
    }
    for row in location::all(&ingest.services.db).await? {
        if !concerns(catalog, push, &row.target) {
            continue;
        }
        if effects.unregisters && push.removes(&path_of(catalog, &row.target)) {
            let ctx = Ctx::system("plugin:catalog", ingest.services.clock.now());
            tracing::info!(target = row.target, "the file of a registration was removed");
            unregister::unregister(catalog, &ctx, &row.id).await?;
        } else if push.changes(&path_of(catalog, &row.target)) && !due.contains(&row.entity_ref) {
            due.push(row.entity_ref);
        }
    }
    if !effects.refreshes || due.is_empty() {
        return Ok(());
    }
    tracing::info!(repository = push.repository, locations = due.len(), "reading again what was pushed");
    let refs: Vec<&str> = due.iter().map(String::as_str).collect();
    let mut tx = ingest.services.db.begin().await?;
    entity::make_due(&mut tx, &refs, ingest.shared_now()).await?;
    tx.commit().await?;
    ingest.nudge.notify_one();
    Ok(())
}

/// Whether a push changed a file that a Location reads, or one that a placeholder of it reads.
fn is_touched(catalog: &Catalog, push: &Push, file: &KnownFile) -> bool {
    let state: FileState = serde_json::from_str(&file.state).unwrap_or_default();
    let others = state.dependencies.iter().map(|dependency| dependency.location.as_str());
    std::iter::once(file.file.as_str()).chain(others).any(|location| {
        let url = location.strip_prefix("url:").unwrap_or_default();
        concerns(catalog, push, url) && push.touches(&path_of(catalog, url))
    })
}

/// Whether a URL lies in the repository and on the branch of a push. A URL without a branch means the default one, which a
/// push does not name, so it counts as concerned.
fn concerns(catalog: &Catalog, push: &Push, url: &str) -> bool {
    let integrations = &catalog.ingest.services.integrations;
    if integrations.same_repository(url, &push.repository) != Some(true) {
        return false;
    }
    let branch = integrations.file_of(url).and_then(|file| file.reference);
    branch.is_none_or(|branch| branch == "HEAD" || branch == push.branch)
}

fn path_of(catalog: &Catalog, url: &str) -> String {
    catalog.ingest.services.integrations.file_of(url).map(|file| file.path).unwrap_or_default()
}

/// Points registrations at the new address of their repository.
async fn follow_rename(catalog: &Catalog, rename: &Rename) -> Result<(), Error> {
    let ingest = &catalog.ingest;
    let ctx = Ctx::system("plugin:catalog", ingest.services.clock.now());
    for row in location::all(&ingest.services.db).await? {
        if ingest.services.integrations.same_repository(&row.target, &rename.from) != Some(true) {
            continue;
        }
        let Some(target) = moved(&row.target, &rename.from, &rename.to) else { continue };
        tracing::info!(from = row.target, to = target, "the repository of a registration moved");
        let new = NewLocation { kind: row.kind, target, presence: None };
        match register::update(catalog, &ctx, &row.id, new).await {
            // Somebody registered the new address already; the old registration says so when it is read.
            Err(Error::Conflict(message)) => tracing::warn!("{message}"),
            other => _ = other?,
        }
    }
    Ok(())
}

/// `target` with the repository's path replaced; owners and names are the same in any case.
fn moved(target: &str, from: &str, to: &str) -> Option<String> {
    let (mut target, from, to) = (Url::parse(target).ok()?, Url::parse(from).ok()?, Url::parse(to).ok()?);
    let rest = target.path().get(from.path().len()..)?.to_owned();
    target.set_path(&format!("{}{rest}", to.path()));
    Some(target.into())
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn the_repository_is_replaced_and_the_rest_stays() {
        let target = "https://github.com/Org/old/blob/main/a%20b/catalog-info.yaml?x=1";
        let (from, to) = ("https://github.com/org/old", "https://github.com/other/new");
        let expected = "https://github.com/other/new/blob/main/a%20b/catalog-info.yaml?x=1";
        assert_eq!(moved(target, from, to).as_deref(), Some(expected));
        assert_eq!(moved("no url", from, to), None);
    }
}

//! Asks for an entity to be read again: every Location above it becomes due. Source: catalog-api contract, 10.11.

use kernel::{Ctx, Error};

use crate::Catalog;
use crate::permissions::{ENTITY_REFRESH, visible};
use crate::store::{entity, reference};

/// How far up the first parents are followed.
const MAXIMUM_CHAIN: usize = 32;

pub async fn refresh(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<(), Error> {
    let missing = || Error::NotFound(format!("Entity {entity_ref} not found"));
    let may = visible(catalog.gate(), ctx, &ENTITY_REFRESH).await?;
    let key = entity_ref.to_lowercase();
    if !catalog.is_visible(&key, &may) {
        catalog.ingest.services.audit.record(
            ctx,
            "catalog.entity.refresh",
            kernel::audit::Status::Denied,
            &key,
        );
        return Err(if catalog.readable(ctx, &key).await? {
            Error::Forbidden("Unauthorized".to_owned())
        } else {
            missing()
        });
    }
    let ingest = &catalog.ingest;
    ingest.pace.admit(ctx.credentials.subject(), ingest.settings().refreshes, ctx.now)?;
    let mut chain = vec![key.clone()];
    let mut tx = ingest.services.db.begin().await?;
    if entity::find(&mut tx, &key).await?.is_none() {
        return Err(missing());
    }
    while chain.len() < MAXIMUM_CHAIN {
        let Some(last) = chain.last() else { break };
        let sources = reference::sources_of(&mut tx, last).await?;
        let Some(first) = sources.first() else { return Err(missing()) };
        match first.strip_prefix("entity:") {
            Some(parent) if !chain.iter().any(|seen| seen == parent) => chain.push(parent.to_owned()),
            _ => break,
        }
    }
    let now = ingest.shared_now();
    let may_read = |entity_ref: &&String| ingest.pace.may_read(entity_ref, now);
    let refs: Vec<&str> = chain.iter().filter(may_read).map(String::as_str).collect();
    entity::make_due(&mut tx, &refs, now).await?;
    tx.commit().await?;
    ingest.nudge.notify_one();
    Ok(())
}

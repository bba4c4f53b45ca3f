//! Asks for an entity to be read again: every Location above it becomes due. Source: catalog-api contract, 10.11.

use kernel::db::Tx;
use kernel::{Ctx, Error};

use crate::Catalog;
use crate::ingest::Ingest;
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
    let mut tx = ingest.services.db.begin().await?;
    let chain = chain(&mut tx, &key).await?.ok_or_else(missing)?;
    read_soon(ingest, tx, &chain).await?;
    Ok(())
}

/// Asks for several entities, with one wish of the caller; gives how many of them there are that the caller may refresh.
/// The others are left out. Every source is read at most as often as by single wishes.
pub async fn refresh_many(catalog: &Catalog, ctx: &Ctx, refs: &[String]) -> Result<usize, Error> {
    let may = visible(catalog.gate(), ctx, &ENTITY_REFRESH).await?;
    let ingest = &catalog.ingest;
    ingest.pace.admit(ctx.credentials.subject(), ingest.settings().refreshes, ctx.now)?;
    let mut tx = ingest.services.db.begin().await?;
    let (mut wanted, mut count) = (Vec::new(), 0);
    for key in refs.iter().filter(|key| catalog.is_visible(key, &may)) {
        if let Some(chain) = chain(&mut tx, key).await? {
            count += 1;
            wanted.extend(chain);
        }
    }
    wanted.sort_unstable();
    wanted.dedup();
    read_soon(ingest, tx, &wanted).await?;
    Ok(count)
}

/// Ends `tx` with these Locations due, but for those that were asked for less than a minute ago, which follow when the
/// minute is over; gives how many are due.
pub(crate) async fn read_soon(ingest: &Ingest, mut tx: Tx, refs: &[String]) -> Result<usize, Error> {
    let now = ingest.shared_now();
    let may_read = |entity_ref: &&String| ingest.pace.may_read(entity_ref, now);
    let due: Vec<&str> = refs.iter().filter(may_read).map(String::as_str).collect();
    entity::make_due(&mut tx, &due, now).await?;
    tx.commit().await?;
    ingest.nudge.notify_one();
    Ok(due.len())
}

/// The entity and the Locations above it; `None` where it is not there or nothing provides it.
async fn chain(tx: &mut Tx, key: &str) -> Result<Option<Vec<String>>, Error> {
    if entity::find(tx, key).await?.is_none() {
        return Ok(None);
    }
    let mut chain = vec![key.to_owned()];
    while chain.len() < MAXIMUM_CHAIN {
        let Some(last) = chain.last() else { break };
        let sources = reference::sources_of(tx, last).await?;
        let Some(first) = sources.first() else { return Ok(None) };
        match first.strip_prefix("entity:") {
            Some(parent) if !chain.iter().any(|seen| seen == parent) => chain.push(parent.to_owned()),
            _ => break,
        }
    }
    Ok(Some(chain))
}

//! How sources fare, for those who look after the portal, and having them read again. A source is a Location entity,
//! also one that is not part of the catalog.

use kernel::audit::Status;
use kernel::{Ctx, Error};

use crate::Catalog;
use crate::entities::refresh;
use crate::permissions::{INGESTION_MANAGE, INGESTION_READ, PLUGIN};
use crate::provide::{CONFIGURED, REGISTERED};
use crate::store::health::{self, SourceRow};
use crate::store::{change, entity};

pub use crate::store::health::Which;

/// Failing sources that one wish has read again.
const MAXIMUM_AGAIN: i64 = 500;

/// How the catalog's sources fare.
#[derive(Clone, Debug, Default)]
pub struct Health {
    pub sources: u64,
    /// Sources whose last reading ended with problems.
    pub failing: u64,
    /// Entities that a source names and that never became part of the catalog.
    pub failed: u64,
    /// Entities that have not been looked at yet.
    pub pending: u64,
    /// Changes that were accepted since the beginning.
    pub changes: i64,
    /// Named by the configuration.
    pub configured: u64,
    /// Registered by people.
    pub registered: u64,
}

/// The numbers, for those who may read them.
pub async fn summary(catalog: &Catalog, ctx: &Ctx) -> Result<Health, Error> {
    catalog.gate().require(ctx, PLUGIN, &INGESTION_READ).await?;
    let db = &catalog.ingest.services.db;
    Ok(Health {
        sources: health::count(db, Which::All).await?,
        failing: health::count(db, Which::Failing).await?,
        failed: entity::count_unprocessed(db, true).await?,
        pending: entity::count_unprocessed(db, false).await?,
        changes: change::position(db).await?,
        configured: health::named_by(db, CONFIGURED).await?,
        registered: health::named_by(db, REGISTERED).await?,
    })
}

/// Up to `limit` sources by ref, after the first `offset`.
pub async fn sources(
    catalog: &Catalog,
    ctx: &Ctx,
    which: Which,
    offset: i64,
    limit: i64,
) -> Result<Vec<SourceRow>, Error> {
    catalog.gate().require(ctx, PLUGIN, &INGESTION_READ).await?;
    Ok(health::page(&catalog.ingest.services.db, which, offset, limit).await?)
}

/// Has one source read again. Answers whether that begins now; one that was read less than a minute ago follows when the
/// minute is over.
pub async fn read_again(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<bool, Error> {
    let key = entity_ref.to_lowercase();
    let outcome = one_due(catalog, ctx, &key).await;
    record(catalog, ctx, &outcome, &key);
    outcome
}

/// Has the sources that fail read again; answers how many of them begin now. The first [`MAXIMUM_AGAIN`] are meant.
pub async fn read_failing_again(catalog: &Catalog, ctx: &Ctx) -> Result<usize, Error> {
    let outcome = failing_due(catalog, ctx).await;
    record(catalog, ctx, &outcome, "every failing source");
    outcome
}

async fn one_due(catalog: &Catalog, ctx: &Ctx, key: &str) -> Result<bool, Error> {
    catalog.gate().require(ctx, PLUGIN, &INGESTION_MANAGE).await?;
    if !health::is_source(&catalog.ingest.services.db, key).await? {
        return Err(Error::NotFound(format!("there is no source {key}")));
    }
    Ok(make_due(catalog, ctx, &[key.to_owned()]).await? == 1)
}

async fn failing_due(catalog: &Catalog, ctx: &Ctx) -> Result<usize, Error> {
    catalog.gate().require(ctx, PLUGIN, &INGESTION_MANAGE).await?;
    let failing = health::failing(&catalog.ingest.services.db, MAXIMUM_AGAIN).await?;
    make_due(catalog, ctx, &failing).await
}

fn record<T>(catalog: &Catalog, ctx: &Ctx, outcome: &Result<T, Error>, subject: &str) {
    catalog.ingest.services.audit.record(ctx, "catalog.source.read", Status::of(outcome), subject);
}

async fn make_due(catalog: &Catalog, ctx: &Ctx, refs: &[String]) -> Result<usize, Error> {
    let ingest = &catalog.ingest;
    ingest.pace.admit(ctx.credentials.subject(), ingest.settings().refreshes, ctx.now)?;
    refresh::read_soon(ingest, ingest.services.db.begin().await?, refs).await
}

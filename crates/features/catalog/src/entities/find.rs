//! Finds single entities, or many by their refs.

use bytes::Bytes;
use kernel::{Ctx, Error};
use query::predicate::Predicate;

use crate::Catalog;
use crate::permissions::{Visible, readable};

/// The entity with this lower-case ref, ready to send.
pub async fn by_ref(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<Option<Bytes>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    catalog.answer(entity_ref, &may).await
}

/// The entity with this uid, ready to send.
pub async fn by_uid(catalog: &Catalog, ctx: &Ctx, uid: &str) -> Result<Option<Bytes>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    let found = catalog.projection().read(|state| state.index.ref_of_uid(uid).map(str::to_owned));
    match found {
        Some(entity_ref) => catalog.answer(&entity_ref, &may).await,
        None => Ok(None),
    }
}

/// The whole answer to by-refs, as long as every document is in memory; else `None`, and [`by_refs`] has to be asked.
pub async fn body_of_refs(
    catalog: &Catalog,
    ctx: &Ctx,
    refs: &[String],
    filter: Option<Predicate>,
) -> Result<Option<Bytes>, Error> {
    let wanted = readable(catalog.gate(), ctx).await?.narrow(filter);
    Ok(catalog.projection().read(|state| state.index.body_of_refs(refs, Some(&wanted))))
}

/// The entities with these refs, in this order; nothing where there is none, where the caller may not see it, or where
/// it does not match.
pub async fn by_refs(
    catalog: &Catalog,
    ctx: &Ctx,
    refs: &[String],
    filter: Option<Predicate>,
) -> Result<Vec<Option<Bytes>>, Error> {
    let may = readable(catalog.gate(), ctx).await?;
    if may == Visible::None {
        return Ok(vec![None; refs.len()]);
    }
    let wanted = may.narrow(filter);
    let found = catalog.projection().read(|state| state.index.get_by_refs(refs, Some(&wanted)));
    catalog.load(found).await
}

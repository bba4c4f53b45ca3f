//! Counts entities by the values of fields.

use kernel::{Ctx, Error};
use query::facets::Facet;
use query::predicate::Predicate;

use crate::Catalog;
use crate::permissions::readable;

/// The values of each facet with their counts, over what the caller may see and what matches.
pub async fn facets(
    catalog: &Catalog,
    ctx: &Ctx,
    facets: &[String],
    filter: Option<Predicate>,
) -> Result<Vec<(String, Facet)>, Error> {
    let predicate = readable(catalog.gate(), ctx).await?.narrow(filter);
    Ok(catalog.projection().read(|state| state.index.facets(facets, &predicate)))
}

//! Hands all that is stored to ingestion, at start and when the configuration changed: other rules and kinds judge it anew.

use kernel::Error;
use serde_json::Value;

use super::location;
use crate::ingest::Ingest;
use crate::ingest::annotate;
use crate::provide::{Deferred, Mutation, STORED, provide};
use crate::store::stored;

/// Makes the catalog's stored entities those of the table.
pub async fn apply(ingest: &Ingest) -> Result<(), Error> {
    let mut all = Vec::new();
    for revision in stored::living(&ingest.services.db).await? {
        let Some(text) = revision.document else { continue };
        let mut entity: Value = serde_json::from_str(&text).map_err(Error::internal)?;
        let place = location(&revision.entity_ref);
        annotate::place(&mut entity, &place);
        all.push(Deferred { entity, location_key: Some(place) });
    }
    provide(ingest, STORED, Mutation::Full(all), "portal").await?;
    Ok(())
}

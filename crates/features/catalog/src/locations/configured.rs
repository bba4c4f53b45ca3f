//! Brings the locations of the configuration into the catalog, at start and whenever the configuration changes.

use kernel::Error;

use crate::ingest::Ingest;
use crate::locations::generated;
use crate::provide::{CONFIGURED, Mutation, provide};

/// Makes the catalog's configured locations those of the settings.
pub async fn apply(ingest: &Ingest) -> Result<(), Error> {
    let settings = ingest.settings();
    let locations =
        settings.locations.iter().map(|location| generated(&location.kind, &location.target, None)).collect();
    provide(ingest, CONFIGURED, Mutation::Full(locations), "configuration").await?;
    Ok(())
}

//! Which entities of the catalog have problems. Errors are no part of what is searched, so they are asked for apart.

use kernel::Error;

use crate::Catalog;
use crate::store::faulty;

/// Entities with problems that a list can be filtered by.
const LIMIT: i64 = 1_000;

/// The uids of the entities that are listed and have problems, at most a thousand. Whoever shows them must narrow them to
/// what the reader may see.
pub async fn uids(catalog: &Catalog) -> Result<Vec<String>, Error> {
    Ok(faulty::uids(&catalog.ingest.services.db, LIMIT).await?)
}

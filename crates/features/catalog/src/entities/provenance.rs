//! Where an entity comes from: who names it, and when that was written and looked at. Knows no transport.

use kernel::{Ctx, Error, Timestamp};

use crate::Catalog;
use crate::store::{entity, reference, source};

/// What is known.
#[derive(Clone, Debug, Default)]
pub struct Provenance {
    pub sources: Vec<Source>,
    /// Who may replace the entity; `None` leaves it open.
    pub location_key: Option<String>,
    /// When a change of it was stored last.
    pub written_at: Option<Timestamp>,
    /// When the file from which a Location names it was processed last: read, and found to be new.
    pub processed_at: Option<Timestamp>,
}

/// Something that names an entity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Provider {
        name: String,
        file: String,
    },
    /// A Location by its ref.
    Location {
        entity_ref: String,
        file: String,
    },
}

/// The provenance of an entity that the caller may read.
pub async fn of(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<Provenance, Error> {
    if !catalog.readable(ctx, entity_ref).await? {
        return Err(Error::NotFound(format!("No such entity {entity_ref}")));
    }
    let db = &catalog.ingest.services.db;
    let mut known = Provenance::default();
    for (name, file) in reference::naming_one(db, entity_ref).await? {
        known.sources.push(match name.split_once(':') {
            Some(("provider", name)) => Source::Provider { name: name.to_owned(), file },
            Some(("entity", location)) => Source::Location { entity_ref: location.to_owned(), file },
            _ => continue,
        });
    }
    for one in &known.sources {
        if let Source::Location { entity_ref, file } = one {
            known.processed_at = known.processed_at.max(source::checked_at(db, entity_ref, file).await?);
        }
    }
    if let Some(row) = entity::read_many(db, &[entity_ref]).await?.pop() {
        known.written_at = Some(row.updated_at);
        known.location_key = row.location_key;
    }
    Ok(known)
}

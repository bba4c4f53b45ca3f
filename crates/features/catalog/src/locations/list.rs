//! Lists and finds registered locations. Source: catalog-api contract, sections 1 and 3.

use kernel::{Ctx, Decision, Error};
use query::location::{LocationFields, LocationPredicate};

use crate::Catalog;
use crate::ingest::annotate;
use crate::permissions::{LOCATION_READ, PLUGIN};
use crate::store::location::{self, LocationRow};

async fn may_read(catalog: &Catalog, ctx: &Ctx) -> Result<bool, Error> {
    Ok(catalog.gate().decide(ctx, PLUGIN, &LOCATION_READ).await? == Decision::Allow)
}

/// All registered locations; none for a caller who may not read them.
pub async fn all(catalog: &Catalog, ctx: &Ctx) -> Result<Vec<LocationRow>, Error> {
    if !may_read(catalog, ctx).await? {
        return Ok(Vec::new());
    }
    Ok(location::all(&catalog.ingest.services.db).await?)
}

pub async fn by_id(catalog: &Catalog, ctx: &Ctx, id: &str) -> Result<LocationRow, Error> {
    let missing = || Error::NotFound(format!("Found no location with ID {id}"));
    if !may_read(catalog, ctx).await? {
        return Err(missing());
    }
    location::find(&catalog.ingest.services.db, id).await?.ok_or_else(missing)
}

/// The registered location through which an entity came in.
pub async fn by_entity(catalog: &Catalog, ctx: &Ctx, entity_ref: &str) -> Result<LocationRow, Error> {
    let missing = || Error::NotFound(format!("found no entity for ref {entity_ref}"));
    if !may_read(catalog, ctx).await? {
        return Err(missing());
    }
    let entity = catalog.entity(ctx, entity_ref).await?.ok_or_else(missing)?;
    let origin = annotate::get(&entity, annotate::ORIGIN)
        .ok_or_else(|| Error::NotFound(format!("found no origin annotation for ref {entity_ref}")))?;
    let (kind, target) = origin.split_once(':').unwrap_or(("", origin));
    let mut tx = catalog.ingest.services.db.begin().await?;
    location::find_by_target(&mut tx, kind, target)
        .await?
        .ok_or_else(|| Error::NotFound(format!("Found no location with type {kind} and target {target}")))
}

/// A page of locations.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub items: Vec<LocationRow>,
    pub total: usize,
    /// The id after which the next page starts.
    pub next: Option<String>,
}

/// Locations that satisfy a predicate, by id, after the id `after`.
pub async fn query(
    catalog: &Catalog,
    ctx: &Ctx,
    predicate: Option<&LocationPredicate>,
    after: Option<&str>,
    limit: usize,
) -> Result<Page, Error> {
    let mut page = Page::default();
    for row in all(catalog, ctx).await? {
        let fields = LocationFields {
            id: &row.id,
            r#type: &row.kind,
            target: &row.target,
            entity_ref: &row.entity_ref,
        };
        if predicate.is_some_and(|predicate| !predicate.matches(&fields)) {
            continue;
        }
        page.total += 1;
        if after.is_some_and(|after| row.id.as_str() <= after) {
            continue;
        }
        if page.items.len() < limit {
            page.items.push(row);
        } else if page.next.is_none() {
            page.next = page.items.last().map(|last| last.id.clone());
        }
    }
    Ok(page)
}

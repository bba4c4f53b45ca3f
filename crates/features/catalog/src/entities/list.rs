//! Lists entities: pages by query, the older list, and walks over everything for exports.

use bytes::Bytes;
use kernel::{Ctx, Error};
use query::cursor::Position;
use query::list::List;
use query::predicate::Predicate;
use query::select::{OrderField, Start, Walk};

use crate::Catalog;
use crate::permissions::readable;

/// A page of a query.
pub struct Page {
    pub items: Vec<Bytes>,
    pub total: u64,
    pub next: Option<String>,
    pub previous: Option<String>,
}

/// One page of at most `limit` entities.
pub async fn by_query(catalog: &Catalog, ctx: &Ctx, start: &Start, limit: usize) -> Result<Page, Error> {
    let visible = readable(catalog.gate(), ctx).await?.into_predicate();
    let page = catalog.projection().read(|state| state.index.select(start, limit, &visible));
    let found = page.items.into_iter().map(Some).collect();
    let items = catalog.load(found).await?.into_iter().flatten().collect();
    Ok(Page { items, total: page.total_items, next: page.next_cursor, previous: page.previous_cursor })
}

/// What the older list asks for.
pub struct Asked<'a> {
    pub filter: Option<Predicate>,
    pub order: &'a [OrderField],
    pub offset: usize,
    pub limit: Option<usize>,
}

/// A page of the older list and the cursor behind it.
pub async fn page(
    catalog: &Catalog,
    ctx: &Ctx,
    asked: Asked<'_>,
) -> Result<(Vec<Bytes>, Option<String>), Error> {
    let predicate = readable(catalog.gate(), ctx).await?.narrow(asked.filter);
    let list = List { predicate: &predicate, order: asked.order, offset: asked.offset, limit: asked.limit };
    let page = catalog.projection().read(|state| state.index.list(list));
    let found = page.items.into_iter().map(Some).collect();
    Ok((catalog.load(found).await?.into_iter().flatten().collect(), page.after))
}

/// A walk over all entities that match, in steps, so that no step holds the index for long.
pub struct Walker {
    catalog: Catalog,
    predicate: Predicate,
    order: Option<OrderField>,
    position: Option<Position>,
    ended: bool,
}

/// Starts a walk over everything that the caller may see and that matches.
pub async fn walk(
    catalog: &Catalog,
    ctx: &Ctx,
    filter: Option<Predicate>,
    order: Option<OrderField>,
) -> Result<Walker, Error> {
    let predicate = readable(catalog.gate(), ctx).await?.narrow(filter);
    Ok(Walker { catalog: catalog.clone(), predicate, order, position: None, ended: false })
}

impl Walker {
    /// Up to `count` further entities; none when the walk has ended.
    pub async fn step(&mut self, count: usize) -> Result<Vec<Bytes>, Error> {
        if self.ended {
            return Ok(Vec::new());
        }
        let walk = Walk { predicate: &self.predicate, order: self.order.as_ref() };
        let (found, position) =
            self.catalog.projection().read(|state| state.index.walk(walk, self.position.as_ref(), count));
        self.ended = position.is_none();
        self.position = position;
        let found = found.into_iter().map(Some).collect();
        Ok(self.catalog.load(found).await?.into_iter().flatten().collect())
    }
}

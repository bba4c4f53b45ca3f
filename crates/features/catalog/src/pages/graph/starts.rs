//! Where somebody may begin who names no entity: domains and systems, because most leads on from them.

use kernel::{Ctx, Error};
use query::predicate::Predicate;
use query::select::{First, OrderField, Start};
use ui::Href;
use ui::kind::EntityLink;

use super::address::{Show, of_entity};
use crate::entities::list;
use crate::entities::summary::Summary;
use crate::pages::Pages;

/// Entities of each kind.
const FEW: usize = 8;
const KINDS: [&str; 3] = ["domain", "system", "component"];
/// Kinds that are offered; components only where there is nothing above them.
const OFFERED: usize = 2;

pub(super) async fn starts(pages: &Pages, ctx: &Ctx, show: Show) -> Result<Vec<EntityLink>, Error> {
    let (mut links, mut kinds) = (Vec::new(), 0);
    for kind in KINDS {
        if kinds == OFFERED {
            break;
        }
        let order = vec![OrderField { field: "metadata.name".to_owned(), descending: false }];
        let query = Some(Predicate::is_in("kind", [kind]));
        let first = Start::First(First { query, order, ..First::default() });
        let page = list::by_query(&pages.catalog, ctx, &first, FEW).await?;
        kinds += usize::from(!page.items.is_empty());
        for item in &page.items {
            let entity = Summary::read(item)?;
            links.push(EntityLink {
                label: entity.label().to_owned(),
                href: Href::new(of_entity(&entity.reference, show)),
                kind: entity.kind,
                reference: entity.reference,
                missing: false,
            });
        }
    }
    Ok(links)
}

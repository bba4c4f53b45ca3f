//! What somebody may have meant who followed an address at which there is nothing. Looks at few candidates, never at the
//! whole catalog.

use entity::EntityRef;
use kernel::{Ctx, Error};
use query::cursor::TextFilter;
use query::predicate::Predicate;
use query::select::{First, OrderField, Start};
use ui::kind::EntityLink;

use super::Pages;
use super::shown::{self, Shown};
use super::titles::Titles;
use crate::entities::list;

/// Entities that are compared with the name, for each way of finding them.
const CANDIDATES: usize = 200;
/// Characters at the start of the name that a candidate shares, and at its end.
const SAME_START: usize = 2;
const SAME_END: usize = 4;
/// Likeness from which a name counts as near; 1 is the same name.
const NEAR: f64 = 0.82;
const SUGGESTED: usize = 5;

/// Entities that the reader may see whose names are like the one asked for, the nearest first.
pub(super) async fn near(pages: &Pages, ctx: &Ctx, asked: &EntityRef) -> Result<Vec<EntityLink>, Error> {
    let name = asked.name.to_lowercase();
    let start: String = name.chars().take(SAME_START).collect();
    let end: String = name.chars().skip(name.chars().count().saturating_sub(SAME_END)).collect();
    let same_start =
        First { query: Some(Predicate::has_prefix("metadata.name", &start)), ..First::default() };
    let fields = Some(vec!["metadata.name".to_owned()]);
    let same_end = First { text: Some(TextFilter { term: end, fields }), ..First::default() };
    let same_name = First { query: Some(Predicate::equals("metadata.name", &name)), ..First::default() };
    let mut found: Vec<(f64, String)> = Vec::new();
    for mut first in [same_name, same_start, same_end] {
        first.order = vec![OrderField { field: "metadata.name".to_owned(), descending: false }];
        for item in list::by_query(&pages.catalog, ctx, &Start::First(first), CANDIDATES).await?.items {
            let shown = shown::read_head(&item)?;
            let entity_ref = shown::reference(&shown);
            let likeness = likeness(asked, &shown, &name);
            if likeness >= NEAR && !found.iter().any(|(_, known)| *known == entity_ref) {
                found.push((likeness, entity_ref));
            }
        }
    }
    found.sort_by(|left, right| right.0.total_cmp(&left.0).then_with(|| left.1.cmp(&right.1)));
    found.truncate(SUGGESTED);
    let titles =
        Titles::of(&pages.catalog, ctx, found.iter().map(|(_, entity_ref)| entity_ref.as_str())).await?;
    Ok(found.iter().map(|(_, entity_ref)| titles.link(entity_ref)).collect())
}

/// Another kind or namespace is a little less likely to be what was meant.
fn likeness(asked: &EntityRef, shown: &Shown, name: &str) -> f64 {
    const ELSEWHERE: f64 = 0.02;
    let mut likeness = strsim::jaro_winkler(name, &shown.name().to_lowercase());
    for is_same in [
        asked.kind.eq_ignore_ascii_case(&shown.kind),
        asked.namespace.eq_ignore_ascii_case(shown.namespace()),
    ] {
        if !is_same {
            likeness -= ELSEWHERE;
        }
    }
    likeness
}

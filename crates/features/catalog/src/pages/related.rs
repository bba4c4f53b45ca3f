//! Tables of the entities that stand in one relation to an entity: the parts of a system, the APIs of a component. A hub has
//! thousands of them, so a card shows the first and leads to all.

use kernel::extension::{Subject, View};
use kernel::{Ctx, Error};
use maud::Markup;
use page::address::query_part;
use ui::{Href, Link, count, shorten};

use super::Pages;
use super::shown::{self, Shown};
use super::titles::Titles;
use crate::entities::find;
use crate::pages::view::entities::{self as view, EntityRow, EntityTable};

/// Rows of a card, and characters of a description.
const SHOWN: usize = 10;
const TOLD_DESCRIPTION: usize = 200;

/// A card of one relation.
pub(super) struct Related {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    pub(super) order: u16,
    /// The kinds that have the card.
    pub(super) on: &'static [&'static str],
    pub(super) relation: &'static str,
    /// The kind of what it lists; empty for any.
    pub(super) kind: &'static str,
    /// What stands there when there is none; without it the card is left out.
    pub(super) empty: &'static str,
}

#[rustfmt::skip]
pub(super) const CARDS: [Related; 9] = [
    Related { id: "entity-card:catalog/has-systems", title: "Has systems", order: 100, on: &["domain"], relation: "hasPart", kind: "system", empty: "No system names this domain yet. One does by spec.domain in its catalog file." },
    Related { id: "entity-card:catalog/has-subdomains", title: "Has subdomains", order: 110, on: &["domain"], relation: "hasPart", kind: "domain", empty: "" },
    Related { id: "entity-card:catalog/has-components", title: "Has components", order: 120, on: &["system"], relation: "hasPart", kind: "component", empty: "No component names this system yet. One does by spec.system in its catalog file." },
    Related { id: "entity-card:api-docs/has-apis", title: "Has APIs", order: 130, on: &["system"], relation: "hasPart", kind: "api", empty: "" },
    Related { id: "entity-card:catalog/has-resources", title: "Has resources", order: 140, on: &["system"], relation: "hasPart", kind: "resource", empty: "" },
    Related { id: "entity-card:catalog/has-subsystems", title: "Has subsystems", order: 150, on: &["system"], relation: "hasPart", kind: "system", empty: "" },
    Related { id: "entity-card:catalog/has-subcomponents", title: "Has subcomponents", order: 160, on: &["component"], relation: "hasPart", kind: "component", empty: "" },
    Related { id: "entity-card:api-docs/providing-components", title: "Providers", order: 170, on: &["api"], relation: "apiProvidedBy", kind: "", empty: "Nothing says that it provides this API. A component does by spec.providesApis." },
    Related { id: "entity-card:api-docs/consuming-components", title: "Consumers", order: 180, on: &["api"], relation: "apiConsumedBy", kind: "", empty: "Nothing says that it consumes this API. A component does by spec.consumesApis." },
];

/// Whether one of the cards tells of a relation from an entity of a kind to a target.
pub(super) fn is_told(on: &str, relation: &str, target: &str) -> bool {
    let target = target.split_once(':').map_or("", |(kind, _)| kind);
    CARDS.iter().any(|card| {
        card.relation == relation
            && card.on.iter().any(|kind| on.eq_ignore_ascii_case(kind))
            && (card.kind.is_empty() || card.kind.eq_ignore_ascii_case(target))
    })
}

pub(super) async fn card(pages: &Pages, asked: &View, related: &Related) -> Result<Option<String>, Error> {
    let Some(subject) = &asked.subject else { return Ok(None) };
    let drawn = table(pages, &asked.ctx, subject, related).await?;
    Ok(drawn.map(Markup::into_string))
}

/// The first of what stands in the relation, with the way to all of it.
pub(super) async fn table(
    pages: &Pages,
    ctx: &Ctx,
    subject: &Subject,
    related: &Related,
) -> Result<Option<Markup>, Error> {
    let targets = targets(subject, related.relation, related.kind);
    if targets.is_empty() {
        return Ok((!related.empty.is_empty()).then(|| view::nothing(related.empty)));
    }
    let first = targets.get(..SHOWN.min(targets.len())).unwrap_or_default();
    let all = (targets.len() > SHOWN).then(|| Link {
        label: format!("Show all {}", count(targets.len())),
        href: all_of(subject, related),
    });
    let rows = rows(pages, ctx, first).await?;
    Ok(Some(view::table(&EntityTable { caption: related.title.to_owned(), rows, all })))
}

/// The targets of one relation, of one kind where that is not empty; sorted, as the catalog has them.
pub(super) fn targets<'a>(subject: &'a Subject, relation: &str, kind: &str) -> Vec<&'a str> {
    let is_kind = |target: &&str| {
        kind.is_empty() || target.split_once(':').is_some_and(|(found, _)| found.eq_ignore_ascii_case(kind))
    };
    subject.targets(relation).filter(is_kind).collect()
}

fn all_of(subject: &Subject, related: &Related) -> Href {
    let kind = if related.kind.is_empty() { String::new() } else { format!("&kind={}", related.kind) };
    Href::new(format!("{}?tab=relations&type={}{kind}", subject.path, query_part(related.relation)))
}

/// The entities with these refs as rows. Those that the reader may not see look like those that do not exist.
pub(super) async fn rows(pages: &Pages, ctx: &Ctx, refs: &[&str]) -> Result<Vec<EntityRow>, Error> {
    let wanted: Vec<String> = refs.iter().map(|reference| reference.to_lowercase()).collect();
    let answers = find::by_refs(&pages.catalog, ctx, &wanted, None).await?;
    let mut heads: Vec<Option<Shown>> = Vec::with_capacity(answers.len());
    for answer in &answers {
        heads.push(answer.as_ref().map(|answer| shown::read_head(answer)).transpose()?);
    }
    let owners: Vec<Option<String>> = heads.iter().map(|head| owner(head.as_ref()?)).collect();
    let named = wanted.iter().map(String::as_str).chain(owners.iter().flatten().map(String::as_str));
    let titles = Titles::of(&pages.catalog, ctx, named).await?;
    let mut rows = Vec::with_capacity(refs.len());
    for ((reference, head), owner) in refs.iter().zip(&heads).zip(&owners) {
        let text = |name: &str| head.as_ref().and_then(|head| head.spec(name)).map(str::to_owned);
        let description = head.as_ref().and_then(|head| head.metadata("description"));
        rows.push(EntityRow {
            link: titles.link(reference),
            owner: owner.as_deref().map(|owner| titles.link(owner)),
            entity_type: text("type"),
            lifecycle: text("lifecycle"),
            description: description.map(|text| shorten(text, TOLD_DESCRIPTION)),
        });
    }
    Ok(rows)
}

/// `spec.owner` as a full ref.
fn owner(shown: &Shown) -> Option<String> {
    let owner = entity::EntityRef::parse(shown.spec("owner")?, Some("group"), shown.namespace()).ok()?;
    Some(owner.to_string())
}

//! The relations of an entity, grouped by type. An entity may have thousands; a page shows some, or all of one type.

use indexmap::IndexMap;
use kernel::Error;
use kernel::extension::{Edge, View};
use page::address::query_part;
use ui::tabs::Tab;
use ui::{Href, Link, Tone, count};

use super::shown::Shown;
use super::titles::Titles;
use super::window::{Window, window};
use super::{Pages, related};
use crate::pages::view::entities::EntityTable;
use crate::pages::view::relations::{self as view, RelationGroup, RelationPage};

/// Targets of one group on the card.
const SHOWN_TARGETS: usize = 12;
/// What the card of facts and the profiles tell already.
const TOLD_ELSEWHERE: [&str; 2] = ["ownedBy", "partOf"];
/// The kinds that the organisation is made of; their relations among each other are on cards of their own.
const ORGANISATION: [&str; 2] = ["group", "user"];
const TOLD_OF_ORGANISATION: [&str; 5] = ["memberOf", "hasMember", "childOf", "parentOf", "ownerOf"];

/// The types in the order in which people look for them; others follow by name.
const ORDER: [&str; 14] = [
    "ownedBy",
    "partOf",
    "providesApi",
    "consumesApi",
    "dependsOn",
    "dependencyOf",
    "apiProvidedBy",
    "apiConsumedBy",
    "hasPart",
    "memberOf",
    "hasMember",
    "childOf",
    "parentOf",
    "ownerOf",
];

/// The relations of an entity by type, each cut to what is shown.
struct Group<'a> {
    kind: &'a str,
    targets: Vec<&'a str>,
    total: usize,
}

/// The card: the first of each type that no other card tells of.
pub(super) async fn card(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(shown) = &asked.subject else { return Ok(None) };
    let groups = grouped(shown);
    let named: Vec<&str> = groups.iter().flat_map(|group| group.targets.iter().copied()).collect();
    let titles = Titles::of(&pages.catalog, &asked.ctx, named).await?;
    let is_organisation = ORGANISATION.iter().any(|kind| shown.kind.eq_ignore_ascii_case(kind));
    if groups.is_empty() && (is_organisation || !shown.relations.is_empty()) {
        return Ok(None);
    }
    Ok(Some(view::groups(&draw(&groups, &titles, &shown.path)).into_string()))
}

/// Groups the relations, in the order in which people look for them.
fn grouped(shown: &Shown) -> Vec<Group<'_>> {
    let is_organisation = ORGANISATION.iter().any(|kind| shown.kind.eq_ignore_ascii_case(kind));
    let mut by_kind: IndexMap<&str, Group<'_>> = IndexMap::new();
    for Edge { kind, target } in shown.relations.iter() {
        if TOLD_ELSEWHERE.contains(&kind)
            || (is_organisation && TOLD_OF_ORGANISATION.contains(&kind))
            || related::is_told(&shown.kind, kind, target)
        {
            continue;
        }
        let group = by_kind.entry(kind).or_insert_with(|| Group { kind, targets: Vec::new(), total: 0 });
        group.total += 1;
        if group.targets.len() < SHOWN_TARGETS {
            group.targets.push(target);
        }
    }
    let mut groups: Vec<Group<'_>> = by_kind.into_values().collect();
    groups.sort_by_key(|group| (rank(group.kind), group.kind));
    groups
}

fn rank(kind: &str) -> usize {
    ORDER.iter().position(|known| *known == kind).unwrap_or(ORDER.len())
}

fn draw(groups: &[Group<'_>], titles: &Titles, path: &str) -> Vec<RelationGroup> {
    let mut drawn = Vec::with_capacity(groups.len());
    for group in groups {
        let hidden = group.total - group.targets.len();
        let all = format!("{path}?tab=relations&type={}", query_part(group.kind));
        drawn.push(RelationGroup {
            relation_type: group.kind.to_owned(),
            targets: group.targets.iter().map(|target| titles.link(target)).collect(),
            total: u64::try_from(group.total).unwrap_or(u64::MAX),
            more: (hidden > 0).then(|| Link::new(format!("{} more", count(hidden)), all)),
        });
    }
    drawn
}

/// The tab: all relations, one type at a time, in parts.
pub(super) async fn tab(pages: Pages, asked: View) -> Result<Option<String>, Error> {
    let Some(shown) = &asked.subject else { return Ok(None) };
    let mut types: Vec<(&str, usize)> = shown.relations.types().collect();
    types.sort_by_key(|(relation, _)| (rank(relation), *relation));
    let wanted = asked.query.get("type").filter(|wanted| shown.relations.count(wanted) > 0);
    let Some(open) = wanted.or_else(|| types.first().map(|(relation, _)| *relation)) else {
        return Ok(Some(view::page(&RelationPage::default()).into_string()));
    };
    let kind = asked.query.get("kind").unwrap_or_default();
    let address = |relation: &str| format!("{}?tab=relations&type={}", shown.path, query_part(relation));
    let mut switch = Vec::with_capacity(types.len());
    for (relation, number) in types {
        let number = u64::try_from(number).unwrap_or(u64::MAX);
        let tab = Tab::new(view::title(relation), address(relation), relation == open);
        switch.push(tab.with_count(number, Tone::Plain));
    }
    let all = related::targets(shown, open, kind);
    let mut base = address(open);
    if !kind.is_empty() {
        base = format!("{base}&kind={}", query_part(kind));
    }
    let Window { shown: part, summary, previous, next } = window(&all, asked.query.get("after"), &base);
    let drawn = RelationPage {
        switch,
        only: (!kind.is_empty()).then(|| (kind.to_owned(), Href::new(address(open)))),
        table: Some(EntityTable {
            caption: view::title(open),
            rows: related::rows(&pages, &asked.ctx, part).await?,
            all: None,
        }),
        summary,
        previous: previous.map(Href::new),
        next: next.map(Href::new),
    };
    Ok(Some(view::page(&drawn).into_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::shown;
    use super::*;

    /// One line for each group: type, shown, all, and where the rest is.
    fn outline(entity: &serde_json::Value) -> Vec<String> {
        let shown = shown::read(entity.to_string().as_bytes()).unwrap();
        let groups = draw(&grouped(&shown), &Titles::default(), "/p");
        let told = groups.into_iter().map(|group| {
            let more = group.more.map_or_else(String::new, |more| {
                format!(" {} {}", more.label, more.href.get().unwrap_or_default())
            });
            format!("{} {}/{}{more}", group.relation_type, group.targets.len(), group.total)
        });
        told.collect()
    }

    #[test]
    fn groups_are_cut_and_lead_to_all() {
        let mut relations = vec![json!({"type": "zooOf", "targetRef": "a:b/c"})];
        for number in 0..20 {
            relations.push(json!({"type": "hasPart", "targetRef": format!("component:default/c{number}")}));
        }
        relations.push(json!({"type": "ownedBy", "targetRef": "group:default/g"}));
        assert_eq!(
            outline(&json!({"kind": "Zoo", "metadata": {"name": "s"}, "relations": relations})),
            ["hasPart 12/20 8 more /p?tab=relations&type=hasPart", "zooOf 1/1"]
        );
    }

    #[test]
    fn what_other_cards_tell_is_left_out() {
        let relations = json!([
            {"type": "hasMember", "targetRef": "user:default/u"},
            {"type": "ownerOf", "targetRef": "component:default/c"},
            {"type": "dependsOn", "targetRef": "resource:default/r"},
        ]);
        let group = json!({"kind": "Group", "metadata": {"name": "g"}, "relations": relations});
        assert_eq!(outline(&group), ["dependsOn 1/1"]);
        let parts = json!([
            {"type": "hasPart", "targetRef": "component:default/c"},
            {"type": "hasPart", "targetRef": "animal:default/a"},
        ]);
        let system = json!({"kind": "System", "metadata": {"name": "s"}, "relations": parts});
        assert_eq!(outline(&system), ["hasPart 1/1"]);
    }
}

//! The relations of an entity, grouped by type. An entity may have thousands; a page shows some, or all of one type.

use indexmap::IndexMap;
use ui::{Href, Link, count};

use super::shown::Shown;
use super::titles::Titles;
use crate::pages::view::relations::RelationGroup;

/// Targets of one group, and of the one group that the address asks for in full.
const SHOWN_TARGETS: usize = 12;
const EXPANDED_TARGETS: usize = 500;

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

/// The relations of an entity by type, each cut to what the page shows.
pub(super) struct Grouped<'a> {
    groups: Vec<Group<'a>>,
    expanded: Option<&'a str>,
}

struct Group<'a> {
    kind: &'a str,
    targets: Vec<&'a str>,
    total: usize,
}

/// Groups the relations. `expanded` is the type that the address asks for in full.
pub(super) fn grouped<'a>(shown: &'a Shown, expanded: Option<&'a str>) -> Grouped<'a> {
    let mut by_kind: IndexMap<&str, Group<'_>> = IndexMap::new();
    for edge in &shown.relations {
        let most = if expanded == Some(edge.kind.as_str()) { EXPANDED_TARGETS } else { SHOWN_TARGETS };
        let fresh = || Group { kind: &edge.kind, targets: Vec::new(), total: 0 };
        let group = by_kind.entry(&edge.kind).or_insert_with(fresh);
        group.total += 1;
        if group.targets.len() < most {
            group.targets.push(&edge.target);
        }
    }
    let mut groups: Vec<Group<'_>> = by_kind.into_values().collect();
    groups.sort_by_key(|group| {
        (ORDER.iter().position(|known| *known == group.kind).unwrap_or(ORDER.len()), group.kind)
    });
    Grouped { groups, expanded }
}

impl Grouped<'_> {
    /// Every ref that is shown.
    pub(super) fn refs(&self) -> impl Iterator<Item = &str> {
        self.groups.iter().flat_map(|group| group.targets.iter().copied())
    }

    /// The groups for the page at `path`.
    pub(super) fn draw(&self, titles: &Titles, path: &str) -> Vec<RelationGroup> {
        let mut drawn = Vec::with_capacity(self.groups.len());
        for group in &self.groups {
            let hidden = u64::try_from(group.total - group.targets.len()).unwrap_or(u64::MAX);
            let is_expanded = self.expanded == Some(group.kind);
            let all = format!("{path}?all={}", page::address::query_part(group.kind));
            let more = match (hidden, is_expanded) {
                (0, false) => None,
                (0, true) => Some(Link { label: "Fewer".to_owned(), href: Href::new(path) }),
                (_, true) => {
                    Some(Link { label: format!("{} are not shown", count(hidden)), href: Href::default() })
                }
                (_, false) => Some(Link { label: format!("{} more", count(hidden)), href: Href::new(all) }),
            };
            drawn.push(RelationGroup {
                relation_type: group.kind.to_owned(),
                targets: group.targets.iter().map(|target| titles.link(target)).collect(),
                total: u64::try_from(group.total).unwrap_or(u64::MAX),
                more,
            });
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn groups_are_cut_and_can_be_opened() {
        let mut relations = vec![json!({"type": "zooOf", "targetRef": "a:b/c"})];
        for number in 0..20 {
            relations.push(json!({"type": "hasPart", "targetRef": format!("component:default/c{number}")}));
        }
        relations.push(json!({"type": "ownedBy", "targetRef": "group:default/g"}));
        let entity = json!({"kind": "System", "metadata": {"name": "s"}, "relations": relations});
        let shown = Shown::read(entity.to_string().as_bytes()).unwrap();
        let outline = |expanded| {
            let groups = grouped(&shown, expanded).draw(&Titles::default(), "/p");
            let told = groups.iter().map(|group| {
                let more =
                    group.more.as_ref().map(|more| (more.label.clone(), more.href.get().map(str::to_owned)));
                (group.relation_type.clone(), group.targets.len(), group.total, more)
            });
            told.collect::<Vec<_>>()
        };
        let some = |label: &str, href: &str| Some((label.to_owned(), Some(href.to_owned())));
        let owned = ("ownedBy".to_owned(), 1, 1, None);
        let zoo = ("zooOf".to_owned(), 1, 1, None);
        let parts = ("hasPart".to_owned(), 12, 20, some("8 more", "/p?all=hasPart"));
        assert_eq!(outline(None), [owned.clone(), parts, zoo.clone()]);
        let parts = ("hasPart".to_owned(), 20, 20, some("Fewer", "/p"));
        assert_eq!(outline(Some("hasPart")), [owned, parts, zoo]);
    }
}

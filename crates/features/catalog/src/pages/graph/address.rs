//! What the address of `/catalog-graph` says: Backstage's parameters, so that its bookmarks work, and those that are ours:
//! `show` (`path` or `impact`), `pathTo` and `offset`, the first row of the list.

use entity::EntityRef;
use entity::refs::DEFAULT_NAMESPACE;
use graph::merge::Merging;
use graph::query::Query as Stock;
use kernel::http::Query;
use page::address::with_query;
use ui::Href;

use crate::entities::graph::{Question, What};

pub(super) const PATH: &str = "/catalog-graph";
pub(super) const SHOW: &str = "show";
pub(super) const GOAL: &str = "pathTo";
const OFFSET: &str = "offset";
const MOST_ROOTS: usize = 20;
/// The longest ref that is looked up, in bytes.
const LONGEST_REF: usize = 1_000;
/// Backstage has no limit unless the address names one. Its own links name this one: the whole of a catalog is no start.
const DEFAULT_DEPTH: u32 = 1;

/// The question of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Show {
    #[default]
    Around,
    Path,
    Impact,
}

impl Show {
    pub(crate) const ALL: [Self; 3] = [Self::Around, Self::Path, Self::Impact];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Around => "around",
            Self::Path => "path",
            Self::Impact => "impact",
        }
    }
}

/// The whole address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Asked {
    pub(crate) stock: Stock,
    pub(crate) show: Show,
    /// The other end of the path; empty if none is named.
    pub(crate) goal: String,
    pub(crate) offset: usize,
}

impl Asked {
    pub(super) fn read(query: &Query) -> Self {
        let goal = query.get(GOAL).map(entity_ref).unwrap_or_default();
        let show = Show::ALL.into_iter().find(|show| Some(show.name()) == query.get(SHOW));
        let show = show.unwrap_or(if goal.is_empty() { Show::Around } else { Show::Path });
        let mut stock = default_of(show).read(query.iter());
        let mut roots: Vec<String> = Vec::new();
        for root in stock.root_entity_refs.iter().map(|root| entity_ref(root)) {
            if !root.is_empty() && roots.len() < MOST_ROOTS && !roots.contains(&root) {
                roots.push(root);
            }
        }
        stock.root_entity_refs = roots;
        for list in [&mut stock.selected_kinds, &mut stock.selected_relations] {
            // An empty list, as a form sends it, is none.
            let chosen = list.iter_mut().flatten().filter(|value| !value.is_empty());
            let chosen: Vec<String> = chosen.map(std::mem::take).collect();
            *list = (!chosen.is_empty()).then_some(chosen);
        }
        let offset = query.get(OFFSET).and_then(|offset| offset.parse().ok()).unwrap_or(0);
        Self { stock, show, goal, offset }
    }

    pub(super) fn roots(&self) -> &[String] {
        &self.stock.root_entity_refs
    }

    pub(super) fn question(&self, most: usize) -> Question {
        let stock = &self.stock;
        Question {
            roots: stock.root_entity_refs.clone(),
            what: match self.show {
                Show::Around => What::Around,
                Show::Path => What::WayTo(self.goal.clone()),
                Show::Impact => What::Impact,
            },
            depth: stock.max_depth,
            kinds: stock.selected_kinds.clone(),
            relations: stock.selected_relations.clone(),
            merging: Merging { merge_relations: stock.merge_relations, unidirectional: stock.unidirectional },
            most,
        }
    }

    /// The same page with another change, from the first row of its list.
    pub(super) fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = Self { offset: 0, ..self.clone() };
        change(&mut other);
        other
    }

    /// The same filters with another root.
    pub(super) fn rooted(&self, root: &str) -> Self {
        self.with(|asked| asked.stock.root_entity_refs = vec![root.to_owned()])
    }

    /// Another question about the same roots, at its own depth.
    pub(super) fn showing(&self, show: Show) -> Self {
        self.with(|asked| {
            asked.show = show;
            asked.stock.max_depth = default_of(show).max_depth;
        })
    }

    /// Everything that differs from the default; roots are always there.
    fn pairs(&self) -> Vec<(String, String)> {
        let default = default_of(self.show).parameters();
        let mut pairs = self.stock.parameters();
        pairs.retain(|pair| !default.contains(pair));
        let mut add = |name: &str, value: String| pairs.push((name.to_owned(), value));
        if self.show != Show::default() {
            add(SHOW, self.show.name().to_owned());
        }
        if !self.goal.is_empty() && self.show == Show::Path {
            add(GOAL, self.goal.clone());
        }
        if self.offset > 0 {
            add(OFFSET, self.offset.to_string());
        }
        pairs
    }

    /// The address below [`PATH`], such as `/picture.svg`, or of the page itself.
    pub(super) fn at(&self, below: &str) -> String {
        let pairs = self.pairs();
        let pairs = pairs.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        with_query(&format!("{PATH}{below}"), pairs)
    }

    pub(super) fn href(&self) -> Href {
        Href::new(self.at(""))
    }
}

/// Without a limit a failure is followed to its end; a neighbourhood begins small.
fn default_of(show: Show) -> Stock {
    let max_depth = (show != Show::Impact).then_some(DEFAULT_DEPTH);
    Stock { max_depth, show_filters: false, ..Stock::default() }
}

/// The page with one root, as other pages link to it.
pub(in crate::pages) fn of_entity(reference: &str, show: Show) -> String {
    let stock = Stock { root_entity_refs: vec![reference.to_owned()], ..default_of(show) };
    Asked { stock, show, goal: String::new(), offset: 0 }.at("")
}

/// A ref in full and in lower case; whoever types a name alone means a component. What is no ref stays as it is.
fn entity_ref(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.len() > LONGEST_REF {
        return String::new();
    }
    EntityRef::parse(text, Some("component"), DEFAULT_NAMESPACE)
        .map_or_else(|_not_a_ref| text.to_lowercase(), |parsed| parsed.to_string().to_lowercase())
}

/// The name of a list parameter with its brackets.
pub(in crate::pages) fn list(name: &str) -> String {
    format!("{name}[]")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Asked {
        Asked::read(&Query::parse(query).unwrap())
    }

    #[test]
    fn addresses_are_read_as_the_stock_app_writes_them_and_written_short() {
        let root = "rootEntityRefs[]=component:default/a";
        let table = [
            ("", "/catalog-graph"),
            (
                "rootEntityRefs[]=A&rootEntityRefs[]=component:default/a&rootEntityRefs[]=",
                "?rootEntityRefs[]=component:default/a",
            ),
            ("rootEntityRefs%5B%5D=API:n/B", "?rootEntityRefs[]=api:n/b"),
            (
                "rootEntityRefs%5B0%5D=component%3Adefault%2Fa&maxDepth=%E2%88%9E&selectedKinds[]=API&selectedRelations[]=ownedBy&unidirectional=false&mergeRelations=false&direction=TB&showFilters=true&curve=curveStepBefore",
                "?rootEntityRefs[]=component:default/a&maxDepth=%E2%88%9E&selectedKinds[]=api&selectedRelations[]=ownedBy&unidirectional=false&mergeRelations=false&direction=TB&showFilters=true&curve=curveStepBefore",
            ),
            (
                "rootEntityRefs[]=a&maxDepth=1&direction=LR&selectedKinds[]=&offset=0",
                "?rootEntityRefs[]=component:default/a",
            ),
            ("rootEntityRefs[]=a&show=impact", "?rootEntityRefs[]=component:default/a&show=impact"),
            (
                "rootEntityRefs[]=a&show=impact&maxDepth=2",
                "?rootEntityRefs[]=component:default/a&maxDepth=2&show=impact",
            ),
            (
                "rootEntityRefs[]=a&pathTo=b",
                "?rootEntityRefs[]=component:default/a&show=path&pathTo=component:default/b",
            ),
            ("rootEntityRefs[]=a&pathTo=b&show=around", "?rootEntityRefs[]=component:default/a"),
            (
                "rootEntityRefs[]=a&offset=100&show=nothing",
                "?rootEntityRefs[]=component:default/a&offset=100",
            ),
        ];
        for (query, expected) in table {
            let written = read(query).at("");
            let expected = if expected.starts_with('/') {
                expected.to_owned()
            } else {
                format!("/catalog-graph{expected}")
            };
            assert_eq!(written, expected, "{query}");
            let (_, again) = written.split_once('?').unwrap_or_default();
            assert_eq!(read(again).at(""), expected, "{query}");
        }
        assert!(of_entity("component:default/a", Show::Around).ends_with(root));
    }

    #[test]
    fn what_is_too_much_is_left_out() {
        let many: Vec<String> = (0..50).map(|number| format!("rootEntityRefs[]=c{number}")).collect();
        assert_eq!(read(&many.join("&")).roots().len(), MOST_ROOTS);
        let long = format!("rootEntityRefs[]={}", "x".repeat(LONGEST_REF + 1));
        assert_eq!(read(&long).roots(), [""; 0]);
        assert_eq!(read("rootEntityRefs[]=::A").roots(), ["::a"], "what is no ref is found nowhere");
    }
}

//! What a reader asks of the page `/catalog-graph`, with the parameter names and defaults of Backstage's catalog-graph.
//!
//! Knows names and plain values; roots, kinds and relations stay texts, because only the caller can tell which exist.
//! Source of the rules: the published package `@backstage/plugin-catalog-graph` 0.6. The URL is the state of the page,
//! so a query can be read from parameters and written back to them.

/// Which way the drawing runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Direction {
    #[default]
    LeftRight,
    RightLeft,
    TopBottom,
    BottomTop,
}

impl Direction {
    pub const ALL: [Self; 4] = [Self::LeftRight, Self::RightLeft, Self::TopBottom, Self::BottomTop];

    /// `LR`, `RL`, `TB` or `BT`; Mermaid has the same words.
    pub fn name(self) -> &'static str {
        match self {
            Self::LeftRight => "LR",
            Self::RightLeft => "RL",
            Self::TopBottom => "TB",
            Self::BottomTop => "BT",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.name() == name)
    }

    #[must_use]
    pub fn is_horizontal(self) -> bool {
        matches!(self, Self::LeftRight | Self::RightLeft)
    }
}

/// How lines are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Curve {
    #[default]
    Smooth,
    /// With right angles.
    Step,
}

impl Curve {
    pub const ALL: [Self; 2] = [Self::Smooth, Self::Step];

    pub fn name(self) -> &'static str {
        match self {
            Self::Smooth => "curveMonotoneX",
            Self::Step => "curveStepBefore",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.name() == name)
    }
}

/// The name of each parameter; lists carry `[]` behind it.
pub const ROOTS: &str = "rootEntityRefs";
pub const MAX_DEPTH: &str = "maxDepth";
pub const KINDS: &str = "selectedKinds";
pub const RELATIONS: &str = "selectedRelations";
pub const UNIDIRECTIONAL: &str = "unidirectional";
pub const MERGE_RELATIONS: &str = "mergeRelations";
pub const DIRECTION: &str = "direction";
pub const SHOW_FILTERS: &str = "showFilters";
pub const CURVE: &str = "curve";
/// How no limit of the depth is written.
pub const INFINITE: &str = "\u{221e}";

/// One question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub root_entity_refs: Vec<String>,
    /// No limit if there is none.
    pub max_depth: Option<u32>,
    /// In lower case; all kinds if not given.
    pub selected_kinds: Option<Vec<String>>,
    /// All relations if not given.
    pub selected_relations: Option<Vec<String>>,
    pub unidirectional: bool,
    pub merge_relations: bool,
    pub direction: Direction,
    pub show_filters: bool,
    pub curve: Curve,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            root_entity_refs: Vec::new(),
            max_depth: None,
            selected_kinds: None,
            selected_relations: None,
            unidirectional: true,
            merge_relations: true,
            direction: Direction::default(),
            show_filters: true,
            curve: Curve::default(),
        }
    }
}

impl Query {
    /// Reads decoded parameters; unknown names and values that mean nothing leave `self` as it is. A list is written
    /// `name[]=a&name[]=b` or `name[0]=a`; without brackets it is no list, as in Backstage.
    #[must_use]
    pub fn read<'a>(mut self, parameters: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut roots = None;
        let mut kinds = None;
        let mut relations = None;
        for (name, value) in parameters {
            match list_name(name) {
                Some(ROOTS) => push(&mut roots, value.to_owned()),
                Some(KINDS) => push(&mut kinds, value.to_lowercase()),
                Some(RELATIONS) => push(&mut relations, value.to_owned()),
                Some(_) => {}
                None => self.read_one(name, value),
            }
        }
        self.root_entity_refs = roots.unwrap_or(self.root_entity_refs);
        self.selected_kinds = kinds.or(self.selected_kinds);
        self.selected_relations = relations.or(self.selected_relations);
        self
    }

    fn read_one(&mut self, name: &str, value: &str) {
        match name {
            MAX_DEPTH if value == INFINITE => self.max_depth = None,
            MAX_DEPTH => self.max_depth = value.parse().map_or(self.max_depth, Some),
            UNIDIRECTIONAL => self.unidirectional = value == "true",
            MERGE_RELATIONS => self.merge_relations = value == "true",
            DIRECTION => self.direction = Direction::named(value).unwrap_or(self.direction),
            SHOW_FILTERS => self.show_filters = value == "true",
            CURVE => self.curve = Curve::named(value).unwrap_or(self.curve),
            _ => {}
        }
    }

    /// The parameters, not yet encoded, in Backstage's order; reading them gives the same query.
    pub fn parameters(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        let list = |all: &mut Vec<(String, String)>, name: &str, values: &[String]| {
            all.extend(values.iter().map(|value| (format!("{name}[]"), value.clone())));
        };
        list(&mut all, ROOTS, &self.root_entity_refs);
        let depth = self.max_depth.map_or_else(|| INFINITE.to_owned(), |depth| depth.to_string());
        all.push((MAX_DEPTH.to_owned(), depth));
        list(&mut all, KINDS, self.selected_kinds.as_deref().unwrap_or_default());
        list(&mut all, RELATIONS, self.selected_relations.as_deref().unwrap_or_default());
        for (name, value) in [
            (UNIDIRECTIONAL, self.unidirectional.to_string()),
            (MERGE_RELATIONS, self.merge_relations.to_string()),
            (DIRECTION, self.direction.name().to_owned()),
            (SHOW_FILTERS, self.show_filters.to_string()),
            (CURVE, self.curve.name().to_owned()),
        ] {
            all.push((name.to_owned(), value));
        }
        all
    }
}

/// The name of a list parameter without its brackets.
fn list_name(name: &str) -> Option<&str> {
    let (name, index) = name.strip_suffix(']')?.split_once('[')?;
    index.bytes().all(|byte| byte.is_ascii_digit()).then_some(name)
}

fn push(list: &mut Option<Vec<String>>, value: String) {
    list.get_or_insert_default().push(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_as_backstage_writes_them() {
        let query = Query::default().read([
            ("rootEntityRefs[]", "component:default/a"),
            ("rootEntityRefs[1]", "component:default/b"),
            ("maxDepth", "2"),
            ("selectedKinds[0]", "API"),
            ("unidirectional", "false"),
            ("mergeRelations", "true"),
            ("direction", "TB"),
            ("showFilters", "false"),
            ("curve", "curveStepBefore"),
            ("selectedRelations", "ownedBy"),
        ]);
        let expected = Query {
            root_entity_refs: vec!["component:default/a".to_owned(), "component:default/b".to_owned()],
            max_depth: Some(2),
            selected_kinds: Some(vec!["api".to_owned()]),
            selected_relations: None,
            unidirectional: false,
            merge_relations: true,
            direction: Direction::TopBottom,
            show_filters: false,
            curve: Curve::Step,
        };
        assert_eq!(query, expected);
    }

    #[test]
    fn what_means_nothing_changes_nothing() {
        let parameters = [
            ("maxDepth", "-3"),
            ("direction", "diagonal"),
            ("curve", ""),
            ("x[]", "1"),
            ("selectedKinds[a]", "b"),
        ];
        assert_eq!(Query::default().read(parameters), Query::default());
        let limited = Query { max_depth: Some(1), ..Query::default() };
        assert_eq!(limited.read([("maxDepth", "\u{221e}")]).max_depth, None);
    }

    #[test]
    fn written_queries_read_the_same() {
        let query = Query {
            root_entity_refs: vec!["a:b/c".to_owned()],
            max_depth: Some(3),
            selected_kinds: Some(vec!["api".to_owned(), "group".to_owned()]),
            selected_relations: Some(vec!["ownedBy".to_owned()]),
            unidirectional: false,
            merge_relations: false,
            direction: Direction::BottomTop,
            show_filters: false,
            curve: Curve::Step,
        };
        for query in [query, Query::default()] {
            let written = query.parameters();
            let pairs = written.iter().map(|(name, value)| (name.as_str(), value.as_str()));
            assert_eq!(Query::default().read(pairs), query);
        }
    }
}

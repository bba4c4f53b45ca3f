//! What the well-known relations mean: which two are one seen from either end, and which carry a failure.

use graph::impact::Travels;

/// Two names of one relation. A merged line runs from whom the first belongs to. Source: `ALL_RELATION_PAIRS` of
/// `@backstage/plugin-catalog-graph`.
pub(crate) const PAIRS: [(&str, &str); 7] = [
    ("ownerOf", "ownedBy"),
    ("consumesApi", "apiConsumedBy"),
    ("apiProvidedBy", "providesApi"),
    ("hasPart", "partOf"),
    ("parentOf", "childOf"),
    ("hasMember", "memberOf"),
    ("dependsOn", "dependencyOf"),
];

/// How a failure spreads: from what is depended on, from who provides an API to the API and on to who consumes it, and from
/// the whole to its parts. An owner that goes away breaks nothing.
pub(super) const CARRIERS: [(&str, Travels); 8] = [
    ("dependsOn", Travels::Against),
    ("dependencyOf", Travels::Along),
    ("providesApi", Travels::Along),
    ("apiProvidedBy", Travels::Against),
    ("consumesApi", Travels::Against),
    ("apiConsumedBy", Travels::Along),
    ("hasPart", Travels::Along),
    ("partOf", Travels::Against),
];

/// What a relation is called from its other end, where it has a name there.
pub(crate) fn opposite(relation: &str) -> Option<&'static str> {
    PAIRS.iter().find_map(|(left, right)| match relation {
        name if name == *left => Some(*right),
        name if name == *right => Some(*left),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_travels_the_same_way_whichever_end_states_the_relation() {
        for (relation, travels) in CARRIERS {
            let other = opposite(relation).unwrap();
            let (_, back) = CARRIERS.iter().find(|(name, _)| *name == other).unwrap();
            assert_ne!(travels, *back, "{relation}");
            assert_eq!(opposite(other), Some(relation));
        }
        assert_eq!(opposite("likes"), None);
    }
}

//! The relations of an entity as pages read them. A hub has thousands: each type is kept once and its targets in one text,
//! so that reading them costs no memory of their own. Knows no catalog.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

/// The relations of one entity, by type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Relations {
    groups: Vec<Group>,
}

/// One relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge<'a> {
    /// The wire name, such as `ownedBy`.
    pub kind: &'a str,
    /// The full ref of the entity at the other end.
    pub target: &'a str,
}

/// The targets of one type: one behind the other, and where each ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Group {
    kind: String,
    targets: String,
    ends: Vec<usize>,
}

impl Relations {
    /// Adds one behind the others of its type.
    pub fn push(&mut self, kind: &str, target: &str) {
        // Answers are sorted by type, so that it is nearly always the last one.
        let known = self.groups.iter().rposition(|group| group.kind == kind);
        let place = known.unwrap_or_else(|| {
            self.groups.push(Group { kind: kind.to_owned(), ..Group::default() });
            self.groups.len() - 1
        });
        let Some(group) = self.groups.get_mut(place) else { return };
        group.targets.push_str(target);
        group.ends.push(group.targets.len());
    }

    /// All of them: types in the order in which they came first, within each the order of the answer.
    pub fn iter(&self) -> impl Iterator<Item = Edge<'_>> {
        self.groups.iter().flat_map(|group| group.iter().map(|target| Edge { kind: &group.kind, target }))
    }

    /// The types, and how many there are of each.
    pub fn types(&self) -> impl Iterator<Item = (&str, usize)> {
        self.groups.iter().map(|group| (group.kind.as_str(), group.ends.len()))
    }

    /// The targets of one type.
    pub fn targets(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.group(kind).into_iter().flat_map(Group::iter)
    }

    /// How many there are of one type.
    pub fn count(&self, kind: &str) -> usize {
        self.group(kind).map_or(0, |group| group.ends.len())
    }

    pub fn len(&self) -> usize {
        self.groups.iter().map(|group| group.ends.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    fn group(&self, kind: &str) -> Option<&Group> {
        self.groups.iter().find(|group| group.kind == kind)
    }
}

impl Group {
    fn iter(&self) -> impl Iterator<Item = &str> {
        let mut start = 0;
        self.ends.iter().map(move |end| {
            let target = self.targets.get(start..*end).unwrap_or_default();
            start = *end;
            target
        })
    }
}

/// A relation as the wire has it.
#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'a, str>,
    #[serde(rename = "targetRef", borrow)]
    target: Cow<'a, str>,
}

impl<'de> Deserialize<'de> for Relations {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Relations;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of relations")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut listed: A) -> Result<Relations, A::Error> {
        let mut relations = Relations::default();
        while let Some(Wire { kind, target }) = listed.next_element()? {
            relations.push(&kind, &target);
        }
        Ok(relations)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn relations_are_read_by_type_in_the_order_of_the_answer() {
        let wire = json!([
            {"type": "hasPart", "targetRef": "component:default/b"},
            {"type": "hasPart", "targetRef": "component:default/a"},
            {"type": "ownedBy", "targetRef": "group:default/\u{e9}\"quoted\""},
            {"type": "hasPart", "targetRef": "component:default/c", "target": {"kind": "component"}},
        ]);
        let from_text: Relations = serde_json::from_str(&wire.to_string()).unwrap();
        let from_value: Relations = serde_json::from_value(wire).unwrap();
        assert_eq!(from_text, from_value);
        let parts: Vec<_> = from_text.targets("hasPart").collect();
        assert_eq!(parts, ["component:default/b", "component:default/a", "component:default/c"]);
        assert_eq!(from_text.types().collect::<Vec<_>>(), [("hasPart", 3), ("ownedBy", 1)]);
        assert_eq!((from_text.len(), from_text.count("ownedBy"), from_text.count("x")), (4, 1, 0));
        let last = from_text.iter().last();
        assert_eq!(last, Some(Edge { kind: "ownedBy", target: "group:default/\u{e9}\"quoted\"" }));
        assert_eq!(from_text.targets("x").next(), None);
    }

    #[test]
    fn nothing_is_nothing_and_another_shape_is_refused() {
        assert!(serde_json::from_str::<Relations>("[]").unwrap().is_empty());
        for odd in ["{}", "null", "[5]", "[{\"type\":\"x\"}]"] {
            assert!(serde_json::from_str::<Relations>(odd).is_err(), "{odd}");
        }
    }
}

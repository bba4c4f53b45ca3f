//! From what an address asks for to what the index is asked: the filter as a whole, and without one of its parts, which
//! is how the counts beside the choices of that part are made.

use kernel::{Ctx, Error, Principal};
use query::predicate::Predicate;
use query::select::{First, Start};

use super::Pages;
use super::address::{Address, Field};
use crate::entities::{faulty, list};
use crate::ingest::annotate;

/// What the reader looks for by text in, as in the stock app.
pub(super) const TEXT_FIELDS: [&str; 3] = ["metadata.name", "metadata.title", "spec.profile.displayName"];

/// What a filter needs to know beside the address.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    /// The refs by which the reader owns things.
    pub(super) ownership: Vec<String>,
    /// Uids of the entities with problems.
    pub(super) faulty: Vec<String>,
}

/// The part of a filter that is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Without {
    Nothing,
    /// Also the type, which belongs to a kind.
    Kind,
    Whose,
    State,
    Field(Field),
}

impl Known {
    pub(super) async fn of(pages: &Pages, ctx: &Ctx) -> Result<Self, Error> {
        let ownership = match (ctx.principal(), pages.catalog.gate().authenticator()) {
            (Principal::User { entity_ref, .. }, Some(authenticator)) => {
                authenticator.ownership(entity_ref).await?.to_vec()
            }
            _ => Vec::new(),
        };
        Ok(Self { ownership, faulty: faulty::uids(&pages.catalog).await? })
    }

    /// What the reader owns.
    pub(super) fn owned(&self) -> Predicate {
        Predicate::is_in(Field::Owners.key(), self.ownership.iter().map(String::as_str))
    }

    /// What has problems.
    pub(super) fn with_problems(&self) -> Predicate {
        Predicate::is_in("metadata.uid", self.faulty.iter().map(String::as_str))
    }
}

/// What no location provides any more.
pub(super) fn orphaned() -> Predicate {
    Predicate::equals(&format!("metadata.annotations.{}", annotate::ORPHAN), "true")
}

/// The filter of an address, but for its text, which the list looks for by itself.
pub(super) fn predicate(address: &Address, known: &Known, without: Without) -> Predicate {
    let mut parts = Vec::new();
    if without != Without::Kind {
        parts.push(Predicate::equals("kind", &address.kind));
    }
    for (field, values) in &address.chosen {
        let left_out =
            without == Without::Field(*field) || (without == Without::Kind && *field == Field::Type);
        if !left_out {
            parts.push(Predicate::is_in(field.key(), values.iter().map(String::as_str)));
        }
    }
    if address.owned && without != Without::Whose {
        parts.push(known.owned());
    }
    if address.orphan && without != Without::State {
        parts.push(orphaned());
    }
    if address.faulty && without != Without::State {
        parts.push(known.with_problems());
    }
    Predicate::All(parts)
}

/// How many entities that the reader may see satisfy all of `parts`.
pub(super) async fn count(pages: &Pages, ctx: &Ctx, parts: Vec<Predicate>) -> Result<u64, Error> {
    let start = Start::First(First { query: Some(Predicate::All(parts)), ..First::default() });
    Ok(list::by_query(&pages.catalog, ctx, &start, 0).await?.total)
}

#[cfg(test)]
mod tests {
    use kernel::http::Query;
    use serde_json::{Value, json};

    use super::super::address::Root;
    use super::*;

    fn matches(query: &str, without: Without) -> Vec<&'static str> {
        let entity = |kind: &str, kind_of: &str, tag: &str, owner: &str, uid: &str| -> Value {
            json!({
                "kind": kind,
                "metadata": {"name": "x", "uid": uid, "tags": [tag], "annotations": {"backstage.io/orphan": (uid == "u3").to_string()}},
                "spec": {"type": kind_of},
                "relations": [{"type": "ownedBy", "targetRef": owner}],
            })
        };
        let entities = [
            ("a", entity("Component", "service", "go", "group:default/t", "u1")),
            ("b", entity("Component", "website", "java", "user:default/me", "u2")),
            ("c", entity("API", "grpc", "go", "user:default/me", "u3")),
        ];
        let known = Known { ownership: vec!["user:default/me".to_owned()], faulty: vec!["u1".to_owned()] };
        let predicate =
            predicate(&Address::parse(Root::Catalog, &Query::parse(query).unwrap()), &known, without);
        entities.iter().filter(|(_, entity)| predicate.matches(entity)).map(|(name, _)| *name).collect()
    }

    #[test]
    fn each_part_narrows_and_can_be_left_out() {
        let table: [(&str, Without, &[&str]); 13] = [
            ("", Without::Nothing, &["a", "b"]),
            ("filters[kind]=api", Without::Nothing, &["c"]),
            ("filters[type]=service", Without::Nothing, &["a"]),
            ("filters[type]=service&filters[type]=website", Without::Nothing, &["a", "b"]),
            ("filters[type]=service", Without::Field(Field::Type), &["a", "b"]),
            ("filters[type]=service", Without::Kind, &["a", "b", "c"]),
            ("filters[tags]=go", Without::Kind, &["a", "c"]),
            ("filters[owners]=t", Without::Nothing, &["a"]),
            ("filters[user]=owned", Without::Nothing, &["b"]),
            ("filters[user]=owned", Without::Whose, &["a", "b"]),
            ("filters[error]=true", Without::Nothing, &["a"]),
            ("filters[orphan]=true&filters[kind]=api", Without::Nothing, &["c"]),
            ("filters[orphan]=true", Without::State, &["a", "b"]),
        ];
        for (query, without, expected) in table {
            assert_eq!(matches(query, without), expected, "{query} without {without:?}");
        }
    }
}

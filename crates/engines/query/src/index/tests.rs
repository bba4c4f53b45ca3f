//! The index against a naive model: after random writes, every read gives what looking at each entity gives.

use std::collections::BTreeMap;
use std::sync::Arc;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::cursor::{Cursor, Position, TextFilter};
use crate::list::{After, List};
use crate::scalar::lower;
use crate::select::{First, OrderField, Start, Walk};

mod model;
mod pages;

use model::{Change, Model, any_change, any_order, any_predicate, documents};

fn index_of(changes: &[Change]) -> (Index, Model) {
    let (mut index, mut model) = (Index::default(), Model::default());
    for change in changes {
        model.apply(change, &mut index);
    }
    (index, model)
}

fn put(index: &mut Index, uid: &str, entity_ref: &str, entity: &Value) {
    let entry =
        Entry { uid, entity_ref, entity, relations: &[], document: Some(Bytes::from(entity_ref.to_owned())) };
    index.put(entry).unwrap();
}

#[test]
fn entities_are_found_by_ref_and_uid_until_they_are_removed() {
    let mut index = Index::default();
    put(&mut index, "u1", "component:default/a", &json!({"kind": "Component"}));
    put(&mut index, "u2", "component:default/b", &json!({"kind": "Component"}));
    let a = Some(Document::Resident(Bytes::from_static(b"component:default/a")));
    assert_eq!(index.get_by_ref("component:default/a"), a);
    assert_eq!(index.get_by_uid("u1"), a);
    assert_eq!(index.ref_of_uid("u2"), Some("component:default/b"));
    assert_eq!(index.uid_of_ref("component:default/b"), Some("u2"));
    assert_eq!(index.get_by_ref("Component:default/a"), None, "refs are compared as they are");
    assert!(index.set_document("component:default/a", None));
    let absent = Document::Absent { entity_ref: "component:default/a".to_owned() };
    assert_eq!(index.get_by_uid("u1"), Some(absent.clone()));
    assert_eq!(index.document_bytes(), "component:default/b".len());
    let refs = ["component:default/b", "nope", "component:default/a"];
    let found = index.get_by_refs(&refs, Some(&Predicate::equals("kind", "component")));
    assert_eq!(found[1..], [None, Some(absent)]);
    assert_eq!(index.get_by_refs(&refs, Some(&Predicate::equals("kind", "api"))), [None, None, None]);
    assert_eq!(index.body_of_refs(&refs, None), None, "a document is not in memory");
    let body = index.body_of_refs(&refs[..2], Some(&Predicate::equals("kind", "component"))).unwrap();
    assert_eq!(body, "{\"items\":[component:default/b,null]}");
    let none = index.body_of_refs(&refs, Some(&Predicate::equals("kind", "api"))).unwrap();
    assert_eq!(none, "{\"items\":[null,null,null]}");
    assert!(index.remove("component:default/a"));
    assert!(!index.remove("component:default/a"));
    assert_eq!((index.get_by_uid("u1"), index.len()), (None, 1));
}

#[test]
fn an_entity_that_comes_again_with_another_uid_is_another() {
    let mut index = Index::default();
    put(&mut index, "u1", "component:default/a", &json!({"kind": "Component"}));
    put(&mut index, "u0", "component:default/a", &json!({"kind": "API"}));
    assert_eq!((index.get_by_uid("u1"), index.uid_of_ref("component:default/a")), (None, Some("u0")));
    assert_eq!(index.count(&Predicate::equals("kind", "component")), 0);
    assert_eq!(index.len(), 1);
}

#[test]
fn a_refused_entity_leaves_the_old_one() {
    let mut index = Index::default();
    put(&mut index, "u1", "component:default/a", &json!({"kind": "Component"}));
    let version = index.version();
    let entity = json!({"kind": "API", "spec": {"a": 1, "A": 2}});
    let entry = Entry {
        uid: "u1",
        entity_ref: "component:default/a",
        entity: &entity,
        relations: &[],
        document: None,
    };
    assert!(matches!(index.put(entry), Err(FlattenError::DuplicateKeys { .. })));
    assert_eq!(index.count(&Predicate::equals("kind", "component")), 1);
    assert_eq!(index.version(), version);
}

#[test]
fn facets_tell_spellings_apart_and_follow_them() {
    let mut index = Index::default();
    let counts = |index: &Index| -> Vec<(String, u64)> {
        let facets = index.facets(&["Spec.Type"], &Predicate::Everything);
        assert_eq!(facets[0].0, "Spec.Type");
        facets[0].1.iter().map(|it| (it.value.clone(), it.count)).collect()
    };
    let expect = |list: &[(&str, u64)]| list.iter().map(|it| (it.0.to_owned(), it.1)).collect::<Vec<_>>();
    put(&mut index, "1", "a", &json!({"spec": {"type": "service"}}));
    put(&mut index, "2", "b", &json!({"spec": {"type": "Service"}}));
    put(&mut index, "3", "c", &json!({"spec": {"type": "library"}}));
    put(&mut index, "4", "d", &json!({"spec": {"type": null}}));
    assert_eq!(counts(&index), expect(&[("Service", 1), ("library", 1), ("service", 1)]));
    put(&mut index, "2", "b", &json!({"spec": {"type": "service"}}));
    assert_eq!(counts(&index), expect(&[("library", 1), ("service", 2)]));
    put(&mut index, "1", "a", &json!({"spec": {"type": "SERVICE"}}));
    index.remove("b");
    assert_eq!(counts(&index), expect(&[("SERVICE", 1), ("library", 1)]));
    index.remove("a");
    index.remove("c");
    assert_eq!(counts(&index), []);
}

#[test]
fn entities_that_come_and_go_leave_nothing_behind() {
    let mut index = Index::default();
    let mut held = 0;
    for round in 0..4 {
        for number in 0..3_000 {
            let name = format!("round-{round}-{number}");
            let entity =
                json!({"kind": "Component", "metadata": {"name": name, "tags": [format!("t-{name}")]}});
            put(&mut index, &format!("{round}-{number:08}"), &format!("component:default/{name}"), &entity);
        }
        if round == 0 {
            held = index.memory();
        }
        for number in 0..3_000 {
            assert!(index.remove(&format!("component:default/round-{round}-{number}")));
        }
        assert!(
            index.table.look_up("metadata.tags").ordered().is_empty(),
            "fields without rows are forgotten"
        );
    }
    assert!(index.is_empty());
    assert_eq!(index.document_bytes(), 0);
    assert!(index.memory() < held + held / 8, "{} after {held}", index.memory());
}

#[test]
fn kept_answers_end_with_the_writes_that_change_them() {
    let mut index = Index::default();
    let kind = Predicate::equals("kind", "component");
    let unknown = Predicate::exists("spec.new");
    put(&mut index, "1", "a", &json!({"kind": "Component"}));
    assert_eq!((index.count(&kind), index.count(&unknown)), (1, 0));
    let kept = index.matching(&kind);
    put(&mut index, "1", "a", &json!({"kind": "Component", "spec": {"new": 1}}));
    assert!(Arc::ptr_eq(&kept, &index.matching(&kind)), "another field was written");
    assert_eq!(index.count(&unknown), 1);
    put(&mut index, "1", "a", &json!({"kind": "Component"}));
    assert_eq!(index.count(&unknown), 0);
    put(&mut index, "1", "a", &json!({"kind": "API"}));
    assert_eq!(index.count(&kind), 0);
    put(&mut index, "2", "b", &json!({"kind": "Component"}));
    assert_eq!(index.count(&kind), 1);
}

#[test]
fn text_is_found_in_values_that_come_and_go() {
    let mut index = Index::default();
    let find = |index: &Index, term: &str| {
        let text = TextFilter { term: term.to_owned(), fields: Some(vec!["metadata.Title".to_owned()]) };
        let first = First { text: Some(text), ..First::default() };
        index.select(&Start::First(first), 10, &Predicate::Everything).total_items
    };
    for number in 0..6_000 {
        let entity = json!({"metadata": {"title": format!("Title {number} of basket")}});
        put(&mut index, &format!("{number:08}"), &format!("r{number}"), &entity);
        if number % 1_000 == 0 {
            assert_eq!(find(&index, "BASKET"), number + 1);
        }
    }
    assert_eq!(find(&index, " 4711 of "), 1);
    assert_eq!(find(&index, "basketTitle"), 0, "not across two values");
    assert_eq!(find(&index, "title 1_ of"), 10);
    assert_eq!(find(&index, "%9%basket"), 6_000 - [1, 1, 1].len() as u64 - 4_371);
    for number in 0..6_000 {
        put(
            &mut index,
            &format!("{number:08}"),
            &format!("r{number}"),
            &json!({"metadata": {"title": "gone"}}),
        );
    }
    assert_eq!((find(&index, "basket"), find(&index, "gone"), find(&index, "  ")), (0, 6_000, 6_000));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn reads_agree_with_looking_at_each_entity(
        changes in proptest::collection::vec(any_change(), 1..40),
        predicates in proptest::collection::vec(any_predicate(), 1..6),
    ) {
        let (index, model) = index_of(&changes);
        for predicate in &predicates {
            let expected = model.matching(predicate);
            prop_assert_eq!(index.count(predicate), expected.len() as u64, "{:?}", predicate);
            let (found, end) = index.walk(Walk { predicate, order: None }, None, usize::MAX);
            prop_assert_eq!(end, None);
            prop_assert_eq!(documents(&found), expected.iter().map(|it| it.uid.clone()).collect::<Vec<_>>());
            for (entity_ref, entity) in &model.entities {
                prop_assert_eq!(index.is_match(entity_ref, predicate), Some(predicate.matches(&entity.json)));
            }
            for facet in ["kind", "spec.type", "metadata.tags", "relations.ownedby", "metadata.uid"] {
                let counts: Vec<_> = index.facets(&[facet], predicate)[0].1.iter().map(|it| (it.value.clone(), it.count)).collect();
                prop_assert_eq!(counts, model.facet(facet, predicate), "{} {:?}", facet, predicate);
            }
        }
    }

    #[test]
    fn lists_agree_with_sorting_all_rows(
        changes in proptest::collection::vec(any_change(), 1..30),
        predicate in any_predicate(),
        order in proptest::collection::vec(any_order(), 0..3),
        offset in 0_usize..6,
        limit in 1_usize..6,
    ) {
        let (index, model) = index_of(&changes);
        let expected = model.list(&predicate, &order);
        let page = index.list(List { predicate: &predicate, order: &order, offset, limit: Some(limit) });
        let wanted: Vec<_> = expected.iter().skip(offset).take(limit).cloned().collect();
        prop_assert_eq!(documents(&page.items), wanted);
        let after = page.after.map(|after| After::decode(&after).unwrap());
        let more = offset + limit < expected.len();
        prop_assert_eq!(after, more.then_some(After { limit: Some(limit), offset: Some(offset + limit) }));
    }
}

#[test]
fn positions_of_removed_rows_still_say_where_to_go_on() {
    let mut index = Index::default();
    for number in 0..10 {
        put(&mut index, &format!("u{number}"), &format!("r{number}"), &json!({"metadata": {"name": "same"}}));
    }
    let order = OrderField { field: "metadata.name".to_owned(), descending: false };
    let walk = Walk { predicate: &Predicate::Everything, order: Some(&order) };
    let (_, position) = index.walk(walk, None, 4);
    assert_eq!(position, Some(Position { value: Some("same".to_owned()), uid: "u3".to_owned() }));
    index.remove("r3");
    let (found, _) = index.walk(walk, position.as_ref(), 2);
    assert_eq!(found, ["r4", "r5"].map(|it| Document::Resident(Bytes::from(it))));
}
